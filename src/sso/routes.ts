import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AddressLimit } from '../access/rate-limit.ts'
import type { SessionFinder } from '../access/session.ts'
import type { Person } from '../access/viewer.ts'
import type { TeamCommands } from '../commands/team-commands.ts'
import { signIn, type SignedInPerson } from '../commands/sign-in.ts'
import { fromId } from '../domain/id.ts'
import type { ProvenIdentity } from '../domain/sso.ts'
import type { Database } from '../store/database.ts'
import { findSignInConnection, type SignInConnection } from '../store/sso-connection.ts'
import { foreignPage, sendFailurePage, untranslated } from './failure-page.ts'
import type { Handshake, OpenidConnect } from './openid-connect.ts'
import type { ProviderHealth } from './provider-health.ts'
import { returnPath } from './return-to.ts'
import { isFromOwnPage, sessionSecretOf, setSessionCookie } from './session-cookie.ts'
import { keepAttempt, takeAttempt, type BegunAttempt } from './sign-in-attempts.ts'
import { SignInFailure } from './sign-in-failure.ts'
import { sealPage, sendPage, type Page } from './sso-page.ts'

export type SsoRoutes = {
  database: Database
  commands: Pick<TeamCommands, 'activateSso'>
  openidConnect: OpenidConnect
  health: ProviderHealth
  addresses: AddressLimit
  sessions: SessionFinder
  sessionHours: number
  /** Their connections on this node end at once; other nodes find out by themselves. */
  onSessionsEnded(sessionIds: readonly string[]): void
}

/** Tries that were not a sign-in of ours cost as much as so many others. */
const failedPoints = 20

/**
 * Sign-in through a team's identity provider (OpenID Connect Core §3.1): to the provider, and back with a code. The redirect URI is one for the
 * whole deployment; which team and connection an answer belongs to is known by its state alone.
 */
export function registerSsoRoutes(server: FastifyInstance, sso: SsoRoutes): void {
  void server.register(async (scope) => {
    if (!scope.hasContentTypeParser('application/x-www-form-urlencoded')) await scope.register(formbody, { bodyLimit: 10_000 })
    scope.setErrorHandler((error, request, reply) => sendFailure(request, reply, error))
    scope.get('/sign-in/:teamId', (request, reply) => beginSignIn(sso, request, reply))
    scope.get('/sso/prove', (request, reply) => offerProof(sso, request, reply))
    scope.post('/sso/prove', (request, reply) => beginProof(sso, request, reply))
    scope.get('/sso/callback', (request, reply) => finishSignIn(sso, request, reply))
  })
}

async function beginSignIn(sso: SsoRoutes, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await sso.addresses.admit(request.ip)
  const { teamId: id } = request.params as { teamId: string }
  const { returnTo } = request.query as { returnTo?: unknown }
  const teamId = fromId('team', id)
  const connection = teamId === undefined ? undefined : await findSignInConnection(sso.database, { teamId, isReplacement: false })
  // A team without single sign-on reads like one that is not there.
  if (!connection) return sendPage(request, reply, 404, (texts) => texts.noConnection)
  return toProvider(sso, request, reply, connection, { returnTo: returnPath(returnTo), sessionId: null })
}

/** Shows an administrator the button that begins the proof; afterwards the browser goes on to `returnTo`. */
async function offerProof(sso: SsoRoutes, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const found = await findReplacement(sso, request)
  if (typeof found === 'function') return sendPage(request, reply, found === noReplacement ? 404 : 403, found)
  const { issuer, team } = found.connection
  const { returnTo } = request.query as { returnTo?: unknown }
  return sendPage(request, reply, 200, (texts) => ({
    ...texts.proof(issuer, team.name),
    buttons: [{ label: texts.proofLabel, action: '/sso/prove', fields: { returnTo: returnPath(returnTo) } }],
    leadsTo: ['https:', new URL(issuer).origin],
  }))
}

/** The connection that waits to be proved, for an administrator of its team; else the page that says why not. */
async function findReplacement(sso: SsoRoutes, request: FastifyRequest): Promise<{ person: Person; connection: SignInConnection } | Page> {
  const person = await findPerson(sso, request)
  if (person?.role !== 'ADMINISTRATOR') return notAdministrator
  const connection = await findSignInConnection(sso.database, { teamId: person.teamId, isReplacement: true })
  return connection ? { person, connection } : noReplacement
}

/** An administrator proves the connection that is to replace the one in use. */
async function beginProof(sso: SsoRoutes, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await sso.addresses.admit(request.ip)
  if (!isFromOwnPage(request)) return sendPage(request, reply, 403, foreignPage)
  const found = await findReplacement(sso, request)
  if (typeof found === 'function') return sendPage(request, reply, found === noReplacement ? 404 : 403, found)
  const { person, connection } = found
  const { returnTo } = (request.body ?? {}) as { returnTo?: unknown }
  return toProvider(sso, request, reply, connection, { returnTo: returnPath(returnTo), sessionId: person.sessionId })
}

/** Whose session the browser has. */
async function findPerson({ sessions }: SsoRoutes, request: FastifyRequest): Promise<Person | undefined> {
  const secret = sessionSecretOf(request)
  return secret === undefined ? undefined : (await sessions.find(secret)).viewer
}

async function toProvider(
  { database, openidConnect, health }: SsoRoutes,
  request: FastifyRequest,
  reply: FastifyReply,
  connection: SignInConnection,
  attempt: Pick<BegunAttempt, 'returnTo' | 'sessionId'>,
): Promise<FastifyReply> {
  const { url, ...handshake } = await orFailed(health, connection, () => openidConnect.begin(connection))
  await keepAttempt(database, request, reply, { ...attempt, ...handshake, teamId: connection.teamId, connectionId: connection.id })
  return sealPage(reply).redirect(url, 303)
}

async function finishSignIn(sso: SsoRoutes, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await sso.addresses.admit(request.ip)
  const parameters = new URLSearchParams(request.raw.url!.split('?')[1] ?? '')
  const attempt = await takeAttempt(sso.database, request, parameters.get('state'))
  const connection = attempt && (await findSignInConnection(sso.database, { id: attempt.connectionId }))
  if (!attempt || !connection) {
    await sso.addresses.admit(request.ip, failedPoints)
    return sendPage(request, reply, 400, (texts) => texts.unknownAttempt)
  }
  const prover = attempt.sessionId === null ? undefined : await findPerson(sso, request)
  if (attempt.sessionId !== null && !isProver(prover, attempt, connection)) return sendPage(request, reply, 403, (texts) => texts.notProver)
  const identity = await proveIdentity(sso, connection, attempt, parameters)
  const signedIn = await letIn(sso, request, connection, identity)
  sso.onSessionsEnded(signedIn.endedSessionIds)
  await activate(sso, connection, signedIn)
  setSessionCookie(request, reply, signedIn.secret, signedIn.expiresAt)
  return sealPage(reply).redirect(attempt.returnTo, 303)
}

/** Still the administrator who began, in the same session, for what is still a replacement. */
function isProver(prover: Person | undefined, attempt: BegunAttempt, connection: SignInConnection): boolean {
  return (
    prover?.sessionId === attempt.sessionId &&
    prover?.role === 'ADMINISTRATOR' &&
    prover.teamId === attempt.teamId &&
    connection.isReplacement
  )
}

async function proveIdentity(
  { openidConnect, health }: SsoRoutes,
  connection: SignInConnection,
  handshake: Handshake,
  parameters: URLSearchParams,
): Promise<ProvenIdentity> {
  const identity = await orFailed(health, connection, () => openidConnect.prove(connection, handshake, parameters))
  await health.succeeded(connection)
  return identity
}

async function orFailed<T>(health: ProviderHealth, connection: SignInConnection, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof SignInFailure) await health.failed(connection, error)
    throw error
  }
}

function letIn(
  { database, sessionHours }: SsoRoutes,
  request: FastifyRequest,
  connection: SignInConnection,
  identity: ProvenIdentity,
): Promise<SignedInPerson> {
  const { isReplacement, team } = connection
  return signIn(database, {
    teamId: connection.teamId,
    connectionId: connection.id,
    connectionVersion: connection.version,
    identity,
    userMatching: connection.userMatching,
    directoryId: connection.directoryId,
    // Until an administrator has proved it, nobody knows whether it says the truth of anybody else.
    onlyAdministrators: isReplacement || team.ssoState === 'PENDING',
    bindsAnew: isReplacement,
    userAgent: request.headers['user-agent'] ?? null,
    sessionSecretBefore: sessionSecretOf(request),
    sessionHours,
  })
}

/** An administrator's sign-in proves a connection: one that is pending, one that its failures took out of use, or a replacement. */
async function activate({ commands }: SsoRoutes, connection: SignInConnection, signedIn: SignedInPerson): Promise<void> {
  const { person, administratorId, role, sessionId } = signedIn
  if (role !== 'ADMINISTRATOR' || (!connection.isReplacement && connection.team.ssoState === 'ACTIVE')) return
  const actor = { kind: 'ADMINISTRATOR', id: person.id, label: person.email ?? 'An administrator' } as const
  await commands.activateSso({ teamId: connection.teamId, actor, connectionId: connection.id, administratorId, sessionId })
}

function sendFailure(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof SignInFailure)) return sendFailurePage(request, reply, error)
  if (error.kind !== 'PERSON') return sendPage(request, reply, 502, (texts) => texts.providerFailed)
  return sendPage(request, reply, 400, (texts) => untranslated(texts, error.message, texts.refusedByProvider, texts.again))
}

const notAdministrator: Page = (texts) => texts.notAdministrator
const noReplacement: Page = (texts) => texts.noReplacement
