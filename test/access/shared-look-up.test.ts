import { describe, expect, it } from 'vitest'
import { shareLookUps } from '../../src/access/shared-look-up.ts'

describe('a shared look-up', () => {
  // Each look-up answers the number of the moment at which it started.
  function counting() {
    let now = 0
    const started: number[] = []
    const releases: (() => void)[] = []
    const find = shareLookUps(async (_: string) => {
      const at = now
      started.push(at)
      await new Promise<void>((resolve) => releases.push(resolve))
      return at
    })
    return { find, started, releases, tick: () => now++ }
  }

  it('never answers with what was true only before the request', async () => {
    const { find, started, releases, tick } = counting()
    const first = find('a')
    tick()
    const later = [find('a'), find('a'), find('a')]
    releases.shift()!()
    expect(await first).toBe(0)
    await new Promise(setImmediate)
    releases.shift()!()
    expect(await Promise.all(later)).toEqual([1, 1, 1])
    expect(started).toHaveLength(2)
  })

  it('goes on after one that failed, and starts anew when none is under way', async () => {
    let calls = 0
    const find = shareLookUps(async (_: string) => {
      calls++
      if (calls === 1) throw new Error('down')
      return calls
    })
    const [first, second] = await Promise.allSettled([find('a'), find('a')])
    expect(first.status).toBe('rejected')
    expect(second).toEqual({ status: 'fulfilled', value: 2 })
    expect(await find('a')).toBe(3)
  })

  it('keeps keys apart', async () => {
    const find = shareLookUps(async (key: string) => key)
    expect(await Promise.all([find('a'), find('b')])).toEqual(['a', 'b'])
  })
})
