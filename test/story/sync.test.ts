import { afterEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/domain/change.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import { createIdentityProvider } from '../simulate/identity-provider.ts'
import { seededRandom } from '../simulate/random.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import type { Folded } from '../support/folded-state.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { redisUrl } from '../support/redis.ts'
import { createTestTeam, startNode, type StartedApp, type TestTeam } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'

const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }

let database: TestDatabase
let nodes: StartedApp[] = []
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  nodes = []
  await database.drop()
})

/** The team as PostgreSQL holds it, in the form of what a follower folds together. */
async function stored(node: StartedApp, team: TestTeam): Promise<Folded> {
  const where = { teamId: fromId('team', team.teamId)! }
  const { user, group, membership } = node.app.database
  const [users, groups, memberships] = [await user.findMany({ where }), await group.findMany({ where }), await membership.findMany()]
  const members = new Map(groups.map(({ id }) => [toId('group', id), new Set<string>()]))
  for (const { groupId, userId } of memberships) members.get(toId('group', groupId))!.add(toId('user', userId))
  return {
    users: new Map(
      users.map(({ id, directoryId, externalId, userName, displayName, email, active, version }) => {
        const userId = toId('user', id)
        return [
          userId,
          {
            __typename: 'UserState',
            id: userId,
            directoryId: toId('directory', directoryId),
            externalId,
            userName,
            displayName,
            email,
            active,
            version,
          },
        ]
      }),
    ),
    groups: new Map(
      groups.map(({ id, directoryId, externalId, displayName, memberCount, version }) => {
        const groupId = toId('group', id)
        return [
          groupId,
          {
            __typename: 'GroupState',
            id: groupId,
            directoryId: toId('directory', directoryId),
            externalId,
            displayName,
            memberCount,
            version,
          },
        ]
      }),
    ),
    members,
    limits: new Map(),
  }
}

const plain = (folded: Folded): unknown => ({
  users: [...folded.users.values()]
    .map(({ id, directoryId, externalId, userName, displayName, email, active, version }) => ({
      id,
      directoryId,
      externalId,
      userName,
      displayName,
      email,
      active,
      version,
    }))
    .sort(byId),
  groups: [...folded.groups.values()]
    .map(({ id, directoryId, externalId, displayName, memberCount, version }) => ({
      id,
      directoryId,
      externalId,
      displayName,
      memberCount,
      version,
    }))
    .sort(byId),
  members: [...folded.members].map(([id, members]) => ({ id, members: [...members].sort() })).sort(byId),
})
const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

describe('an identity provider syncs 200 users and 10 groups in either dialect while a follower reconnects at random', () => {
  it.each([
    ['one node', 1],
    ['two nodes on one PostgreSQL and one Redis', 2],
  ])(
    'on %s: the follower ends with what the database holds, and its revisions have no hole',
    async (_, count) => {
      database = await createDatabase()
      nodes = await Promise.all(
        Array.from({ length: count }, () => startNode({ databaseUrl: database.url, redisUrl: count > 1 ? redisUrl() : undefined })),
      )
      const first = nodes[0]!
      const last = nodes.at(-1)!
      const team = await createTestTeam(first)
      const second = await first.app.commands.createDirectory({
        teamId: fromId('team', team.teamId)!,
        actor,
        name: 'Entra',
        provider: 'ENTRA_ID',
      })
      const directories = [
        { dialect: 'okta' as const, scimUrl: team.scimUrl, token: team.scimToken },
        {
          dialect: 'entra' as const,
          scimUrl: `${last.url}/scim/v2/${toId('directory', second.value.directory.id)}`,
          token: second.value.secret,
        },
      ]

      const start = await graphqlClient(first, team.apiKey).ask<{
        team: { changes: { edges: { cursor: string; node: { revision: number } }[] } }
      }>('{ team { changes(first: 1) { edges { cursor node { revision } } } } }')
      const [edge] = start.data!.team.changes.edges
      expect(edge!.node.revision).toBe(1)
      const follower = new Subscriber(first, team.apiKey, { after: edge!.cursor, deadlineMilliseconds: 60_000 })

      const providers = directories.map(({ dialect, scimUrl, token }, index) =>
        createIdentityProvider({ dialect, seed: 7 + index, scimUrl, token }),
      )
      let isOver = false
      const syncing = Promise.all(
        providers.map(async (provider) => {
          await provider.syncUsers(200)
          await provider.syncGroups(10)
          for (let index = 0; index < 40; index++) await provider.step()
        }),
      ).finally(() => (isOver = true))

      const random = seededRandom(42)
      let reconnects = 0
      while (!isOver) {
        const wanted = follower.changes.length + 1 + random.below(60)
        await Promise.race([follower.until((changes) => changes.length >= wanted), syncing])
        follower.reconnect(nodes[random.below(nodes.length)])
        reconnects++
      }
      await syncing
      expect(reconnects).toBeGreaterThan(5)

      const head = await first.app.database.teamHead.findFirstOrThrow({ where: { teamId: fromId('team', team.teamId)! } })
      const revision = Number(head.revision)
      await follower.until((changes) => changes.at(-1)?.revision === revision)
      expect(follower.changes.map((change) => change.revision)).toEqual(Array.from({ length: revision - 1 }, (_, index) => index + 2))
      expect(await first.app.database.change.count()).toBe(revision)
      expect(plain(follower.folded)).toEqual(plain(await stored(first, team)))

      // And both are what the identity providers meant.
      for (const provider of providers) {
        const { users, members } = provider.expected()
        const byName = new Map([...follower.folded.users.values()].map((user) => [user.userName, user]))
        for (const [userName, { active, displayName }] of users) expect(byName.get(userName)).toMatchObject({ active, displayName })
        for (const [displayName, names] of members) {
          const group = [...follower.folded.groups.values()].find((each) => each.displayName === displayName)!
          const found = [...follower.folded.members.get(group.id)!].map((id) => follower.folded.users.get(id)!.userName)
          expect(found.sort()).toEqual([...names].sort())
        }
      }
      await follower.stop()
    },
    120_000,
  )
})
