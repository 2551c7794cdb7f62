import { holdsOf, type AccessEnd } from '../access/access-end.ts'
import { isSameAccess, type FoundViewer, type Viewer } from '../access/viewer.ts'
import type { AccessWatch } from './access-watch.ts'
import type { Log } from './context.ts'
import { findForConnection, type Credential, type Finders } from './credential.ts'
import type { SessionWatch } from './session-watch.ts'

/** A connection that was let in. */
export type Admitted = {
  /** Who it is now; a renewal may change the credential, never what it opens. */
  viewer(): Viewer
  renew(authorization: unknown): Promise<Renewal>
  /** The connection has ended: nobody is told of the end of its access any more. */
  leave(): void
}
export type Renewal = { renewed: true; expiresAt: string | null } | { renewed: false; message: string }
/** EXPIRED: renew the credential and come again. CROWDED, UNAVAILABLE: come again later with the same. */
export type Refused = { refusal: 'UNAUTHORIZED' | 'EXPIRED' | 'CROWDED' | 'UNAVAILABLE' }

export type Admission = {
  /** `onEnd` is called once when the access ends, at every node within the delivery of the change that ends it. */
  admit(credential: Credential | undefined, onEnd: (end: AccessEnd | 'UNAVAILABLE') => void): Promise<Admitted | Refused>
  stats(): { refusedConnections: number; accessEnded: AccessEndCounts }
}
export type AccessEndCounts = Record<(typeof countNames)[AccessEnd], number>

const countNames = {
  REVOKED: 'revoked',
  EXPIRED: 'expired',
  DEACTIVATED: 'deactivated',
  SIGNED_OUT: 'signed_out',
  CHANGED: 'changed',
} as const satisfies Record<AccessEnd, string>

export type AdmissionOptions = Finders & {
  watch: AccessWatch
  sessionWatch: SessionWatch
  /** Connections of one team on this node. */
  mostPerTeam: number
  log: Log
}

/** Lets long connections in, whatever their transport, and ends them when the access of whoever opened them does. */
export function createAdmission({ viewers, sessions, watch, sessionWatch, mostPerTeam, log }: AdmissionOptions): Admission {
  const counts = new Map<string, number>()
  const accessEnded: AccessEndCounts = { revoked: 0, expired: 0, deactivated: 0, signed_out: 0, changed: 0 }
  let refusedConnections = 0

  async function admit(credential: Credential | undefined, onEnd: (end: AccessEnd | 'UNAVAILABLE') => void): Promise<Admitted | Refused> {
    const refuse = (refusal: Refused['refusal']): Refused => {
      refusedConnections++
      return { refusal }
    }
    let found: Awaited<ReturnType<typeof findForConnection>>
    try {
      found = credential ? await findForConnection({ viewers, sessions }, credential) : { isExpired: false }
    } catch (error) {
      log.error({ err: error }, 'A connection could not be admitted')
      return refuse('UNAVAILABLE')
    }
    if (!found.viewer) return refuse(found.isExpired ? 'EXPIRED' : 'UNAUTHORIZED')
    const team = found.viewer.kind === 'PLATFORM' ? 'platform' : found.viewer.teamId
    const count = counts.get(team) ?? 0
    if (count >= mostPerTeam) return refuse('CROWDED')
    counts.set(team, count + 1)

    let current: Held = {
      viewer: found.viewer,
      authorization: credential && 'authorization' in credential ? credential.authorization : undefined,
    }
    let stopWatching: (() => void) | undefined
    let ended: AccessEnd | 'UNAVAILABLE' | undefined
    let hasLeft = false

    const leave = (): void => {
      if (hasLeft) return
      hasLeft = true
      stopWatching?.()
      const others = counts.get(team)! - 1
      if (others > 0) counts.set(team, others)
      else counts.delete(team)
    }
    const end = (how: AccessEnd | 'UNAVAILABLE'): void => {
      if (hasLeft || ended) return
      ended = how
      if (how !== 'UNAVAILABLE') accessEnded[countNames[how]]++
      onEnd(how)
    }

    /** From here on the end of this access ends the connection, unless another has taken its place. */
    async function follow(held: Held, lookedUpAt: number): Promise<() => void> {
      const { viewer } = held
      if (viewer.kind === 'PLATFORM') return () => {}
      const isCurrent = (): boolean => current === held
      const endCurrent = (how: AccessEnd): void => {
        if (isCurrent()) end(how)
      }
      const holder = { holds: holdsOf(viewer), onEnded: endCurrent, recheck: () => void recheck(held) }
      const stop = await watch.watch(viewer.teamId, holder, lookedUpAt)
      const stopSession = viewer.kind === 'PERSON' ? sessionWatch.watch(viewer.sessionId, () => endCurrent('SIGNED_OUT')) : undefined
      const stopTimer = viewer.expiresAt ? at(viewer.expiresAt, () => endCurrent('EXPIRED')) : undefined
      return () => {
        stop()
        stopSession?.()
        stopTimer?.()
      }
    }

    /** Something happened that may have been the end of it. */
    async function recheck(held: Held): Promise<void> {
      const { viewer } = held
      try {
        const again = viewer.kind === 'PERSON' ? await sessions.findById(viewer.sessionId) : await findKey(held.authorization)
        if (current !== held) return
        if (!again.viewer) return end(again.isExpired ? 'EXPIRED' : viewer.kind === 'PERSON' ? 'SIGNED_OUT' : 'REVOKED')
        // Whoever may see something else now comes again for it.
        if (!isSameAccess(again.viewer, viewer)) return end('CHANGED')
        // The same for another reason, such as another group: then it hangs on that.
        if (!haveSameHolds(again.viewer, viewer))
          await inTurn(async () => {
            if (current === held) await takePlace({ ...held, viewer: again.viewer }, again.lookedUpAt)
          })
      } catch (error) {
        log.error({ err: error }, 'A credential could not be looked up again')
        if (current === held) end('UNAVAILABLE')
      }
    }

    async function findKey(authorization: string | undefined): Promise<FoundViewer> {
      const lookedUpAt = performance.now()
      const viewer = await viewers.find(authorization)
      return viewer ? { viewer, lookedUpAt } : { isExpired: false }
    }

    async function takePlace(next: Held, lookedUpAt: number): Promise<void> {
      const stopBefore = stopWatching
      current = next
      try {
        stopWatching = await follow(next, lookedUpAt)
      } catch (error) {
        // It hangs on nothing that is followed any more.
        end('UNAVAILABLE')
        throw error
      }
      stopBefore?.()
      if (hasLeft) stopWatching()
    }

    /** One after the other: each takes the place of the one before it. */
    let turns: Promise<unknown> = Promise.resolve()
    function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
      const turn = turns.then(act)
      turns = turn.catch(() => {})
      return turn
    }

    async function renewTo(renewed: unknown): Promise<Renewal> {
      const refused = (message: string): Renewal => ({ renewed: false, message })
      if (typeof renewed !== 'string') return refused('`authorization` is to be a string such as "Bearer …".')
      const next = await viewers.findRecent(renewed)
      if (!next.viewer) return refused('This credential is unknown, expired or revoked; the connection goes on with the one before it.')
      if (!isSameAccess(next.viewer, current.viewer))
        return refused('This credential opens something else; a connection is renewed only for the same team and scopes.')
      if (current.authorization !== renewed) {
        try {
          await takePlace({ viewer: next.viewer, authorization: renewed }, next.lookedUpAt)
        } catch (error) {
          // The end of the one before may have passed meanwhile.
          log.error({ err: error }, 'A credential could not be renewed')
          end('UNAVAILABLE')
          return refused('The credential cannot be renewed now; come again.')
        }
      }
      const expiresAt = next.viewer.kind === 'API_KEY' ? next.viewer.expiresAt : null
      return { renewed: true, expiresAt: expiresAt?.toISOString() ?? null }
    }

    try {
      stopWatching = await inTurn(() => follow(current, found.lookedUpAt))
    } catch (error) {
      leave()
      log.error({ err: error }, 'A connection could not be admitted')
      return refuse('UNAVAILABLE')
    }
    return { viewer: () => current.viewer, renew: (authorization) => inTurn(() => renewTo(authorization)), leave }
  }

  return { admit, stats: () => ({ refusedConnections, accessEnded: { ...accessEnded } }) }
}

/** Who it is, and the key that says so; a person is known by their session. */
type Held = { viewer: Viewer; authorization: string | undefined }

function haveSameHolds(a: Viewer, b: Viewer): boolean {
  const [some, others] = [holdsOf(a), holdsOf(b)]
  return some.length === others.length && some.every((hold) => others.includes(hold))
}

/** Acts at a time, however far away. */
function at(time: Date, act: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = (): void => {
    const remaining = time.getTime() - Date.now()
    // The longest time that a timer takes is 24.8 days.
    timer = setTimeout(() => (remaining > 2 ** 31 - 1 ? wait() : act()), Math.min(Math.max(remaining, 0), 2 ** 31 - 1)).unref()
  }
  wait()
  return () => clearTimeout(timer)
}
