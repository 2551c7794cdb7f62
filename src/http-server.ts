import { randomUUID } from 'node:crypto'
import type { AddressInfo, Socket } from 'node:net'
import Fastify, { LogController, type ConnectionError, type FastifyBaseLogger, type FastifyInstance, type FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { toId } from './domain/id.ts'
import { sendScimError } from './scim/routes.ts'
import { withoutSecrets } from './store/secret.ts'

/** The HTTP server that all doors are registered on: its limits, request ids and what it writes of each request. */
export function createHttpServer(log: Logger, trustedProxies: string[]): FastifyInstance {
  const server = Fastify({
    // Whose X-Forwarded-For says where a request came from.
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // Long filters travel in the URL; what is longer still is refused with a reason instead of a cut connection.
    http: { maxHeaderSize: 65_536 },
    clientErrorHandler: refuseUnreadable,
    forceCloseConnections: 'idle',
    keepAliveTimeout: 72_000,
    // A body that does not arrive within a minute is given up.
    requestTimeout: 60_000,
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 1024 },
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : randomUUID()
    },
    frameworkErrors: (error, request, reply: FastifyReply) => {
      if (request.url.startsWith('/scim/')) sendScimError(error, request, reply)
      else reply.code(400).send({ error: 'The request cannot be read.', requestId: request.id })
    },
  })
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id)
    done()
  })
  server.setNotFoundHandler((request, reply) => reply.code(404).send({ error: 'There is nothing here.', requestId: request.id }))
  server.addHook('onResponse', (request, reply, done) => {
    // The path without its query: filters hold personal data (RFC 7644 §7.5.2), sign-in codes are secret.
    const { method, url, scimDirectory } = request
    const directory = scimDirectory && toId('directory', scimDirectory.directory.id)
    const path = withoutSecrets(url.split('?', 1)[0]!)
    request.log.info({ method, path, directory, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }, 'Answered')
    done()
  })
  return server
}

// Node could not read the request, so no route has seen it: the answer has the form that either door's clients can show.
function refuseUnreadable(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW'
  const status = isTooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const detail = isTooLarge ? 'The URL or the headers are too long; 64 KB is the most.' : 'This is not HTTP.'
  const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: status.slice(0, 3), detail })
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

/** The base URL of the address that it listens at, as a client on this machine reaches it. */
export function addressUrl(server: FastifyInstance): string {
  const { address, family, port } = server.server.address() as AddressInfo
  const host = address === '::' || address === '0.0.0.0' ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address
  return `http://${host}:${port}`
}
