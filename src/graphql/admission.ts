import { holdsOf, type AccessEnd } from '../access/access-end.ts'
import { isSameAccess, type FoundViewer, type Viewer, type ViewerFinder } from '../access/viewer.ts'
import type { AccessWatch } from './access-watch.ts'
import type { Log } from './context.ts'

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
  admit(authorization: unknown, onEnd: (end: AccessEnd | 'UNAVAILABLE') => void): Promise<Admitted | Refused>
  stats(): { refusedConnections: number; accessEnded: { revoked: number; expired: number; deactivated: number } }
}

export type AdmissionOptions = {
  viewers: ViewerFinder
  watch: AccessWatch
  /** Connections of one team on this node. */
  mostPerTeam: number
  log: Log
}

/** Lets long connections in, whatever their transport, and ends them when the access of whoever opened them does. */
export function createAdmission({ viewers, watch, mostPerTeam, log }: AdmissionOptions): Admission {
  const counts = new Map<string, number>()
  const accessEnded = { revoked: 0, expired: 0, deactivated: 0 }
  let refusedConnections = 0

  async function admit(authorization: unknown, onEnd: (end: AccessEnd | 'UNAVAILABLE') => void): Promise<Admitted | Refused> {
    const refuse = (refusal: Refused['refusal']): Refused => {
      refusedConnections++
      return { refusal }
    }
    let found: FoundViewer
    try {
      found = typeof authorization === 'string' ? await viewers.findRecent(authorization) : { isExpired: false }
    } catch (error) {
      log.error({ err: error }, 'A connection could not be admitted')
      return refuse('UNAVAILABLE')
    }
    if (!found.viewer) return refuse(found.isExpired ? 'EXPIRED' : 'UNAUTHORIZED')
    const team = found.viewer.kind === 'API_KEY' ? found.viewer.teamId : 'platform'
    const count = counts.get(team) ?? 0
    if (count >= mostPerTeam) return refuse('CROWDED')
    counts.set(team, count + 1)

    let current = { viewer: found.viewer, authorization: authorization as string }
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
      if (how !== 'UNAVAILABLE') accessEnded[how === 'REVOKED' ? 'revoked' : how === 'EXPIRED' ? 'expired' : 'deactivated']++
      onEnd(how)
    }

    /** From here on the end of this viewer's access ends the connection. */
    async function follow(viewer: Viewer, credential: string, lookedUpAt: number): Promise<() => void> {
      if (viewer.kind !== 'API_KEY') return () => {}
      const isCurrent = (): boolean => current.authorization === credential
      const recheck = async (): Promise<void> => {
        try {
          if (!(await viewers.find(credential)) && isCurrent()) end('REVOKED')
        } catch (error) {
          log.error({ err: error }, 'A credential could not be looked up again')
          if (isCurrent()) end('UNAVAILABLE')
        }
      }
      const holder = { holds: holdsOf(viewer), onEnded: (how: AccessEnd) => isCurrent() && end(how), recheck: () => void recheck() }
      const stop = await watch.watch(viewer.teamId, holder, lookedUpAt)
      const stopTimer = viewer.expiresAt ? at(viewer.expiresAt, () => isCurrent() && end('EXPIRED')) : undefined
      return () => {
        stop()
        stopTimer?.()
      }
    }

    /** One after the other: each takes the place of the one before it. */
    let renewing: Promise<unknown> = Promise.resolve()
    function renew(renewed: unknown): Promise<Renewal> {
      const renewal = renewing.then(() => renewTo(renewed))
      renewing = renewal.catch(() => {})
      return renewal
    }

    async function renewTo(renewed: unknown): Promise<Renewal> {
      const refused = (message: string): Renewal => ({ renewed: false, message })
      if (typeof renewed !== 'string') return refused('`authorization` is to be a string such as "Bearer …".')
      const next = await viewers.findRecent(renewed)
      if (!next.viewer) return refused('This credential is unknown, expired or revoked; the connection goes on with the one before it.')
      if (!isSameAccess(next.viewer, current.viewer))
        return refused('This credential opens something else; a connection is renewed only for the same team and scopes.')
      const before = current
      const stopBefore = stopWatching
      current = { viewer: next.viewer, authorization: renewed }
      if (before.authorization !== renewed) {
        try {
          stopWatching = await follow(next.viewer, renewed, next.lookedUpAt)
        } catch (error) {
          // The end of the one before may have passed meanwhile.
          log.error({ err: error }, 'A credential could not be renewed')
          end('UNAVAILABLE')
          return refused('The credential cannot be renewed now; come again.')
        }
        stopBefore?.()
        if (hasLeft) stopWatching()
      }
      const expiresAt = next.viewer.kind === 'API_KEY' ? next.viewer.expiresAt : null
      return { renewed: true, expiresAt: expiresAt?.toISOString() ?? null }
    }

    try {
      stopWatching = await follow(found.viewer, current.authorization, found.lookedUpAt)
    } catch (error) {
      leave()
      log.error({ err: error }, 'A connection could not be admitted')
      return refuse('UNAVAILABLE')
    }
    return { viewer: () => current.viewer, renew, leave }
  }

  return { admit, stats: () => ({ refusedConnections, accessEnded: { ...accessEnded } }) }
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
