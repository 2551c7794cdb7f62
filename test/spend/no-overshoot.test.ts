import { describe, expect, test } from 'vitest'
import { actor, entryOf, newSpendTeam, refusalOf, reservationOf, useSpendNodes, type SpendNode, type SpendTeam } from './use-spend-nodes.ts'

const under = useSpendNodes(2)
// Where few share a commit, many commits meet at the total.
const small = useSpendNodes(2, { batchSize: 2 })

/** Reserves them all at once, by turns at each node; answers the amounts that were admitted and those that were denied. */
async function reserveAtOnce(nodes: readonly SpendNode[], team: SpendTeam, amounts: readonly number[]) {
  const answers = await Promise.allSettled(
    amounts.map((amount, index) => nodes[index % nodes.length]!.spend.reserveSpend(reservationOf(team, amount))),
  )
  for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'SPEND_DENIED' })
  const those = (status: 'fulfilled' | 'rejected'): number[] => amounts.filter((_, index) => answers[index]!.status === status)
  return { admitted: those('fulfilled'), denied: those('rejected') }
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)
const sized = (...sizes: number[]): number[] => Array.from({ length: 64 }, (_, index) => sizes[index % sizes.length]!)

describe('64 concurrent reservations against one limit', () => {
  const cases = [
    { name: 'of one size that does not divide it', limitMinor: 1_000, amounts: sized(37) },
    { name: 'of several sizes', limitMinor: 997, amounts: sized(13, 37, 101, 7) },
    { name: 'of which each is more than the half', limitMinor: 1_000, amounts: sized(501) },
    { name: 'that fit all', limitMinor: 64, amounts: sized(1) },
  ]
  const places = [
    { on: 'on one node', nodes: () => under.nodes.slice(0, 1) },
    { on: 'on two nodes', nodes: () => under.nodes },
    { on: 'on two nodes in many commits', nodes: () => small.nodes },
  ]
  for (const { name, limitMinor, amounts } of cases) {
    for (const { on, nodes } of places) {
      test(`${name}, ${on}, never exceed it, and none is denied that fits`, async () => {
        const [node] = nodes() as [SpendNode]
        const team = await newSpendTeam(node, { limitMinor })
        // The month is there already: nobody waits for another one to make it.
        await node.spend.recordSpend({ teamId: team.teamId, actor, entries: [entryOf(team.userId, 0)] })
        const { admitted, denied } = await reserveAtOnce(nodes(), team, amounts)
        const held = sumOf(admitted)
        expect(held).toBeLessThanOrEqual(limitMinor)
        // Nothing is given back here: what is left at the end was left to each that was denied.
        for (const amount of denied) expect(amount).toBeGreaterThan(limitMinor - held)
        if (new Set(amounts).size === 1) expect(admitted).toHaveLength(Math.min(amounts.length, Math.floor(limitMinor / amounts[0]!)))
        expect(await refusalOf(node.spend.reserveSpend(reservationOf(team, limitMinor - held + 1)))).toMatchObject({
          details: { decision: { remainingMinor: limitMinor - held, reservedMinor: held } },
        })
      })
    }
  }

  test('of eight users never exceed the limit of any of them', async () => {
    const team = await newSpendTeam(under, { users: 8, limitMinor: 100 })
    await Promise.allSettled(
      Array.from({ length: 64 }, (_, index) =>
        under.nodes[index % 2]!.spend.reserveSpend(reservationOf(team, 30, { userId: team.userIds[Math.floor(index / 8)]! })),
      ),
    )
    const held = await under.database.spendReservation.groupBy({
      by: ['userId'],
      where: { teamId: team.teamId },
      _sum: { amountMinor: true },
    })
    expect(held.map(({ _sum }) => Number(_sum.amountMinor))).toEqual(Array.from({ length: 8 }, () => 90))
  })
})
