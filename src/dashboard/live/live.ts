import type { QueryClient } from '@tanstack/react-query'
import type { FollowOptions, Following } from '../../client/following.ts'
import { createLiveClient } from '../../client/live-client.ts'
import type { LiveState } from '../../client/live-state.ts'
import { ask, doubtConnections } from '../api.ts'
import { graphql } from '../gql/gql.ts'
import type { TeamChange } from './change-facts.ts'
import { freshnessOf, isSilent, largerLag, type Freshness, type Lag } from './freshness.ts'
import { createRefresher, type Refresher } from './refresh-queries.ts'
import { createStore, type Store } from './store.ts'
import { topicsOfChange } from './topics.ts'

const TeamChanges = graphql(`
  subscription TeamChanges($after: ChangeCursor) {
    changes(after: $after) {
      __typename
      ... on Checkpoint {
        previousCursor
        cursor
        isLive
      }
      ... on ChangeBatch {
        previousCursor
        cursor
        changes {
          ...ChangeFacts
        }
      }
      ... on ResyncRequired {
        reason
      }
      ... on InvalidInputError {
        message
      }
      ... on NotFoundError {
        message
      }
    }
  }
`)

const SessionMemberships = graphql(`
  subscription SessionMemberships($after: ChangeCursor, $userId: ID!) {
    membershipChanges(after: $after, userId: $userId) {
      __typename
      ... on Checkpoint {
        previousCursor
        cursor
        isLive
      }
      ... on ChangeBatch {
        previousCursor
        cursor
      }
      ... on ResyncRequired {
        reason
      }
      ... on InvalidInputError {
        message
      }
      ... on NotFoundError {
        message
      }
    }
  }
`)

const HeadOfLog = graphql(`
  query HeadOfLog {
    team {
      changeCursor
    }
  }
`)

/** What happened, in the order of the log; null: something that the log does not have any more, so everything may be another. */
export type ChangeListener = (changes: readonly TeamChange[] | null) => void

export type Live = {
  freshness: Store<Freshness>
  refresher: Refresher
  /** Changes of the whole team, from the snapshot of the sign-in on; of administrators. */
  listen(listener: ChangeListener): () => void
  /** One more subscription on the same socket; its state counts for the freshness. */
  follow<Data, Variables>(options: FollowOptions<Data, Variables>): Following
  /** Something else on the screen that may lag, such as a list, for as long as it is there. */
  watch(shown: Shown): () => void
  /** Whatever waits for its time is done now. */
  retryNow(): void
  stop(): void
}

/** `retry`: what waits for its time, or failed, is read now. */
export type Shown = { lag(): Lag | null; retry?(): void }

export type LiveOptions = {
  queryClient: QueryClient
  /** Where the snapshot of the sign-in stood; null for members, who may not follow the whole team. */
  after: string | null
  /** Who the person is in the directory, if they are in it. */
  ownUserId: string | null
  /** The access has ended: nobody is signed in any more. */
  onSignedOut(): void
  /** The socket was lost and is there again, or a following was refused: who is signed in may see something else now. */
  onAccessChanged(): void
}

/** So long changes are collected before the screen hears of them. */
const collectMilliseconds = 100
/** So often it is looked at the clock: silence and lag have no event of their own. */
const tickMilliseconds = 1_000

/** Follows the team over one socket, tells the views of changes, and knows how fresh the screen is. */
export function createLive({ queryClient, after, ownUserId, onSignedOut, onAccessChanged }: LiveOptions): Live {
  const client = createLiveClient({ url: `${location.origin.replace(/^http/, 'ws')}/graphql` })
  const refresher = createRefresher(queryClient, { isHidden: () => document.hidden })
  const states = new Map<object, LiveState>()
  const watched = new Set<Shown>([{ lag: refresher.lag, retry: refresher.hurry }])
  const freshness = createStore<Freshness>({ name: 'connecting' })
  const listeners = new Set<ChangeListener>()
  let liveSince = Date.now()
  let updatedAt = Date.now()
  let wentOfflineAt = navigator.onLine ? -Infinity : Date.now()

  function update(): void {
    const now = Date.now()
    const heardAt = client.heardAt()
    // A server on this very computer is there without a network.
    const isOnline = navigator.onLine || heardAt > wentOfflineAt
    const lag = [...watched].map((shown) => shown.lag()).reduce(largerLag, null)
    // The clock was set back: what comes from now on is not what came before.
    if (now < updatedAt) liveSince = Math.min(liveSince, now)
    updatedAt = now
    const facts = { states: [...states.values()], isOnline, now, heardAt, liveSince, lag }
    const isLive = freshnessOf({ ...facts, lag: null }).name === 'live'
    freshness.set(sameOr(freshness.get(), freshnessOf(facts)))
    if (!isLive) liveSince = Infinity
    else if (liveSince === Infinity) liveSince = now
  }
  function readNow(): void {
    for (const shown of watched) shown.retry?.()
  }
  function retryNow(): void {
    client.retryNow()
    readNow()
    update()
  }
  const stopWatching = watchWindow({
    tick() {
      // After a sleep the socket looks open for as long as nobody uses it.
      if (isSilent(Date.now(), client.heardAt())) client.retryNow()
      if (!document.hidden) refresher.shown()
      update()
    },
    online: retryNow,
    offline() {
      wentOfflineAt = Date.now()
      retryNow()
    },
  })

  function follow<Data, Variables>(options: FollowOptions<Data, Variables>): Following {
    const key = {}
    const following = client.follow<Data, Variables>({
      ...options,
      onState(state) {
        const before = states.get(key)
        // What the views have not heard of yet is behind.
        if (state.name === 'live') collected.flush()
        // What is not there any more has nothing to be behind of.
        if (state.name === 'ended' && (state.reason === 'stopped' || state.reason === 'notFound')) states.delete(key)
        else states.set(key, state)
        update()
        options.onState?.(state)
        const isBack = hasComeAgain(before, state)
        // What was asked on a connection that died in the same way would wait for its answer.
        if (isBack) {
          doubtConnections()
          readNow()
        }
        if (state.name === 'ended' && state.reason === 'unauthorized') onSignedOut()
        else if (isBack || (state.name === 'ended' && state.reason === 'rejected')) onAccessChanged()
      },
    })
    if (following.state().name !== 'ended') states.set(key, following.state())
    update()
    return following
  }

  const collected = collect((changes) => tell(changes))
  function tell(changes: readonly TeamChange[] | null): void {
    for (const listener of listeners) {
      try {
        listener(changes)
      } catch (error) {
        // One view must not keep the others from hearing it.
        reportError(error)
      }
    }
  }

  if (after !== null) {
    follow({
      document: TeamChanges,
      after,
      async loadSnapshot({ signal }) {
        const cursor = await readHead(signal)
        refresher.touchAll()
        tell(null)
        return cursor
      },
      onChanges({ changes }) {
        // Before the state can become live: what is to be read again counts from here on.
        refresher.touch(new Set(changes.flatMap(({ __typename }) => topicsOfChange(__typename))))
        collected.add(changes)
      },
    })
  } else if (ownUserId !== null) {
    // On every page: its socket is what tells a member that they may see something else now.
    follow({
      document: SessionMemberships,
      variables: { userId: ownUserId },
      async loadSnapshot({ signal }) {
        const cursor = await readHead(signal)
        refresher.touchAll()
        return cursor
      },
      onChanges() {
        refresher.touch(['memberships', 'limits'])
        // It may have been the group of the administrators.
        onAccessChanged()
      },
    })
  }

  return {
    freshness,
    refresher,
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    follow,
    watch(shown) {
      watched.add(shown)
      update()
      return () => {
        watched.delete(shown)
        update()
      }
    },
    retryNow,
    stop() {
      stopWatching()
      collected.stop()
      refresher.stop()
      void client.dispose()
    },
  }
}

async function readHead(signal: AbortSignal): Promise<string> {
  const { team } = await ask(HeadOfLog, {}, signal)
  if (!team) throw new Error('The team cannot be read.')
  return team.changeCursor
}

/** The socket was lost, and is there again. */
function hasComeAgain(before: LiveState | undefined, after: LiveState): boolean {
  const wasLost = before?.name === 'stale' && (before.reason === 'connectionLost' || before.reason === 'noAnswer')
  return wasLost && (after.name === 'catchingUp' || after.name === 'live')
}

/** Many changes that come together are told together. */
function collect(tell: (changes: readonly TeamChange[]) => void) {
  let collected: TeamChange[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const all = collected
    collected = []
    if (all.length > 0) tell(all)
  }
  return {
    flush,
    add(changes: readonly TeamChange[]) {
      for (const change of changes) collected.push(change)
      timer ??= setTimeout(flush, collectMilliseconds)
    },
    stop: () => clearTimeout(timer),
  }
}

function watchWindow({ tick, online, offline }: { tick(): void; online(): void; offline(): void }): () => void {
  const timer = setInterval(tick, tickMilliseconds)
  window.addEventListener('online', online)
  window.addEventListener('offline', offline)
  document.addEventListener('visibilitychange', tick)
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', online)
    window.removeEventListener('offline', offline)
    document.removeEventListener('visibilitychange', tick)
  }
}

function sameOr(before: Freshness, after: Freshness): Freshness {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after
}
