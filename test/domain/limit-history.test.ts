import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change, ChangeKind } from '../../src/domain/change.ts'
import {
  countDecisions,
  decide,
  decidingKinds,
  decisionOf,
  emptyLimitFacts,
  enter,
  explain,
  isSameDecision,
  mayDecideFor,
  presenceOf,
  undo,
  usersAffectedBy,
  type LimitFacts,
} from '../../src/domain/limit-history.ts'
import { effectiveSpendLimit, type SpendLimit, type SpendLimitState, type SpendLimitTarget } from '../../src/domain/spend-limit.ts'

const teamId = 'team'
const at = new Date('2026-11-28T12:00:00Z')

let revision = 0
function change<Kind extends ChangeKind>(kind: Kind, data: Change<Kind>['data']): Change {
  return { kind, data, id: `${++revision}`, teamId, revision, at, actor: { kind: 'SYSTEM', id: null, label: '' } } as unknown as Change
}

const stateOf = (target: SpendLimitTarget, amountMinor: number | null, expiresAt: string | null = null, version = 1): SpendLimitState => ({
  id: `limit of ${target.id}`,
  target,
  amountMinor,
  currency: 'EUR',
  version,
  expiresAt,
})
const limitOf = (target: SpendLimitTarget, amountMinor: number | null, expiresAt: Date | null = null): SpendLimit => ({
  id: `limit of ${target.id}`,
  teamId,
  target,
  isSet: true,
  amountMinor,
  version: 1,
  setAt: at,
  setBy: 'x',
  expiresAt,
})
const user = (id: string, active = true) =>
  ({ id, directoryId: 'dir', externalId: null, userName: id, displayName: null, email: null, active, version: 1 }) as const
const group = (id: string, displayName = id) =>
  ({ id, directoryId: 'dir', externalId: null, displayName, memberCount: 0, version: 1 }) as const
const members = (groupId: string, added: string[], removed: string[]): Change =>
  change('MembershipChanged', { group: group(groupId), addedUserIds: added, removedUserIds: removed, added: [], removed: [] })

function factsOf(): LimitFacts {
  const facts = emptyLimitFacts(teamId, 'EUR', undefined)
  facts.users.set('ada', { active: true })
  facts.users.set('bob', { active: true })
  enter(facts, 'ada', 'high')
  facts.groupNames.set('high', 'High')
  facts.limits.set('high', limitOf({ kind: 'GROUP', id: 'high' }, 50))
  facts.limits.set(teamId, limitOf({ kind: 'TEAM', id: teamId }, 10))
  return facts
}
const amountOf = (facts: LimitFacts, id: string): unknown => {
  const decision = decide(facts, id)
  return decision && [decision.source, decision.amountMinor]
}

describe('Undoing a change gives what decided before it', () => {
  test.each<[string, Change, string, unknown]>([
    [
      'a limit that was set',
      change('SpendLimitSet', { before: null, after: stateOf({ kind: 'GROUP', id: 'high' }, 50) }),
      'ada',
      ['TEAM', 10],
    ],
    [
      'a limit that was set anew',
      change('SpendLimitSet', { before: stateOf({ kind: 'GROUP', id: 'high' }, 7), after: stateOf({ kind: 'GROUP', id: 'high' }, 50) }),
      'ada',
      ['GROUP', 7],
    ],
    [
      'a limit that was cleared',
      change('SpendLimitCleared', { before: stateOf({ kind: 'USER', id: 'bob' }, null) }),
      'bob',
      ['USER', null],
    ],
    ['an override that expired', change('SpendLimitExpired', { before: stateOf({ kind: 'USER', id: 'bob' }, 3) }), 'bob', ['USER', 3]],
    ['members who came', members('high', ['ada'], []), 'ada', ['TEAM', 10]],
    ['members who went', members('high', [], ['bob']), 'bob', ['GROUP', 50]],
    [
      'a user who was deactivated or reactivated',
      change('UserReactivated', { before: user('ada', false), after: user('ada'), attributes: [] }),
      'ada',
      ['INACTIVE_USER', 0],
    ],
    ['a user who was created', change('UserCreated', { user: user('ada') }), 'ada', undefined],
    ['a user who was deleted', change('UserDeleted', { user: user('carl') }), 'carl', ['TEAM', 10]],
    ['an inactive user who was deleted', change('UserDeleted', { user: user('carl', false) }), 'carl', ['INACTIVE_USER', 0]],
    ['what decides nothing', change('TeamPlanSet', { before: 'FREE', after: 'PRO' }), 'ada', ['GROUP', 50]],
  ])('%s', (_, one, id, before) => {
    const facts = factsOf()
    undo(facts, one)
    expect(amountOf(facts, id)).toEqual(before)
  })

  test('with the names that groups had, also of those that are gone', () => {
    const facts = factsOf()
    undo(facts, change('GroupModified', { before: group('high', 'Before'), after: group('high', 'High'), attributes: ['displayName'] }))
    undo(facts, change('GroupDeleted', { group: group('gone', 'Gone') }))
    undo(facts, change('SpendLimitCleared', { before: stateOf({ kind: 'GROUP', id: 'gone' }, 99) }))
    undo(facts, members('gone', [], ['ada']))
    expect(explain(facts, 'ada')!.candidates.map(({ groupName, isWinner }) => [groupName, isWinner])).toEqual([
      ['Gone', true],
      ['Before', false],
      [null, false],
    ])
  })

  test('and whoever was of a deleted directory is not known, until the log speaks of them', () => {
    const facts = factsOf()
    undo(facts, change('DirectoryDeleted', { directory: { id: 'dir', name: 'Gone', provider: 'OTHER' }, userCount: 1, groupCount: 0 }))
    expect([presenceOf(facts, 'ada'), presenceOf(facts, 'carl'), presenceOf(facts, 'dora')]).toEqual(['THERE', 'UNKNOWN', 'UNKNOWN'])
    undo(facts, change('UserDeleted', { user: user('carl') }))
    expect([presenceOf(facts, 'carl'), presenceOf(facts, 'dora')]).toEqual(['THERE', 'UNKNOWN'])
    undo(facts, change('UserCreated', { user: user('carl') }))
    expect(presenceOf(facts, 'carl')).toBe('ABSENT')
  })

  test('only of those who are asked about', () => {
    const facts = { ...factsOf(), tracked: new Set(['ada', 'bob']) }
    undo(facts, members('high', [], ['bob', 'carl']))
    undo(facts, change('UserDeleted', { user: user('carl') }))
    expect([amountOf(facts, 'bob'), amountOf(facts, 'carl')]).toEqual([['GROUP', 50], undefined])
    expect(facts.membersOf.get('high')).toEqual(new Set(['ada', 'bob']))
  })
})

test('An override counts until its moment where one is given, else until the log ends it', () => {
  const facts = factsOf()
  facts.limits.set('ada', limitOf({ kind: 'USER', id: 'ada' }, 1, at))
  const amountAt = (moment?: Date) => explain(facts, 'ada', moment)!.amountMinor
  expect([amountAt(new Date(at.getTime() - 1)), amountAt(at), amountAt()]).toEqual([1, 50, 1])
  expect(decide(facts, 'ada')!.amountMinor).toBe(1)
})

const groups = ['a', 'b', 'c']
const amount = fc.option(fc.nat({ max: 2 }), { nil: null })
const anyFacts = fc
  .record({
    active: fc.boolean(),
    own: fc.option(amount, { nil: undefined }),
    standard: fc.option(amount, { nil: undefined }),
    groups: fc.record({
      a: fc.option(amount, { nil: undefined }),
      b: fc.option(amount, { nil: undefined }),
      c: fc.option(amount, { nil: undefined }),
    }),
    memberOf: fc.subarray(groups),
  })
  .map((given) => {
    const facts = emptyLimitFacts(teamId, 'EUR', undefined)
    facts.users.set('ada', { active: given.active })
    for (const id of given.memberOf) enter(facts, 'ada', id)
    const put = (target: SpendLimitTarget, amountMinor: number | null | undefined): void => {
      if (amountMinor !== undefined) facts.limits.set(target.id, limitOf(target, amountMinor))
    }
    put({ kind: 'USER', id: 'ada' }, given.own)
    put({ kind: 'TEAM', id: teamId }, given.standard)
    for (const id of groups) put({ kind: 'GROUP', id }, given.groups[id as 'a'])
    return facts
  })

test('decide is the rule of effectiveSpendLimit without its reasons', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const candidates = ['ada', teamId, ...(facts.groupsOf.get('ada') ?? [])].flatMap((id) => facts.limits.get(id) ?? [])
      const expected = effectiveSpendLimit(
        facts.users.get('ada')!,
        candidates.map((spendLimit) => ({ spendLimit, groupName: '' })),
        'EUR',
      )
      expect(decide(facts, 'ada')).toEqual(decisionOf(expected))
      expect(decisionOf(explain(facts, 'ada')!)).toEqual(decisionOf(expected))
    }),
  )
})

test('A decision is the value: amount, unlimited and source, whichever of equal limits it is from', () => {
  const facts = factsOf()
  const before = decide(facts, 'ada')
  enter(facts, 'ada', 'even')
  facts.limits.set('even', limitOf({ kind: 'GROUP', id: 'even' }, 50))
  expect(explain(facts, 'ada')!.decidedBy!.target.id).toBe('even')
  expect(isSameDecision(decide(facts, 'ada'), before)).toBe(true)
  facts.limits.set('even', limitOf({ kind: 'GROUP', id: 'even' }, 51))
  expect(isSameDecision(decide(facts, 'ada'), before)).toBe(false)
  // The same amount of another source is another value.
  facts.limits.set('ada', limitOf({ kind: 'USER', id: 'ada' }, 50))
  expect(isSameDecision(decide(facts, 'ada'), before)).toBe(false)
})

test('Whose decision a change makes another is among those whom it may concern, and the filter lets it through', () => {
  const targets = fc.constantFrom<SpendLimitTarget>(
    { kind: 'USER', id: 'ada' },
    { kind: 'TEAM', id: teamId },
    ...groups.map((id) => ({ kind: 'GROUP' as const, id })),
  )
  const changes = fc.oneof(
    fc
      .record({ target: targets, before: fc.option(amount, { nil: undefined }), after: amount })
      .map(({ target, before, after }) =>
        change('SpendLimitSet', { before: before === undefined ? null : stateOf(target, before), after: stateOf(target, after) }),
      ),
    fc
      .record({ target: targets, before: amount })
      .map(({ target, before }) => change('SpendLimitCleared', { before: stateOf(target, before) })),
    fc.constantFrom(...groups).map((id) => members(id, ['ada'], [])),
    fc.constantFrom(...groups).map((id) => members(id, [], ['ada'])),
    fc.boolean().map((active) => change('UserDeactivated', { before: user('ada', active), after: user('ada', !active), attributes: [] })),
    fc.constant(change('UserCreated', { user: user('ada') })),
  )
  fc.assert(
    fc.property(anyFacts, changes, (facts, one) => {
      const after = decide(facts, 'ada')
      const affected = [...usersAffectedBy(facts, one)]
      undo(facts, one)
      if (isSameDecision(decide(facts, 'ada'), after)) return
      expect(affected).toContain('ada')
      expect(mayDecideFor('ada', one)).toBe(true)
      expect(decidingKinds).toContain(one.kind)
    }),
  )
})

test('Counts say how many rise, fall, have 0 from then on and become unlimited; who comes or goes neither rises nor falls', () => {
  const of = (amountMinor: number | null) => ({ isUnlimited: amountMinor === null, amountMinor, source: 'TEAM' as const })
  const pairs: [number | null | undefined, number | null | undefined][] = [
    [1, 2],
    [2, 1],
    [1, null],
    [null, 1],
    [1, 0],
    [0, 0],
    [undefined, 0],
    [undefined, null],
    [5, undefined],
  ]
  const changed = pairs.map(([before, after]) => ({
    userId: 'x',
    before: before === undefined ? undefined : of(before),
    after: after === undefined ? undefined : of(after),
  }))
  expect(countDecisions(changed)).toEqual({ changed: 9, raised: 2, lowered: 3, zero: 2, unlimited: 2 })
})
