import type pg from 'pg'
import type { Position } from '../../src/domain/change-cursor.ts'
import { FoldedTeam } from './folded-team.ts'

/** A team as the tables hold it, with the head of its log, in one snapshot. */
export type TeamTables = { head: Position; folded: FoldedTeam; versions: Map<string, number>; counts: { users: number; groups: number } }

export async function readTables(client: pg.Client, teamId: string): Promise<TeamTables> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const read = async <Row extends object>(text: string): Promise<Row[]> => (await client.query<Row>(text, [teamId])).rows
    const [head] = await read<{ revision: string; change_id: string }>('SELECT revision, change_id FROM team_heads WHERE team_id = $1')
    const users = await read<UserRow>('SELECT * FROM users WHERE team_id = $1')
    const groups = await read<GroupRow>('SELECT * FROM groups WHERE team_id = $1')
    const members = await read<{ group_id: string; user_id: string }>(
      'SELECT group_id, user_id FROM memberships m JOIN groups g ON g.id = m.group_id WHERE g.team_id = $1',
    )
    const limits = await read<LimitRow>('SELECT * FROM spend_limits WHERE team_id = $1 AND is_set')
    const counts = await read<{ user_count: number; group_count: number }>(
      'SELECT user_count, group_count FROM directory_counts JOIN directories d ON d.id = directory_id WHERE d.team_id = $1',
    )
    const folded = new FoldedTeam()
    const versions = new Map<string, number>()
    for (const { id, external_id: externalId, user_name: userName, display_name: displayName, email, active, version } of users) {
      folded.setUser({ id, externalId, userName, displayName, email, active })
      versions.set(id, version)
    }
    for (const { id, external_id: externalId, display_name: displayName, member_count: memberCount, version } of groups) {
      folded.setGroup({ id, externalId, displayName, memberCount })
      versions.set(id, version)
    }
    for (const { group_id: groupId, user_id: userId } of members) folded.addMember(groupId, userId)
    for (const { target_team_id: team, group_id: group, user_id: user, amount_minor: amount, version } of limits)
      folded.setLimit({ targetId: (team ?? group ?? user)!, amountMinor: amount === null ? null : Number(amount), version })
    return {
      head: { revision: Number(head!.revision), changeId: head!.change_id },
      folded,
      versions,
      counts: {
        users: counts.reduce((sum, { user_count: count }) => sum + count, 0),
        groups: counts.reduce((sum, { group_count: count }) => sum + count, 0),
      },
    }
  } finally {
    await client.query('ROLLBACK')
  }
}

type UserRow = {
  id: string
  external_id: string | null
  user_name: string
  display_name: string | null
  email: string | null
  active: boolean
  version: number
}
type GroupRow = { id: string; external_id: string | null; display_name: string; member_count: number; version: number }
type LimitRow = {
  target_team_id: string | null
  group_id: string | null
  user_id: string | null
  amount_minor: string | null
  version: number
}
