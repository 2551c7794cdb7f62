import { describe, expect, test } from 'vitest'
import { useApp } from '../support/use-app.ts'
import type { DialectName } from './dialect.ts'
import { createIdentityProvider, type ExpectedDirectory } from './identity-provider.ts'
import { seededRandom } from './random.ts'

const app = useApp()

type Target = { scimUrl: string; scimToken: string }
type ListedUser = { id: string; userName: string; active: boolean; displayName: string }
type ListedGroup = { displayName: string; members?: { value: string }[] }

/** What the server has, in the form of what an identity provider expects. */
async function readDirectory({ scimUrl, scimToken }: Target): Promise<ExpectedDirectory> {
  const users = await list<ListedUser>({ scimUrl, scimToken }, 'Users')
  const groups = await list<ListedGroup>({ scimUrl, scimToken }, 'Groups')
  const userNames = new Map(users.map((user) => [user.id, user.userName]))
  return {
    users: new Map(users.map(({ userName, active, displayName }) => [userName, { active, displayName }])),
    groups: groups.map((group) => group.displayName).sort(),
    members: new Map(
      groups.map(({ displayName, members = [] }) => [displayName, new Set(members.map((member) => userNames.get(member.value)!))]),
    ),
  }
}

async function list<Resource>({ scimUrl, scimToken }: Target, endpoint: string): Promise<Resource[]> {
  const resources: Resource[] = []
  for (;;) {
    const response = await fetch(`${scimUrl}/${endpoint}?startIndex=${resources.length + 1}&count=100`, {
      headers: { authorization: `Bearer ${scimToken}` },
    })
    const { Resources, totalResults } = (await response.json()) as { Resources: Resource[]; totalResults: number }
    resources.push(...Resources)
    if (resources.length >= totalResults) return resources
  }
}

async function live(
  dialect: DialectName,
  { scimUrl, scimToken }: Target,
  options: { seed: number; steps: number; fetch?: typeof globalThis.fetch },
) {
  const provider = createIdentityProvider({ dialect, seed: options.seed, scimUrl, token: scimToken, firstWaitMs: 1, fetch: options.fetch })
  await provider.testConnection()
  await provider.syncUsers(20)
  await provider.syncGroups(4)
  const seen = new Set<string>()
  for (let step = 0; step < options.steps; step++) seen.add((await provider.step()).name)
  return { expected: provider.expected(), seen }
}

describe.each(['okta', 'entra'] as const)('a simulated identity provider (%s)', (dialect) => {
  test('knows what the server has after everything that can happen', async () => {
    const target = await app.newTeam(`${dialect} lives`)
    const { expected, seen } = await live(dialect, target, { seed: 5, steps: 150 })
    expect(seen.size).toBe(12)
    expect(await readDirectory(target)).toEqual(expected)
  })

  test('makes up the same company from the same seed', async () => {
    const first = await live(dialect, await app.newTeam(), { seed: 6, steps: 30 })
    const second = await live(dialect, await app.newTeam(), { seed: 6, steps: 30 })
    expect(second.expected).toEqual(first.expected)
  })

  test('takes over what it finds when it comes a second time', async () => {
    const target = await app.newTeam(`${dialect} again`)
    await live(dialect, target, { seed: 5, steps: 60 })
    const { expected } = await live(dialect, target, { seed: 5, steps: 60 })
    const { users, groups, members } = await readDirectory(target)
    expect(Object.fromEntries(users)).toMatchObject(Object.fromEntries(expected.users))
    expect(groups).toEqual(expect.arrayContaining(expected.groups))
    for (const [group, userNames] of expected.members) expect(members.get(group)).toEqual(userNames)
  })

  test('loses nothing when answers get lost', async () => {
    const target = await app.newTeam(`${dialect} on a bad line`)
    const random = seededRandom(9)
    const badLine: typeof globalThis.fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (random.next() >= 0.1) return response
      await response.body?.cancel()
      throw new TypeError('the line went dead')
    }
    const { expected } = await live(dialect, target, { seed: 8, steps: 100, fetch: badLine })
    expect(await readDirectory(target)).toEqual(expected)
  })
})
