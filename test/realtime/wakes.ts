import { expect, vi } from 'vitest'
import type { Change } from '../../src/domain/change.ts'
import type { Wake } from '../../src/realtime/wake-message.ts'
import type { WakeUp } from '../../src/realtime/wake-up.ts'
import { newId } from '../../src/store/id.ts'
import { aUserCreated } from './live-log.ts'

export function someChanges(teamId: string, first: number, count: number, nameLength = 5): Change[] {
  return Array.from({ length: count }, (_, index) => {
    const change = aUserCreated('u'.repeat(nameLength))
    return { ...change, id: newId(), teamId, revision: first + index, at: new Date('2026-11-24T09:00:00.123Z') }
  })
}

/** Asks again and again until it holds. */
export function eventually(holds: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(holds, { timeout: 20_000, interval: 10 })
}

/** What a listener has heard, to be waited for. */
export function ear() {
  const wakes: Wake[] = []
  return {
    wakes,
    hear: (wake: Wake) => void wakes.push(wake),
    until: (count: number) => eventually(() => expect(wakes).toHaveLength(count)),
    /** Until the wake of this revision has come, whatever came before it. */
    untilRevision: (revision: number) => eventually(() => expect(wakes.map((wake) => wake.revision)).toContain(revision)),
  }
}

export function connected(...wakeUps: readonly WakeUp[]): Promise<void> {
  return eventually(() => expect(wakeUps.map((wakeUp) => wakeUp.state().isConnected)).not.toContain(false))
}

/** Resolves at the next gap that is reported. */
export function nextGap(wakeUp: WakeUp): Promise<void> {
  return new Promise((resolve) => wakeUp.onGap(resolve))
}

/** What a node without its Redis still does: nothing waits, and it hears itself. */
export async function expectToHearItself(wakeUp: WakeUp): Promise<void> {
  const acme = newId()
  const listener = ear()
  await wakeUp.watch(acme, listener.hear).ready
  wakeUp.publish(acme, someChanges(acme, 1, 1))
  await listener.until(1)
  expect(wakeUp.state()).toMatchObject({ kind: 'redis', isConnected: false, failedPublishes: 1 })
}
