import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  parse,
  type OperationDefinitionNode,
} from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Access } from '../../src/access/viewer.ts'
import { toId } from '../../src/domain/id.ts'
import { mostItemsOf } from '../../src/graphql/list-size.ts'
import { assumedListSize, measure } from '../../src/graphql/operation-limits.ts'
import { schema } from '../../src/graphql/schema.ts'
import { newId } from '../../src/store/id.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { newKey, spendClient, type SpendClient } from '../support/spend-client.ts'
import { useApp } from '../support/use-app.ts'

/** Lists that hold no more than an operation without `first` is counted with, or that something else bounds, and what. */
const small = new Map([
  ['ChangeBatch.changes', 'a message is bounded in bytes, and nothing of it comes twice'],
  ['EffectiveSpendLimitChangeBatch.changes', 'a message is bounded in bytes, and nothing of it comes twice'],
  ['CustomSchema.attributes', 'the schemas of a directory have 65,536 characters together'],
  ['CustomAttribute.subAttributes', 'the schemas of a directory have 65,536 characters together'],
  ['Directory.customSchemas', '10 at most'],
  ['DirectorySettingsState.customSchemas', '10 at most'],
  ['Team.directories', 'one for each identity provider of a company'],
  ['Diagnosis.findings', 'one for each thing that can be so'],
  ['Finding.requests', '10 at most'],
  ['Setup.steps', 'one for each thing to do'],
  ['TestDirectoryConnectionSuccess.steps', 'one for each thing that is tried'],
])

describe('Every list of the schema', () => {
  const lists = Object.values(schema.getTypeMap()).flatMap((type) =>
    (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__')
      ? Object.values(type.getFields()).flatMap((field) =>
          // An item that is a value has nothing beneath it that could be many times as much.
          isListType(getNullableType(field.type)) && !isLeafType(getNamedType(field.type))
            ? [{ name: `${type.name}.${field.name}`, type, field }]
            : [],
        )
      : [],
  )

  test.each(lists)('is counted as what it may hold: $name', ({ name, type, field }) => {
    const isPage = type.name.endsWith('Connection') || field.args.some((argument) => argument.name === 'first')
    const known = [isPage, mostItemsOf(field) !== undefined, small.has(name)].filter(Boolean)
    expect(known, 'give it `first`, spread mostItems() into it, or tell here why it is small').toHaveLength(1)
  })

  test('that is told to be small is there', () => {
    const names = lists.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining([...small.keys()]))
  })

  test('is counted with what it declares', () => {
    const isTaken = (query: string): boolean => {
      const document = parse(query)
      const operation = document.definitions[0] as OperationDefinitionNode
      const access: Access = { kind: 'PLATFORM' }
      try {
        measure({ schema, document, operation, variables: {}, access })
        return true
      } catch (error) {
        expect(String(error)).toContain('could hold more than')
        return false
      }
    }
    const nested = (count: number): string =>
      `{ node(id: "x") { ... on SpendEntry { corrections { corrections { ${'id '.repeat(count)} } } } } }`
    expect(assumedListSize).toBe(10)
    expect(isTaken(nested(18))).toBe(true)
    expect(isTaken(nested(20))).toBe(false)
  })
})

const under = useApp()
let client: GraphqlClient
let spend: SpendClient
beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
  spend = spendClient(client)
})

test('Corrections of entries that are corrected are not answered over and over', async () => {
  const userId = await under.scim.createUser('corrected')
  const { entryId } = await spend.spend(userId, 100)
  for (let amountMinor = 1; amountMinor <= 3; amountMinor++)
    await spend.correct({ entryId, amountMinor, reason: 'x', idempotencyKey: newKey() })
  const nested = (times: number): string => (times === 0 ? '{ id }' : `{ corrects { corrections ${nested(times - 1)} } }`)
  const ask = (times: number) =>
    client.ask<{ node: object }>(`query ($id: ID!) { node(id: $id) { ... on SpendEntry { corrections ${nested(times)} } } }`, {
      id: entryId,
    })
  expect(await ask(3)).toMatchObject({
    status: 400,
    errors: [{ message: expect.stringContaining('could hold more than 200000 fields'), extensions: { code: 'BAD_USER_INPUT' } }],
  })
  expect((await ask(1)).data).toMatchObject({ node: { corrections: [1, 2, 3].map(() => ({ corrects: { corrections: [{}, {}, {}] } })) } })
})

test('A request of 1,000 entries is answered with all that became of each', async () => {
  const userId = await under.scim.createUser('recorded')
  const entries = Array.from({ length: 1_000 }, () => ({ userId, amountMinor: 1, idempotencyKey: newKey() }))
  const { results, recordedCount } = await spend.record({ entries })
  expect([recordedCount, results.length]).toEqual([1_000, 1_000])
})

describe('What answers of many limits may hold', () => {
  const mutation = (beneath: string): string => `mutation ($input: SetSpendLimitsInput!) { setSpendLimits(input: $input) { __typename
    ... on SetSpendLimitsSuccess { results { __typename ... on ChangedSpendLimit { spendLimit { ${beneath} } } ... on Error { code message } } } } }`
  const ask = (beneath: string) =>
    client.ask(mutation(beneath), {
      input: { mode: 'PER_ITEM', items: [{ target: { userId: toId('user', newId()) }, value: { amountMinor: 1 } }] },
    })
  test('is counted with 500 of them', async () => {
    const target = (members: number): string =>
      `id version target { __typename ... on User { id userName } ... on Group { id displayName members(first: ${members}) { nodes { id userName } } } }`
    expect((await ask(target(100))).errors?.[0]).toBeUndefined()
    expect((await ask(target(200))).errors![0]!.message).toContain('could hold more than')
  })
})
