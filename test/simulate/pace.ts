import { setTimeout as delay } from 'node:timers/promises'

/** Lets callers through at an even rate, whoever they are; a pause is not made up for by a burst. */
export function createPace(perSecond: number, signal?: AbortSignal): () => Promise<void> {
  let next = 0
  return async () => {
    const now = performance.now()
    const mine = Math.max(now, next)
    next = mine + 1000 / perSecond
    if (mine > now) await delay(mine - now, undefined, { signal })
  }
}
