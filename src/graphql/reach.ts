import type { Access } from '../access/viewer.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { fromId, type IdKind } from '../domain/id.ts'
import type { GroupWhere } from '../store/group.ts'
import type { UserWhere } from '../store/user.ts'
import type { Context } from './context.ts'

const names = {
  team: 'Team',
  directory: 'Directory',
  user: 'User',
  group: 'Group',
  spendLimit: 'Spend limit',
  directoryToken: 'Token',
  apiKey: 'API key',
  scimRequest: 'Request',
  directoryClient: 'Client',
  ssoConnection: 'SSO connection',
  administrator: 'Administrator',
  person: 'Person',
  session: 'Session',
  spendEntry: 'Spend entry',
  spendReservation: 'Reservation',
} as const satisfies Record<IdKind, string>

/** The bare UUID of an id that a mutation names; text that cannot be such an id names nothing that exists. */
export function requireId(kind: IdKind, id: string): string {
  const uuid = fromId(kind, id)
  if (uuid === undefined) throw notFound(`${names[kind]} ${id.slice(0, 100)}`)
  return uuid
}

/** Users among whom to look: of a member there is one. Who may look at all is declared (authorization.ts). */
export function ownUsers(access: Access): UserWhere {
  return access.kind === 'MEMBER' ? { id: access.userId } : {}
}

export function ownGroups(access: Access): GroupWhere {
  return access.kind === 'MEMBER' ? { memberships: { some: { userId: access.userId } } } : {}
}

type Named = { kind: keyof typeof teamsOf; id: string }

/**
 * The team that a mutation acts on. An API key acts on its own; another one does not exist for it, and the command finds
 * nothing of others there. The platform key names the team, or something that belongs to it.
 */
export async function requireTeam({ viewer, database }: Context, teamId: string | null | undefined, named?: Named): Promise<string> {
  const uuid = teamId == null ? undefined : requireId('team', teamId)
  if (viewer.kind !== 'PLATFORM') {
    if (uuid !== undefined && uuid !== viewer.teamId) throw notFound(`Team ${teamId}`)
    return viewer.teamId
  }
  if (uuid !== undefined) {
    if (await isScratch(database, uuid)) throw notFound(`Team ${teamId}`)
    return uuid
  }
  if (!named) throw new DomainError('INVALID_INPUT', 'With the platform key, teamId says which team is meant.')
  const found = await teamsOf[named.kind](database, requireId(named.kind, named.id))
  if (found === undefined || (await isScratch(database, found))) throw notFound(`${names[named.kind]} ${named.id}`)
  return found
}

/** Of a test of a connection (docs/decisions/0016): for everybody else there is no such team. */
async function isScratch(database: Context['database'], teamId: string): Promise<boolean> {
  return (await database.team.findUnique({ where: { id: teamId }, select: { isScratch: true } }))?.isScratch ?? false
}

/** The team that something belongs to. */
const teamsOf = {
  team: async (database, id) => (await database.team.findUnique({ where: { id }, select: { id: true } }))?.id,
  directory: async (database, id) => (await database.directory.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  directoryToken: async (database, id) =>
    (await database.directoryToken.findUnique({ where: { id }, select: { directory: { select: { teamId: true } } } }))?.directory.teamId,
  directoryClient: async (database, id) =>
    (await database.directoryClient.findUnique({ where: { id }, select: { directory: { select: { teamId: true } } } }))?.directory.teamId,
  apiKey: async (database, id) => (await database.apiKey.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  user: async (database, id) => (await database.user.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  administrator: async (database, id) => (await database.administrator.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  spendReservation: async (database, id) =>
    (await database.spendReservation.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  spendEntry: async (database, id) => (await database.spendEntry.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  group: async (database, id) => (await database.group.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
} as const satisfies Partial<Record<IdKind, (database: Context['database'], id: string) => Promise<string | undefined>>>
