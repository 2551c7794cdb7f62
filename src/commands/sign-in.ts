import { lookUpKey } from '../domain/attributes.ts'
import type { DomainError } from '../domain/errors.ts'
import { signInRefused, type SignInRefusal } from '../domain/sign-in-refusal.ts'
import type { ProvenIdentity, UserMatching } from '../domain/sso.ts'
import {
  bindAdministrator,
  findAdministratorByEmail,
  findAdministratorOfPerson,
  lockAdministrator,
  type Administrator,
} from '../store/administrator.ts'
import { besideLog, type BesideLog, type Database } from '../store/database.ts'
import { newId } from '../store/id.ts'
import {
  findMatchingUsers,
  findPersonByIdentity,
  holdUser,
  insertPerson,
  isInAdministratorGroup,
  lockPerson,
  updatePerson,
  type MatchedUser,
  type Person,
} from '../store/person.ts'
import { deleteSessionsOfPerson } from '../store/session.ts'
import { holdSsoConnection } from '../store/sso-connection.ts'
import { findTeam } from '../store/team.ts'
import { startSession, type NewSession, type StartedSession } from './start-session.ts'

export type SignInInput = Omit<NewSession, 'personId'> & {
  identity: ProvenIdentity
  /** Of the connection whose settings these are. */
  connectionVersion?: number
  userMatching: UserMatching
  /** Where people are looked for; null: in all directories of the team, where one match alone counts. */
  directoryId: string | null
  /** Only who is listed may come: the connection has not proved itself yet. */
  onlyAdministrators: boolean
  /**
   * The connection is to take the place of another: an entry of the list that is bound to somebody of the one before counts by its verified
   * address, also when both are of one issuer (which may name a person differently to each of its clients). It is bound anew when that happens.
   */
  bindsAnew?: boolean
}

export type SignedInPerson = StartedSession & {
  person: { id: string; email: string | null }
  role: 'ADMINISTRATOR' | 'MEMBER'
  /** Their entry in the list. */
  administratorId: string | null
  /** Sessions that this sign-in ended. */
  endedSessionIds: string[]
}

/**
 * Lets somebody in whom the team's identity provider has proved, when they are listed as an administrator or are an active user of the directory.
 * Throws SIGN_IN_REFUSED, and then nothing has changed. Users are locked before
 * the people that they are, as a deletion locks them.
 */
export async function signIn(database: Database, input: SignInInput): Promise<SignedInPerson> {
  return besideLog(database, async (transaction) => {
    const now = new Date()
    const { teamId, identity } = input
    const team = await findTeam(transaction, teamId)
    if (!team) throw signInRefused('TEAM_GONE', 'This team does not exist any more.')
    const { connectionId } = input
    if (connectionId !== null && !(await holdSsoConnection(transaction, { teamId, id: connectionId, version: input.connectionVersion })))
      throw signInRefused('SET_UP_ANEW', 'Single sign-on was set up anew while you were signing in. Sign in again.')
    const known = await findPersonByIdentity(transaction, teamId, identity.issuer, identity.subject)
    const user = await findUser(transaction, input, known)
    if (user.kind === 'INACTIVE') throw refusal('DEACTIVATED', team.name, 'your user in the directory of this team is deactivated')

    const entry = await findEntry(transaction, input, known)
    if (!entry && input.onlyAdministrators)
      throw refusal(
        'NOT_ACTIVE_YET',
        team.name,
        'single sign-on is being set up there, and only listed administrators may sign in until it is active',
      )
    if (!entry && user.kind === 'AMBIGUOUS')
      throw refusal(
        'AMBIGUOUS',
        team.name,
        'several users of its directories match you, and the SSO connection does not say which directory counts',
      )
    if (!entry && user.kind === 'NONE')
      throw refusal('UNKNOWN', team.name, 'you are neither a listed administrator nor an active user of its directory')

    const { person, endedSessionIds } = await keepPerson(transaction, input, {
      known,
      entry,
      user: user.kind === 'FOUND' ? user.user : null,
      now,
    })
    const session = await startSession(transaction, { ...input, personId: person.id }, now)
    const isAdministrator =
      entry !== undefined || (user.kind === 'FOUND' && (await isInAdministratorGroup(transaction, teamId, user.user.id)))
    return {
      ...session,
      person: { id: person.id, email: person.email },
      role: isAdministrator ? 'ADMINISTRATOR' : 'MEMBER',
      administratorId: entry?.id ?? null,
      endedSessionIds: [...endedSessionIds, ...(session.endedSessionId === undefined ? [] : [session.endedSessionId])],
    }
  })
}

/** A stranger may read this: it says nothing of who is in the team. */
function refusal(reason: SignInRefusal, teamName: string, because: string): DomainError {
  return signInRefused(reason, `You cannot sign in to team ${teamName}: ${because}. Ask an administrator of ${teamName}.`, teamName)
}

type FoundUser = { kind: 'FOUND'; user: MatchedUser } | { kind: 'NONE' | 'INACTIVE' | 'AMBIGUOUS' }

/** The user that they were the last time, else the one whose attribute has what was proved. */
async function findUser(transaction: BesideLog, input: SignInInput, known: Person | undefined): Promise<FoundUser> {
  const { teamId, directoryId, userMatching: by, identity } = input
  if (known?.userId) {
    const user = await holdUser(transaction, teamId, known.userId)
    // A user of another directory than the one that counts now is nobody that they are any more.
    if (user && (directoryId === null || user.directoryId === directoryId))
      return user.active ? { kind: 'FOUND', user } : { kind: 'INACTIVE' }
  }
  const value = by === 'EMAIL' ? verifiedEmail(identity) : identity.matchingValue
  if (value === null || value === '' || value.includes('\0')) return { kind: 'NONE' }
  const matches = await findMatchingUsers(transaction, { teamId, directoryId, by, value })
  if (matches.length > 1) return { kind: matches.every(({ active }) => active) ? 'AMBIGUOUS' : 'INACTIVE' }
  const user = matches[0] && (await holdUser(transaction, teamId, matches[0].id))
  if (!user) return { kind: 'NONE' }
  return user.active ? { kind: 'FOUND', user } : { kind: 'INACTIVE' }
}

/** Their entry in the list: the one that means them already, else the one of their verified address that means nobody else of this provider. */
async function findEntry(transaction: BesideLog, input: SignInInput, known: Person | undefined): Promise<Administrator | undefined> {
  const { teamId, identity, bindsAnew = false } = input
  const bound = known && (await findAdministratorOfPerson(transaction, known.id))
  if (bound) return bound
  const email = verifiedEmail(identity)
  const named = email === null ? undefined : await findAdministratorByEmail(transaction, teamId, lookUpKey(email))
  const entry = named && (await lockAdministrator(transaction, teamId, named.id))
  if (!entry) return undefined
  if (entry.personId === null || bindsAnew) return entry
  const holder = await lockPerson(transaction, entry.personId)
  // Somebody else at the same provider had this address first. The address alone does not make another one of them.
  return holder?.issuer === identity.issuer ? undefined : entry
}

type Found = { known: Person | undefined; entry: Administrator | undefined; user: MatchedUser | null; now: Date }

/** The person as they are now; who was let in by a link before is the same person, unless this provider knows another one already. */
async function keepPerson(
  transaction: BesideLog,
  { teamId, identity, bindsAnew = false }: SignInInput,
  { known, entry, user, now }: Found,
): Promise<{ person: Person; endedSessionIds: string[] }> {
  const { issuer, subject } = identity
  const before = entry?.personId && entry.personId !== known?.id ? await lockPerson(transaction, entry.personId) : undefined
  const same = known ? await lockPerson(transaction, known.id) : before?.issuer === null ? before : undefined
  const email = verifiedEmail(identity)
  const person: Person = {
    ...(same ?? { id: newId(), teamId, createdAt: now, email: null }),
    issuer,
    subject,
    email: email ?? same?.email ?? null,
    matchingValue: identity.matchingValue,
    userId: user?.id ?? null,
    lastSignedInAt: now,
  }
  if (same) await updatePerson(transaction, person)
  else await insertPerson(transaction, person)
  // The entry means somebody of the connection in use until its replacement has taken over (activate-sso.ts).
  if (bindsAnew) return { person, endedSessionIds: [] }
  if (entry && entry.personId !== person.id) await bindAdministrator(transaction, entry.id, person.id)
  const endedSessionIds = before && before.id !== person.id ? await deleteSessionsOfPerson(transaction, before.id) : []
  return { person, endedSessionIds }
}

function verifiedEmail({ email, isEmailVerified }: ProvenIdentity): string | null {
  return isEmailVerified ? email : null
}
