import { describe, expect, inject, test } from 'vitest'
import { soak } from './soak.ts'

const small = { seed: 12, seconds: 12, phaseSeconds: 4, teams: 2, nodes: 2, writers: 3, subscribers: 24, faults: 2, crowd: 0 }

// A taste of `npm run soak`: the choices are the same on every run, when they happen is not.
describe("Each team's revisions are dense and in commit order. Whoever asks for changes after revision r gets r+1, r+2, … each once", () => {
  test(
    'with nodes killed, PostgreSQL and Redis away, messages lost and sockets cut; and what they fold is what the tables hold',
    { timeout: 240_000 },
    async () => {
      const { lines, findings, tally } = await soak(small, inject('redisServerPath'))
      const told = lines.join('\n')
      expect(findings, told).toEqual([])
      // It was no idle run.
      expect(tally.sum('faults'), told).toBeGreaterThan(3)
      expect(tally.of('comparisons', 'logs'), told).toBeGreaterThan(0)
      expect(tally.of('comparisons', 'subscribers'), told).toBeGreaterThan(0)
      expect(tally.sum('delivered'), told).toBeGreaterThan(50)
    },
  )
})
