import { createHash } from 'node:crypto'
import type { CustomSchema } from '../domain/custom-schema.ts'
import type { Provider } from '../domain/directory.ts'
import type { Database, ReadDatabase } from './database.ts'
import { toCustomSchemas } from './directory.ts'

export type ScratchSettings = {
  provider: Provider
  allowsRepeatedGroupNames: boolean
  removalsPerHour: number | null
  customSchemas: CustomSchema[]
}

/** `hash` is that of the token, which ends by itself `lifetimeSeconds` from now. */
export type NewScratchTeam = { directoryId: string; tokenId: string; hash: Uint8Array; lifetimeSeconds: number }

/** One for each directory, so that there can be one test of it at a time, on all nodes together. */
export function scratchTeamId(directoryId: string): string {
  const hex = createHash('sha256').update(`scratch team of ${directoryId}`).digest('hex')
  // RFC 9562 §5.8: version 8 is free to be made in any way.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * A team for one test, with the plan and single sign-on of the real one, and a directory with the settings of the real one. `isThere` says whether the team has that directory, `settings`
 * is undefined when there is such a scratch team already. Not a change: nobody has this team's log.
 */
export async function insertScratchTeam(
  database: Database,
  original: { teamId: string; directoryId: string },
  scratch: NewScratchTeam,
): Promise<{ isThere: boolean; settings: ScratchSettings | undefined }> {
  const teamId = scratchTeamId(original.directoryId)
  const rows = await database.$queryRaw<(Omit<ScratchSettings, 'customSchemas'> & { customSchemas: unknown; isMade: boolean })[]>`
    WITH original AS MATERIALIZED (
      SELECT d.*, t.name AS team_name, t.plan, t.currency, t.local_sso, t.sso_state
      FROM directories d JOIN teams t ON t.id = d.team_id WHERE d.id = ${original.directoryId}::uuid AND t.id = ${original.teamId}::uuid AND NOT t.is_scratch
    ), team AS (
      INSERT INTO teams (id, name, plan, currency, local_sso, sso_state, is_scratch, created_at)
      SELECT ${teamId}::uuid, team_name, plan, currency, local_sso, sso_state, true, now() FROM original
      ON CONFLICT (id) DO NOTHING RETURNING id
    ), head AS (
      INSERT INTO team_heads (team_id, revision, change_id) SELECT id, 0, id FROM team
    ), directory AS (
      INSERT INTO directories (id, team_id, name, provider, is_strict, allows_repeated_group_names, custom_schemas, requests_per_second, removals_per_hour, created_at)
      SELECT ${scratch.directoryId}::uuid, team.id, name, provider, is_strict, allows_repeated_group_names, custom_schemas, requests_per_second, removals_per_hour, now()
      FROM original, team RETURNING id
    ), counts AS (
      INSERT INTO directory_counts (directory_id) SELECT id FROM directory
    ), token AS (
      INSERT INTO directory_tokens (id, directory_id, label, hash, created_at, expires_at)
      SELECT ${scratch.tokenId}::uuid, id, 'Test', decode(${Buffer.from(scratch.hash).toString('hex')}, 'hex'), now(), now() + make_interval(secs => ${scratch.lifetimeSeconds}::int)
      FROM directory
    )
    SELECT provider, allows_repeated_group_names AS "allowsRepeatedGroupNames", removals_per_hour AS "removalsPerHour", custom_schemas AS "customSchemas",
      EXISTS (SELECT FROM team) AS "isMade" FROM original`
  const [row] = rows
  if (!row) return { isThere: false, settings: undefined }
  const { isMade, customSchemas, ...settings } = row
  return { isThere: true, settings: isMade ? { ...settings, customSchemas: toCustomSchemas(customSchemas) } : undefined }
}

/** Scratch directories whose test began so long ago that it is over, however it ended. */
export async function findAbandonedScratch(database: ReadDatabase, olderThanSeconds: number): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT directories.id FROM teams JOIN directories ON directories.team_id = teams.id
    WHERE teams.is_scratch AND teams.created_at < now() - make_interval(secs => ${olderThanSeconds}::int)`
  return rows.map(({ id }) => id)
}

/** Removes the scratch team of this directory whole, with its log; nothing when the directory is not of a scratch team. Again: nothing happens. */
export async function removeScratchTeam(database: Database, directoryId: string): Promise<void> {
  const team = await database.directory.findFirst({ where: { id: directoryId, team: { isScratch: true } }, select: { teamId: true } })
  if (!team) return
  const { teamId } = team
  const ofDirectory = { where: { directoryId } }
  const ofTeam = { where: { teamId } }
  await database.$transaction([
    // Whoever removes it as well waits here, and finds nothing then.
    database.$executeRaw`SELECT FROM teams WHERE id = ${teamId}::uuid AND is_scratch FOR UPDATE`,
    database.membership.deleteMany({ where: { group: { directoryId } } }),
    database.user.deleteMany(ofDirectory),
    database.group.deleteMany(ofDirectory),
    database.directoryToken.deleteMany(ofDirectory),
    database.directoryCounts.deleteMany(ofDirectory),
    database.scimRequest.deleteMany(ofDirectory),
    database.directory.deleteMany({ where: { id: directoryId } }),
    // Whole, so that there is no hole in it.
    database.change.deleteMany(ofTeam),
    database.teamHead.deleteMany(ofTeam),
    database.team.deleteMany({ where: { id: teamId, isScratch: true } }),
  ])
}
