import { QueryCache, QueryClient, QueryClientProvider, MutationCache } from '@tanstack/react-query'
import { createContext, use, useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { ask, Refused, SignedOut } from './api.ts'
import { graphql } from './gql/gql.ts'
import type { AdministratorViewerQuery, MemberViewerQuery } from './gql/graphql.ts'
import { keepTeamId } from './last-team.ts'
import { createLive, type Live } from './live/live.ts'
import { LiveContext } from './live/live-context.tsx'
import { NewVersion, useNewVersion } from './new-version.tsx'
import { watchOtherSignIns } from './other-sign-ins.ts'
import { ErrorState, Loading } from './components/states.tsx'
import { SignedOutPage } from './pages/signed-out-page.tsx'

const MemberViewer = graphql(`
  query MemberViewer {
    viewer {
      kind
      role
      email
      expiresAt
      team {
        id
        name
        currency
        timeZone
      }
      user {
        id
        userName
        displayName
      }
    }
  }
`)

const AdministratorViewer = graphql(`
  query AdministratorViewer {
    team {
      plan
      changeCursor
    }
  }
`)

type Viewer = {
  role: 'ADMINISTRATOR' | 'MEMBER'
  email: string | null
  team: NonNullable<MemberViewerQuery['viewer']['team']>
  /** Who the person is in the directory; null when they are not in it. */
  user: MemberViewerQuery['viewer']['user']
  /** Of administrators: the plan, and where the log stood when they came. */
  administers: NonNullable<AdministratorViewerQuery['team']> | null
}

const ViewerContext = createContext<Viewer | null>(null)

export function useViewer(): Viewer {
  return use(ViewerContext)!
}

async function readViewer(): Promise<Viewer> {
  const { viewer } = await ask(MemberViewer, {})
  if (viewer.kind !== 'PERSON' || !viewer.team) throw new SignedOut('Nobody is signed in.')
  const { role, email, team, user } = viewer
  const administers = role === 'ADMINISTRATOR' ? (await ask(AdministratorViewer, {})).team : null
  return { role: role ?? 'MEMBER', email, team, user, administers }
}

/** Another person, or another role: nothing that is shown or kept may stay. */
function identityOf(viewer: Viewer): string {
  return JSON.stringify([viewer.role, personOf(viewer)])
}

function personOf({ team, user, email }: Viewer): string {
  return JSON.stringify([team.id, user?.id ?? email])
}

const youngPageMilliseconds = 5_000

/**
 * Nothing of what one person saw is there for another, not even in memory: it is hidden at once. A page that has just been loaded waits a while, so
 * that it is not loaded again and again.
 */
function beginAnew(): void {
  document.documentElement.hidden = true
  document.title = 'Headcount'
  setTimeout(() => window.location.reload(), Math.max(0, youngPageMilliseconds - performance.now()))
}

/** As soon as the page runs: while its texts are loaded. */
let firstViewer: Promise<Viewer> | undefined = readViewer()
firstViewer.catch(() => {})

function readFirstViewer(): Promise<Viewer> {
  const first = firstViewer ?? readViewer()
  firstViewer = undefined
  return first
}

type State =
  | { name: 'loading' }
  | { name: 'signedOut'; hasEnded: boolean }
  | { name: 'failed'; error: unknown }
  | { name: 'signedIn'; viewer: Viewer }

/** Who is signed in, and what is followed for them; without anybody, where to sign in. */
export function Session({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ name: 'loading' })
  const load = useCallback(() => {
    readFirstViewer().then(
      (viewer) => {
        keepTeamId(viewer.team.id)
        setState({ name: 'signedIn', viewer })
      },
      (error: unknown) => setState(error instanceof SignedOut ? { name: 'signedOut', hasEnded: false } : { name: 'failed', error }),
    )
  }, [])
  useEffect(load, [load])
  const onSignedOut = useCallback(() => {
    setState({ name: 'signedOut', hasEnded: true })
    // Somebody may have signed in elsewhere in this browser, which ended the session that was.
    readViewer().then(beginAnew, () => {})
  }, [])
  const onViewer = useCallback((viewer: Viewer) => setState({ name: 'signedIn', viewer }), [])
  switch (state.name) {
    case 'loading':
      return <Loading />
    case 'failed':
      return (
        <ErrorState
          error={state.error}
          onRetry={() => {
            setState({ name: 'loading' })
            load()
          }}
        />
      )
    case 'signedOut':
      return <SignedOutPage hasEnded={state.hasEnded} />
    case 'signedIn':
      return (
        <SignedIn key={identityOf(state.viewer)} viewer={state.viewer} onSignedOut={onSignedOut} onViewer={onViewer}>
          {children}
        </SignedIn>
      )
  }
}

type SignedInProps = { viewer: Viewer; onSignedOut(): void; onViewer(viewer: Viewer): void; children: ReactNode }

function SignedIn({ viewer, onSignedOut, onViewer, children }: SignedInProps) {
  const [queryClient] = useState(() => createQueryClient(onSignedOut))
  const [live, setLive] = useState<Live>()
  const newVersion = useNewVersion()
  const reload = useViewerReload(viewer, { onSignedOut, onViewer })
  const lookForNewVersion = newVersion.look
  const identity = identityOf(viewer)
  useEffect(() => watchOtherSignIns(identity, reload), [identity, reload])
  const start = useRef({ after: viewer.administers?.changeCursor ?? null, ownUserId: viewer.user?.id ?? null })
  useEffect(() => {
    const started = createLive({
      queryClient,
      ...start.current,
      onSignedOut,
      onAccessChanged() {
        reload()
        lookForNewVersion()
      },
    })
    setLive(started)
    return () => started.stop()
  }, [queryClient, onSignedOut, reload, lookForNewVersion])
  if (!live) return <Loading />
  return (
    <ViewerContext value={viewer}>
      <QueryClientProvider client={queryClient}>
        <LiveContext value={live}>
          {newVersion.isThere && <NewVersion />}
          {children}
        </LiveContext>
      </QueryClientProvider>
    </ViewerContext>
  )
}

/** Reads again who is signed in; one time after the other. What cannot be read now is read when the socket comes the next time. */
function useViewerReload(viewer: Viewer, { onSignedOut, onViewer }: Pick<SignedInProps, 'onSignedOut' | 'onViewer'>): () => void {
  const shown = useRef(viewer)
  const isReading = useRef(false)
  useEffect(() => {
    shown.current = viewer
  })
  return useCallback(() => {
    if (isReading.current) return
    isReading.current = true
    readViewer()
      .then(
        (read) => {
          if (personOf(read) !== personOf(shown.current)) beginAnew()
          else if (isOther(read, shown.current)) onViewer(read)
        },
        (error: unknown) => error instanceof SignedOut && onSignedOut(),
      )
      .finally(() => (isReading.current = false))
  }, [onSignedOut, onViewer])
}

/** The position of the log is another each time, and says nothing about who it is. */
function isOther(one: Viewer, other: Viewer): boolean {
  const facts = ({ administers, ...rest }: Viewer) => JSON.stringify([rest, administers?.plan])
  return facts(one) !== facts(other)
}

/** Refusals that are no more there a little later. */
const passingCodes = new Set(['OVERLOADED', 'RATE_LIMITED'])

function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof SignedOut) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // What changes is told by the subscription; a refusal is no better the second time.
        staleTime: 30_000,
        retry: (failures, error) =>
          failures < 3 && !(error instanceof SignedOut) && !(error instanceof Refused && !passingCodes.has(error.code)),
        // A question that waits for the browser to think that there is a network looks like one that is being answered.
        networkMode: 'always',
      },
      // Answers may hold secrets that are shown once: nothing of them is kept.
      mutations: { networkMode: 'always', gcTime: 0 },
    },
  })
}
