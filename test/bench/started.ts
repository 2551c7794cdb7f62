/** What was started for a run, and is stopped in reverse order at its end or when the run is ended by a signal: nothing outlives us. */
export type StartedParts = {
  start<Part extends { stop(): Promise<void> }>(starting: Promise<Part>): Promise<Part>
  stop(): Promise<void>
}

export function createStartedParts(): StartedParts {
  const stops: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    process.off('SIGINT', stopOnSignal).off('SIGTERM', stopOnSignal)
    for (const end of stops.splice(0).reverse()) await end().catch(() => {})
  }
  const stopOnSignal = (): void => void stop().then(() => process.exit(130))
  process.once('SIGINT', stopOnSignal).once('SIGTERM', stopOnSignal)
  return {
    async start(starting) {
      const started = await starting
      stops.push(() => started.stop())
      return started
    },
    stop,
  }
}
