export type BackOffOptions = {
  /** The longest first wait, in milliseconds. */
  firstMilliseconds: number
  /** No wait is longer than this. */
  longestMilliseconds: number
}

export type BackOff = {
  /** Something failed: how long to wait, in milliseconds, and the how manieth attempt in a row comes after that. */
  failed(now: number): { attempt: number; delayMilliseconds: number }
  /** Things go well since then. */
  recovered(now: number): void
}

/**
 * Exponential back-off with full jitter: each wait is anywhere between nothing and a ceiling that doubles with every failure, so
 * that a thousand clients that lost the same server do not come again at the same moment.
 * Failures are forgiven once things have gone well for longer than the last ceiling. A server that lets everybody in and closes
 * at once is therefore left alone more and more, as one that lets nobody in.
 */
export function createBackOff({ firstMilliseconds, longestMilliseconds }: BackOffOptions, random: () => number = Math.random): BackOff {
  let attempt = 0
  let recoveredAt: number | undefined

  const ceiling = (failures: number): number => Math.min(longestMilliseconds, firstMilliseconds * 2 ** failures)

  return {
    failed(now) {
      if (recoveredAt !== undefined && now - recoveredAt > ceiling(attempt - 1)) attempt = 0
      recoveredAt = undefined
      const delayMilliseconds = Math.round(random() * ceiling(attempt))
      attempt++
      return { attempt, delayMilliseconds }
    },
    recovered(now) {
      recoveredAt ??= now
    },
  }
}

export type Pause = {
  /** Resolves after the time, or as soon as the pause is ended. */
  wait(milliseconds: number): Promise<void>
  /** Whatever waits now goes on at once; answers whether anything did. */
  skip(): boolean
  /** For good: nothing waits here any more. */
  end(): void
}

/** Waiting that can be given up without leaving a timer behind. */
export function createPause(): Pause {
  let isEnded = false
  const waiting = new Set<() => void>()

  return {
    wait(milliseconds) {
      if (isEnded) return Promise.resolve()
      return new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer)
          waiting.delete(finish)
          resolve()
        }
        const timer = setTimeout(finish, milliseconds)
        waiting.add(finish)
      })
    },
    skip() {
      const hasWaited = waiting.size > 0
      for (const finish of waiting) finish()
      return hasWaited
    },
    end() {
      isEnded = true
      for (const finish of waiting) finish()
    },
  }
}
