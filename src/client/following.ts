import { createBackOff, createPause, type BackOffOptions } from './back-off.ts'
import { isFinalCloseCode } from './close-code.ts'
import type { Connection, Loss, Result } from './connection.ts'
import { parseMessage, type ChangesOf, type CheckpointOf, type LiveDocument, type LiveMessage } from './live-message.ts'
import { nextState, type Ended, type EndReason, type LiveEvent, type LiveState, type StaleReason } from './live-state.ts'
import { createMessageOrder } from './message-order.ts'
import { textOfError, type Report } from './problem.ts'

/** Why a snapshot is read: at the start, or because the server's log does not have the cursor (ResyncReason). */
export type SnapshotRequest = { reason: 'START' | 'PRUNED' | 'REPLACED' | 'AHEAD' | (string & {}); signal: AbortSignal }

export type FollowOptions<Data, Variables> = {
  /** A subscription that takes `$after` and selects what the proof of order needs; see docs/client.md. */
  document: LiveDocument<Data, Variables>
  /** All variables but `after`. */
  variables?: Omit<Variables, 'after'>
  /** The cursor to begin after: that of a snapshot, or of an earlier following. Without it: after `loadSnapshot`, or from now on. */
  after?: string
  /**
   * Reads a snapshot, puts it in the place of the view, and answers its change cursor. Called at the start when there is no `after`, and
   * whenever the server's log does not have the cursor. Tried again, with back-off, when it rejects. `signal` is aborted by stop().
   */
  loadSnapshot?(request: SnapshotRequest): string | Promise<string>
  /** The next changes: exactly what follows on from what was handed on before. The next are handed on only when this has returned. */
  onChanges(changes: ChangesOf<Data>): void | Promise<void>
  /** Nothing has changed for the view, and the position has moved on. In order with the changes. */
  onCheckpoint?(checkpoint: CheckpointOf<Data>): void | Promise<void>
  /** Each new state, once. */
  onState?(state: LiveState): void
}

export type FollowingCounts = {
  /** Messages that were proven and handed on. */
  messages: number
  /** Messages that came again and were dropped. */
  repeated: number
  /** Times that messages were missing. */
  gaps: number
  /** Times that the subscription was ended and started again at the last proven cursor. */
  restarts: number
  /** Times that its socket was lost. */
  losses: number
  /** Snapshots that were read. */
  snapshots: number
}

export type Following = {
  state(): LiveState
  /** The position: everything up to here was handed to the handlers, and they have returned. */
  cursor(): string | undefined
  counts(): FollowingCounts
  /** Resolves, and never rejects, when the following is over and its last handler has returned. */
  ended: Promise<Ended>
  /** If it waits to try again, it does so now. */
  hurry(): void
  /** Nothing is handed on after this. */
  stop(): void
}

export type FollowingSurroundings = { connection: Connection; text: string; backOff: BackOffOptions; report: Report }

/** A message with the time of the socket that it came on; or the wish for a snapshot, in its place among the messages. */
type Entry = { message: LiveMessage; isLive?: boolean; epoch: number } | { snapshot: string }

type Subscription = { unsubscribe(): void }

/** What is taken before the handlers have to catch up. */
const maxWaiting = 1_000
/** The server is at fault or busy; the operation itself is all right. */
const passingCodes = new Set(['INTERNAL', 'OVERLOADED', 'RATE_LIMITED', 'TIMEOUT'])

/**
 * Follows one subscription: hands on what comes, in order, each once, and goes on after everything that passes. Nothing is handed on
 * before it is proven to continue what was handed on before. The position moves only after a handler has returned; a handler that throws
 * ends the following, with the position before what it was given.
 */
export function startFollowing<Data, Variables>(
  { connection, text, backOff: backOffOptions, report }: FollowingSurroundings,
  options: FollowOptions<Data, Variables>,
): Following {
  let state: LiveState = { name: 'connecting', since: Date.now() }
  let order = createMessageOrder(options.after)
  let position = options.after
  let subscription: Subscription | undefined
  /** Rises when a subscription or its socket ends: what came before says nothing any more about whether the view is live. */
  let epoch = 0
  let waiting: Entry[] = []
  let isHandling = false
  let isHeldBack = false
  const counts: FollowingCounts = { messages: 0, repeated: 0, gaps: 0, restarts: 0, losses: 0, snapshots: 0 }
  const backOff = createBackOff(backOffOptions)
  const pause = createPause()
  const abort = new AbortController()
  let settle: (ended: Ended) => void
  const ended = new Promise<Ended>((resolve) => (settle = resolve))
  const stopListening = connection.listen({
    lost: onLost,
    waiting: (attempt, retryAt) => subscription && dispatch({ type: 'waiting', attempt, retryAt }),
  })

  function dispatch(event: LiveEvent): void {
    const next = nextState(state, event)
    if (next === state) return
    state = next
    try {
      options.onState?.(next)
    } catch (error) {
      end('handlerFailed', new Error(`onState threw: ${textOfError(error)}`, { cause: error }))
    }
  }

  function subscribe(): void {
    const mine: Subscription = { unsubscribe() {} }
    subscription = mine
    const isCurrent = (): boolean => subscription === mine
    const variables = {
      ...options.variables,
      // Read whenever the request is sent: on every new socket it says where to go on.
      get after() {
        return order.cursor()
      },
    }
    mine.unsubscribe = connection.subscribe(
      { query: text, variables },
      {
        next: (result) => isCurrent() && receive(result),
        error: (error) => isCurrent() && fail(error),
        complete: () => isCurrent() && restart('fault', 'the server completed the subscription'),
      },
    )
  }

  function unsubscribe(): void {
    const ending = subscription
    subscription = undefined
    epoch++
    ending?.unsubscribe()
  }

  function onLost({ reason, detail, heardAt }: Loss): void {
    if (!subscription) return
    epoch++
    counts.losses++
    dispatch({ type: 'interrupted', reason, detail, heardAt })
  }

  function receive({ data, errors }: Result): void {
    if (errors && errors.length > 0) return refuse(errors)
    const parsed = parseMessage(data)
    switch (parsed.type) {
      case 'positioned':
        return take(parsed.message, parsed.isLive)
      case 'resyncRequired':
        return resync(parsed.reason)
      case 'refused':
        return end(parsed.reason, new Error(parsed.detail))
      case 'unprovable':
        return end('unprovable', new Error(parsed.detail))
    }
  }

  function take(message: LiveMessage, isLive: boolean | undefined): void {
    const expected = order.cursor()
    switch (order.judge(message)) {
      case 'next':
        backOff.recovered(Date.now())
        waiting.push({ message, isLive, epoch })
        if (waiting.length >= maxWaiting) holdBack()
        return void handleWaiting()
      case 'repeated':
        counts.repeated++
        return report({ type: 'repeated', detail: `${message.__typename} up to ${message.cursor} came again and was dropped` })
      case 'gap': {
        counts.gaps++
        const detail = `${message.__typename} begins at ${message.previousCursor}, but the one before it ended at ${expected}`
        report({ type: 'gap', detail })
        return restart('gap', detail)
      }
    }
  }

  function holdBack(): void {
    isHeldBack = true
    unsubscribe()
    dispatch({
      type: 'interrupted',
      reason: 'slowHandlers',
      detail: `${waiting.length} messages wait for the handlers`,
      heardAt: connection.heardAt(),
    })
  }

  function resync(reason: string): void {
    unsubscribe()
    if (!options.loadSnapshot) {
      return end(
        'resyncRequired',
        new Error(`The log does not have the cursor any more (${reason}): read a snapshot and follow from its cursor.`),
      )
    }
    dispatch({ type: 'interrupted', reason: 'resync', detail: reason, heardAt: connection.heardAt() })
    waiting.push({ snapshot: reason })
    void handleWaiting()
  }

  function fail(error: unknown): void {
    if (Array.isArray(error)) return refuse(error)
    const { code, reason } = error as { code?: unknown; reason?: unknown }
    if (typeof code !== 'number') return restart('fault', textOfError(error))
    const detail = `The server closed the socket with ${code}${reason ? `: ${String(reason)}` : ''}.`
    if (isFinalCloseCode(code)) end(code === 4401 ? 'unauthorized' : 'refused', new Error(detail, { cause: error }))
    else restart('connectionLost', detail)
  }

  /** GraphQL errors: the operation is refused, or could not be run just now. */
  function refuse(errors: readonly unknown[]): void {
    const all = errors as readonly { message?: string; extensions?: { code?: unknown } }[]
    const detail = all.map(({ message, extensions }) => `${message} (${String(extensions?.code ?? 'no code')})`).join('; ')
    if (all.every(({ extensions }) => passingCodes.has(String(extensions?.code)))) {
      report({ type: 'fault', detail, cause: errors })
      restart('fault', detail)
    } else end('rejected', new Error(detail, { cause: errors }))
  }

  /** Ends the subscription and starts it again where the last proven message ended. */
  function restart(reason: StaleReason, detail: string): void {
    unsubscribe()
    counts.restarts++
    dispatch({ type: 'interrupted', reason, detail, heardAt: connection.heardAt() })
    void waitForRetry().then(() => {
      if (!isOver()) subscribe()
    })
  }

  async function waitForRetry(): Promise<void> {
    const now = Date.now()
    const { attempt, delayMilliseconds } = backOff.failed(now)
    dispatch({ type: 'waiting', attempt, retryAt: now + delayMilliseconds })
    await pause.wait(delayMilliseconds)
  }

  /** One after the other, however long a handler takes. */
  async function handleWaiting(): Promise<void> {
    if (isHandling) return
    isHandling = true
    while (!isOver() && waiting.length > 0) {
      const entries = waiting
      waiting = []
      for (const entry of entries) {
        if (isOver()) break
        if ('snapshot' in entry) await replaceView(entry.snapshot)
        else await handle(entry)
      }
      if (isHeldBack && waiting.length === 0 && !isOver()) {
        isHeldBack = false
        subscribe()
      }
    }
    isHandling = false
    if (state.name === 'ended') settle(state)
  }

  async function handle({ message, isLive, epoch: cameIn }: Exclude<Entry, { snapshot: string }>): Promise<void> {
    try {
      if (message.__typename === 'Checkpoint') await options.onCheckpoint?.(message as unknown as CheckpointOf<Data>)
      else await options.onChanges(message as unknown as ChangesOf<Data>)
    } catch (error) {
      return end('handlerFailed', new Error(`A handler threw at ${message.cursor}: ${textOfError(error)}`, { cause: error }))
    }
    position = message.cursor
    counts.messages++
    if (cameIn === epoch) dispatch(isLive === undefined ? { type: 'changes' } : { type: 'checkpoint', isLive, at: Date.now() })
  }

  async function replaceView(reason: string): Promise<void> {
    const { at, cursor } = await loadSnapshot(reason)
    if (isOver()) return
    if (typeof cursor !== 'string' || cursor === '') {
      return end('handlerFailed', new TypeError('loadSnapshot answered no cursor: it must answer the changeCursor of the snapshot.'))
    }
    counts.snapshots++
    order = createMessageOrder(cursor)
    position = cursor
    dispatch({ type: 'snapshot', at })
    subscribe()
  }

  /** Tries until it is read, or the following is over. */
  async function loadSnapshot(reason: string): Promise<{ at: number; cursor?: unknown }> {
    for (;;) {
      const at = Date.now()
      try {
        return { at, cursor: await options.loadSnapshot!({ reason, signal: abort.signal }) }
      } catch (error) {
        if (isOver()) return { at }
        report({ type: 'snapshotFailed', detail: textOfError(error), cause: error })
        dispatch({ type: 'interrupted', reason: 'snapshotFailed', detail: textOfError(error), heardAt: connection.heardAt() })
        await waitForRetry()
        if (isOver()) return { at }
      }
    }
  }

  function isOver(): boolean {
    return state.name === 'ended'
  }

  function end(reason: EndReason, error?: Error): void {
    if (isOver()) return
    stopListening()
    unsubscribe()
    pause.end()
    abort.abort()
    dispatch({ type: 'ended', reason, error })
    if (!isHandling) settle(state as Ended)
  }

  if (options.after === undefined && options.loadSnapshot) {
    waiting.push({ snapshot: 'START' })
    void handleWaiting()
  } else subscribe()

  return {
    state: () => state,
    cursor: () => position,
    counts: () => ({ ...counts }),
    ended,
    hurry: () => void pause.skip(),
    stop: () => end('stopped'),
  }
}
