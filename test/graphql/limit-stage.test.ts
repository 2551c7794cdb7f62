import { expect, test } from 'vitest'
import type { Change } from '../../src/domain/change.ts'
import { newestOf } from '../../src/graphql/limit-stage.ts'
import { approximateBytes } from '../../src/realtime/change-size.ts'

const actor = { kind: 'SYSTEM', id: null, label: 'test' } as const
const joined = (revision: number, count: number): Change => {
  const addedUserIds = Array.from({ length: count }, (_, index) => `${revision}-${index}`)
  const group = { id: 'group', displayName: 'Group' }
  const data = { group, addedUserIds, removedUserIds: [], added: [], removed: [] }
  return { id: `change-${revision}`, teamId: 'team', revision, at: new Date(), actor, kind: 'MembershipChanged', data } as unknown as Change
}

test('of the changes for whoever comes back so many of the newest are kept, by number and by bytes, and at least one', () => {
  const changes = [joined(1, 1), joined(2, 1_000), joined(3, 10), joined(4, 10)]
  const kept = (most: { count: number; bytes: number }) => newestOf(changes, most).map(({ revision }) => revision)
  expect(kept({ count: 3, bytes: Infinity })).toEqual([2, 3, 4])
  expect(kept({ count: 10, bytes: Infinity })).toEqual([1, 2, 3, 4])
  const bytes = approximateBytes(changes[2]!) + approximateBytes(changes[3]!)
  expect(kept({ count: 10, bytes })).toEqual([3, 4])
  expect(kept({ count: 10, bytes: bytes - 1 })).toEqual([4])
  expect(kept({ count: 10, bytes: 1 })).toEqual([4])
  expect(newestOf(Array.from({ length: 30 }, (_, index) => joined(index, 5_000))).length).toBeLessThan(30)
})
