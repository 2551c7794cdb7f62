import type { Caller } from './caller.ts'
import type { SoakTeam } from './soak-team.ts'
import { bareId } from './change-form.ts'

/** A team with one large group, whose comings and goings are more than a reader that stalls can be sent. */
export type Crowd = { team: SoakTeam; groupId: string; memberIds: readonly string[] }

const usersPerRequest = 250

export async function createCrowd(caller: Caller, team: SoakTeam, members: number): Promise<Crowd> {
  const memberIds: string[] = []
  for (let made = 0; made < members; made += usersPerRequest) {
    const { body } = await caller.persist({
      method: 'POST',
      path: `${team.scimPath}/Bulk`,
      authorization: team.scimToken,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: Array.from({ length: Math.min(usersPerRequest, members - made) }, (_, index) => ({
          method: 'POST',
          path: '/Users',
          bulkId: `user-${made + index}`,
          data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `crowd-${made + index}`, active: true },
        })),
      },
    })
    for (const { location, status } of body.Operations) {
      if (status !== '201') throw new Error(`a user of the crowd was answered with ${status}`)
      memberIds.push(location.slice(location.lastIndexOf('/') + 1))
    }
  }
  const group = await caller.persist({
    method: 'POST',
    path: `${team.scimPath}/Groups`,
    authorization: team.scimToken,
    body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Crowd', members: [] },
  })
  if (group.status !== 201) throw new Error(`the group of the crowd was answered with ${group.status}`)
  for (const id of [...memberIds, group.body.id]) team.acknowledged.created.add(bareId(id))
  return { team, groupId: group.body.id, memberIds }
}

/** All come, all go, and so on, until the signal. */
export async function flood(caller: Caller, { team, groupId, memberIds }: Crowd, signal: AbortSignal): Promise<number> {
  let times = 0
  for (; !signal.aborted; times++) {
    const value = times % 2 === 0 ? memberIds.map((id) => ({ value: id })) : []
    await caller.persist({
      method: 'PATCH',
      path: `${team.scimPath}/Groups/${groupId}`,
      authorization: team.scimToken,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', path: 'members', value }] },
    })
  }
  return times
}
