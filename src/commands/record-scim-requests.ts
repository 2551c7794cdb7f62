import { sqlState, type Database } from '../store/database.ts'
import {
  deleteOldScimRequests,
  deleteSurplusScimRequests,
  insertScimRequests,
  newScimRequestId,
  type ScimRequest,
} from '../store/scim-request.ts'

export type NewScimRequest = Omit<ScimRequest, 'id'>

export type ScimRequestRecorder = {
  /** Keeps it beside the request, soon; false when too many wait already, and it is lost. Never throws, never waits. */
  record(request: NewScimRequest): boolean
  /** Whether so many wait that what matters less has to stay away. */
  isCrowded(): boolean
  /** Writes what waits, once. */
  close(): Promise<void>
}

export type ScimRequestRecorderOptions = {
  database: Database
  keptDays: number
  /** Of each directory, about; half of them for requests that failed. */
  keptEntries: number
  log: { warn(details: object, message: string): void }
}

const waitMilliseconds = 500
/** So many are worth a statement of their own. */
const batchSize = 200
const mostAtOnce = 1_000
const mostWaiting = 2_000
/** After a failure: what the database cannot take now, it is not asked for each half second. */
const pauseMilliseconds = 5_000
const expiryMilliseconds = 60_000
const idleExpiryMilliseconds = 3_600_000
/** Rows that one pruning statement deletes of a kind: small, so that nothing waits for it. */
const mostDeleted = 1_000
const mostDirectories = 20

/**
 * The log of SCIM requests is no change (design.md) and may lose its newest entries: it is written in batches beside the requests, one at a time,
 * and pruned with them now and then. Any number of nodes do so at once.
 */
export function createScimRequestRecorder({ database, keptDays, keptEntries, log }: ScimRequestRecorderOptions): ScimRequestRecorder {
  let waiting: ScimRequest[] = []
  let lost = 0
  let underWay: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let pausedUntil = 0
  let isClosed = false
  const pruner = createPruner(database, keptDays, keptEntries)
  // Entries age where nothing arrives any more, too.
  const idle = setInterval(() => void pruner.expire().catch(warn), idleExpiryMilliseconds)
  idle.unref()

  function warn(error: unknown): void {
    log.warn({ err: error }, 'The log of SCIM requests could not be written')
  }

  function schedule(): void {
    if (underWay || isClosed || waiting.length === 0) return
    const pause = pausedUntil - performance.now()
    if (waiting.length >= batchSize && pause <= 0) void flush()
    else timer ??= setTimeout(() => void flush(), Math.max(waitMilliseconds, pause)).unref()
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    underWay ??= write(waiting.splice(0, mostAtOnce)).finally(() => {
      underWay = undefined
      schedule()
    })
    await underWay
  }

  async function write(batch: ScimRequest[]): Promise<void> {
    let stored: string[]
    try {
      stored = await insertScimRequests(database, batch)
      pausedUntil = 0
      if (lost > 0) log.warn({ lost }, 'SCIM requests are not in their log, because they came faster than it is written')
      lost = 0
    } catch (error) {
      warn(error)
      pausedUntil = performance.now() + pauseMilliseconds
      if (mayPass(error)) keep(batch)
      else lost += batch.length
      return
    }
    await pruner.prune(stored).catch(warn)
  }

  /** What is older gives way. */
  function keep(batch: ScimRequest[]): void {
    waiting = [...batch, ...waiting]
    lost += Math.max(0, waiting.length - mostWaiting)
    waiting = waiting.slice(-mostWaiting)
  }

  return {
    record(request) {
      if (isClosed || waiting.length >= mostWaiting) {
        lost++
        return false
      }
      waiting.push({ ...request, id: newScimRequestId() })
      schedule()
      return true
    },
    isCrowded: () => waiting.length > mostWaiting / 2,
    async close() {
      isClosed = true
      clearInterval(idle)
      await underWay
      for (let before = Infinity; waiting.length > 0 && waiting.length < before;) {
        before = waiting.length
        await flush()
      }
      if (waiting.length + lost > 0) log.warn({ lost: waiting.length + lost }, 'SCIM requests are not in their log')
    },
  }
}

/** Whether the database was away or too busy: what it refuses for its content it would refuse again. */
function mayPass(error: unknown): boolean {
  const state = sqlState(error)
  return state === undefined || /^(?:08|40|53|55|57)/.test(state)
}

function createPruner(database: Database, keptDays: number, keptEntries: number) {
  const keptOfEach = Math.ceil(keptEntries / 2)
  // A directory is looked at again after so many new entries, and when this node sees it for the first time.
  const step = Math.max(50, Math.floor(keptEntries / 20))
  const mostTracked = 10_000
  const newEntries = new Map<string, number>()
  let expireAt = 0

  function count(directoryIds: readonly string[]): void {
    if (newEntries.size > mostTracked) newEntries.clear()
    for (const directoryId of directoryIds) newEntries.set(directoryId, (newEntries.get(directoryId) ?? step) + 1)
  }

  async function expire(): Promise<void> {
    expireAt = performance.now() + expiryMilliseconds
    for (let deleted = mostDeleted; deleted === mostDeleted;) deleted = await deleteOldScimRequests(database, keptDays, mostDeleted)
  }

  return {
    expire,
    /** After entries of these directories were stored, one for each. */
    async prune(directoryIds: readonly string[]): Promise<void> {
      count(directoryIds)
      const due = [...newEntries].flatMap(([id, entries]) => (entries > step ? [id] : [])).slice(0, mostDirectories)
      if (due.length > 0) {
        const deleted = await deleteSurplusScimRequests(database, due, keptOfEach, mostDeleted)
        // There may be more of what reached the limit of one statement.
        if (deleted < mostDeleted) for (const id of due) newEntries.set(id, 0)
      }
      if (performance.now() >= expireAt) await expire()
    },
  }
}
