import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomBytes } from 'node:crypto'
import { isHttps } from '../access/session-secret.ts'
import type { Database } from '../store/database.ts'
import { hashSecret } from '../store/secret.ts'
import { insertSignInAttempt, takeSignInAttempt, type SignInAttempt } from '../store/sign-in-attempt.ts'
import type { Handshake } from './openid-connect.ts'

/** So long a person may take at the identity provider. */
const attemptSeconds = 600
const secretForm = /^[\w-]{43}$/

export type BegunAttempt = Pick<SignInAttempt, 'teamId' | 'connectionId' | 'returnTo' | 'sessionId'>

/** Keeps a sign-in while the person is at the provider, for this browser alone. */
export async function keepAttempt(
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  attempt: BegunAttempt & Handshake,
): Promise<void> {
  // Of one browser several sign-ins may be under way, each in its own tab.
  const secret = browserSecretOf(request) ?? randomBytes(32).toString('base64url')
  const { state, ...kept } = attempt
  const expiresAt = new Date(Date.now() + attemptSeconds * 1000)
  await insertSignInAttempt(database, { ...kept, hash: hashSecret(state), browserHash: hashSecret(secret), expiresAt })
  const isSecure = isHttps(request.server.ownSite.publicUrl())
  // Lax: the provider sends the browser back by a navigation (RFC 6265bis §5.6.7).
  const attributes = `Path=/; Max-Age=${attemptSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  void reply.header('set-cookie', `${cookieName(isSecure)}=${secret}; ${attributes}`)
}

/** The sign-in that this browser began with this state, used up by it. */
export async function takeAttempt(
  database: Database,
  request: FastifyRequest,
  state: string | null,
): Promise<(BegunAttempt & Handshake) | undefined> {
  const secret = browserSecretOf(request)
  if (state === null || !secretForm.test(state) || secret === undefined) return undefined
  const attempt = await takeSignInAttempt(database, hashSecret(state), hashSecret(secret))
  return attempt && { ...attempt, state }
}

function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-headcount-attempt' : 'headcount-attempt'
}

/** Of several different ones none counts: a site beside ours may have set one of them. */
function browserSecretOf(request: FastifyRequest): string | undefined {
  const name = cookieName(isHttps(request.server.ownSite.publicUrl()))
  const secrets = new Set<string>()
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) secrets.add(pair.slice(at + 1).trim())
  }
  const [secret, ...others] = secrets
  return secret !== undefined && others.length === 0 && secretForm.test(secret) ? secret : undefined
}
