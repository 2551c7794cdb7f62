import type { Actor, NewChange } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { checkMatchingClaim, type UserMatching } from '../domain/sso.ts'
import type { ReadDatabase, Transaction } from '../store/database.ts'
import { findDirectory } from '../store/directory.ts'
import { newId } from '../store/id.ts'
import {
  deleteSsoConnection,
  forgetMatchedUsers,
  findTeamConnections,
  insertSsoConnection,
  setSsoState,
  ssoConnectionState,
  updateSsoConnection,
  type SsoConnection,
} from '../store/sso-connection.ts'
import { findSessionsById } from '../store/session.ts'
import { lockTeam, type Team } from '../store/team.ts'
import type { Command, Outcome } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type SetUpSsoInput = {
  teamId: string
  actor: Actor
  /** As the provider itself names it. */
  issuer: string
  clientId: string
  /** Seals the secret for the connection with this id; null for a public client; undefined keeps what there is. */
  sealClientSecret: ((connectionId: string) => Uint8Array<ArrayBuffer>) | null | undefined
  /** Undefined, here and below: as it is; of a new connection the usual one. */
  userMatching: UserMatching | undefined
  matchingClaim: string | undefined
  trustsEmail: boolean | undefined
  /** null: in all directories. */
  directoryId: string | null | undefined
  /** The session of the person who asks, and when they last proved who they are; undefined for the platform key. */
  session: { id: string; signedInAt: Date } | undefined
}

/** So long after signing in somebody may exchange the provider that everybody signs in through. */
export const recentSignInSeconds = 600

/**
 * Sets the team's SSO connection. One that nobody has signed in through is overwritten. Afterwards the same issuer and client get other settings
 * in place, and anything else becomes a replacement, which takes over when an administrator has signed in through it (activate-sso.ts).
 */
export const setUpSso: Command<SetUpSsoInput, SsoConnection> = {
  name: 'setUpSso',
  position: 8,
  run(transaction, inputs) {
    return eachOutcome(inputs, async (input) => {
      const team = await lockTeam(transaction, input.teamId)
      if (!team) throw notFound(`Team ${toId('team', input.teamId)}`)
      checkSsoPlan(team)
      await checkStillAdministrator(transaction, input)
      await checkDirectory(transaction, input)
      const { current, replacement } = await findTeamConnections(transaction, team.id)
      if (current && isSameClient(current, input)) return modify(transaction, current, input)
      if (!current || current.verifiedAt === null) return begin(transaction, current, input)
      checkRecentSignIn(team, input)
      if (replacement && isSameClient(replacement, input)) return modify(transaction, replacement, input)
      return replace(transaction, replacement, input)
    })
  },
}

export function checkSsoPlan({ name, plan }: Pick<Team, 'name' | 'plan'>): void {
  if (plan === 'ENTERPRISE') return
  throw new DomainError('PLAN_REQUIRED', `Single sign-on needs the Enterprise plan; team ${name} is on ${plan}. Upgrade the team first.`)
}

// Another client at the same provider may give the same person another `sub` (OpenID Connect Core §8.1), so it counts as another connection.
function isSameClient(connection: SsoConnection, { issuer, clientId }: SetUpSsoInput): boolean {
  return connection.issuer === issuer && connection.clientId === clientId
}

/** Who exchanges the provider decides who is who: a stolen session, or an operator's key, is not enough while SSO works. */
function checkRecentSignIn(team: Team, { session }: SetUpSsoInput): void {
  const signedInAt = session?.signedInAt
  if (signedInAt === undefined && team.ssoState !== 'ACTIVE') return
  if (signedInAt && Date.now() - signedInAt.getTime() <= recentSignInSeconds * 1000) return
  throw new DomainError(
    'RECENT_SIGN_IN_REQUIRED',
    'Another issuer or client needs an administrator who signed in within the last 10 minutes. Sign in once more, then try again.',
  )
}

/** The provider was asked since the door looked: meanwhile somebody may have signed out, left or lost their role. */
async function checkStillAdministrator(transaction: Transaction, { session }: SetUpSsoInput): Promise<void> {
  if (!session) return
  const [found] = await findSessionsById(transaction, [session.id])
  const isAdministrator = found && (found.administratorId !== null || found.administratorGroupId !== null) && found.user?.active !== false
  if (!isAdministrator) throw new DomainError('FORBIDDEN', 'You are not signed in as an administrator any more; nothing was changed.')
}

async function checkDirectory(database: ReadDatabase | Transaction, { teamId, directoryId }: SetUpSsoInput): Promise<void> {
  if (directoryId != null && !(await findDirectory(database, teamId, directoryId)))
    throw notFound(`Directory ${toId('directory', directoryId)}`)
}

async function begin(transaction: Transaction, before: SsoConnection | undefined, input: SetUpSsoInput): Promise<Outcome<SsoConnection>> {
  if (before) await deleteSsoConnection(transaction, before.id)
  const after = newConnection(input, false)
  await insertSsoConnection(transaction, after)
  await setSsoState(transaction, input.teamId, 'PENDING')
  return { value: after, changes: [setChange(input.actor, before, after)] }
}

async function replace(transaction: Transaction, before: SsoConnection | undefined, input: SetUpSsoInput): Promise<Outcome<SsoConnection>> {
  if (before) await deleteSsoConnection(transaction, before.id)
  const after = newConnection(input, true)
  await insertSsoConnection(transaction, after)
  return { value: after, changes: [replacementChange(input.actor, after)] }
}

async function modify(transaction: Transaction, before: SsoConnection, input: SetUpSsoInput): Promise<Outcome<SsoConnection>> {
  const { sealClientSecret } = input
  const settings = settingsOf(input, before)
  const keepsSecret = sealClientSecret === undefined || (sealClientSecret === null && before.clientSecret === null)
  const isMatchedAnew = !isSameSettings(before, settings)
  if (keepsSecret && !isMatchedAnew) return { value: before, changes: [] }
  if (isMatchedAnew && !before.isReplacement) await forgetMatchedUsers(transaction, before, personOf(input.actor))
  // A secret that is kept is not written: it may be sealed under another key meanwhile (reseal-client-secrets.ts).
  // What was wrong with the one before is no news of this one.
  const healthy = { lastError: null, lastErrorAt: null, failureCount: 0 }
  const secret = sealClientSecret === undefined ? {} : { clientSecret: sealClientSecret?.(before.id) ?? null, ...healthy }
  const after: SsoConnection = { ...before, ...settings, ...secret, version: before.version + 1 }
  await updateSsoConnection(transaction, before.id, { ...settings, ...secret, version: after.version })
  return { value: after, changes: [after.isReplacement ? replacementChange(input.actor, after) : setChange(input.actor, before, after)] }
}

/** Who is signed in and asks; null for a key. */
function personOf({ kind, id }: Actor): string | null {
  return kind === 'ADMINISTRATOR' ? id : null
}

type Settings = Pick<SsoConnection, 'userMatching' | 'matchingClaim' | 'trustsEmail' | 'directoryId'>

function settingsOf(input: SetUpSsoInput, before: Settings | undefined): Settings {
  const userMatching = input.userMatching ?? before?.userMatching ?? 'EXTERNAL_ID'
  // Of another matching another claim is the usual one.
  const keptClaim = userMatching === before?.userMatching ? before.matchingClaim : undefined
  return {
    userMatching,
    matchingClaim: checkMatchingClaim(userMatching, input.matchingClaim ?? keptClaim),
    trustsEmail: input.trustsEmail ?? before?.trustsEmail ?? false,
    directoryId: input.directoryId === undefined ? (before?.directoryId ?? null) : input.directoryId,
  }
}

function isSameSettings(before: Settings, after: Settings): boolean {
  return (Object.keys(after) as (keyof Settings)[]).every((name) => before[name] === after[name])
}

function newConnection(input: SetUpSsoInput, isReplacement: boolean): SsoConnection {
  const { teamId, issuer, clientId, sealClientSecret, actor } = input
  const id = newId()
  const now = new Date()
  return {
    id,
    teamId,
    isReplacement,
    issuer,
    clientId,
    clientSecret: sealClientSecret?.(id) ?? null,
    ...settingsOf(input, undefined),
    stateReason: `Set up by ${actor.label}; no administrator has signed in through it yet.`,
    stateSince: now,
    isHeld: false,
    verifiedAt: null,
    lastError: null,
    lastErrorAt: null,
    failureCount: 0,
    version: 1,
    createdAt: now,
  }
}

function setChange(actor: Actor, before: SsoConnection | undefined, after: SsoConnection): NewChange {
  return {
    kind: 'SsoConnectionSet',
    actor,
    data: { before: before ? ssoConnectionState(before) : null, after: ssoConnectionState(after) },
  }
}

function replacementChange(actor: Actor, after: SsoConnection): NewChange {
  return { kind: 'SsoReplacementSet', actor, data: { ssoConnection: ssoConnectionState(after) } }
}
