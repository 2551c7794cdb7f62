import type { Writable } from 'node:stream'

/** Resolves when most of what was written has left for the network, or nothing does any more. */
export function drained(stream: Writable): Promise<void> | void {
  if (!stream.writableNeedDrain || stream.destroyed) return
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done)
      resolve()
    }
    stream.on('drain', done).on('close', done)
  })
}
