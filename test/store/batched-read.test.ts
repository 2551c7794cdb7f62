import { describe, expect, it } from 'vitest'
import { batchReads } from '../../src/store/batched-read.ts'

describe('a batched read', () => {
  // Each read waits until it is let go, and answers its keys with the number of the read.
  function held(options: { most?: number; atOnce?: number } = {}) {
    const reads: { keys: readonly string[]; end(): void; fail(): void }[] = []
    const find = batchReads<string, string>(
      (keys) =>
        new Promise((resolve, reject) => {
          const at = reads.length
          reads.push({ keys, end: () => resolve(keys.map((key) => `${key}${at}`)), fail: () => reject(new Error('down')) })
        }),
      options,
    )
    return { find, reads }
  }
  const turn = () => new Promise(setImmediate)

  it('answers all who come while one is under way by the next one, each their own', async () => {
    const { find, reads } = held({ atOnce: 1 })
    const first = find('a')
    await turn()
    const later = [find('b'), find('c'), find('a')]
    await turn()
    expect(reads.map((read) => read.keys)).toEqual([['a']])
    reads[0]!.end()
    expect(await first).toBe('a0')
    await turn()
    reads[1]!.end()
    expect(await Promise.all(later)).toEqual(['b1', 'c1', 'a1'])
  })

  it('takes those together who come in one turn, and no more than it may', async () => {
    const { find, reads } = held({ most: 2, atOnce: 2 })
    const all = ['a', 'b', 'c', 'd', 'e'].map(find)
    await turn()
    expect(reads.map((read) => read.keys)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    for (const read of reads) read.end()
    await turn()
    reads[2]!.end()
    expect(await Promise.all(all)).toEqual(['a0', 'b0', 'c1', 'd1', 'e2'])
  })

  it('goes on after one that failed, which fails only those who shared it', async () => {
    const { find, reads } = held({ atOnce: 1 })
    const failing = Promise.allSettled([find('a'), find('b')])
    await turn()
    const next = find('c')
    reads[0]!.fail()
    expect((await failing).map((result) => result.status)).toEqual(['rejected', 'rejected'])
    await turn()
    reads[1]!.end()
    expect(await next).toBe('c1')
  })
})
