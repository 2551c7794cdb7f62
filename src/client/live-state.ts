/** Why a view is stale. */
export type StaleReason =
  /** The socket was closed or never opened. */
  | 'connectionLost'
  /** The other side did not answer in time, and was given up. */
  | 'noAnswer'
  /** `authorization()` failed: there was nothing to be let in with. */
  | 'authorizationFailed'
  /** Messages were missing; the following was started again at the last proven cursor. */
  | 'gap'
  /** The cursor is not in the server's log (any more): a new snapshot is being read. */
  | 'resync'
  /** `loadSnapshot` failed and is tried again. */
  | 'snapshotFailed'
  /** The server could not go on with the subscription for now. */
  | 'fault'
  /** The handlers are behind: nothing more is taken until they have caught up. */
  | 'slowHandlers'

/** Why a following is over. */
export type EndReason =
  /** `stop()` or `dispose()`. */
  | 'stopped'
  /** Close code 4401: the credential is invalid, revoked, or its owner is gone. */
  | 'unauthorized'
  /** Another final close code. */
  | 'refused'
  /** The server does not run this operation: it is not valid, or not allowed with this credential. */
  | 'rejected'
  /** The server answered InvalidInputError. */
  | 'invalidInput'
  /** The server answered NotFoundError. */
  | 'notFound'
  /** A snapshot is needed, and there is no `loadSnapshot`. */
  | 'resyncRequired'
  /** What came does not carry what the proof of order needs. */
  | 'unprovable'
  /** A handler threw, or `loadSnapshot` answered no cursor. The position is still before what it was given. */
  | 'handlerFailed'

/**
 * What is known about the view. `since` (milliseconds since 1970) is the last moment for which it was proven up to date: by a
 * message from the server while it was live, by a snapshot, or else when the following began.
 */
export type LiveState =
  /** Nothing came yet. */
  | { name: 'connecting'; since: number }
  /** Messages come, and the server has more of the past to tell. */
  | { name: 'catchingUp'; since: number }
  /** Up to date: what is committed comes as it is committed. */
  | { name: 'live' }
  /** Interrupted; it comes again by itself. `attempt` and `retryAt` (milliseconds since 1970) when it waits for that. */
  | { name: 'stale'; since: number; reason: StaleReason; detail: string; attempt?: number; retryAt?: number }
  /** Over, for good. `error` says why, except after 'stopped'. */
  | Ended

export type Ended = { name: 'ended'; reason: EndReason; error?: Error }

/** What happens to a following. `at`, `heardAt` and `retryAt` are milliseconds since 1970. */
export type LiveEvent =
  /** A Checkpoint was reached. */
  | { type: 'checkpoint'; isLive: boolean; at: number }
  /** Changes were handed on. */
  | { type: 'changes' }
  /** The stream of messages stopped; `heardAt` is when the server was last heard. */
  | { type: 'interrupted'; reason: StaleReason; detail: string; heardAt: number }
  /** It is tried again at that time. */
  | { type: 'waiting'; attempt: number; retryAt: number }
  /** The view was replaced by a snapshot, which was asked for at that time. */
  | { type: 'snapshot'; at: number }
  | { type: 'ended'; reason: EndReason; error?: Error }

/** Total: every event has an answer in every state. The same object when nothing changes. */
export function nextState(state: LiveState, event: LiveEvent): LiveState {
  if (state.name === 'ended') return state
  switch (event.type) {
    case 'checkpoint':
      return event.isLive ? becomeLive(state) : catchUp(state, event.at)
    case 'changes':
      // Alone they prove nothing about what is still to come.
      return state.name === 'live' ? state : catchUp(state)
    case 'interrupted':
      return { name: 'stale', since: sinceOf(state, event.heardAt), reason: event.reason, detail: event.detail }
    case 'waiting':
      return state.name === 'stale' ? { ...state, attempt: event.attempt, retryAt: event.retryAt } : state
    case 'snapshot':
      return { name: state.name === 'connecting' ? 'connecting' : 'catchingUp', since: event.at }
    case 'ended':
      return { name: 'ended', reason: event.reason, ...(event.error ? { error: event.error } : {}) }
  }
}

type Running = Exclude<LiveState, Ended>

function becomeLive(state: Running): LiveState {
  return state.name === 'live' ? state : { name: 'live' }
}

function catchUp(state: Running, at = 0): LiveState {
  return state.name === 'catchingUp' ? state : { name: 'catchingUp', since: sinceOf(state, at) }
}

function sinceOf(state: Running, now: number): number {
  return state.name === 'live' ? now : state.since
}
