import { Redis } from 'ioredis'
import { changeKinds, type Change } from '../domain/change.ts'
import { approximateBytes } from './change-size.ts'

export type Log = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** "Team t reached this revision"; with the changes up to it, or with none when they would be too large to carry. */
export type Wake = { revision: number; changes: readonly Change[] }
/** Called in the turn in which the wake arrives; it must be quick and must not throw. */
export type WakeListener = (wake: Wake) => void
export type Watch = {
  /** Resolves when nothing published from now on is missed, or at once when Redis is away: then the log is read. Never rejects. */
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

export type RedisWakeUpOptions = { url: string; prefix: string; log: Log }

type Channel = { teamId: string; listeners: Set<{ hear: WakeListener }>; isAcknowledged: boolean; subscribed: Promise<void> }

// A larger wake carries only its range: the readers' own query is cheaper than this much through Redis for each of them.
const largestWakeBytes = 256 * 1024
// When Redis answers slower than we publish, the wakes that wait for it must not fill the memory.
const mostUnansweredBytes = 32 * 1024 * 1024
const heartbeatMilliseconds = 5_000

/**
 * For many nodes: one Redis channel per team, subscribed to only while somebody on this node watches the team.
 * Redis may be away at any time, also at the start: connecting goes on for ever, and each success is reported as a gap.
 */
export function createRedisWakeUp({ url, prefix, log }: RedisWakeUpOptions): WakeUp {
  const channels = new Map<string, Channel>()
  const gapListeners = new Set<() => void>()
  let unansweredBytes = 0
  let failedPublishes = 0
  let unreadableMessages = 0
  const publisher = connect(url, 'publisher', log)
  const subscriber = connect(url, 'subscriber', log)

  subscriber.on('close', () => {
    for (const channel of channels.values()) channel.isAcknowledged = false
  })
  subscriber.on('ready', () => void subscribeMissing())
  subscriber.on('message', (name: string, text: string) => {
    const channel = channels.get(name)
    if (!channel) return
    const wake = parseWake(channel.teamId, text)
    if (wake) hand(channel, wake)
    else {
      unreadableMessages++
      log.warn({ channel: name, length: text.length }, 'A wake-up message could not be read and was dropped')
    }
  })
  const heartbeat = setInterval(() => {
    if (subscriber.status !== 'ready') return
    // Nothing else is sent on an idle subscription: without an answer the socket counts as dead and is opened anew.
    subscriber.ping().catch(ignore)
    if (channels.values().some((channel) => !channel.isAcknowledged)) void subscribeMissing()
  }, heartbeatMilliseconds).unref()

  const channelName = (teamId: string): string => `${prefix}team:${teamId}`
  const isConnected = (): boolean => publisher.status === 'ready' && subscriber.status === 'ready'

  function hand(channel: Channel, wake: Wake): void {
    for (const listener of channel.listeners) listener.hear(wake)
  }

  /** Resolves to whether Redis has acknowledged all of them. */
  async function subscribe(names: readonly string[]): Promise<boolean> {
    try {
      if (names.length > 0) await subscriber.subscribe(...names)
    } catch (error) {
      // The heartbeat or the next connection tries again; until then the log is read.
      if (subscriber.status === 'ready') log.warn({ err: error }, 'Redis refused a subscription')
      return false
    }
    for (const name of names) {
      const channel = channels.get(name)
      if (channel) channel.isAcknowledged = true
    }
    return true
  }

  async function subscribeMissing(): Promise<void> {
    const missing = [...channels].filter(([, channel]) => !channel.isAcknowledged).map(([name]) => name)
    for (let from = 0; from < missing.length; from += 500) {
      if (!(await subscribe(missing.slice(from, from + 500)))) return
    }
    // Only now: a check of the log before the acknowledgement would miss what is published between the two.
    for (const listener of gapListeners) listener()
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
      // Without Redis the own node's watchers still hear of it at once; a second time does no harm.
      if (!isConnected()) handHere(teamId, wake)
      const text = publisher.status === 'ready' && unansweredBytes < mostUnansweredBytes ? toMessage(wake) : undefined
      if (text === undefined) {
        failedPublishes++
        return
      }
      unansweredBytes += text.length
      publisher
        .publish(channelName(teamId), text)
        .catch(() => {
          failedPublishes++
          handHere(teamId, wake)
        })
        .finally(() => {
          unansweredBytes -= text.length
        })
    },

    watch(teamId, hear) {
      const name = channelName(teamId)
      const listener = { hear }
      let channel = channels.get(name)
      if (!channel) {
        channel = { teamId, listeners: new Set(), isAcknowledged: false, subscribed: Promise.resolve() }
        channels.set(name, channel)
        if (subscriber.status === 'ready') channel.subscribed = subscribe([name]).then(ignore)
      }
      const { listeners, subscribed } = channel
      listeners.add(listener)
      return {
        ready: subscribed,
        stop() {
          if (!listeners.delete(listener) || listeners.size > 0) return
          channels.delete(name)
          // One connection keeps its order: a later watch of the same team subscribes after this.
          if (subscriber.status === 'ready') subscriber.unsubscribe(name).catch(ignore)
        },
      }
    },

    onGap(listener) {
      gapListeners.add(listener)
    },

    state: () => ({ kind: 'redis', isConnected: isConnected(), failedPublishes, unreadableMessages }),

    async close() {
      clearInterval(heartbeat)
      gapListeners.clear()
      channels.clear()
      // What was published is still sent, unless Redis does not answer.
      if (publisher.status === 'ready') await Promise.race([publisher.quit().catch(ignore), pause(1_000)])
      publisher.disconnect()
      subscriber.disconnect()
    },
  }
}

function connect(url: string, name: string, log: Log): Redis {
  const redis = new Redis(url, {
    connectionName: `headcount-${name}`,
    connectTimeout: 5_000,
    commandTimeout: 5_000,
    socketTimeout: 5_000,
    // Nothing waits for Redis to come back: what cannot be sent now is refused, and what was not answered is refused at the loss.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // The wake-up subscribes by itself, because it must know when a subscription is acknowledged.
    autoResubscribe: false,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt - 1, 10), 2_000) * (0.75 + Math.random() / 2),
  })
  let isAway = false
  redis.on('error', (error: Error) => {
    if (!isAway) log.warn({ err: error, connection: name }, 'Redis is away; changes are read from the log until it is back')
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) log.info({ connection: name }, 'Redis is back')
    isAway = false
  })
  return redis
}

function toWake(changes: readonly Change[]): Wake | undefined {
  const last = changes.at(-1)
  return last && { revision: last.revision, changes }
}

function toMessage({ revision, changes }: Wake): string {
  let bytes = 0
  for (const change of changes) bytes += approximateBytes(change)
  return JSON.stringify(
    bytes > largestWakeBytes ? { from: changes[0]!.revision, to: revision } : { from: changes[0]!.revision, to: revision, changes },
  )
}

/** Undefined for text that is not a wake of this team. */
function parseWake(teamId: string, text: string): Wake | undefined {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return undefined
  }
  if (message === null || typeof message !== 'object') return undefined
  const { from, to, changes } = message as { from?: unknown; to?: unknown; changes?: unknown }
  if (!isRevision(from) || !isRevision(to) || from > to) return undefined
  if (changes === undefined) return { revision: to, changes: [] }
  if (!Array.isArray(changes) || changes.length !== to - from + 1) return undefined
  const revived = changes.map((change: unknown, index) => reviveChange(teamId, from + index, change))
  return revived.every((change) => change !== undefined) ? { revision: to, changes: revived } : undefined
}

function reviveChange(teamId: string, revision: number, value: unknown): Change | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const change = value as Record<keyof Change, unknown>
  const at = typeof change.at === 'string' ? new Date(change.at) : undefined
  const isWhole =
    change.teamId === teamId &&
    change.revision === revision &&
    typeof change.id === 'string' &&
    changeKinds.some((kind) => kind === change.kind) &&
    isObject(change.actor) &&
    isObject(change.data) &&
    at !== undefined &&
    !Number.isNaN(at.getTime())
  // What the kind's data holds is believed: only our own nodes write to the channel.
  return isWhole ? ({ ...change, at } as Change) : undefined
}

const isObject = (value: unknown): boolean => value !== null && typeof value === 'object'
const isRevision = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0
const ignore = (): void => {}
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
