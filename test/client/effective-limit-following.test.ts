import { afterEach, beforeAll, expect, test } from 'vitest'
import { createLiveClient, type LiveClient } from '../../src/client/live-client.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { followTeam, followUser, type LimitMessage } from '../support/limit-follower.ts'
import { useApp } from '../support/use-app.ts'
import { Recorder } from './recorder.ts'
import { TcpProxy } from './tcp-proxy.ts'

const under = useApp()
let graphql: GraphqlClient
let client: LiveClient
let proxy: TcpProxy

beforeAll(() => {
  graphql = graphqlClient(under.node, under.team.apiKey)
})
afterEach(async () => {
  await client?.dispose()
  await proxy?.stop()
})

type Data = { limit: LimitMessage & { __typename: 'EffectiveSpendLimitUpdate' } }

async function open(document: string, variables: Record<string, unknown> = {}, after?: string) {
  proxy = await TcpProxy.to(under.node.subscriptionsUrl)
  const recorder = new Recorder<Data>()
  client = createLiveClient({
    url: proxy.url,
    authorization: () => `Bearer ${under.team.apiKey}`,
    backOff: { firstMilliseconds: 20, longestMilliseconds: 100 },
    onProblem: recorder.onProblem,
  })
  const following = client.follow<Data, { after?: string }>({
    document,
    variables,
    ...(after === undefined ? {} : { after }),
    onChanges: recorder.onChanges,
    onState: recorder.onState,
  })
  const told = (): LimitMessage[] => recorder.changes
  return { following, recorder, told, live: () => recorder.until('live', () => following.state().name === 'live') }
}

const limit = (target: object, amountMinor: number) =>
  graphql.ask('mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }', {
    input: { target, value: { amountMinor } },
  })

test('The client follows the effective limit of a user: the value at once, proven updates, and after a lost connection the value that is by then', async () => {
  const userId = await under.scim.createUser('followed')
  const { following, recorder, told, live } = await open(followUser, { userId })
  await live()
  await recorder.until('the value', () => told().length === 1)
  await limit({ userId }, 1)
  await recorder.until('the update', () => told().length === 2)
  proxy.refuse(true)
  proxy.cut()
  await recorder.until('it is lost', () => following.state().name === 'stale')
  for (const amount of [2, 3, 4]) await limit({ userId }, amount)
  proxy.refuse(false)
  await live()
  expect(told().map(({ value, cause }) => [value!.amount?.amountMinor, cause?.__typename])).toEqual([
    [undefined, undefined],
    [1, 'SpendLimitSet'],
    [4, 'SpendLimitSet'],
  ])
  expect(following.counts()).toMatchObject({ gaps: 0, repeated: 0, restarts: 0 })
  await under.scim.delete(`/Users/${userId}`)
  expect(await following.ended).toMatchObject({ reason: 'notFound' })
})

test('The client follows the effective limits of a team, change by change, also over a lost connection', async () => {
  const userId = await under.scim.createUser('one-of-the-team')
  const { data } = await graphql.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
  const { following, recorder, told, live } = await open(followTeam, {}, data!.team.changeCursor)
  await live()
  await limit({ userId }, 1)
  await recorder.until('the first', () => told().length === 1)
  proxy.refuse(true)
  proxy.cut()
  await recorder.until('it is lost', () => following.state().name === 'stale')
  for (const amount of [2, 3, 4]) await limit({ userId }, amount)
  proxy.refuse(false)
  await live()
  const amounts = told().flatMap(({ changes }) => changes!.map(({ changed }) => changed[0]!.after!.amount!.amountMinor))
  expect(amounts).toEqual([1, 2, 3, 4])
  expect(following.counts()).toMatchObject({ gaps: 0, repeated: 0, restarts: 0 })
})
