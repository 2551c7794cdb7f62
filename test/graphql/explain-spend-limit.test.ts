import { beforeEach, describe, expect, test } from 'vitest'
import { decodeChangeCursor } from '../../src/domain/change-cursor.ts'
import { fromId } from '../../src/domain/id.ts'
import { newId } from '../../src/store/id.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { changeLimits, effectiveAmount } from '../support/limits.ts'
import type { ScimClient } from '../support/scim-client.ts'
import { signedInUser } from '../support/signed-in.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let team: TestTeam & { scim: ScimClient }
let client: GraphqlClient
let ada: string

beforeEach(async () => {
  team = await under.newTeam('Acme')
  client = graphqlClient(under.node, team.apiKey)
  ada = await team.scim.createUser('ada')
})

const setLimit = async (target: object, amountMinor: number): Promise<void> => {
  expect(await changeLimits(client, 'setSpendLimit', { target, value: { amountMinor } })).toMatchObject({
    __typename: 'SetSpendLimitSuccess',
  })
}

type Explained = {
  amount: { amountMinor: number; text: string } | null
  source: string
  revision: number
  decidedBy: { target: { id: string } } | null
  candidates: { isWinner: boolean; reason: string; spendLimit: { target: { id: string } } }[]
  staleness: { since: string | null; reason: string } | null
}
const fields = `{ amount { amountMinor text } source revision decidedBy { target { ... on Group { id } ... on User { id } ... on Team { id } } }
  candidates { isWinner reason spendLimit { target { ... on Group { id } ... on User { id } ... on Team { id } } } } staleness { since reason } }`

async function explain(asking = client, id = ada): Promise<Explained> {
  const { data, errors } = await asking.ask<{ node: { effectiveSpendLimit: Explained } }>(
    `query ($id: ID!) { node(id: $id) { ... on User { effectiveSpendLimit ${fields} } } }`,
    { id },
  )
  if (!data) throw new Error(JSON.stringify(errors))
  return data.node.effectiveSpendLimit
}

describe('effectiveSpendLimit explains itself', () => {
  test('with every candidate by name and amount, and all winners of a tie, of which the lowest group id decides', async () => {
    const groups = await Promise.all(['A', 'B', 'C', 'D'].map((name) => team.scim.createGroup(name, [ada])))
    const [a, b, c] = groups as [string, string, string, string]
    for (const [groupId, amount] of [
      [a, 2000],
      [b, 500],
      [c, 2000],
    ] as const)
      await setLimit({ groupId }, amount)
    const { decidedBy, candidates } = await explain()
    const [first, other] = [a, c].toSorted() as [string, string]
    const nameOf = (id: string): string => (id === a ? 'A' : 'C')
    expect(decidedBy).toEqual({ target: { id: first } })
    expect(candidates).toEqual([
      {
        isWinner: true,
        reason: `Applies: group ${nameOf(first)} has the highest limit of the user's groups, EUR 20.00, as group ${nameOf(other)} has.`,
        spendLimit: { target: { id: first } },
      },
      { isWinner: true, reason: expect.stringContaining(`as group ${nameOf(first)} has`), spendLimit: { target: { id: other } } },
      {
        isWinner: false,
        reason: expect.stringMatching(/^Not used: group B has EUR 5\.00, less than group [AC] with EUR 20\.00\.$/),
        spendLimit: { target: { id: b } },
      },
    ])
  })

  test('as of exactly the revision that it names, whoever is writing meanwhile', async () => {
    const group = await team.scim.createGroup('Interns', [ada])
    let isWriting = true
    const writing = (async () => {
      for (let amount = 1; amount <= 40; amount++) {
        await setLimit({ groupId: group }, amount)
        if (amount % 10 === 0) await team.scim.patch(`/Users/${ada}`, { op: 'replace', value: { active: amount % 20 === 0 } })
      }
    })().finally(() => (isWriting = false))
    const seen: Explained[] = []
    await Promise.all(
      Array.from({ length: 3 }, async () => {
        while (isWriting) seen.push(await explain())
      }),
    )
    await writing
    type Logged = { __typename: string; revision: number; after: { amount?: { amountMinor: number }; active?: boolean } }
    const { data } = await client.ask<{
      team: { changes: { nodes: Logged[] } }
    }>(`{ team { changes(first: 200) { nodes { __typename revision
      ... on SpendLimitSet { after { amount { amountMinor } } } ... on UserDeactivated { after { active } } ... on UserReactivated { after { active } } } } } }`)
    const log = data!.team.changes.nodes
    const amountAt = (at: number): number | null => {
      const past = log.filter(({ revision, after }) => revision <= at && after !== undefined)
      if (past.findLast(({ after }) => after.active !== undefined)?.after.active === false) return 0
      return past.findLast(({ after }) => after.amount)?.after.amount!.amountMinor ?? null
    }
    expect(new Set(seen.map(({ revision }) => revision)).size).toBeGreaterThan(5)
    for (const { revision, amount } of seen) expect([revision, amount?.amountMinor ?? null]).toEqual([revision, amountAt(revision)])
  }, 60_000)

  test('in a snapshot with the revision of its cursor', async () => {
    const { data } = await client.ask<{ team: { changeCursor: string; user: { effectiveSpendLimit: { revision: number } } } }>(
      '{ team { changeCursor user(by: { userName: "ada" }) { effectiveSpendLimit { revision } } } }',
    )
    expect(data!.team.user.effectiveSpendLimit.revision).toBe(decodeChangeCursor(data!.team.changeCursor)!.revision)
  })

  test('to members all of their own, without ids or counts of others', async () => {
    const grace = await team.scim.createUser('grace')
    const group = await team.scim.createGroup('Interns', [ada, grace])
    await setLimit({ groupId: group }, 2000)
    const member = graphqlClient(under.node, undefined, await signedInUser(under.node, team.teamId, 'ada'))
    expect(await explain(member)).toEqual(await explain())
    const { data } = await member.ask('query ($id: ID!) { node(id: $id) { id } }', { id: grace })
    expect(data).toEqual({ node: null })
  })
})

describe('What was last synchronised stays in force when the plan or the SSO connection lapses', () => {
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  const lastChange = async (): Promise<string> => {
    const { data } = await client.ask<{ team: { changes: { nodes: { at: string }[] } } }>('{ team { changes(last: 1) { nodes { at } } } }')
    return data!.team.changes.nodes[0]!.at
  }

  /** As if single sign-on had been set up, in place of the local one. */
  async function useConnection(): Promise<void> {
    const teamId = fromId('team', team.teamId)!
    const { database } = under.node.app
    const since = new Date()
    await database.ssoConnection.create({
      data: {
        id: newId(),
        teamId,
        clientId: 'x',
        issuer: 'https://login.example',
        userMatching: 'EMAIL',
        matchingClaim: 'email',
        stateReason: 'Test',
        stateSince: since,
        createdAt: since,
      },
    })
    await database.team.update({ where: { id: teamId }, data: { ssoState: 'ACTIVE', localSso: false } })
  }

  test('the plan: limits apply as before, and the answer says that the directory stands still, since when and why', async () => {
    const group = await team.scim.createGroup('Interns', [ada])
    await setLimit({ groupId: group }, 2000)
    expect((await explain()).staleness).toBeNull()
    await under.node.app.commands.setTeamPlan({ teamId: fromId('team', team.teamId)!, actor, plan: 'PRO' })
    const since = await lastChange()
    await setLimit({ teamId: team.teamId }, 1)
    const { amount, staleness } = await explain()
    expect(amount!.amountMinor).toBe(2000)
    expect(staleness).toEqual({
      since,
      reason:
        'The directory is no longer kept in step with the identity provider: team Acme is on the plan PRO, and SCIM needs ENTERPRISE. What was last synchronised stays in force, limits included.',
    })
    await under.node.app.commands.setTeamPlan({ teamId: fromId('team', team.teamId)!, actor, plan: 'ENTERPRISE' })
    expect((await explain()).staleness).toBeNull()
  })

  test('the SSO connection: the same; with both gone, since the first of them', async () => {
    await setLimit({ userId: ada }, 7)
    await useConnection()
    expect((await explain()).staleness).toBeNull()
    const teamId = fromId('team', team.teamId)!
    const { value } = await under.node.app.commands.deactivateSso({ teamId, actor, cause: 'BY_HAND', reason: 'A drill' })
    const since = value.stateSince.toISOString()
    const reason = expect.stringContaining('the SSO connection of team Acme is INACTIVE, and SCIM needs an active one')
    expect(await explain()).toMatchObject({ amount: { amountMinor: 7 }, staleness: { since, reason } })
    const member = graphqlClient(under.node, undefined, await signedInUser(under.node, team.teamId, 'ada'))
    expect((await explain(member)).staleness).toEqual({ since, reason })
    await under.node.app.commands.setTeamPlan({ teamId, actor, plan: 'FREE' })
    expect((await explain()).staleness).toEqual({ since, reason: expect.stringMatching(/is on the plan FREE.*is INACTIVE/) })
  })
})

describe('The limit of a group', () => {
  test('goes with the group that the identity provider deletes, and does not come to a new one of the same name', async () => {
    const group = await team.scim.createGroup('Interns', [ada])
    await setLimit({ groupId: group }, 2000)
    await team.scim.delete(`/Groups/${group}`)
    expect(await effectiveAmount(client, ada)).toEqual({ source: 'NONE', amountMinor: null })
    const again = await team.scim.createGroup('Interns', [ada])
    expect(again).not.toBe(group)
    expect(await effectiveAmount(client, ada)).toEqual({ source: 'NONE', amountMinor: null })
    const { data } = await client.ask('query ($id: ID!) { node(id: $id) { ... on Group { displayName spendLimit { id } } } }', {
      id: again,
    })
    expect(data).toEqual({ node: { displayName: 'Interns', spendLimit: null } })
  })

  test('stays with a group that the identity provider has emptied, for those who come', async () => {
    const group = await team.scim.createGroup('Interns', [ada])
    await setLimit({ groupId: group }, 2000)
    await team.scim.patch(`/Groups/${group}`, { op: 'remove', path: 'members' })
    expect(await effectiveAmount(client, ada)).toEqual({ source: 'NONE', amountMinor: null })
    const { data } = await client.ask(
      'query ($id: ID!) { node(id: $id) { ... on Group { memberCount spendLimit { amount { text } } } } }',
      { id: group },
    )
    expect(data).toEqual({ node: { memberCount: 0, spendLimit: { amount: { text: 'EUR 20.00' } } } })
    await team.scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: ada }] })
    expect(await effectiveAmount(client, ada)).toEqual({ source: 'GROUP', amountMinor: 2000 })
  })
})
