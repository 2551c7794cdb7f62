import { expect, vi } from 'vitest'
import type { Position } from '../../src/domain/change-cursor.ts'
import type { Change, NewChange } from '../../src/domain/change.ts'
import { openChangeStream, type ChangeMessage, type ChangeStream, type ChangeStreamOptions } from '../../src/realtime/change-stream.ts'
import { createFeeds, type Feeds, type FeedsOptions } from '../../src/realtime/team-feed.ts'
import type { WakeUp } from '../../src/realtime/wake-up.ts'
import { openDatabase, type Database, type ReadDatabase } from '../../src/store/database.ts'
import { newId } from '../../src/store/id.ts'
import { insertTeam } from '../../src/store/team.ts'
import { createExecutor, type Command, type Executor } from '../../src/store/transaction.ts'
import { createDatabase } from '../support/database.ts'

export const quietLog = { info: () => {}, warn: () => {}, error: () => {} }

/** A real change log, with one team and writers for it. */
export type LiveLog = {
  url: string
  database: Database
  createTeam(): Promise<string>
  /** An executor as each node has one; every commit is published on `wakeUp`. */
  writer(wakeUp: Pick<WakeUp, 'publish'>): Writer
  close(): Promise<void>
}
export type Writer = {
  /** Commits `count` changes at once; each carries a name of `nameLength`. */
  write(teamId: string, count?: number, nameLength?: number): Promise<readonly Change[]>
}

export async function openLiveLog(): Promise<LiveLog> {
  const { url, drop } = await createDatabase()
  const database = openDatabase({ url, poolSize: 10, log: quietLog })
  const silent = createExecutor({ database, onCommit() {} })
  return {
    url,
    database,
    async createTeam() {
      const teamId = newId()
      await silent.submit(teamId, createTestTeam, teamId)
      return teamId
    },
    writer(wakeUp) {
      return writerOn(createExecutor({ database, onCommit: (teamId, changes) => wakeUp.publish(teamId, changes) }))
    },
    async close() {
      await database.$disconnect()
      await drop()
    },
  }
}

function writerOn(executor: Executor): Writer {
  return {
    async write(teamId, count = 1, nameLength = 5) {
      const { changes } = await executor.submit(teamId, writeChanges, { count, nameLength })
      return changes
    },
  }
}

const actor = { kind: 'SYSTEM', id: null, label: 'test' } as const

const createTestTeam: Command<string, null> = {
  name: 'create a test team',
  position: 0,
  async run(transaction, teamIds) {
    for (const id of teamIds) {
      await insertTeam(transaction, {
        id,
        name: 'Acme',
        plan: 'ENTERPRISE',
        currency: 'USD',
        localSso: true,
        isDemonstration: false,
        isScratch: false,
        ssoState: null,
        administratorGroupId: null,
        timeZone: 'UTC',
        thresholdPercents: [],
        spendSettingsVersion: 1,
        createdAt: new Date(),
      })
    }
    return teamIds.map(() => ({
      value: null,
      changes: [{ kind: 'TeamCreated', actor, data: { name: 'Acme', plan: 'ENTERPRISE', currency: 'USD' } }],
    }))
  },
}

const writeChanges: Command<{ count: number; nameLength: number }, null> = {
  name: 'write test changes',
  position: 1,
  run: async (_transaction, inputs) =>
    inputs.map(({ count, nameLength }) => ({
      value: null,
      changes: Array.from({ length: count }, () => aUserCreated('u'.repeat(nameLength))),
    })),
}

export function aUserCreated(userName: string): NewChange {
  const user = { id: newId(), directoryId: newId(), externalId: null, userName, displayName: null, email: null, active: true, version: 1 }
  return { kind: 'UserCreated', actor, data: { user } }
}

export type WatchedDatabase = {
  database: ReadDatabase
  reads(): number
  /** Reads fail with it until it is undefined again. */
  failWith(failure: Error | undefined): void
  /** Reads are done, but their answers are kept back until `release`. */
  holdAnswers(): { answers(): number; release(): void }
}

/** A database whose reads are counted, and fail or take long when a test says so. */
export function watchedDatabase(database: Database): WatchedDatabase {
  let reads = 0
  let held: Promise<void> | undefined
  let heldAnswers = 0
  let failure: Error | undefined
  const watched = <T extends object>(delegate: T): T =>
    new Proxy(delegate, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          reads++
          if (failure) return Promise.reject(failure)
          const answer: unknown = Reflect.apply(value, target, args)
          const until = held
          return until ? Promise.resolve(answer).then((rows) => (heldAnswers++, until.then(() => rows))) : answer
        }
      },
    })
  const delegates = { change: watched(database.change), teamHead: watched(database.teamHead) }
  return {
    database: { ...delegates, $queryRaw: watched({ raw: database.$queryRaw.bind(database) }).raw } as unknown as ReadDatabase,
    reads: () => reads,
    failWith(next) {
      failure = next
    },
    holdAnswers() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      heldAnswers = 0
      return {
        answers: () => heldAnswers,
        release() {
          held = undefined
          resolve()
        },
      }
    },
  }
}

/** A wake-up whose publishes a test decides about: what `deliver` gets it may send on, later, twice or never. */
export function tamperedWakeUp(
  inner: WakeUp,
): WakeUp & { tamper(deliver: ((teamId: string, changes: readonly Change[]) => void) | undefined): void } {
  let deliver: ((teamId: string, changes: readonly Change[]) => void) | undefined
  return {
    ...inner,
    publish: (teamId, changes) => (deliver ?? inner.publish)(teamId, changes),
    tamper(next) {
      deliver = next
    },
  }
}

/** Feeds that never check heads by themselves within a test, so that what a test sees comes from what it tests. */
export function openFeeds(options: Pick<FeedsOptions, 'database' | 'wakeUp'> & Partial<FeedsOptions>): Feeds {
  return createFeeds({ log: quietLog, headCheckMilliseconds: 3_600_000, ...options })
}

/** Reads a stream as a careful client does: every message must continue the one before it, and no change may miss or come twice. */
export type Reader = {
  stream: ChangeStream
  messages: ChangeMessage[]
  changes: Change[]
  next(): Promise<ChangeMessage>
  /** Reads until the position has reached the revision. */
  upTo(revision: number): Promise<void>
  position(): Position
  revisions(): number[]
}

export async function openReader(
  feeds: Feeds,
  database: ReadDatabase,
  options: Pick<ChangeStreamOptions, 'teamId'> & Partial<ChangeStreamOptions>,
): Promise<Reader> {
  const onOverflow = vi.fn()
  const stream = await openChangeStream(feeds, database, { accepts: () => true, onOverflow, ...options })
  return readerOn(stream, options.accepts !== undefined)
}

export function readerOn(stream: ChangeStream, isFiltered = false): Reader {
  const messages: ChangeMessage[] = []
  const changes: Change[] = []
  let position: Position | undefined

  async function next(): Promise<ChangeMessage> {
    const { value, done } = await stream.next()
    if (done || !value) throw new Error('the stream has ended')
    messages.push(value)
    if (value.type === 'ResyncRequired') return value
    if (position) expect(value.previous).toEqual(position)
    if (value.type === 'ChangeBatch') {
      if (!isFiltered) expect(value.changes.map(({ revision }) => revision)).toEqual(upTo(value.previous.revision, value.position.revision))
      const last = value.changes.at(-1)!
      if (!isFiltered) expect(value.position).toEqual({ revision: last.revision, changeId: last.id })
      changes.push(...value.changes)
    }
    position = value.position
    return value
  }
  return {
    stream,
    messages,
    changes,
    next,
    async upTo(revision) {
      while ((position?.revision ?? -1) < revision) {
        const message = await next()
        if (message.type === 'ResyncRequired') throw new Error(`unexpected ResyncRequired ${message.reason}`)
      }
    },
    position: () => position!,
    revisions: () => changes.map(({ revision }) => revision),
  }
}

/** Revisions after `after` up to and with `last`. */
export function upTo(after: number, last: number): number[] {
  return Array.from({ length: last - after }, (_, index) => after + 1 + index)
}

/** Takes the log back to an earlier revision, as a restored backup or a failover with loss does. */
export async function restoreTo(database: Database, teamId: string, revision: number): Promise<void> {
  await database.$transaction([
    database.$executeRaw`DELETE FROM changes WHERE team_id = ${teamId}::uuid AND revision > ${revision}`,
    database.$executeRaw`UPDATE team_heads SET revision = ${revision},
      change_id = (SELECT id FROM changes WHERE team_id = ${teamId}::uuid AND revision = ${revision}) WHERE team_id = ${teamId}::uuid`,
  ])
}

/** Removes the oldest changes, up to and with the revision. */
export async function pruneTo(database: Database, teamId: string, revision: number): Promise<void> {
  await database.$executeRaw`DELETE FROM changes WHERE team_id = ${teamId}::uuid AND revision <= ${revision}`
}

/** The same sequence of numbers in [0, 1) for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
