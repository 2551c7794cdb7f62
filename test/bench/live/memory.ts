import { setTimeout as delay } from 'node:timers/promises'
import { anonymousMiB } from '../processes.ts'

/** The most anonymous memory of a process while something runs, beyond what it had before; in MiB. */
export async function memoryGrowth<Value>(pid: number, run: () => Promise<Value>): Promise<{ value: Value; growthMiB: number }> {
  const before = await anonymousMiB(pid)
  let most = before
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      await delay(250)
      most = Math.max(most, await anonymousMiB(pid))
    }
  })()
  try {
    const value = await run()
    return { value, growthMiB: most - before }
  } finally {
    isOver = true
    await watching
  }
}

/** Anonymous memory in MiB, once it has kept within 1 % over four readings, a second apart; nothing makes the server collect. */
export async function restingMemory(pid: number, secondsAtMost: number): Promise<number> {
  const end = performance.now() + secondsAtMost * 1000
  const readings: number[] = []
  for (;;) {
    readings.push(await anonymousMiB(pid))
    const last = readings.slice(-4)
    const isAtRest = last.length === 4 && Math.max(...last) <= Math.min(...last) * 1.01
    if (isAtRest || performance.now() >= end) return readings.at(-1)!
    await delay(Math.min(1_000, secondsAtMost * 250))
  }
}
