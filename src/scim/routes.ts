import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { DirectoryFinder, FoundDirectory } from '../access/directory-token.ts'
import { DomainError } from '../domain/errors.ts'
import { fromId } from '../domain/id.ts'
import { scimRefusal } from '../domain/plan.ts'
import { teamGate } from '../store/team.ts'
import { getResourceType, getSchema, listResourceTypes, listSchemas, serviceProviderConfig } from './discovery.ts'
import { toScimError } from './errors.ts'
import { createGroup, deleteGroup, getGroup, patchGroup, replaceGroup } from './group-endpoints.ts'
import { parseJsonBody } from './json-body.ts'
import { listGroups, listUsers } from './list-endpoints.ts'
import { ScimError, toErrorBody } from './protocol/scim-error.ts'
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
  '/Users/:id': { GET: getUser, PUT: replaceUser, PATCH: patchUser, DELETE: deleteUser },
  '/Groups': { GET: listGroups, POST: createGroup },
  '/Groups/:id': { GET: getGroup, PUT: replaceGroup, PATCH: patchGroup, DELETE: deleteGroup },
  '/ResourceTypes': { GET: (_, { baseUrl }) => ok(listResourceTypes(baseUrl)) },
  '/ResourceTypes/:id': { GET: (_, { baseUrl, id }) => ok(getResourceType(baseUrl, id)) },
  '/Schemas': { GET: (_, { baseUrl }) => ok(listSchemas(baseUrl)) },
  '/Schemas/:id': { GET: (_, { baseUrl, id }) => ok(getSchema(baseUrl, id)) },
  '/Bulk': { POST: notOffered('/Bulk') },
  '/Me': { GET: notOffered('/Me'), POST: notOffered('/Me'), PUT: notOffered('/Me'), PATCH: notOffered('/Me'), DELETE: notOffered('/Me') },
}

/** RFC 7643 §5: answers without a token, alike for every directory, whether it exists or not. */
const openPath = '/ServiceProviderConfig'

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

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
      // Before the body is read: nobody without a token makes us hold or parse one.
      scope.addHook('onRequest', async (request) => {
        request.scimNotes = emptyNotes()
        if (request.routeOptions.url?.endsWith(openPath)) return
        const { find, findForWrite } = options.findDirectory
        request.scimDirectory = await admit(options, request, request.method === 'GET' || request.method === 'HEAD' ? find : findForWrite)
      })
      scope.get(openPath, (request, reply) => send(reply, ok(serviceProviderConfig(baseUrlOf(options, request)))))
      scope.route({ method: ['POST', 'PUT', 'PATCH', 'DELETE'], url: openPath, handler: refuseMethod(['GET']) })
      for (const [path, handlers] of Object.entries(endpoints)) {
        for (const method of methods) {
          const endpoint = handlers[method]
          if (!endpoint) continue
          const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
            send(reply, await serve(options, endpoint, request))
          scope.route({ method, url: path, bodyLimit: options.bodyLimitBytes, handler })
        }
        const refused = methods.filter((method) => !handlers[method])
        if (refused.length > 0) scope.route({ method: [...refused], url: path, handler: refuseMethod(Object.keys(handlers)) })
      }
      scope.setNotFoundHandler((request, reply) =>
        sendScimError(new ScimError(404, undefined, 'There is no such endpoint.'), request, reply),
      )
      done()
    },
    { prefix: '/scim/v2/:directoryId' },
  )
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

/** What a write was refused for may be that its token or gate had ended: the caller then hears of that instead. */
async function serve(options: ScimRoutesOptions, endpoint: Endpoint, request: FastifyRequest): Promise<ScimAnswer> {
  const answer = async (): Promise<ScimAnswer> =>
    endpoint(options, toScimRequest(request, request.scimDirectory!, baseUrlOf(options, request)))
  try {
    return await answer()
  } catch (error) {
    if (request.method === 'GET' || !(error instanceof DomainError) || !/^NOT_(FOUND|ADMITTED)$/.test(error.code)) throw error
    request.scimDirectory = await admit(options, request, options.findDirectory.find)
    if (error.code === 'NOT_FOUND') throw error
    return answer()
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
  // Invariant 6: served only while plan and SSO hold.
  const refusal = scimRefusal(teamGate(directory.team))
  if (refusal) throw refusal
  options.recordUse(directory.id, tokenId)
  return found
}

function send(reply: FastifyReply, { status, body, location, contentLocation, version }: ScimAnswer): FastifyReply {
  if (version !== undefined) void reply.header('etag', version)
  if (location !== undefined) void reply.header('location', location)
  if (contentLocation !== undefined) void reply.header('content-location', contentLocation)
  void reply.code(status)
  if (body === undefined) return reply.send()
  return reply.type('application/scim+json; charset=utf-8').send(JSON.stringify(body))
}

/** Any error as a SCIM error; a fault is logged, and the client learns the request id alone. */
export function sendScimError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toScimError(error) ?? fromFastify(error)
  if (!known) request.log.error({ err: error }, 'A SCIM request failed')
  const answer = known ?? new ScimError(500, undefined, 'Internal error.')
  // Details name people: they are for the caller, not for the log.
  if (known) request.log.debug({ status: answer.status, scimType: answer.scimType, detail: answer.detail }, 'Refused')
  // RFC 6750 §3.
  if (answer.status === 429) void reply.header('retry-after', '1')
  if (answer.status === 401) void reply.header('www-authenticate', 'Bearer realm="scim"')
  const { detail, ...body } = toErrorBody(answer)
  return send(reply, { status: answer.status, body: { ...body, detail: `${detail} (Request ${request.id})` } })
}

// What Fastify itself refuses before an endpoint sees the request.
function fromFastify(error: unknown): ScimError | undefined {
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new ScimError(413, undefined, 'The body is too large. Send fewer members or operations in one request.')
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return undefined
  return new ScimError(statusCode, statusCode === 400 ? 'invalidSyntax' : undefined, 'The request cannot be read.')
}
