import { describe, expect, test } from 'vitest'
import { createReadLine } from '../../src/store/read-line.ts'

/** Reads that a test ends by hand, in a line of two at a time. */
function useLine(waiting?: { ofTeam: number; ofAll: number }) {
  const line = createReadLine({ atOnce: 2, ...(waiting ? { waiting } : {}) })
  const running: string[] = []
  const endings = new Map<string, () => void>()
  const ask = (name: string): Promise<string> =>
    line.run(name[0]!, async () => {
      running.push(name)
      await new Promise<void>((resolve) => endings.set(name, resolve))
      running.splice(running.indexOf(name), 1)
      return name
    })
  const end = async (name: string): Promise<void> => {
    await new Promise(setImmediate)
    endings.get(name)!()
    await new Promise(setImmediate)
  }
  return { ask, end, running, line }
}

describe('A line of reads', () => {
  test('runs one of a team at a time and so many of all, and lets teams take turns', async () => {
    const { ask, end, running } = useLine()
    const answers = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map(ask)
    await new Promise(setImmediate)
    expect(running).toEqual(['a1', 'b1'])
    await end('a1')
    expect(running).toEqual(['b1', 'a2'])
    await end('b1')
    expect(running).toEqual(['a2', 'c1'])
    await end('c1')
    expect(running).toEqual(['a2', 'b2'])
    for (const name of ['b2', 'a2', 'a3']) await end(name)
    expect(await Promise.all(answers)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'b2'])
    expect(running).toEqual([])
  })

  test('refuses with OVERLOADED what would wait behind too many of its team or of all, and goes on', async () => {
    const { ask, end } = useLine({ ofTeam: 1, ofAll: 2 })
    const answers = ['a1', 'a2', 'b1', 'b2'].map(ask)
    await expect(ask('a3')).rejects.toMatchObject({ code: 'OVERLOADED' })
    await expect(ask('c1')).rejects.toMatchObject({ code: 'OVERLOADED' })
    for (const name of ['a1', 'b1', 'a2', 'b2']) await end(name)
    expect(await Promise.all(answers)).toEqual(['a1', 'a2', 'b1', 'b2'])
    const later = ask('c1')
    await end('c1')
    expect(await later).toBe('c1')
  })

  test('a read that fails leaves its turn to the next', async () => {
    const { ask, end, line } = useLine()
    const failed = line.run('a', () => Promise.reject(new Error('away')))
    const next = ask('a1')
    await expect(failed).rejects.toThrow('away')
    await end('a1')
    expect(await next).toBe('a1')
  })
})
