import { describe, expect, it } from 'vitest'
import { createQuota } from '../../../src/scim/request-log/quota.ts'

function quotaAt(start = 0) {
  let at = start
  const quota = createQuota({ most: 2, windowMilliseconds: 1_000, mostKeys: 3 }, () => at)
  return { ...quota, wait: (milliseconds: number) => void (at += milliseconds) }
}

describe('A quota', () => {
  it('takes so many of each key in each window, and says how many it refused before', () => {
    const { take, wait } = quotaAt()
    expect([take('a'), take('a'), take('a'), take('a')]).toEqual([0, 0, undefined, undefined])
    expect(take('b')).toBe(0)
    wait(1_000)
    expect([take('a'), take('a'), take('a')]).toEqual([2, 0, undefined])
  })

  it('counts what was taken and given back as refused', () => {
    const { take, giveBack } = quotaAt()
    expect(take('a')).toBe(0)
    giveBack('a', 3)
    expect(take('a')).toBe(3)
  })

  it('forgets a key whose window is over when it needs the room, and takes no more keys than it has room for', () => {
    const { take, wait } = quotaAt()
    for (const key of ['a', 'b', 'c']) expect(take(key)).toBe(0)
    expect(take('d')).toBeUndefined()
    expect(take('a')).toBe(0)
    wait(1_000)
    expect(take('a')).toBe(0)
    expect([take('d'), take('e'), take('f')]).toEqual([0, 0, undefined])
  })
})
