import { describe, expect, it } from 'vitest'
import { effectiveSpendLimit, type Candidate } from '../../src/domain/spend-limit.ts'
import cases from './effective-spend-limit.cases.json' with { type: 'json' }

const at = new Date(0)

// "GROUP a" is the limit of a group whose id and name are "a".
function candidate(key: string, amountMinor: number | null): Candidate {
  const [kind, name] = key.split(' ') as ['USER' | 'GROUP' | 'TEAM', string?]
  const target = { kind, id: name ?? kind.toLowerCase() }
  const spendLimit = { id: key, teamId: 't', target, isSet: true, amountMinor, version: 1, setAt: at, setBy: 'x', expiresAt: null }
  return { spendLimit, ...(name === undefined ? {} : { groupName: name }) }
}

describe('effective spend limit', () => {
  for (const { rule, user, limits, expect: expected } of cases) {
    it(rule, () => {
      const candidates = Object.entries(limits).map(([key, amount]) => candidate(key, amount as number | null))
      for (const order of [candidates, candidates.toReversed()]) {
        const effective = effectiveSpendLimit(user, order)
        expect(effective.amountMinor).toBe(expected.amountMinor)
        expect(effective.isUnlimited).toBe(expected.amountMinor === null)
        expect(effective.source).toBe(expected.source)
        expect(effective.candidates.filter((each) => each.isWinner).map((each) => each.spendLimit.id)).toEqual(expected.winners)
        expect(effective.decidedBy?.id ?? null).toBe(expected.winners[0] ?? null)
        expect(effective.candidates).toHaveLength(candidates.length)
        expect(effective.candidates.every((each) => each.reason.length > 0)).toBe(true)
        expect(
          effective.withoutWinner && { amountMinor: effective.withoutWinner.amountMinor, source: effective.withoutWinner.source },
        ).toEqual(expected.without)
      }
    })
  }
})
