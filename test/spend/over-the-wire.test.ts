import { beforeAll, expect, test } from 'vitest'
import { parseExposition } from '../support/exposition.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { redisUrl } from '../support/redis.ts'
import { newKey, setLimit, spendClient, type SpendClient } from '../support/spend-client.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'
import { issueSpendKey } from './issue-spend-key.ts'

const app = useApp({ redisUrl })
const second = useSecondNode(app)
let nodes: SpendClient[]

beforeAll(async () => {
  const key = await issueSpendKey(app.node, app.team.teamId)
  nodes = [app.node, second].map((node) => spendClient(graphqlClient(node, key)))
  await setLimit(graphqlClient(app.node, app.team.apiKey), { teamId: app.team.teamId }, 1_000)
})

const at = (index: number): SpendClient => nodes[index % nodes.length]!

test('64 reservations at once over two nodes keep to the limit, and none is denied that fits', async () => {
  const userId = await app.scim.createUser('ada')
  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, index) => at(index).reserve({ userId, amountMinor: 37, expiresInSeconds: 600 })),
  )
  const names = answers.map(({ __typename }) => __typename)
  expect(names.filter((name) => name === 'ReserveSpendSuccess')).toHaveLength(27)
  expect(names.filter((name) => name === 'SpendDeniedError')).toHaveLength(37)
  for (const one of nodes)
    expect(await one.decide(userId, 1)).toMatchObject({ isAllowed: true, remaining: { amountMinor: 1 }, reserved: { amountMinor: 999 } })
})

test('the same entry sent ten times over two nodes counts once, and each threshold is one change for those who follow', async () => {
  const userId = await app.scim.createUser('ben')
  const followers = [app.node, second].map((node) => new Subscriber(node, app.team.apiKey))
  for (const follower of followers) await follower.next()
  const entries = [{ userId, amountMinor: 850, idempotencyKey: newKey() }]
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => at(index).record({ entries })))
  expect(answers.reduce((sum, { recordedCount }) => sum + recordedCount, 0)).toBe(1)
  expect(answers.reduce((sum, { duplicateCount }) => sum + duplicateCount, 0)).toBe(9)
  await at(0).spend(userId, 150)
  // The next change after both: had one come twice, it would be before it.
  const last = await app.scim.createUser('last')
  for (const follower of followers) {
    await follower.until((seen) => seen.some((change) => JSON.stringify(change).includes(last)))
    expect(follower.changes.map((change) => change.__typename)).toEqual(['SpendThresholdReached', 'SpendThresholdReached', 'UserCreated'])
    await follower.stop()
  }
})

test('/metrics counts what became of entries, reservations and thresholds', async () => {
  const metrics = async () => parseExposition(await (await fetch(`${app.node.url}/metrics`)).text())
  const before = await metrics()
  const userId = await app.scim.createUser('cleo')
  const entry = { userId, amountMinor: 600, idempotencyKey: newKey() }
  await nodes[0]!.record({ entries: [entry, entry, { ...entry, amountMinor: 1 }] })
  await nodes[0]!.reserve({ userId, amountMinor: 401, expiresInSeconds: 60 })
  const { reservation } = await nodes[0]!.reserve({ userId, amountMinor: 1, expiresInSeconds: 60 })
  await nodes[0]!.release({ reservationId: reservation.id })
  await nodes[0]!.settle({ reservationId: reservation.id })
  const after = await metrics()
  const grown = (name: string, labels?: Record<string, string>): number => {
    const series = `headcount_spend_${name}`
    return after.value(series, labels) - (before.has(series, labels) ? before.value(series, labels) : 0)
  }
  for (const outcome of ['recorded', 'duplicate', 'refused']) expect(grown('entries_total', { outcome }), outcome).toBe(1)
  expect(grown('commands_total', { command: 'reserve', outcome: 'SPEND_DENIED' })).toBe(1)
  expect(grown('commands_total', { command: 'reserve', outcome: 'done' })).toBe(1)
  expect(grown('commands_total', { command: 'release', outcome: 'done' })).toBe(1)
  expect(grown('commands_total', { command: 'settle', outcome: 'RESERVATION_CLOSED' })).toBe(1)
  expect(grown('thresholds_reached_total')).toBe(1)
})
