import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { SpendChange, SpendChangeResult, SpendChangeResults } from '../../src/commands/spend-change.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { createExecutor, type Executor } from '../../src/store/transaction.ts'
import { changeSpendWithEvents, createEventTable, expireReservation, playSpend, readCommits } from './spend-model.ts'
import {
  actor,
  entryOf,
  newKey,
  newSpendTeam,
  setTeamLimit,
  thresholdChanges,
  totalsOf,
  useSpendNodes,
  type SpendTeam,
} from './use-spend-nodes.ts'

const under = useSpendNodes(2)
let executors: Executor[]

beforeAll(async () => {
  await createEventTable(under.database)
  // Commits of few, so that there are many, and they meet.
  executors = under.nodes.map(({ database }) => createExecutor({ database, onCommit: () => {}, batchSize: 5 }))
})

const amount = fc.integer({ min: 0, max: 60 })
const pick = fc.nat(1_000)
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('reserve' as const), user: fc.nat(1), amount }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const), pick, amount: fc.option(amount) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('record' as const), user: fc.nat(1), amount, again: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('correct' as const), pick, amount }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('limit' as const), amount: fc.integer({ min: 0, max: 400 }) }) },
)
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never

/** Plays waves of concurrent acts on two nodes. Settlements, releases, expiries and corrections are of what earlier waves made. */
async function playWaves(team: SpendTeam, waves: readonly (readonly Act[])[]): Promise<void> {
  const { teamId, userIds } = team
  const reservations: string[] = []
  const entries: string[] = []
  let turn = 0
  const submit = async (change: SpendChange): Promise<SpendChangeResult | undefined> => {
    try {
      return (await executors[turn++ % 2]!.submit(teamId, changeSpendWithEvents, change)).value
    } catch (error) {
      if (error instanceof DomainError) return undefined
      throw error
    }
  }
  const chosen = (ids: readonly string[], index: number): string | undefined => ids[index % Math.max(1, ids.length)]
  const play = async (one: Act, known: readonly string[], knownEntries: readonly string[]): Promise<void> => {
    switch (one.kind) {
      case 'reserve': {
        const input = { userId: userIds[one.user]!, idempotencyKey: newKey(), amountMinor: one.amount, expiresInSeconds: 600, labels: {} }
        const done = (await submit({ kind: 'RESERVE', teamId, actor, ...input })) as SpendChangeResults['RESERVE'] | undefined
        if (done) reservations.push(done.reservation.id)
        return
      }
      case 'record': {
        const entry = entryOf(userIds[one.user]!, one.amount)
        const change: SpendChange = { kind: 'RECORD', teamId, actor, entries: [entry] }
        const all = await Promise.all([submit(change), ...(one.again ? [submit(change)] : [])])
        const [first] = all[0] as SpendChangeResults['RECORD']
        if (first?.outcome !== 'REFUSED') entries.push(first!.entry.id)
        return
      }
      case 'limit':
        return setTeamLimit(under, teamId, one.amount)
      case 'correct': {
        const entryId = chosen(knownEntries, one.pick)
        if (entryId !== undefined)
          await submit({ kind: 'CORRECT', teamId, actor, entryId, idempotencyKey: newKey(), amountMinor: one.amount, reason: 'x' })
        return
      }
      case 'settle':
      case 'release':
      case 'expire': {
        const reservationId = chosen(known, one.pick)
        if (reservationId === undefined) return
        if (one.kind === 'expire') return expireReservation(under.database, teamId, reservationId)
        if (one.kind === 'release') await submit({ kind: 'RELEASE', teamId, actor, reservationId })
        else await submit({ kind: 'SETTLE', teamId, actor, reservationId, amountMinor: one.amount ?? undefined, labels: {} })
      }
    }
  }
  for (const wave of waves) {
    const [known, knownEntries] = [[...reservations], [...entries]]
    await Promise.all(wave.map((one) => play(one, known, knownEntries)))
  }
}

test(
  'whatever is done at once, on two nodes: admissions keep to the limit, none is denied that fits, and totals are the sums of their entries',
  { timeout: 90_000 },
  async () => {
    let admissions = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(act, { minLength: 8, maxLength: 40 }), { minLength: 2, maxLength: 6 }), async (waves) => {
        const team = await newSpendTeam(under, { users: 2, limitMinor: 200 })
        await playWaves(team, waves)
        const played = playSpend(await readCommits(under.database, team.teamId))
        expect(played.problems).toEqual([])
        admissions += played.admissions
        const totals = await totalsOf(under.database, team.teamId)
        for (const { userId, spent, sum } of totals)
          expect([spent, sum]).toEqual([played.spent.get(userId) ?? 0, played.spent.get(userId) ?? 0])
        // Each percent once for each user.
        const told = (await thresholdChanges(under.database, team.teamId)).flatMap(({ userId, data }) =>
          (data as { percents: number[] }).percents.map((percent) => `${userId} ${percent}`),
        )
        expect(new Set(told).size).toBe(told.length)
        expect(told.sort()).toEqual(totals.flatMap(({ userId, reached }) => reached.map((percent) => `${userId} ${percent}`)).sort())
      }),
      { numRuns: 15, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    )
    expect(admissions).toBeGreaterThan(0)
  },
)
