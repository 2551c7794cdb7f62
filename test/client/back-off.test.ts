import { describe, expect, test } from 'vitest'
import { createBackOff, createPause } from '../../src/client/back-off.ts'

const bounds = { firstMilliseconds: 100, longestMilliseconds: 1_000 }
const delays = (random: number, failures: number): number[] => {
  const backOff = createBackOff(bounds, () => random)
  return Array.from({ length: failures }, () => backOff.failed(0).delayMilliseconds)
}

describe('The wait before the next attempt', () => {
  test('doubles up to the longest', () => {
    expect(delays(1, 6)).toEqual([100, 200, 400, 800, 1_000, 1_000])
  })

  test('is anywhere between nothing and that', () => {
    expect(delays(0, 6)).toEqual([0, 0, 0, 0, 0, 0])
    expect(delays(0.5, 6)).toEqual([50, 100, 200, 400, 500, 500])
  })

  test('begins again once things have gone well for longer than the last one could be', () => {
    const backOff = createBackOff(bounds, () => 1)
    for (const _ of [1, 2, 3]) backOff.failed(0)
    backOff.recovered(1_000)
    expect(backOff.failed(1_401)).toEqual({ attempt: 1, delayMilliseconds: 100 })
  })

  test('grows on when things go well only for a moment each time', () => {
    const backOff = createBackOff(bounds, () => 1)
    const seen = [0, 1_000, 2_000, 3_000].map((now) => {
      const { attempt } = backOff.failed(now)
      backOff.recovered(now + 950)
      return attempt
    })
    expect(seen).toEqual([1, 2, 3, 4])
  })
})

describe('A pause that is skipped', () => {
  test('lets go of what waits, and makes what comes later wait', async () => {
    const pause = createPause()
    expect(pause.skip()).toBe(false)
    const waiting = pause.wait(3_600_000)
    expect(pause.skip()).toBe(true)
    await waiting
    const later = await Promise.race([pause.wait(3_600_000).then(() => 'over'), Promise.resolve('waits')])
    expect(later).toBe('waits')
    pause.end()
  })
})

describe('A pause that is ended', () => {
  test('resolves at once whatever waits, and waits for nothing any more', async () => {
    const pause = createPause()
    const waiting = [pause.wait(3_600_000), pause.wait(3_600_000)]
    pause.end()
    await Promise.all([...waiting, pause.wait(3_600_000)])
  })
})
