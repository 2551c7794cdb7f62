export type Receiving = {
  isEnded(): boolean
  /** Messages that may wait. */
  mostWaiting: number
  onCrowded(): void
  onError(error: unknown): void
}

/**
 * graphql-ws forgets an operation some time after its `complete` was received, and would forget one that began with the same id meanwhile along with it.
 * So what comes with the id of a completed operation waits until that one has really ended.
 */
export function inOrderOfIds(
  receive: (text: string) => Promise<void>,
  { isEnded, mostWaiting, onCrowded, onError }: Receiving,
): (text: string) => void {
  const running = new Map<string, { isCompleted: boolean; waiting: string[] }>()
  let waitingCount = 0

  function handle(text: string): void {
    if (isEnded()) return
    const message = operationMessage(text)
    const before = message && running.get(message.id)
    if (!message) void receive(text).catch(onError)
    else if (before?.isCompleted) keep(before.waiting, text)
    else if (message.type === 'complete') {
      if (before) before.isCompleted = true
      void receive(text).catch(onError)
    } else if (before) void receive(text).catch(onError)
    else begin(message.id, text)
  }

  function keep(waiting: string[], text: string): void {
    if (++waitingCount > mostWaiting) return onCrowded()
    waiting.push(text)
  }

  function begin(id: string, text: string): void {
    const operation = { isCompleted: false, waiting: [] as string[] }
    running.set(id, operation)
    void receive(text)
      .catch(onError)
      .finally(() => {
        running.delete(id)
        waitingCount -= operation.waiting.length
        for (const next of operation.waiting) handle(next)
      })
  }

  return handle
}

/** Undefined for what begins and ends no operation, also for what is no message at all. */
function operationMessage(text: string): { type: 'subscribe' | 'complete'; id: string } | undefined {
  if (!text.includes('"subscribe"') && !text.includes('"complete"')) return undefined
  try {
    const { type, id } = JSON.parse(text) as { type?: unknown; id?: unknown }
    return (type === 'subscribe' || type === 'complete') && typeof id === 'string' ? { type, id } : undefined
  } catch {
    return undefined
  }
}
