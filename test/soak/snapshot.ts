import { decodeChangeCursor, type Position } from '../../src/domain/change-cursor.ts'
import { bareId } from './change-form.ts'
import type { Caller } from './caller.ts'
import { FoldedTeam } from './folded-team.ts'
import type { SoakTeam } from './soak-team.ts'

export type Snapshot = { cursor: string; position: Position; folded: FoldedTeam }

/** Pages are the largest that there are: writers keep teams small enough for one. */
export const mostUsers = 100
export const mostGroups = 12

const query = `query Snapshot {
  team {
    id
    changeCursor
    users(first: 200) { pageInfo { hasNextPage } nodes { id externalId userName displayName email active } }
    groups(first: 50) {
      pageInfo { hasNextPage }
      nodes { id externalId displayName memberCount members(first: 200) { pageInfo { hasNextPage } nodes { id } } }
    }
    spendLimits(first: 200) {
      pageInfo { hasNextPage }
      nodes { isUnlimited amount { amountMinor } version target { ... on Team { id } ... on Group { id } ... on User { id } } }
    }
  }
}`

/** The team as a dashboard reads it before it follows. */
export async function readSnapshot(caller: Caller, team: SoakTeam, key: string): Promise<Snapshot> {
  const { changeCursor, users, groups, spendLimits } = (await caller.graphql(key, query)).team
  const folded = new FoldedTeam()
  for (const user of users.nodes) folded.setUser({ ...user, id: bareId(user.id) })
  for (const group of groups.nodes) {
    folded.setGroup({ ...group, id: bareId(group.id) })
    for (const member of group.members.nodes) folded.addMember(bareId(group.id), bareId(member.id))
    if (group.members.pageInfo.hasNextPage) throw new Error('a group has become too large for one page')
  }
  for (const { target, amount, version } of spendLimits.nodes)
    folded.setLimit({ targetId: bareId(target.id), amountMinor: amount?.amountMinor ?? null, version })
  for (const { pageInfo } of [users, groups, spendLimits])
    if (pageInfo.hasNextPage) throw new Error(`team ${team.teamId} has become too large for one page`)
  return { cursor: changeCursor, position: decodeChangeCursor(changeCursor)!, folded }
}
