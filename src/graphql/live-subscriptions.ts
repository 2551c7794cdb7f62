import {
  createSourceEventStream,
  executeSubscriptionEvent,
  validateSubscriptionArgs,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type ValidatedSubscriptionArgs,
} from 'graphql'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { accessOfAll } from '../access/viewer.ts'
import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import { openChangeGroup, type ChangeGroup, type Sent } from '../realtime/change-group.ts'
import { openChangeStream, type ChangeMessage } from '../realtime/change-stream.ts'
import { inTraceOf } from '../realtime/change-trace.ts'
import { createEffectiveLimits } from '../realtime/effective-limits.ts'
import type { Feeds } from '../realtime/team-feed.ts'
import type { ReadDatabase } from '../store/database.ts'
import type { Door, Kept, Log } from './context.ts'
import { withClientErrors, type Caller } from './execution.ts'
import { isLast, type LiveMessage, type Stage } from './live-message.ts'
import { toPayload, type Payload } from './payload.ts'
import { createSharedExecution, type Execution } from './shared-execution.ts'
import { keysOf } from './subscription-keys.ts'
import { ChangeSource } from './change-source.ts'

/** Where the messages of one subscription go. */
export type Sink = {
  /** Writes at once and never waits; ends its connection by itself when its reader is too slow. Must not throw. */
  send(payload: Payload): void
  /** Resolves when most of what was sent has left for the network, or the connection has ended. */
  drained(): Promise<void> | void
  /** Nothing comes any more, and that is no fault. */
  complete(): void
  fail(error: unknown): void
  /** More came than could be kept for it: it has to come again and resume. */
  overflow(): void
  /** It cannot be served just now, through no fault of its own. */
  comeAgain(): void
}

export type LiveOperation = {
  query: string
  document: DocumentNode
  operationName: string | null | undefined
  variables: Readonly<Record<string, unknown>> | null | undefined
  caller: Caller
}

/** A subscription under way. Nothing is sent to its sink after `leave`. */
export type Live = { leave(): void }

export type SubscriptionStats = {
  /** Groups that are alive: team, document, variables without the cursor, access. */
  groups: number
  /** See SharedExecution. */
  executions: number
  executionsPerClient: number
  /** How clients that came with a cursor went on. */
  resumes: { memory: number; log: number; head: number; pruned: number; replaced: number; ahead: number }
}

export type LiveSubscriptions = {
  /** Begins a subscription; an ExecutionResult when it cannot begin. */
  subscribe(operation: LiveOperation, sink: Sink): Promise<Live | ExecutionResult>
  stats(): SubscriptionStats
}

export type LiveSubscriptionsOptions = {
  schema: GraphQLSchema
  door: Door & Kept
  database: ReadDatabase
  feeds: Feeds
  log: Log
  /** Once for each batch that went out live: milliseconds from its newest change's time to the write. */
  onDelivered(milliseconds: number): void
}

/** `hasLeft`: nothing is sent to it any more. */
type Member = { sink: Sink; caller: Caller; hasLeft: boolean; leaveGroup?: (() => void) | undefined }

type Group = {
  key: string
  execution: Execution
  /** Makes of messages about changes what is followed; undefined: that is the changes. */
  stage: Stage | undefined
  opened: Promise<ChangeGroup<Member>>
  /** Members, and those who still catch up. */
  users: number
  number: number
}

// So many sockets are written to before others get a turn.
const fanOutSlice = 1_000

/**
 * Brings subscriptions their messages. All who follow the same team by the same document with the same variables (but the cursor) and may
 * see the same are one group, for which each message is executed once. Each catches up by itself, at its own pace, and then joins
 * the group where it stands.
 */
export function createLiveSubscriptions({ schema, door, database, feeds, log, onDelivered }: LiveSubscriptionsOptions): LiveSubscriptions {
  const groups = new Map<string, Group>()
  const shared = createSharedExecution({ door, database, log })
  const limits = createEffectiveLimits({ database, feeds })
  const resumes = { memory: 0, log: 0, head: 0, pruned: 0, replaced: 0, ahead: 0 }
  let groupsOpened = 0

  async function subscribe(operation: LiveOperation, sink: Sink): Promise<Live | ExecutionResult> {
    const { document, operationName, variables, caller } = operation
    const args = validateSubscriptionArgs({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: shared.contextOf(caller),
    })
    if (!('schema' in args)) return withClientErrors({ errors: args }, caller)
    const source = await createSourceEventStream(args)
    if ('errors' in source) {
      const result = withClientErrors(source as ExecutionResult, caller)
      // A fault, such as a database that is away: clients take an error for the end, and would not come again.
      if (result.errors?.some(({ extensions }) => extensions['code'] === 'INTERNAL')) sink.comeAgain()
      return result
    }
    const member: Member = { sink, caller, hasLeft: false }
    if (source instanceof ChangeSource) void follow(groupFor(operation, args, source), source, member)
    else void refuse(args, source as AsyncIterable<unknown>, member)
    return {
      leave() {
        member.hasLeft = true
        member.leaveGroup?.()
      },
    }
  }

  /** What is no stream of changes: a few answers, and the end. */
  async function refuse(args: ValidatedSubscriptionArgs, values: AsyncIterable<unknown>, member: Member): Promise<void> {
    try {
      for await (const value of values) {
        const result = await executeSubscriptionEvent({ ...args, rootValue: value })
        if (!member.hasLeft) member.sink.send(toPayload(result, { requestId: () => member.caller.requestId, log }, undefined))
      }
      member.sink.complete()
    } catch (error) {
      member.sink.fail(error)
    }
  }

  function groupFor(operation: LiveOperation, args: ValidatedSubscriptionArgs, source: ChangeSource): Group {
    const { query, operationName, caller } = operation
    const keys = keysOf({ query, operationName, viewer: caller.viewer, teamId: source.teamId }, args)
    const known = groups.get(keys.group)
    if (known) return known
    const execution = shared.take(keys.execution, args, accessOfAll(caller.viewer, source.teamId))
    const stage = source.stage?.(limits)
    const group: Group = { key: keys.group, execution, stage, opened: open(), users: 0, number: ++groupsOpened }
    groups.set(keys.group, group)
    function open(): Promise<ChangeGroup<Member>> {
      return openChangeGroup<Member>({
        feeds,
        teamId: source.teamId,
        accepts: source.accepts,
        send: (message, members) => sendToAll(group, message, members),
        end: (members, error) => {
          forget(group)
          for (const { sink, hasLeft } of members) {
            if (hasLeft) continue
            if (error === undefined) sink.complete()
            else failed(group, sink, error)
          }
        },
        onOverflow: (members) => {
          forget(group)
          for (const { sink, hasLeft } of members) if (!hasLeft) sink.overflow()
        },
      })
    }
    group.opened.catch(() => forget(group))
    return group
  }

  /** Whoever comes now begins another one. */
  function forget(group: Group): void {
    if (groups.get(group.key) !== group) return
    groups.delete(group.key)
    shared.release(group.execution)
  }

  function release(group: Group): void {
    if (--group.users > 0) return
    forget(group)
    void group.opened.then(
      (opened) => opened.close(),
      () => {},
    )
  }

  async function follow(group: Group, source: ChangeSource, member: Member): Promise<void> {
    group.users++
    leaveBy(group, member)
    try {
      const opened = await openedOrNot(group)
      if (opened) return await catchUp(group, opened, source, member)
      // The log cannot be read: whoever comes again may find that it can.
      member.leaveGroup?.()
      if (!member.hasLeft) member.sink.comeAgain()
    } catch (error) {
      member.leaveGroup?.()
      if (!member.hasLeft) failed(group, member.sink, error)
    }
  }

  /** What a stage could not read for so long may be there the next time; clients never come again after a fault of ours. */
  function failed({ stage }: Group, sink: Sink, error: unknown): void {
    if (!stage) return sink.fail(error)
    log.error({ err: error }, 'What changes were to effective limits cannot be read')
    sink.comeAgain()
  }

  function openedOrNot(group: Group): Promise<ChangeGroup<Member> | undefined> {
    return group.opened.catch((error: unknown) => {
      log.error({ err: error }, 'A subscription could not begin, because the change log cannot be read')
      return undefined
    })
  }

  /** A function of its own: what it returns lives as long as the subscription, and must hold nothing of the catching up. */
  function leaveBy(group: Group, member: Member, stop?: () => void): void {
    member.leaveGroup = () => {
      member.leaveGroup = undefined
      stop?.()
      release(group)
    }
  }

  /** At the reader's own pace; then it goes on with the group from exactly where it stands. */
  async function catchUp(group: Group, opened: ChangeGroup<Member>, source: ChangeSource, member: Member): Promise<void> {
    const { teamId, after, accepts } = source
    const { sink } = member
    const stream = await openChangeStream(feeds, database, { teamId, after, accepts, onOverflow: () => member.hasLeft || sink.overflow() })
    if (member.hasLeft) return void stream.return()
    leaveBy(group, member, () => void stream.return())
    const stage = group.stage?.catchUp()
    let told: Position | undefined
    for (let count = 0; ; count++) {
      const settled = stream.settled()
      // It has ended meanwhile: whoever comes again begins another one.
      if (settled && opened.isClosed()) return sink.comeAgain()
      if (settled && isHeadOf(opened, settled.head)) {
        if (after) resumes[stream.hasReadLog() ? 'log' : count > 1 ? 'memory' : 'head']++
        const leaveLive = opened.attach(member, told ?? settled.position)!
        void stream.return()
        return leaveBy(group, member, leaveLive)
      }
      const { value: message } = await stream.next()
      if (member.hasLeft) return
      if (!message) break
      const last = await sendOwn(group, stage ? await stage(message) : [message], member)
      if (last === 'LEFT') return
      if (last?.type === 'ResyncRequired') resumes[resyncOutcomes[last.reason]]++
      if (last && isLast(last)) break
      if (stage && last) told = last.position
    }
    member.leaveGroup?.()
    sink.complete()
  }

  /** Answers the last that was sent, if any was; LEFT when the member has gone. */
  async function sendOwn(group: Group, messages: readonly LiveMessage[], member: Member): Promise<LiveMessage | 'LEFT' | undefined> {
    for (const message of messages) {
      const payload = await payloadOf(group, message, member)
      if (member.hasLeft) return 'LEFT'
      member.sink.send(payload)
      if (isLast(message)) return message
      await member.sink.drained()
      if (member.hasLeft) return 'LEFT'
    }
    return member.hasLeft ? 'LEFT' : messages.at(-1)
  }

  function isHeadOf(opened: ChangeGroup<Member>, head: { revision: number; changeId: string }): boolean {
    const { revision, changeId } = opened.head()
    return revision === head.revision && changeId === head.changeId
  }

  function sendToAll(group: Group, message: ChangeMessage, members: readonly Member[]): Sent {
    if (message.type !== 'ChangeBatch') return deliver(group, message, members)
    const attributes = { 'headcount.changes': message.changes.length, 'headcount.subscriptions': members.length }
    const { stage } = group
    const send = stage ? () => sendStaged(group, stage, message, members) : () => deliver(group, message, members)
    return inTraceOf<Sent>(message.changes, 'deliver', attributes, send)
  }

  /** What is followed may not have become another: then nothing is sent. */
  async function sendStaged(group: Group, stage: Stage, batch: ChangeMessage, members: readonly Member[]): Promise<boolean> {
    const message = await stage.turn(batch)
    if (!message) return false
    await deliver(group, message, members)
    if (isLast(message)) for (const member of members) end(member)
    return true
  }

  function end(member: Member): void {
    if (member.hasLeft) return
    member.hasLeft = true
    member.leaveGroup?.()
    member.sink.complete()
  }

  function deliver(group: Group, message: LiveMessage, members: readonly Member[]): Promise<void> | void {
    const payload = shared.payloadOfAll(group, message)
    // Without a wait where nothing has to be waited for: the message goes out in the turn in which the change was heard of.
    if (payload instanceof Promise) return payload.then((later) => fanOut(group, message, later, members))
    return fanOut(group, message, payload, members)
  }

  function fanOut(group: Group, message: LiveMessage, payload: Payload | undefined, members: readonly Member[]): Promise<void> | void {
    const newest = newestIn(message)
    if (newest) onDelivered(Date.now() - newest.at.getTime())
    if (payload === undefined) return sendToEach(group, message, members)
    sendSlice(payload, members, 0)
    if (members.length > fanOutSlice) return sendOn(payload, members)
  }

  async function sendOn(payload: Payload, members: readonly Member[]): Promise<void> {
    for (let from = fanOutSlice; from < members.length; from += fanOutSlice) {
      await nextTurn()
      sendSlice(payload, members, from)
    }
  }

  function sendSlice(payload: Payload, members: readonly Member[], from: number): void {
    const until = Math.min(from + fanOutSlice, members.length)
    for (let index = from; index < until; index++) {
      const member = members[index]!
      if (!member.hasLeft) member.sink.send(payload)
    }
  }

  async function sendToEach(group: Group, message: LiveMessage, members: readonly Member[]): Promise<void> {
    for (const member of members) {
      if (member.hasLeft) continue
      try {
        const payload = await shared.payloadOfOne(group.execution, message, member.caller)
        if (!member.hasLeft) member.sink.send(payload)
      } catch (error) {
        member.sink.fail(error)
      }
    }
  }

  async function payloadOf(group: Group, message: LiveMessage, member: Member): Promise<Payload> {
    return (await shared.payloadOfAll(group, message)) ?? shared.payloadOfOne(group.execution, message, member.caller)
  }

  return {
    subscribe,
    stats: () => ({ groups: groups.size, ...shared.stats(), resumes: { ...resumes } }),
  }
}

/** The newest change that a message tells of. */
function newestIn(message: LiveMessage): Change | undefined {
  switch (message.type) {
    case 'ChangeBatch':
      return message.changes.at(-1)
    case 'EffectiveSpendLimitUpdate':
      return message.cause
    case 'EffectiveSpendLimitChangeBatch':
      return message.turns.at(-1)!.cause
    default:
      return undefined
  }
}

const resyncOutcomes = { PRUNED: 'pruned', REPLACED: 'replaced', AHEAD: 'ahead' } as const
