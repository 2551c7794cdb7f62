import type { ChangesOf } from '../../src/client/live-message.ts'
import { fold, type Folded } from '../support/folded-state.ts'
import { graphql } from '../support/gql/index.ts'
import type { FollowChangesSubscription, TeamSnapshotQuery } from '../support/gql/graphql.ts'
import type { GraphqlClient } from '../support/graphql-client.ts'

const TeamSnapshot = graphql(`
  query TeamSnapshot {
    team {
      changeCursor
      users(first: 200) {
        totalCount
        nodes {
          id
          userName
          displayName
          active
        }
      }
      groups(first: 20) {
        nodes {
          id
          displayName
          members(first: 200) {
            nodes {
              id
            }
          }
        }
      }
    }
  }
`)

export type TeamChanges = ChangesOf<FollowChangesSubscription>

/** A screen of one team: filled by a snapshot, kept by changes. It checks the revisions itself, apart from the client under test. */
export class TeamView {
  folded: Folded = empty()
  readonly revisions: number[] = []
  snapshots = 0
  private readonly client: GraphqlClient

  constructor(client: GraphqlClient) {
    this.client = client
  }

  /** Replaces all that is shown; answers the cursor of the snapshot. */
  readonly loadSnapshot = async (): Promise<string> => {
    const { folded, cursor } = await readSnapshot(this.client)
    this.folded = folded
    this.snapshots++
    this.revisions.length = 0
    return cursor
  }

  readonly apply = ({ changes }: TeamChanges): void => {
    for (const change of changes) {
      const last = this.revisions.at(-1)
      if (last !== undefined && change.revision !== last + 1) throw new Error(`revision ${change.revision} came after ${last}`)
      this.revisions.push(change.revision)
      fold(this.folded, change)
    }
  }

  /** What the screen shows, to compare. */
  shown(): unknown {
    return shown(this.folded)
  }
}

/** What a fresh snapshot shows, and where it stands. */
export async function freshlyShown(client: GraphqlClient): Promise<{ shown: unknown; cursor: string }> {
  const { folded, cursor } = await readSnapshot(client)
  return { shown: shown(folded), cursor }
}

async function readSnapshot(client: GraphqlClient): Promise<{ folded: Folded; cursor: string }> {
  const team = (await client.run(TeamSnapshot)).team as NonNullable<TeamSnapshotQuery['team']>
  if (team.users.totalCount > 200) throw new Error('more users than this test reads')
  const folded = empty()
  for (const user of team.users.nodes) folded.users.set(user.id, user as never)
  for (const { id, displayName, members } of team.groups.nodes) {
    folded.groups.set(id, { id, displayName } as never)
    folded.members.set(id, new Set(members.nodes.map((member) => member.id)))
  }
  return { folded, cursor: team.changeCursor }
}

function empty(): Folded {
  return { users: new Map(), groups: new Map(), members: new Map(), limits: new Map() }
}

function shown({ users, groups, members }: Folded): unknown {
  return {
    users: [...users.values()].map(({ id, userName, displayName, active }) => ({ id, userName, displayName, active })).sort(byId),
    groups: [...groups.values()]
      .map(({ id, displayName }) => ({ id, displayName, members: [...(members.get(id) ?? [])].sort() }))
      .sort(byId),
  }
}

function byId(one: { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1
}
