type Waiting<Key, Value> = { key: Key; resolve(value: Value): void; reject(error: unknown): void }

export type BatchOptions = { /** Keys in one read. */ most?: number; /** Reads at one time. */ atOnce?: number }

/**
 * One read for many who ask at the same time: who comes while `atOnce` reads are under way shares the next one. Every read starts
 * after the requests that it answers, so nobody gets what was true only before they asked. `read` answers each key at its index;
 * when it fails, all who shared it hear of it.
 */
export function batchReads<Key, Value>(
  read: (keys: readonly Key[]) => Promise<readonly Value[]>,
  { most = 64, atOnce = 2 }: BatchOptions = {},
): (key: Key) => Promise<Value> {
  const waiting: Waiting<Key, Value>[] = []
  let running = 0
  let isScheduled = false

  async function run(batch: readonly Waiting<Key, Value>[]): Promise<void> {
    try {
      const values = await read(batch.map(({ key }) => key))
      for (const [index, { resolve }] of batch.entries()) resolve(values[index]!)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      running--
      start()
    }
  }

  function start(): void {
    while (running < atOnce && waiting.length > 0) {
      running++
      void run(waiting.splice(0, most))
    }
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (running >= atOnce || isScheduled) return
      isScheduled = true
      // After the current turn of the event loop: requests that arrived together share a read from the first one on.
      setImmediate(() => {
        isScheduled = false
        start()
      })
    })
}
