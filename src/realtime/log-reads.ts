import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from './wake-up.ts'

export type LogReadOptions = {
  /** Ends the tries; the read then rejects with the signal's reason. */
  signal: AbortSignal
  /** Goes before the reads that are not: what all streams of a team wait for before what one of them replays. */
  isUrgent?: boolean
  /** After this many failures the read rejects; without it, never for a failure. */
  tries?: number
}

/**
 * The live side's reads of the database: at most `atOnce` of them run at one time, so that a mass of resuming streams leaves
 * connections to everybody else. A failed read is tried again with growing pauses: nothing is ever skipped because of one.
 */
export type LogReads = {
  read<T>(read: () => Promise<T>, options: LogReadOptions): Promise<T>
  isFailing(): boolean
  /** Resolves when no read runs. */
  settled(): Promise<void>
}

const answerMilliseconds = 30_000

export function createLogReads({ atOnce, log }: { atOnce: number; log: Log }): LogReads {
  // A connection that lost its other end must not hold a turn until TCP gives up.
  const answerWithin = async <T>(read: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined
    const expired = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${answerMilliseconds} ms`)), answerMilliseconds).unref()
    })
    return Promise.race([read, expired]).finally(() => clearTimeout(timer))
  }

  const urgent: (() => void)[] = []
  const patient: (() => void)[] = []
  const running = new Set<Promise<unknown>>()
  let taken = 0
  let isFailing = false

  function turn(isUrgent: boolean): Promise<void> | undefined {
    if (taken < atOnce) {
      taken++
      return undefined
    }
    return new Promise((resolve) => (isUrgent ? urgent : patient).push(resolve))
  }

  function passTurn(): void {
    const next = urgent.shift() ?? patient.shift()
    if (next) next()
    else taken--
  }

  async function readInTurn<T>(read: () => Promise<T>, { signal, isUrgent = false }: LogReadOptions): Promise<T> {
    await turn(isUrgent)
    let reading: Promise<T> | undefined
    try {
      signal.throwIfAborted()
      reading = answerWithin(read())
      running.add(reading)
      return await reading
    } finally {
      if (reading) running.delete(reading)
      passTurn()
    }
  }

  return {
    async read(read, options) {
      const { signal, tries = Infinity } = options
      for (let attempt = 1; ; attempt++) {
        try {
          const result = await readInTurn(read, options)
          if (isFailing) log.info({}, 'The change log can be read again')
          isFailing = false
          return result
        } catch (error) {
          signal.throwIfAborted()
          if (!isFailing) log.error({ err: error }, 'The change log cannot be read; trying again until it can')
          isFailing = true
          if (attempt >= tries) throw error
        }
        await pause(Math.min(50 * 2 ** Math.min(attempt, 10), 5_000) * (0.75 + Math.random() / 2), undefined, { signal, ref: false })
      }
    },
    isFailing: () => isFailing,
    async settled() {
      while (running.size > 0) await Promise.allSettled(running)
    },
  }
}
