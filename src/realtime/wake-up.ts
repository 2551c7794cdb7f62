import type { Change } from '../domain/change.ts'
import { startPublishSpan } from './change-trace.ts'
import { createBus, type RedisAddress } from './redis-bus.ts'
import { fromWakeMessage, toWakeMessage, type Wake } from './wake-message.ts'

export type Log = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Called in the turn in which the wake arrives; it must be quick and must not throw. */
export type WakeListener = (wake: Wake) => void
export type Watch = {
  /** Resolves when nothing published from now on is missed; when Redis is away or slow without that, within a second: then the log is read. Never rejects. */
  ready: Promise<void>
  stop(): void
}

/**
 * Tells every node that a team's log has grown. At most once and in no promised order: a wake can be lost, doubled or late.
 * It only saves a reader the wait and the read; the change log is the truth.
 */
export type WakeUp = {
  /** To be called after the commit, with changes in revision order. Never throws and never makes the caller wait. */
  publish(teamId: string, changes: readonly Change[]): void
  watch(teamId: string, listener: WakeListener): Watch
  /** The listener is called each time that wakes of any team may have been missed, when none is missed any more. */
  onGap(listener: () => void): void
  state(): WakeUpState
  close(): Promise<void>
}
export type WakeUpState = { kind: 'redis' | 'in-process'; isConnected: boolean; failedPublishes: number; unreadableMessages: number }

/** For one node: a wake reaches the listeners right after the code that published it. */
export function createInProcessWakeUp(): WakeUp {
  const listenersByTeam = new Map<string, Set<{ hear: WakeListener }>>()
  return {
    publish(teamId, changes) {
      const wake = toWake(changes)
      if (!wake || !listenersByTeam.has(teamId)) return
      startPublishSpan(teamId, changes).end('published')
      // Not inside the caller: its request is answered first.
      queueMicrotask(() => {
        for (const listener of listenersByTeam.get(teamId) ?? []) listener.hear(wake)
      })
    },
    watch(teamId, hear) {
      const listener = { hear }
      const listeners = listenersByTeam.get(teamId) ?? new Set()
      listenersByTeam.set(teamId, listeners.add(listener))
      return {
        ready: Promise.resolve(),
        stop() {
          if (listeners.delete(listener) && listeners.size === 0) listenersByTeam.delete(teamId)
        },
      }
    },
    onGap() {},
    state: () => ({ kind: 'in-process', isConnected: true, failedPublishes: 0, unreadableMessages: 0 }),
    async close() {
      listenersByTeam.clear()
    },
  }
}

export type RedisWakeUpOptions = RedisAddress & { prefix: string; log: Log }

type Channel = { teamId: string; listeners: Set<{ hear: WakeListener }>; subscribed: Promise<void> }

// When Redis answers slower than we publish, the wakes that wait for it must not fill the memory.
const mostUnansweredBytes = 32 * 1024 * 1024

/**
 * For many nodes: one Redis channel per team, subscribed to only while somebody on this node watches the team.
 * Redis may be away at any time, also at the start and in part: connecting goes on for ever, and each success is reported as a gap.
 */
export function createRedisWakeUp({ prefix, log, ...address }: RedisWakeUpOptions): WakeUp {
  const channels = new Map<string, Channel>()
  const gapListeners = new Set<() => void>()
  let unansweredBytes = 0
  let failedPublishes = 0
  let unreadableMessages = 0
  const bus = createBus({
    ...address,
    log,
    onMessage(name, text) {
      const channel = channels.get(name)
      if (!channel) return
      const wake = fromWakeMessage(channel.teamId, text)
      if (wake) hand(channel, wake)
      else {
        unreadableMessages++
        log.warn({ channel: name, length: text.length }, 'A wake-up message could not be read and was dropped')
      }
    },
    onGap() {
      for (const listener of gapListeners) listener()
    },
  })
  const channelName = (teamId: string): string => `${prefix}team:${teamId}`

  function hand(channel: Channel, wake: Wake): void {
    for (const listener of channel.listeners) listener.hear(wake)
  }

  function handHere(teamId: string, wake: Wake): void {
    queueMicrotask(() => {
      const channel = channels.get(channelName(teamId))
      if (channel) hand(channel, wake)
    })
  }

  return {
    publish(teamId, changes) {
      const wake = toWake(changes)
      if (!wake) return
      const span = startPublishSpan(teamId, changes)
      // Without Redis the own node's watchers still hear of it at once; a second time does no harm.
      if (!bus.isConnected()) handHere(teamId, wake)
      const text = bus.canPublish() && unansweredBytes < mostUnansweredBytes ? toWakeMessage(wake, span.traceparent) : undefined
      if (text === undefined) {
        failedPublishes++
        span.end('failed')
        return
      }
      unansweredBytes += text.length
      bus
        .publish(channelName(teamId), text)
        .then(
          () => span.end('published'),
          () => {
            failedPublishes++
            span.end('failed')
            handHere(teamId, wake)
          },
        )
        .finally(() => {
          unansweredBytes -= text.length
        })
    },

    watch(teamId, hear) {
      const name = channelName(teamId)
      const listener = { hear }
      let channel = channels.get(name)
      if (!channel) {
        channel = { teamId, listeners: new Set(), subscribed: bus.subscribe(name) }
        channels.set(name, channel)
      }
      const { listeners, subscribed } = channel
      listeners.add(listener)
      return {
        ready: subscribed,
        stop() {
          if (!listeners.delete(listener) || listeners.size > 0) return
          channels.delete(name)
          bus.unsubscribe(name)
        },
      }
    },

    onGap(listener) {
      gapListeners.add(listener)
    },

    state: () => ({ kind: 'redis', isConnected: bus.isConnected(), failedPublishes, unreadableMessages }),

    async close() {
      gapListeners.clear()
      channels.clear()
      await bus.close()
    },
  }
}

function toWake(changes: readonly Change[]): Wake | undefined {
  const last = changes.at(-1)
  return last && { revision: last.revision, changes }
}
