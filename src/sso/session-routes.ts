import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AddressLimit } from '../access/rate-limit.ts'
import { endSessions } from '../commands/end-sessions.ts'
import { signInByLink } from '../commands/sign-in-by-link.ts'
import { DomainError } from '../domain/errors.ts'
import type { Database } from '../store/database.ts'
import { foreignPage, sendFailurePage } from './failure-page.ts'
import { clearSessionCookie, isFromOwnPage, sessionSecretOf, setSessionCookie } from './session-cookie.ts'
import { sealPage, sendPage, type Page } from './sso-page.ts'

export type SessionRoutes = {
  database: Database
  addresses: AddressLimit
  sessionHours: number
  /** These sessions have ended: their connections at this node need not wait to hear of it. */
  onSessionsEnded(sessionIds: readonly string[]): void
}

/** A try that was no sign-in of ours costs as much as so many others. */
const failedPoints = 20

/** One-time links and the end of sessions. Only our own pages may send what changes something. */
export function registerSessionRoutes(server: FastifyInstance, routes: SessionRoutes): void {
  void server.register(async (scope) => {
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 })
    scope.setErrorHandler((error, request, reply) => sendFailurePage(request, reply, error))
    scope.get('/sign-in', (request, reply) => offerSignIn(request, reply))
    scope.post('/sign-in', (request, reply) => signInWithCode(routes, request, reply))
    scope.get('/sign-out', (request, reply) => sendPage(request, reply, 200, signOutPage))
    scope.post('/sign-out', (request, reply) => signOut(routes, request, reply, { everywhere: false }))
    scope.post('/sign-out/everywhere', (request, reply) => signOut(routes, request, reply, { everywhere: true }))
  })
}

/** Shows a button alone: scanners of mail open every link, and would use the code up. */
function offerSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = codeIn(request.query)
  if (code === undefined) return sendPage(request, reply, 400, noCode)
  return sendPage(request, reply, 200, (texts) => ({
    ...texts.signIn,
    buttons: [{ label: texts.signInLabel, action: '/sign-in', fields: { code } }],
  }))
}

async function signInWithCode(routes: SessionRoutes, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (!isFromOwnPage(request)) return sendPage(request, reply, 403, foreignPage)
  await routes.addresses.admit(request.ip)
  const code = codeIn(request.body)
  if (code === undefined) return sendPage(request, reply, 400, noCode)
  const { database, sessionHours } = routes
  const browser = { userAgent: request.headers['user-agent'], sessionSecretBefore: sessionSecretOf(request), sessionHours }
  let session
  try {
    session = await signInByLink(database, { code, ...browser })
  } catch (error) {
    if (error instanceof DomainError) await routes.addresses.admit(request.ip, failedPoints)
    throw error
  }
  if (session.endedSessionId !== undefined) routes.onSessionsEnded([session.endedSessionId])
  setSessionCookie(request, reply, session.secret, session.expiresAt)
  return sealPage(reply).redirect('/', 303)
}

async function signOut(
  { database, onSessionsEnded }: SessionRoutes,
  request: FastifyRequest,
  reply: FastifyReply,
  { everywhere }: { everywhere: boolean },
): Promise<FastifyReply> {
  if (!isFromOwnPage(request)) return sendPage(request, reply, 403, foreignPage)
  const secret = sessionSecretOf(request)
  if (secret !== undefined) onSessionsEnded(await endSessions(database, secret, { everywhere }))
  clearSessionCookie(request, reply)
  return sealPage(reply).redirect('/', 303)
}

function codeIn(values: unknown): string | undefined {
  const code = values !== null && typeof values === 'object' && 'code' in values ? values.code : undefined
  return typeof code === 'string' && /^[\w-]{1,200}$/.test(code) ? code : undefined
}

const signOutPage: Page = (texts) => ({
  ...texts.signOut,
  buttons: [
    { label: texts.signOutLabel, action: '/sign-out' },
    { label: texts.signOutEverywhereLabel, action: '/sign-out/everywhere' },
  ],
})
const noCode: Page = (texts) => texts.noCode
