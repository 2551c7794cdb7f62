import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DirectoryFinder, FoundDirectory } from '../access/directory-token.ts'
import type { RateLimit } from '../access/rate-limit.ts'
import { DomainError } from '../domain/errors.ts'
import { fromId } from '../domain/id.ts'
import { scimRefusal } from '../domain/plan.ts'
import { withoutSecrets } from '../store/secret.ts'
import { teamGate } from '../store/team.ts'
import { runBulk } from './bulk-endpoint.ts'
import { getResourceType, getSchema, listResourceTypes, listSchemas, serviceProviderConfig } from './discovery.ts'
import { toScimError } from './errors.ts'
import { createGroup, deleteGroup, getGroup, patchGroup, replaceGroup } from './group-endpoints.ts'
import { parseJsonBody } from './json-body.ts'
import { listGroups, listResources, listUsers, searchGroupsByBody, searchResourcesByBody, searchUsersByBody } from './list-endpoints.ts'
import { ScimError, toErrorBody } from './protocol/scim-error.ts'
import { readmitting } from './readmission.ts'
import type { ScimRequestLog } from './request-log/request-log.ts'
import { emptyNotes, type RequestNotes } from './request-notes.ts'
import { toScimRequest, type ScimAnswer, type ScimDoor, type ScimRequest } from './scim-request.ts'
import { createUser, deleteUser, getUser, patchUser, replaceUser } from './user-endpoints.ts'

type Endpoint = (door: ScimDoor, request: ScimRequest) => ScimAnswer | Promise<ScimAnswer>
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const ok = (body: unknown): ScimAnswer => ({ status: 200, body })
const notOffered = (what: string) => (): never => {
  throw new ScimError(501, undefined, `${what} is not offered; /ServiceProviderConfig says what is.`)
}

/** Every endpoint. */
const endpoints: Readonly<Record<string, Partial<Record<Method, Endpoint>>>> = {
  '/Users': { GET: listUsers, POST: createUser },
  '/Users/.search': { POST: searchUsersByBody },
  '/Users/:id': { GET: getUser, PUT: replaceUser, PATCH: patchUser, DELETE: deleteUser },
  '/Groups': { GET: listGroups, POST: createGroup },
  '/Groups/.search': { POST: searchGroupsByBody },
  '/Groups/:id': { GET: getGroup, PUT: replaceGroup, PATCH: patchGroup, DELETE: deleteGroup },
  '/': { GET: listResources },
  '/.search': { POST: searchResourcesByBody },
  '/ResourceTypes': { GET: (_, { baseUrl, types }) => ok(listResourceTypes(baseUrl, types)) },
  '/ResourceTypes/:id': { GET: (_, { baseUrl, types, id }) => ok(getResourceType(baseUrl, types, id)) },
  '/Schemas': { GET: (_, { baseUrl, types }) => ok(listSchemas(baseUrl, types)) },
  '/Schemas/:id': { GET: (_, { baseUrl, types, id }) => ok(getSchema(baseUrl, types, id)) },
  '/Bulk': { POST: runBulk },
  '/Me': { GET: notOffered('/Me'), POST: notOffered('/Me'), PUT: notOffered('/Me'), PATCH: notOffered('/Me'), DELETE: notOffered('/Me') },
}

/** Every endpoint that needs a token, below the base URL. */
export const guardedEndpoints: readonly { method: string; path: string }[] = Object.entries(endpoints).flatMap(([path, handlers]) =>
  Object.keys(handlers).map((method) => ({ method, path })),
)

/** RFC 7643 §5: answers without a token, alike for every directory, whether it exists or not. */
const openPath = '/ServiceProviderConfig'

/** A POST that reads (RFC 7644 §3.4.3). */
const searchPath = '/.search'

/** Reads whose statement looks at the token itself, or that look it up when it does not. */
const lookUpPaths = ['/Users', '/Groups', '/Users/:id', '/Groups/:id']

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const methodsOfNoEndpoint = ['OPTIONS', 'TRACE'] as const

/** RFC 7644 §4: where sorting, paging and projection are ignored, and a filter is refused. */
const discoveryPaths = [openPath, '/ResourceTypes', '/ResourceTypes/:id', '/Schemas', '/Schemas/:id']

declare module 'fastify' {
  interface FastifyRequest {
    scimDirectory: FoundDirectory | undefined
    scimNotes: RequestNotes
  }
}

export type ScimRoutesOptions = ScimDoor & {
  findDirectory: DirectoryFinder
  bodyLimitBytes: number
  recordUse(directoryId: string, tokenId: string): void
  requestLog: ScimRequestLog
  rateLimit: RateLimit
}

/** RFC 7644 §3.13: version 2 of the protocol is in the path, below it the directory. */
export function registerScimRoutes(server: FastifyInstance, options: ScimRoutesOptions): void {
  void server.register(
    (scope, _, done) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: options.bodyLimitBytes }, (request, body, parsed) => {
        const type = request.headers['content-type'] ?? ''
        // RFC 7644 §3.8. A missing type is taken for JSON, any other than JSON is not.
        if (type !== '' && !/^[^;]*json/i.test(type)) {
          parsed(new ScimError(415, undefined, `Send the body as application/scim+json, not as ${type.slice(0, 100)}.`))
        } else if (body.length === 0) parsed(null, undefined)
        else {
          try {
            parsed(null, parseJsonBody(body as Buffer))
          } catch (error) {
            parsed(error as Error)
          }
        }
      })
      scope.setErrorHandler((error, request, reply) => sendScimError(error, request, reply))
      scope.decorateRequest('scimDirectory', undefined)
      scope.decorateRequest('scimNotes', null as unknown as RequestNotes)
      scope.addHook('onResponse', (request, reply, done) => {
        options.requestLog.answered(request, reply)
        done()
      })
      // A client that went away gets no response, so that there is none to hook on: identity providers give up after some seconds.
      scope.addHook('onSend', (request, reply, _, done) => {
        if (reply.raw.destroyed) options.requestLog.answered(request, reply)
        done()
      })
      // Before the body is read: nobody without a token makes us hold or parse one.
      scope.addHook('onRequest', async (request) => {
        request.scimNotes = emptyNotes()
        if (request.routeOptions.url?.endsWith(openPath)) return
        const { find, findRecent } = options.findDirectory
        const isRead = request.method === 'GET' || request.method === 'HEAD' || request.routeOptions.url?.endsWith(searchPath)
        const isAdmittedLater = !isRead || lookUpPaths.some((path) => request.routeOptions.url?.endsWith(path))
        request.scimDirectory = await admit(options, request, isAdmittedLater ? findRecent : find)
        // After the token: an outsider cannot use up what a directory may send. A bulk request is one: the executor already makes its operations take turns with other teams.
        await options.rateLimit.admit(request.scimDirectory.directory)
      })
      scope.get(openPath, (request, reply) => {
        refuseFilter(request)
        return send(reply, ok(serviceProviderConfig(baseUrlOf(options, request), options)))
      })
      scope.route({ method: ['POST', 'PUT', 'PATCH', 'DELETE', ...methodsOfNoEndpoint], url: openPath, handler: refuseMethod(['GET']) })
      for (const [path, handlers] of Object.entries(endpoints)) {
        for (const method of methods) {
          const endpoint = handlers[method]
          if (!endpoint) continue
          const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
            if (discoveryPaths.includes(path)) refuseFilter(request)
            return send(reply, await serve(options, endpoint, request))
          }
          scope.route({ method, url: path, bodyLimit: options.bodyLimitBytes, handler })
        }
        const refused = methods.filter((method) => !handlers[method])
        scope.route({ method: [...refused, ...methodsOfNoEndpoint], url: path, handler: refuseMethod(Object.keys(handlers)) })
      }
      scope.setNotFoundHandler(refuseEndpoint)
      done()
    },
    { prefix: '/scim/v2/:directoryId' },
  )
  // Other versions of the protocol, and a base URL that lacks its directory.
  void server.register(
    (scope, _, done) => {
      scope.setNotFoundHandler(refuseEndpoint)
      done()
    },
    { prefix: '/scim' },
  )
}

function refuseEndpoint(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isKnown = request.method === 'HEAD' || [...methods, ...methodsOfNoEndpoint].some((method) => method === request.method)
  const refusal = isKnown
    ? new ScimError(404, undefined, 'There is no such endpoint.')
    : new ScimError(501, undefined, `The method ${request.method} is unknown to this service.`)
  return sendScimError(refusal, request, reply)
}

// RFC 7644 §4: a client that filters must not take the whole list for what matched.
function refuseFilter(request: FastifyRequest): void {
  if ((request.query as Record<string, unknown>)['filter'] === undefined) return
  throw new ScimError(403, undefined, 'Discovery is not filtered. Leave the filter out, or ask for one resource by its id.')
}

function refuseMethod(allowed: readonly string[]) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('allow', allowed.join(', '))
    return sendScimError(
      new ScimError(405, undefined, `${request.method} is not allowed here; use ${allowed.join(' or ')}.`),
      request,
      reply,
    )
  }
}

function baseUrlOf(options: ScimDoor, request: FastifyRequest): string {
  return `${options.publicUrl()}/scim/v2/${(request.params as { directoryId: string }).directoryId}`
}

/** What a request was refused for may be that its token or gate had ended: the caller then hears of that instead. */
async function serve(options: ScimRoutesOptions, endpoint: Endpoint, request: FastifyRequest): Promise<ScimAnswer> {
  const readmit = async (): Promise<void> => {
    request.scimDirectory = await admit(options, request, options.findDirectory.find)
  }
  try {
    return await readmitting({ isWrite: request.method !== 'GET', readmit }, async () =>
      endpoint(options, toScimRequest(request, request.scimDirectory!, baseUrlOf(options, request), readmit)),
    )
  } catch (error) {
    // What was refused for its form has not met the token or the gate of the moment yet.
    if (error instanceof ScimError || (error instanceof DomainError && error.code === 'NOT_FOUND')) await readmit()
    throw error
  }
}

/** The directory that the token opens, if it is served. */
async function admit(options: ScimRoutesOptions, request: FastifyRequest, find: DirectoryFinder['find']): Promise<FoundDirectory> {
  const { directoryId } = request.params as { directoryId: string }
  const found = await find(request.headers.authorization, fromId('directory', directoryId))
  if (!found) {
    const detail =
      'The bearer token is missing, expired, revoked or not of this directory. Issue a new one and give it to the identity provider.'
    throw new ScimError(401, undefined, detail)
  }
  const { directory, tokenId } = found
  // Also of a request that is refused from here on: its directory's log shows it.
  request.scimDirectory = found
  // Invariant 6: served only while plan and SSO hold.
  const refusal = scimRefusal(teamGate(directory.team))
  // A closed gate of some seconds ago may be open again.
  if (refusal && find !== options.findDirectory.find) return admit(options, request, options.findDirectory.find)
  if (refusal) throw refusal
  options.recordUse(directory.id, tokenId)
  return found
}

function send(reply: FastifyReply, { status, body, bodyText, location, contentLocation, version }: ScimAnswer): FastifyReply {
  if (version !== undefined) void reply.header('etag', version)
  if (location !== undefined) void reply.header('location', location)
  if (contentLocation !== undefined) void reply.header('content-location', contentLocation)
  void reply.code(status)
  const text = bodyText ?? (body === undefined ? undefined : JSON.stringify(body))
  if (text === undefined) return reply.send()
  return reply.type(`${mediaTypeFor(reply.request.headers.accept)}; charset=utf-8`).send(text)
}

// RFC 7644 §3.8: application/scim+json, unless the client takes plain JSON and nothing else. Whatever else it takes gets no 406.
function mediaTypeFor(accept: string | undefined): 'application/scim+json' | 'application/json' {
  const isPlain = accept !== undefined && /^\s*application\/json\s*(;[^,]*)?$/i.test(accept)
  return isPlain ? 'application/json' : 'application/scim+json'
}

/** Any error as a SCIM error; a fault is logged, and the client learns the request id alone. */
export function sendScimError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toScimError(error) ?? fromFastify(error, request)
  if (!known) request.log.error({ err: error }, 'A SCIM request failed')
  const answer = known ?? new ScimError(500, undefined, 'Internal error.')
  // Details name people: they are for the caller, not for the log.
  if (known) request.log.debug({ status: answer.status, scimType: answer.scimType, detail: withoutSecrets(answer.detail) }, 'Refused')
  if (answer.status === 429) void reply.header('retry-after', String(retryAfterSeconds(error)))
  // RFC 6750 §3.
  if (answer.status === 401) void reply.header('www-authenticate', 'Bearer realm="scim"')
  const { detail: reason, ...body } = toErrorBody(answer)
  const detail = `${reason} (Request ${request.id})`
  const code = error instanceof DomainError ? error.code : undefined
  if (request.scimNotes) request.scimNotes.refusal = { code, scimType: answer.scimType, detail }
  return send(reply, { status: answer.status, body: { ...body, detail } })
}

function retryAfterSeconds(error: unknown): number {
  const seconds = error instanceof DomainError ? error.details['retryAfterSeconds'] : undefined
  return typeof seconds === 'number' ? seconds : 1
}

// What Fastify itself refuses before an endpoint sees the request.
function fromFastify(error: unknown, request: FastifyRequest): ScimError | undefined {
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    // RFC 7644 §3.7.4: says which limit it was.
    const size = request.routeOptions.url?.endsWith('/Bulk')
      ? `larger than maxPayloadSize, ${request.routeOptions.bodyLimit} bytes`
      : 'too large'
    return new ScimError(413, undefined, `The body is ${size}. Send fewer members or operations in one request.`)
  }
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined
  return new ScimError(statusCode, statusCode === 400 ? 'invalidSyntax' : undefined, 'The request cannot be read.')
}
