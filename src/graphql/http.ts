import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import type { Viewer, ViewerFinder } from '../access/viewer.ts'
import { toClientErrors } from './errors.ts'
import type { Caller, Yoga } from './execution.ts'

export type HttpOptions = { yoga: Yoga; findViewer: ViewerFinder; allowedOrigins: readonly string[] }

const bodyLimitBytes = 1024 * 1024

/** GraphQL over HTTP in a scope of its own: who asks is known before a body is read, and the body is read here, within bounds. */
export function registerHttp(server: FastifyInstance, { yoga, findViewer, allowedOrigins }: HttpOptions): void {
  const viewers = new WeakMap<FastifyRequest, Viewer>()
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
      const viewer = await findViewer(request.headers.authorization)
      if (!viewer)
        throw new HttpRefusal(
          401,
          'Send an API key as "Authorization: Bearer …"; this one is missing, unknown, expired or revoked.',
          'UNAUTHENTICATED',
        )
      viewers.set(request, viewer)
    })
    scope.route({
      method: ['GET', 'POST'],
      url: '/graphql',
      handler: (request, reply) => answer(yoga, viewers.get(request)!, request, reply),
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
class HttpRefusal extends Error {
  readonly statusCode: number
  readonly code: string
  constructor(statusCode: number, message: string, code = 'BAD_REQUEST') {
    super(message)
    this.statusCode = statusCode
    this.code = code
  }
}

async function answer(yoga: Yoga, viewer: Viewer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const caller: Caller = { viewer, requestId: request.id, log: request.log, transport: 'HTTP', onSlowReader: () => {} }
  const headers = { accept: acceptedTypes(request.headers.accept), 'content-type': 'application/json' }
  if (request.method === 'GET') refuseBrokenQuery(request.url)
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

const refusals: Readonly<Record<number, string>> = {
  405: 'Mutations are sent by POST.',
  406: 'Answers come as application/graphql-response+json or application/json; accept one of them.',
  415: 'Send the body as application/json.',
}

// Answers in parts, and events, are not offered over HTTP.
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

function allowOrigin(request: FastifyRequest, reply: FastifyReply, allowedOrigins: readonly string[]): void {
  const { origin } = request.headers
  if (allowedOrigins.length === 0) return
  void reply.header('vary', 'Origin')
  if (origin === undefined || !allowedOrigins.includes(origin)) return
  void reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': 'x-request-id' })
  if (request.method === 'OPTIONS') {
    void reply.headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, x-request-id',
      'access-control-max-age': '600',
    })
  }
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = toRefusal(error)
  const asked = refusal
    ? new GraphQLError(refusal.message, { extensions: { code: refusal.code } })
    : new GraphQLError('fault', { originalError: error as Error, path: [] })
  const [shown] = toClientErrors([asked], request.id, request.log, true)
  const { message, extensions } = shown!
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
  const { statusCode } = error as { statusCode?: number }
  if (statusCode === 413) return new HttpRefusal(413, `The body is larger than ${bodyLimitBytes} bytes.`)
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? new HttpRefusal(statusCode, 'The request cannot be read.')
    : undefined
}
