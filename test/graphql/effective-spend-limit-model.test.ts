import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { LimitTeam, limitAct, type LimitAct } from '../support/limit-acts.ts'
import { LimitFollower, followTeam, followUser, type LimitValue } from '../support/limit-follower.ts'
import { redisUrl } from '../support/redis.ts'
import { scimClient } from '../support/scim-client.ts'
import { createTestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

const under = useApp({ redisUrl })
const second = useSecondNode(under)

const value = 'isUnlimited source amount { amountMinor currency } decidedBy { id }'

/** What may be spent now, by user id; nothing of those who are gone. */
async function valuesOf(client: GraphqlClient): Promise<{ cursor: string; values: Map<string, LimitValue> }> {
  const { data } = await client.ask<{
    team: { changeCursor: string; users: { nodes: { id: string; effectiveSpendLimit: LimitValue }[] } }
  }>(`{ team { changeCursor users(first: 100) { nodes { id effectiveSpendLimit { ${value} } } } } }`)
  const { changeCursor, users } = data!.team
  return { cursor: changeCursor, values: new Map(users.nodes.map(({ id, effectiveSpendLimit }) => [id, effectiveSpendLimit])) }
}

const pastOf = async (client: GraphqlClient, userId: string, cursor: string): Promise<unknown> =>
  (
    await client.ask<{ team: { effectiveSpendLimitAt: unknown } }>(
      `query ($userId: ID!, $cursor: ChangeCursor!) { team { effectiveSpendLimitAt(userId: $userId, cursor: $cursor) { ... on EffectiveSpendLimitAt { ${value} } } } }`,
      { userId, cursor },
    )
  ).data!.team.effectiveSpendLimitAt

const shortOf = ({
  isUnlimited,
  source,
  amount,
}: Pick<LimitValue, 'isUnlimited' | 'source'> & { amount: { amountMinor: number } | null }) =>
  JSON.stringify([isUnlimited, source, amount?.amountMinor ?? null])

const textOf = (values: ReadonlyMap<string, string>): string =>
  [...values]
    .map(([id, text]) => `${id} ${text}`)
    .toSorted()
    .join('\n')

/** Several writers at once, and followers that lose their connection now and then and go on at the other node. */
async function play(acts: readonly LimitAct[]): Promise<void> {
  const credentials = await createTestTeam(under.node)
  const client = graphqlClient(under.node, credentials.apiKey)
  const team = await new LimitTeam(credentials.teamId, scimClient(credentials), client).begin()
  const followed = [...team.users]
  const { cursor, values } = await valuesOf(client)
  const nodes = [under.node, second]
  const ofUsers = followed.flatMap((userId) =>
    nodes.map((node) => ({ userId, follower: new LimitFollower(node, credentials.apiKey, followUser, { userId }) })),
  )
  const ofTeam = nodes.map((node) => new LimitFollower(node, credentials.apiKey, followTeam, { after: cursor }))
  const all = [...ofUsers.map(({ follower }) => follower), ...ofTeam]
  try {
    for (const follower of all) await follower.until(() => follower.messages.some(({ isLive }) => isLive))
    for (let from = 0; from < acts.length; from += 3) {
      const together = acts.slice(from, from + 3)
      await Promise.all(together.map((act) => team.act(act)))
      const { who, which, amount } = together[0]!
      const lost = all[(who * 3 + which) % all.length]!
      if (amount > 1 && !lost.isEnded) lost.reconnect(nodes[which % 2])
    }
    const last = await valuesOf(client)
    for (const { userId, follower } of ofUsers) {
      const expected = last.values.get(userId)
      if (expected === undefined) await follower.until(() => follower.isEnded)
      else await follower.until(() => follower.value !== undefined && shortOf(follower.value) === shortOf(expected))
      for (const update of follower.updates()) {
        if (update.value) expect(await pastOf(client, userId, update.cursor)).toEqual(update.value)
        else expect(update).toMatchObject({ __typename: 'NotFoundError' })
      }
    }
    const expected = textOf(new Map([...last.values].map(([id, effective]) => [id, shortOf(effective)] as const)))
    for (const follower of ofTeam) {
      const fold = (): string => {
        const folded = new Map([...values].map(([id, effective]) => [id, shortOf(effective)] as const))
        for (const { changes } of follower.updates()) {
          for (const { changed } of changes!) {
            for (const { user, before, after } of changed) {
              expect(before ? shortOf(before) : undefined).toBe(folded.get(user.id))
              if (after) folded.set(user.id, shortOf(after))
              else folded.delete(user.id)
            }
          }
        }
        return textOf(folded)
      }
      await follower.until(() => fold() === expected)
    }
  } finally {
    await Promise.all(all.map((follower) => follower.stop()))
  }
}

test('Whatever happens, whoever follows is told what the query says, each value being that of its cursor, over lost connections and two nodes', async () => {
  await fc.assert(fc.asyncProperty(fc.array(limitAct, { minLength: 15, maxLength: 45 }), play), { numRuns: 5, endOnFailure: true })
}, 240_000)
