import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import { isFromOwnSite, sessionCookie, type OwnSite } from '../access/session-secret.ts'
import type { FoundSession } from '../access/session.ts'
import type { OperationLimit } from '../access/operation-limit.ts'
import type { Viewer } from '../access/viewer.ts'
import { DomainError } from '../domain/errors.ts'
import { credentialIn, type Finders } from './credential.ts'
import { toClientErrors } from './errors.ts'
import type { EventStreams } from './event-stream.ts'
import type { UsedSession } from '../commands/rotate-session.ts'
import { prepareOperation, type Caller, type Yoga } from './execution.ts'
import type { TrustedDocuments } from './trusted-documents.ts'

export type HttpOptions = Finders & {
  yoga: Yoga
  eventStreams: EventStreams
  site: OwnSite
  operations: OperationLimit
  /** With them nothing else is executed. */
  trustedDocuments: TrustedDocuments | undefined
  /** A new secret for the browser when that of its session is old enough. */
  rotateSession: RotateSession
  allowedOrigins: readonly string[]
}
export type RotateSession = (used: UsedSession) => Promise<string | undefined>

const bodyLimitBytes = 1024 * 1024
/** So old a look-up of who asks may be when their operation begins. */
const trustMilliseconds = 250

/** GraphQL over HTTP in a scope of its own: who asks is known before a body is read, and the body is read here, within bounds. */
export function registerHttp(server: FastifyInstance, options: HttpOptions): void {
  const { allowedOrigins } = options
  const viewers = new WeakMap<FastifyRequest, { viewer: Viewer; lookedUpAt: number }>()
  void server.register((scope, _, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyLimitBytes }, (request, body, parsed) => {
      const type = request.headers['content-type'] ?? ''
      if (!/^application\/json *(;|$)/i.test(type))
        parsed(new HttpRefusal(415, `Send the body as application/json, not as ${type.slice(0, 100) || 'something without a type'}.`))
      else if (!isUtf8(body as Buffer)) parsed(new HttpRefusal(400, 'The body is not valid UTF-8.'))
      else parsed(null, body)
    })
    scope.setErrorHandler((error, request, reply) => sendError(error, request, reply))
    scope.addHook('onRequest', async (request, reply) => {
      allowOrigin(request, reply, allowedOrigins)
      if (request.method === 'OPTIONS') return
      const lookedUpAt = performance.now()
      const viewer = await findViewer(options, request, reply)
      await options.operations.admit(viewer)
      viewers.set(request, { viewer, lookedUpAt })
    })
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      async handler(request, reply) {
        const { viewer, lookedUpAt } = viewers.get(request)!
        // A body may take its time, and the access may end meanwhile: who sends one slowly gains nothing by it.
        const isRecent = performance.now() - lookedUpAt < trustMilliseconds
        return answer(options, isRecent ? viewer : await findViewer(options, request, reply), request, reply)
      },
    })
    scope.options('/graphql', (_, reply) => reply.code(204).header('allow', 'GET, POST, OPTIONS').send())
    scope.route({
      method: ['PUT', 'PATCH', 'DELETE'],
      url: '/graphql',
      handler(request, reply) {
        void reply.header('allow', 'GET, POST, OPTIONS')
        return sendError(new HttpRefusal(405, `${request.method} is not allowed here; use POST.`), request, reply)
      },
    })
    done()
  })
}

/** A refusal of the HTTP request itself. */
export class HttpRefusal extends Error {
  readonly statusCode: number
  readonly code: string
  constructor(statusCode: number, message: string, code = 'BAD_REQUEST') {
    super(message)
    this.statusCode = statusCode
    this.code = code
  }
}

export type ViewerOptions = Pick<HttpOptions, 'viewers' | 'sessions' | 'site' | 'rotateSession'>

/**
 * Who asks; refuses who is nobody, and a session that another site's page sent along. `orNavigation`: a person may also come by typing the address, for
 * what is only read.
 */
export async function findViewer(
  options: ViewerOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  { orNavigation = false } = {},
): Promise<Viewer> {
  const { viewers, site } = options
  const credential = credentialIn(request.headers, site)
  try {
    if (credential && 'session' in credential) {
      if (!isFromOwnSite(request.headers, site, { orNavigation })) throw new HttpRefusal(403, foreignPage, 'FORBIDDEN')
      return await findPerson(options, credential.session, reply)
    }
    const viewer = await viewers.find(credential?.authorization)
    if (viewer) return viewer
  } catch (error) {
    if (error instanceof HttpRefusal) throw error
    request.log.error({ err: error }, 'A credential could not be looked up')
    void reply.header('retry-after', '1')
    throw new HttpRefusal(503, 'The credential cannot be looked up just now; try again in a moment.', 'OVERLOADED')
  }
  const message =
    request.headers.authorization === undefined
      ? 'You are not signed in. People sign in at the address of their team, /sign-in/team-…; programs send an API key as "Authorization: Bearer …".'
      : 'This API key is unknown, expired or revoked. Send another one as "Authorization: Bearer …".'
  throw new HttpRefusal(401, message, 'UNAUTHENTICATED')
}

const foreignPage =
  'A signed-in browser is heard only from the pages of this server, which it says itself (Sec-Fetch-Site or Origin). A program sends an API key as "Authorization: Bearer …".'

/** Who is signed in; their browser may get a new secret with the answer. */
async function findPerson({ sessions, rotateSession, site }: ViewerOptions, secret: string, reply: FastifyReply): Promise<Viewer> {
  const found: FoundSession = await sessions.find(secret)
  if (!found.viewer) throw new HttpRefusal(401, 'You are not signed in any more; sign in again.', 'UNAUTHENTICATED')
  const { viewer, session } = found
  // What is asked by GET is somebody's own.
  void reply.header('cache-control', 'no-store')
  const next = await rotateSession({ ...session, sessionId: session.id, secret })
  if (next !== undefined) void reply.header('set-cookie', sessionCookie(site, next, viewer.expiresAt))
  return viewer
}

async function answer(options: HttpOptions, viewer: Viewer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { yoga } = options
  const transport = acceptsEventStream(request.headers.accept) ? 'EVENT_STREAM' : 'HTTP'
  const caller: Caller = { viewer, requestId: request.id, log: request.log, transport }
  if (request.method === 'GET') refuseBrokenQuery(request.url)
  if (transport === 'EVENT_STREAM' && (await streamed(options, caller, request, reply))) return reply
  const headers = { accept: acceptedTypes(request.headers.accept), 'content-type': 'application/json' }
  const body = request.method === 'POST' ? ((request.body ?? '') as Buffer | string) : undefined
  const url = new URL(request.url, 'http://localhost')
  const response = await yoga.fetch(url.href, { method: request.method, headers, body: body as string | undefined }, caller)
  const text = await response.text()
  if (text === '') throw new HttpRefusal(response.status, refusals[response.status] ?? 'The request cannot be answered.')
  void reply.code(response.status).type(response.headers.get('content-type') ?? 'application/json; charset=utf-8')
  const allow = response.headers.get('allow')
  if (allow !== null) void reply.header('allow', allow)
  return reply.send(text)
}

/** A subscription for who accepts events; false when it is anything else, or nothing that can be run, which is then answered as usual. */
async function streamed(
  { yoga, eventStreams, trustedDocuments }: HttpOptions,
  caller: Caller,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const asked = readOperation(request, trustedDocuments)
  if (!asked) return false
  const lastEventId = request.headers['last-event-id']
  const streaming: Caller = {
    ...caller,
    lastEventId: typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined,
  }
  const prepared = prepareOperation(yoga, { ...asked, caller: streaming })
  if (!('document' in prepared) || !prepared.isSubscription) return false
  const refusal = await eventStreams.open({ ...asked, document: prepared.document, caller: streaming }, request, reply)
  if (refusal) throw new HttpRefusal(refusal.status, refusal.message, refusal.code)
  return true
}

type Asked = { query: string; operationName: string | undefined; variables: Record<string, unknown> | undefined }

/** The operation of a GET or POST; undefined when it has none that is well formed. */
function readOperation(request: FastifyRequest, trustedDocuments: TrustedDocuments | undefined): Asked | undefined {
  const given = request.method === 'GET' ? fromUrl(request.url) : fromBody(request.body as Buffer | undefined)
  if (given === null || typeof given !== 'object') return undefined
  const { operationName, variables, ...named } = given as Record<string, unknown>
  const query = trustedDocuments ? trustedDocuments.textOf(named) : named['query']
  const isWhole =
    typeof query === 'string' &&
    (operationName == null || typeof operationName === 'string') &&
    (variables == null || (typeof variables === 'object' && !Array.isArray(variables)))
  if (!isWhole) return undefined
  return { query, operationName: operationName ?? undefined, variables: (variables as Record<string, unknown> | null) ?? undefined }
}

function fromUrl(url: string): unknown {
  const { searchParams } = new URL(url, 'http://localhost')
  const [variables, extensions] = [searchParams.get('variables'), searchParams.get('extensions')]
  return {
    query: searchParams.get('query') ?? undefined,
    documentId: searchParams.get('documentId') ?? undefined,
    operationName: searchParams.get('operationName') ?? undefined,
    // They are JSON: refuseBrokenQuery has looked.
    variables: variables ? (JSON.parse(variables) as unknown) : undefined,
    extensions: extensions ? (JSON.parse(extensions) as unknown) : undefined,
  }
}

function fromBody(body: Buffer | undefined): unknown {
  try {
    return body && JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

const refusals: Readonly<Record<number, string>> = {
  405: 'Mutations are sent by POST.',
  406: 'Answers come as application/graphql-response+json or application/json; accept one of them.',
  415: 'Send the body as application/json.',
}

const eventStream = /^ *text\/event-stream *(;|$)/i

function acceptsEventStream(accept = ''): boolean {
  return accept.split(',').some((type) => eventStream.test(type) && !/; *q=0(\.0*)?$/.test(type))
}

// Answers in parts are not offered, and events for subscriptions only.
function acceptedTypes(accept = '*/*'): string {
  const types = accept.split(',').filter((type) => !/^ *(text\/event-stream|multipart\/mixed)/i.test(type))
  return types.length === 0 ? 'none/none' : types.join(',')
}

function refuseBrokenQuery(url: string): void {
  const { searchParams } = new URL(url, 'http://localhost')
  for (const name of ['variables', 'extensions']) {
    const text = searchParams.get(name)
    if (text === null || text === '') continue
    try {
      JSON.parse(text)
    } catch {
      throw new HttpRefusal(400, `The parameter ${name} is not JSON.`)
    }
  }
}

export function allowOrigin(request: FastifyRequest, reply: FastifyReply, allowedOrigins: readonly string[]): void {
  const { origin } = request.headers
  if (allowedOrigins.length === 0) return
  void reply.header('vary', 'Origin')
  if (origin === undefined || !allowedOrigins.includes(origin)) return
  void reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': 'x-request-id, retry-after' })
  if (request.method === 'OPTIONS') {
    void reply.headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, last-event-id, x-request-id',
      'access-control-max-age': '600',
    })
  }
}

export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = toRefusal(error)
  const asked = refusal
    ? new GraphQLError(refusal.message, { extensions: { code: refusal.code } })
    : new GraphQLError('fault', { originalError: error as Error, path: [] })
  const [shown] = toClientErrors([asked], request.id, request.log, true)
  const { message, extensions } = shown!
  const { retryAfterSeconds } = error instanceof DomainError ? error.details : {}
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds))
  // RFC 6750 §3.
  if (refusal?.statusCode === 401) void reply.header('www-authenticate', 'Bearer realm="graphql"')
  const type = /application\/graphql-response\+json/i.test(request.headers.accept ?? '')
    ? 'application/graphql-response+json'
    : 'application/json'
  return reply
    .code(refusal?.statusCode ?? 500)
    .type(`${type}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message, extensions }] }))
}

// Fastify's own refusals have a status too, and a message that is not ours.
function toRefusal(error: unknown): HttpRefusal | undefined {
  if (error instanceof HttpRefusal) return error
  if (error instanceof DomainError && error.code === 'RATE_LIMITED') return new HttpRefusal(429, error.message, error.code)
  const { statusCode } = error as { statusCode?: number }
  if (statusCode === 413) return new HttpRefusal(413, `The body is larger than ${bodyLimitBytes} bytes.`)
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? new HttpRefusal(statusCode, 'The request cannot be read.')
    : undefined
}
