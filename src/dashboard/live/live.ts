import type { QueryClient } from '@tanstack/react-query'
import type { FollowOptions, Following } from '../../client/following.ts'
import { createLiveClient } from '../../client/live-client.ts'
import type { LiveState } from '../../client/live-state.ts'
import { ask } from '../api.ts'
import { graphql } from '../gql/gql.ts'
import type { TeamChange } from './change-facts.ts'
import { freshnessOf, type Freshness } from './freshness.ts'
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
  stop(): void
}

export type LiveOptions = {
  queryClient: QueryClient
  /** Where the snapshot of the sign-in stood; null for members, who may not follow the whole team. */
  after: string | null
  /** The access has ended: nobody is signed in any more. */
  onSignedOut(): void
}

/** So long changes are collected before the screen hears of them. */
const collectMilliseconds = 100

/** Follows the team over one socket, tells the views of changes, and knows how fresh the screen is. */
export function createLive({ queryClient, after, onSignedOut }: LiveOptions): Live {
  const client = createLiveClient({ url: `${location.origin.replace(/^http/, 'ws')}/graphql` })
  const refresher = createRefresher(queryClient)
  const states = new Map<object, LiveState>()
  const freshness = createStore<Freshness>({ name: 'connecting' })
  const listeners = new Set<ChangeListener>()
  const update = (): void => freshness.set(sameOr(freshness.get(), freshnessOf(states.values(), navigator.onLine)))
  window.addEventListener('online', update)
  window.addEventListener('offline', update)

  function follow<Data, Variables>(options: FollowOptions<Data, Variables>): Following {
    const key = {}
    const following = client.follow<Data, Variables>({
      ...options,
      onState(state) {
        // What is not there any more has nothing to be behind of.
        if (state.name === 'ended' && (state.reason === 'stopped' || state.reason === 'notFound')) states.delete(key)
        else states.set(key, state)
        update()
        options.onState?.(state)
        if (state.name === 'ended' && state.reason === 'unauthorized') onSignedOut()
      },
    })
    if (following.state().name !== 'ended') states.set(key, following.state())
    update()
    return following
  }

  let collected: TeamChange[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  function collect(changes: readonly TeamChange[]): void {
    collected.push(...changes)
    timer ??= setTimeout(() => {
      timer = undefined
      const all = collected
      collected = []
      tell(all)
    }, collectMilliseconds)
  }
  function tell(changes: readonly TeamChange[] | null): void {
    if (changes === null) refresher.touchAll()
    else refresher.touch(new Set(changes.flatMap(({ __typename }) => topicsOfChange(__typename))))
    for (const listener of listeners) listener(changes)
  }

  if (after !== null) {
    follow({
      document: TeamChanges,
      after,
      async loadSnapshot({ signal }) {
        const { team } = await ask(HeadOfLog, {}, signal)
        if (!team) throw new Error('The team cannot be read.')
        tell(null)
        return team.changeCursor
      },
      onChanges: ({ changes }) => collect(changes),
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
    stop() {
      window.removeEventListener('online', update)
      window.removeEventListener('offline', update)
      clearTimeout(timer)
      refresher.stop()
      void client.dispose()
    },
  }
}

function sameOr(before: Freshness, after: Freshness): Freshness {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after
}
