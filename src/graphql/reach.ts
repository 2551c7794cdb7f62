import { hasScope, type Viewer } from '../access/viewer.ts'
import type { ApiKeyScope } from '../domain/directory.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { fromId, type IdKind } from '../domain/id.ts'
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
} as const satisfies Record<IdKind, string>

/** The bare UUID of an id that a mutation names; text that cannot be such an id names nothing that exists. */
export function requireId(kind: IdKind, id: string): string {
  const uuid = fromId(kind, id)
  if (uuid === undefined) throw notFound(`${names[kind]} ${id.slice(0, 100)}`)
  return uuid
}

export function requireScope(viewer: Viewer, scope: ApiKeyScope): void {
  if (!hasScope(viewer, scope)) throw new DomainError('FORBIDDEN', `This API key does not have the scope ${scope}. Use one that has it.`)
}

export function requirePlatform(viewer: Viewer): void {
  if (viewer.kind !== 'PLATFORM') throw new DomainError('FORBIDDEN', 'Only the platform key may do this.')
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
  if (uuid !== undefined) return uuid
  if (!named) throw new DomainError('INVALID_INPUT', 'With the platform key, teamId says which team is meant.')
  const found = await teamsOf[named.kind](database, requireId(named.kind, named.id))
  if (found === undefined) throw notFound(`${names[named.kind]} ${named.id}`)
  return found
}

/** The team that something belongs to. */
const teamsOf = {
  team: async (database, id) => (await database.team.findUnique({ where: { id }, select: { id: true } }))?.id,
  directory: async (database, id) => (await database.directory.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  directoryToken: async (database, id) =>
    (await database.directoryToken.findUnique({ where: { id }, select: { directory: { select: { teamId: true } } } }))?.directory.teamId,
  apiKey: async (database, id) => (await database.apiKey.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  user: async (database, id) => (await database.user.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
  group: async (database, id) => (await database.group.findUnique({ where: { id }, select: { teamId: true } }))?.teamId,
} as const satisfies Partial<Record<IdKind, (database: Context['database'], id: string) => Promise<string | undefined>>>
