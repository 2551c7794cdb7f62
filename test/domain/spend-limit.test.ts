import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countsAt, effectiveSpendLimit, type Candidate, type SpendLimit } from '../../src/domain/spend-limit.ts'
import cases from './effective-spend-limit.cases.json' with { type: 'json' }

const at = new Date('2026-11-15T12:00:00Z')
const expired = new Date(at.getTime() - 1)
const later = new Date('2026-12-01T00:00:00Z')

type Given = number | null | 'CLEARED' | { amountMinor: number | null; expires: 'BEFORE' | 'NOW' | 'LATER' }
const times = { BEFORE: expired, NOW: at, LATER: later }

// "GROUP a" is the limit of a group whose id and name are "a".
function candidate(key: string, given: Given): Candidate {
  const [kind, name] = key.split(' ') as ['USER' | 'GROUP' | 'TEAM', string?]
  const target = { kind, id: name ?? kind.toLowerCase() }
  const { amountMinor, expires } =
    given === null || typeof given === 'number'
      ? { amountMinor: given, expires: undefined }
      : given === 'CLEARED'
        ? { amountMinor: null, expires: undefined }
        : given
  const expiresAt = expires ? times[expires] : null
  const spendLimit: SpendLimit = {
    id: key,
    teamId: 't',
    target,
    isSet: given !== 'CLEARED',
    amountMinor,
    version: 1,
    setAt: at,
    setBy: 'x',
    expiresAt,
  }
  return { spendLimit, ...(name === undefined ? {} : { groupName: name }) }
}

const counting = (limits: readonly Candidate[]): Candidate[] => limits.filter(({ spendLimit }) => countsAt(spendLimit, at))

describe('effective spend limit', () => {
  for (const { rule, user, limits, expect: expected, reasons } of cases as unknown as {
    rule: string
    user: { active: boolean }
    limits: Record<string, Given>
    expect: { amountMinor: number | null; source: string; winners: string[]; without: object | null }
    reasons?: Record<string, string>
  }[]) {
    it(rule, () => {
      const candidates = counting(Object.entries(limits).map(([key, given]) => candidate(key, given)))
      for (const order of [candidates, candidates.toReversed()]) {
        const effective = effectiveSpendLimit(user, order, 'EUR')
        expect(effective.amountMinor).toBe(expected.amountMinor)
        expect(effective.isUnlimited).toBe(expected.amountMinor === null)
        expect(effective.source).toBe(expected.source)
        expect(effective.candidates.filter((each) => each.isWinner).map((each) => each.spendLimit.id)).toEqual(expected.winners)
        expect(effective.decidedBy?.id ?? null).toBe(expected.winners[0] ?? null)
        expect(effective.candidates).toHaveLength(candidates.length)
        const said = new Map(effective.candidates.map((each) => [each.spendLimit.id, each.reason]))
        for (const reason of said.values()) expect(reason).toMatch(/^(Applies|Not used).+\.$/)
        for (const [key, reason] of Object.entries(reasons ?? {})) expect(said.get(key)).toBe(reason)
        expect(
          effective.withoutWinner && { amountMinor: effective.withoutWinner.amountMinor, source: effective.withoutWinner.source },
        ).toEqual(expected.without)
      }
    })
  }

  const amount = fc.option(fc.nat({ max: 3 }), { nil: null })
  const given: fc.Arbitrary<Given> = fc.oneof({ weight: 4, arbitrary: amount }, { weight: 1, arbitrary: fc.constant('CLEARED' as const) })
  const override = fc.oneof(
    given,
    fc.record({ amountMinor: amount, expires: fc.constantFrom('BEFORE' as const, 'NOW' as const, 'LATER' as const) }),
  )
  const directory = fc.record({
    active: fc.boolean(),
    own: fc.option(override),
    groups: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), given),
    team: fc.option(given),
  })

  /** The rule as design.md has it, in as few words. */
  function reference(active: boolean, own: Candidate[], groups: Candidate[], team: Candidate[]): number {
    const highest = (limits: Candidate[]): number => Math.max(...limits.map(({ spendLimit }) => spendLimit.amountMinor ?? Infinity))
    if (!active) return 0
    for (const some of [own, groups, team]) if (some.length > 0) return highest(some)
    return Infinity
  }

  it('is what five lines say, of any groups, limits, overrides and activity; and so is what applies without the winner', () => {
    fc.assert(
      fc.property(directory, ({ active, own, groups, team }) => {
        const [mine, ofGroups, ofTeam] = [
          own === null ? [] : [candidate('USER', own)],
          Object.entries(groups).map(([name, one]) => candidate(`GROUP ${name}`, one)),
          team === null ? [] : [candidate('TEAM', team)],
        ].map(counting) as [Candidate[], Candidate[], Candidate[]]
        const all = [...ofTeam, ...ofGroups, ...mine]
        const effective = effectiveSpendLimit({ active }, all, 'EUR')
        expect(effective.amountMinor ?? Infinity).toBe(reference(active, mine, ofGroups, ofTeam))
        expect(effective.isUnlimited).toBe(effective.amountMinor === null)
        expect(effective.candidates.map(({ spendLimit }) => spendLimit.id).toSorted()).toEqual(
          all.map(({ spendLimit }) => spendLimit.id).toSorted(),
        )
        const winners = new Set(effective.candidates.filter(({ isWinner }) => isWinner).map(({ spendLimit }) => spendLimit.id))
        expect(winners.size > 0).toBe(active && all.length > 0)
        if (winners.size === 0) expect(effective.withoutWinner).toBe(null)
        if (winners.size === 0) return
        const rest = [mine, ofGroups, ofTeam].map((some) => some.filter(({ spendLimit }) => !winners.has(spendLimit.id)))
        expect(effective.withoutWinner!.amountMinor ?? Infinity).toBe(reference(active, rest[0]!, rest[1]!, rest[2]!))
      }),
      { numRuns: 2_000 },
    )
  })
})
