import { fromId, toId } from '../../src/domain/id.ts'
import type { AppUnderTest } from './use-app.ts'

export type LoadedGroup = { id: string; size: number; memberIds: string[]; strangerIds: string[] }

/**
 * Groups of these sizes in the team's directory, put straight into the tables: over SCIM the largest would take minutes. They share
 * their members; of each some ids of members and of users who are none are told.
 */
export async function loadGroups(app: AppUnderTest, sizes: readonly number[], told = 60): Promise<LoadedGroup[]> {
  const { database } = app.node.app
  const [teamId, directoryId] = [fromId('team', app.team.teamId)!, fromId('directory', app.team.directoryId)!]
  const largest = Math.max(...sizes)
  await database.$executeRaw`
    INSERT INTO users (id, team_id, directory_id, user_name, user_name_key, active, attributes, version, created_at, last_modified_at)
    SELECT uuidv7(), ${teamId}::uuid, ${directoryId}::uuid, 'loaded-' || n, 'loaded-' || n, true,
      jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'), 'userName', 'loaded-' || n, 'active', true), 1, now(), now()
    FROM generate_series(1, ${largest + told}::int) AS n`
  const users = await database.$queryRaw<{ ids: string[] }[]>`
    SELECT array_agg(id ORDER BY id) AS ids FROM users WHERE directory_id = ${directoryId}::uuid AND user_name LIKE 'loaded-%'`
  const userIds = users[0]!.ids
  const groups: LoadedGroup[] = []
  for (const size of sizes) {
    const id = await app.scim.createGroup(`Loaded ${size}`)
    await database.$executeRaw`
      INSERT INTO memberships (group_id, user_id, added_at)
      SELECT ${fromId('group', id)}::uuid, id, now() FROM unnest(${userIds.slice(0, size)}::uuid[]) AS id`
    await database.group.update({ where: { id: fromId('group', id)! }, data: { memberCount: size } })
    const named = (ids: string[]) => ids.map((userId) => toId('user', userId))
    groups.push({ id, size, memberIds: named(userIds.slice(0, Math.min(size, told))), strangerIds: named(userIds.slice(-told)) })
  }
  await database.$executeRaw`UPDATE directory_counts SET user_count = user_count + ${userIds.length}::int WHERE directory_id = ${directoryId}::uuid`
  // What autovacuum would find out some time: the plans are to be those of a table that has been there for a while.
  await database.$executeRawUnsafe('ANALYZE users, groups, memberships')
  return groups
}
