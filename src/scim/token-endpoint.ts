import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { network, type AttemptLimit } from '../access/rate-limit.ts'
import type { ClientCredentials, GrantOutcome } from '../commands/grant-directory-token.ts'
import { DomainError } from '../domain/errors.ts'
import { fromId } from '../domain/id.ts'

export type TokenEndpointOptions = {
  grant(credentials: ClientCredentials): Promise<GrantOutcome>
  /** Of attempts that failed: of one client from one address, so that nobody locks it out from elsewhere; and of one address, so generously that those who share one do not lock each other out. */
  attempts: { ofClient: AttemptLimit; ofAddress: AttemptLimit }
}

/** RFC 6749 §5.2. */
type OauthErrorCode = 'invalid_request' | 'invalid_client' | 'unauthorized_client' | 'unsupported_grant_type'

class OauthError extends Error {
  readonly code: OauthErrorCode
  readonly status: number
  constructor(code: OauthErrorCode, description: string, status = 400) {
    super(description)
    this.code = code
    this.status = status
  }
}

const mostBytes = 8_192

/**
 * OAuth 2.0 client credentials (RFC 6749 §4.4) for identity providers that fetch short-lived tokens: `POST /oauth/{directoryId}/token`. What is answered opens
 * the SCIM endpoints of that directory as a bearer token. A directory that is not there reads like a client that is not known.
 */
export function registerTokenEndpoint(server: FastifyInstance, options: TokenEndpointOptions): void {
  void server.register(
    (scope, _, done) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: mostBytes }, (request, body, parsed) => {
        const type = request.headers['content-type'] ?? ''
        // RFC 6749 §4.4.2.
        if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
          parsed(new OauthError('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.'))
        else parsed(null, new URLSearchParams(body as string))
      })
      // RFC 6749 §5.1.
      scope.addHook('onRequest', (_request, reply, next) => {
        void reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
        next()
      })
      scope.setErrorHandler((error, request, reply) => sendOauthError(error, request, reply))
      scope.post('/token', { bodyLimit: mostBytes }, async (request, reply) => reply.send(await grantToken(options, request)))
      scope.route({
        method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
        url: '/token',
        handler: (_request, reply) => {
          void reply.header('allow', 'POST').code(405)
          return reply.send({ error: 'invalid_request', error_description: 'Ask for a token with POST.' })
        },
      })
      done()
    },
    { prefix: '/oauth/:directoryId' },
  )
}

async function grantToken({ grant, attempts }: TokenEndpointOptions, request: FastifyRequest): Promise<object> {
  const { clientId, secret } = readCredentials(request)
  const from = network(request.ip)
  const limits = [
    [attempts.ofAddress, from],
    [attempts.ofClient, `${clientId.slice(0, 100)} ${from}`],
  ] as const
  for (const [limit, key] of limits) await limit.check(key)
  const { directoryId } = request.params as { directoryId: string }
  const outcome = await grant({ directoryId: fromId('directory', directoryId), clientId: fromId('directoryClient', clientId), secret })
  if (outcome === 'UNKNOWN_CLIENT') {
    for (const [limit, key] of limits) await limit.failed(key)
    throw new OauthError('invalid_client', 'The client is unknown, expired, revoked or not of this directory, or the secret is wrong.', 401)
  }
  if ('refusal' in outcome) throw new OauthError('unauthorized_client', outcome.refusal.message)
  // RFC 6749 §3.3: there is one scope, whatever was asked for, so it is said.
  return { access_token: outcome.token, token_type: 'Bearer', expires_in: outcome.expiresInSeconds, scope: 'scim' }
}

function readCredentials(request: FastifyRequest): { clientId: string; secret: string } {
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
  const one = (name: string): string | undefined => {
    const values = form.getAll(name)
    // RFC 6749 §3.2: a parameter comes once, and one without a value is one that was left out.
    if (values.length > 1) throw new OauthError('invalid_request', `${name} is there more than once.`)
    return values[0] || undefined
  }
  const grantType = one('grant_type')
  if (grantType === undefined) throw new OauthError('invalid_request', 'grant_type is missing; it is client_credentials.')
  if (grantType !== 'client_credentials') throw new OauthError('unsupported_grant_type', 'The grant type is client_credentials.')
  one('scope')
  const [bodyId, bodySecret] = [one('client_id'), one('client_secret')]
  const header = request.headers.authorization
  if (header === undefined) {
    if (bodyId === undefined || bodySecret === undefined)
      throw new OauthError('invalid_client', 'Send client_id and client_secret, in the Authorization header as Basic or in the body.', 401)
    return { clientId: bodyId, secret: bodySecret }
  }
  // RFC 6749 §2.3: no more than one method.
  if (bodySecret !== undefined)
    throw new OauthError('invalid_request', 'Send the secret in the Authorization header or in the body, not in both.')
  const basic = parseBasic(header)
  if (!basic)
    throw new OauthError(
      'invalid_client',
      'The Authorization header is not Basic with a client id and a secret (RFC 6749 section 2.3.1).',
      401,
    )
  if (bodyId !== undefined && bodyId !== basic.clientId)
    throw new OauthError('invalid_request', 'client_id in the body is another one than in the Authorization header.')
  return basic
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are put together (RFC 7617). */
function parseBasic(header: string): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]{1,2048}={0,2}) *$/i.exec(header)?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1) return undefined
  const [clientId, secret] = [formDecoded(text.slice(0, colon)), formDecoded(text.slice(colon + 1))]
  return clientId === undefined || secret === undefined ? undefined : { clientId, secret }
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

function sendOauthError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof OauthError) {
    // RFC 6749 §5.2: a 401 names the scheme that it takes.
    if (error.status === 401) void reply.header('www-authenticate', 'Basic realm="scim"')
    return reply.code(error.status).send(oauthBody(error.code, error.message, request.id))
  }
  if (error instanceof DomainError && error.code === 'RATE_LIMITED') {
    void reply.header('retry-after', String(error.details['retryAfterSeconds']))
    return reply.code(429).send(oauthBody('invalid_request', error.message, request.id))
  }
  const { statusCode } = error as { statusCode?: number }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return reply.code(400).send(oauthBody('invalid_request', 'The request cannot be read.', request.id))
  request.log.error({ err: error }, 'A token request failed')
  return reply.code(500).send(oauthBody('server_error', 'Internal error.', request.id))
}

function oauthBody(code: string, description: string, requestId: string): object {
  return { error: code, error_description: withinCharset(`${description} (Request ${requestId})`) }
}

/** RFC 6749 §5.2 allows %x20-21, %x23-5B and %x5D-7E in a description; a team may be called anything. */
function withinCharset(text: string): string {
  return text.replaceAll('"', "'").replace(/[^\x20-\x7e]|\\/g, '?')
}
