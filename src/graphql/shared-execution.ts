import {
  createSourceEventStream,
  executeSubscriptionEvent,
  validateSubscriptionArgs,
  visit,
  visitWithTypeInfo,
  TypeInfo,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type ValidatedSubscriptionArgs,
} from 'graphql'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { accessScope } from '../access/viewer.ts'
import { encodeChangeCursor } from '../domain/change-cursor.ts'
import { openChangeGroup, type ChangeGroup } from '../realtime/change-group.ts'
import { openChangeStream, type ChangeMessage } from '../realtime/change-stream.ts'
import { inTraceOf } from '../realtime/change-trace.ts'
import type { Feeds } from '../realtime/team-feed.ts'
import type { ReadDatabase } from '../store/database.ts'
import { newId } from '../store/id.ts'
import type { Context, Door, Kept, Log } from './context.ts'
import { withClientErrors, type Caller } from './execution.ts'
import { ChangeSource } from './subscription.ts'

/** One message, executed and serialised: the same bytes for everybody who gets it. */
export type Payload = {
  /** An ExecutionResult, as UTF-8 JSON. */
  json: Buffer
  /** The same bytes with the `}` behind them that ends a message of graphql-transport-ws. */
  closed: Buffer
  /** Where its reader stands after it; undefined when it cannot be gone on from. */
  cursor: string | undefined
  /** The same as a server-sent event, once somebody wanted it. */
  event?: Buffer
}

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

export type SharedExecutionStats = {
  /** Groups that are alive: team, document, variables without the cursor, access. */
  groups: number
  /** Since the start: executions for all of a group, and those that had to be for one client because the document needs the viewer. */
  executions: number
  executionsPerClient: number
  /** How clients that came with a cursor went on. */
  resumes: { memory: number; log: number; head: number; pruned: number; replaced: number; ahead: number }
}

export type SharedExecution = {
  /** Begins a subscription; an ExecutionResult when it cannot begin. */
  subscribe(operation: LiveOperation, sink: Sink): Promise<Live | ExecutionResult>
  stats(): SharedExecutionStats
}

export type SharedExecutionOptions = {
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
  opened: Promise<ChangeGroup<Member>>
  /** Members, and those who still catch up. */
  users: number
  number: number
}

/** A selection and who may see what of it. Groups that differ only in which changes they let through share it. */
type Execution = {
  key: string
  number: number
  args: ValidatedSubscriptionArgs
  /** Some field asked who the viewer is: what it answers is for one client only. */
  needsViewer: boolean
  /** What everybody shares. It has no viewer, so that nothing that is one's own can get into it. */
  context: object
  groups: number
}

// So many sockets are written to before others get a turn.
const fanOutSlice = 1_000
const memoBounds = { count: 5_000, bytes: 16 * 1024 * 1024 }

/**
 * Executes a subscription's selection once for each message of a group: all who follow the same team by the same document with the
 * same variables (but the cursor) and may see the same. Each catches up by itself, at its own pace, and then joins the group
 * where it stands.
 */
export function createSharedExecution({ schema, door, database, feeds, log, onDelivered }: SharedExecutionOptions): SharedExecution {
  const groups = new Map<string, Group>()
  const live = new Map<string, Execution>()
  const memo = createMemo()
  const resumes = { memory: 0, log: 0, head: 0, pruned: 0, replaced: 0, ahead: 0 }
  let groupsOpened = 0
  let executions = 0
  let executionsPerClient = 0

  function contextOf(caller: Caller): Context {
    return { ...door, ...caller, database, batches: new Map(), currencies: new Map() }
  }

  function contextOfAll(execution: () => Execution): object {
    const context = { ...door, requestId: newId(), log, transport: 'WEBSOCKET', database }
    return Object.defineProperty(context, 'viewer', {
      get() {
        execution().needsViewer = true
        throw new Error('a shared execution has no viewer')
      },
    })
  }

  async function subscribe(operation: LiveOperation, sink: Sink): Promise<Live | ExecutionResult> {
    const { document, operationName, variables, caller } = operation
    const args = validateSubscriptionArgs({ schema, document, operationName, variableValues: variables, contextValue: contextOf(caller) })
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
    const keys = keysOf(operation, args, source, schema)
    const known = groups.get(keys.group)
    if (known) return known
    const execution = executionFor(keys.execution, args)
    execution.groups++
    const group: Group = { key: keys.group, execution, opened: open(), users: 0, number: ++groupsOpened }
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
            else sink.fail(error)
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

  function executionFor(key: string, args: ValidatedSubscriptionArgs): Execution {
    let execution = live.get(key)
    if (!execution) {
      const made: Execution = { key, number: ++groupsOpened, args, needsViewer: false, context: contextOfAll(() => made), groups: 0 }
      execution = made
      live.set(key, made)
    }
    return execution
  }

  /** Whoever comes now begins another one. */
  function forget(group: Group): void {
    if (groups.get(group.key) !== group) return
    groups.delete(group.key)
    const { execution } = group
    if (--execution.groups === 0) live.delete(execution.key)
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
      if (!member.hasLeft) member.sink.fail(error)
    }
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
    for (let count = 0; ; count++) {
      const settled = stream.settled()
      // It has ended meanwhile: whoever comes again begins another one.
      if (settled && opened.isClosed()) return sink.comeAgain()
      if (settled && isHeadOf(opened, settled.head)) {
        if (after) resumes[stream.hasReadLog() ? 'log' : count > 1 ? 'memory' : 'head']++
        const leaveLive = opened.attach(member, settled.position)!
        void stream.return()
        return leaveBy(group, member, leaveLive)
      }
      const { value: message } = await stream.next()
      if (member.hasLeft) return
      if (!message) break
      const payload = await payloadOf(group, message, member)
      if (member.hasLeft) return
      sink.send(payload)
      if (message.type === 'ResyncRequired') {
        resumes[resyncOutcomes[message.reason]]++
        break
      }
      await sink.drained()
      if (member.hasLeft) return
    }
    member.leaveGroup?.()
    sink.complete()
  }

  function isHeadOf(opened: ChangeGroup<Member>, head: { revision: number; changeId: string }): boolean {
    const { revision, changeId } = opened.head()
    return revision === head.revision && changeId === head.changeId
  }

  function sendToAll(group: Group, message: ChangeMessage, members: readonly Member[]): Promise<void> | void {
    if (message.type !== 'ChangeBatch') return deliver(group, message, members)
    const attributes = { 'headcount.changes': message.changes.length, 'headcount.subscriptions': members.length }
    return inTraceOf(message.changes, 'deliver', attributes, () => deliver(group, message, members))
  }

  function deliver(group: Group, message: ChangeMessage, members: readonly Member[]): Promise<void> | void {
    const payload = sharedPayloadOf(group, message)
    // Without a wait where nothing has to be waited for: the message goes out in the turn in which the change was heard of.
    if (payload instanceof Promise) return payload.then((later) => fanOut(group, message, later, members))
    return fanOut(group, message, payload, members)
  }

  function fanOut(group: Group, message: ChangeMessage, payload: Payload | undefined, members: readonly Member[]): Promise<void> | void {
    if (message.type === 'ChangeBatch') onDelivered(Date.now() - message.changes.at(-1)!.at.getTime())
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

  async function sendToEach(group: Group, message: ChangeMessage, members: readonly Member[]): Promise<void> {
    for (const member of members) {
      if (member.hasLeft) continue
      try {
        const payload = await ownPayloadOf(group, message, member)
        if (!member.hasLeft) member.sink.send(payload)
      } catch (error) {
        member.sink.fail(error)
      }
    }
  }

  async function payloadOf(group: Group, message: ChangeMessage, member: Member): Promise<Payload> {
    return (await sharedPayloadOf(group, message)) ?? ownPayloadOf(group, message, member)
  }

  /** Undefined when the document needs the viewer. */
  function sharedPayloadOf(group: Group, message: ChangeMessage): Promise<Payload | undefined> | Payload | undefined {
    const { execution } = group
    if (execution.needsViewer) return undefined
    const key = memoKey(group, message)
    const known = memo.get(key)
    if (known) return known
    executions++
    const contextValue = Object.assign(Object.create(execution.context) as object, { batches: new Map(), currencies: new Map() })
    const result = executeSubscriptionEvent({ ...execution.args, rootValue: message, contextValue })
    const keep = (executed: ExecutionResult): Payload | undefined => {
      if (execution.needsViewer) return undefined
      const payload = toPayload(executed, { requestId: newId, log }, message)
      // Somebody else may ask for the same.
      if (group.users > 1 || execution.groups > 1) memo.set(key, payload)
      return payload
    }
    return result instanceof Promise ? result.then(keep) : keep(result as ExecutionResult)
  }

  async function ownPayloadOf({ execution }: Group, message: ChangeMessage, { caller }: Member): Promise<Payload> {
    executionsPerClient++
    const result = await executeSubscriptionEvent({ ...execution.args, rootValue: message, contextValue: contextOf(caller) })
    return toPayload(result, { requestId: () => caller.requestId, log: caller.log }, message)
  }

  return {
    subscribe,
    stats: () => ({ groups: groups.size, executions, executionsPerClient, resumes: { ...resumes } }),
  }
}

const resyncOutcomes = { PRUNED: 'pruned', REPLACED: 'replaced', AHEAD: 'ahead' } as const

type Faults = { requestId(): string; log: Log }

function toPayload(result: ExecutionResult, { requestId, log }: Faults, message: ChangeMessage | undefined): Payload {
  const { data, errors } = result.errors ? withClientErrors(result, { requestId: requestId(), log }) : result
  const closed = Buffer.from(`${JSON.stringify(errors ? { data, errors } : { data })}}`)
  const cursor = message === undefined || message.type === 'ResyncRequired' ? undefined : encodeChangeCursor(message.position)
  return { json: closed.subarray(0, -1), closed, cursor }
}

/** What has to be equal for two subscriptions to be one group, and for two groups to be one execution. */
function keysOf(
  { query, document, operationName, caller }: LiveOperation,
  args: ValidatedSubscriptionArgs,
  { teamId }: ChangeSource,
  schema: GraphQLSchema,
): { group: string; execution: string } {
  const uses = usesOf(document, schema)
  const variables = Object.entries(args.variableValues.coerced)
  const without = (some: ReadonlySet<string>): object => Object.fromEntries(variables.filter(([name]) => !some.has(name)))
  const common = [teamId, accessScope(caller.viewer), operationName ?? null, query]
  return { group: JSON.stringify([without(uses.cursors), ...common]), execution: JSON.stringify([without(uses.selecting), ...common]) }
}

/**
 * The variables that stand nowhere but in an argument of the subscription's field: as `after`, where they only say where to begin, and as any, where they
 * only say which messages come. What is answered of a message does not depend on them.
 */
type Uses = { cursors: ReadonlySet<string>; selecting: ReadonlySet<string> }
const usesByDocument = new WeakMap<DocumentNode, Uses>()

function usesOf(document: DocumentNode, schema: GraphQLSchema): Uses {
  let uses = usesByDocument.get(document)
  if (!uses) {
    uses = findUses(document, schema)
    usesByDocument.set(document, uses)
  }
  return uses
}

function findUses(document: DocumentNode, schema: GraphQLSchema): Uses {
  const types = new TypeInfo(schema)
  const all = new Set<string>()
  const [notCursors, notSelecting] = [new Set<string>(), new Set<string>()]
  /** The argument of the subscription's field that is being visited. */
  let argument: string | undefined
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Argument: {
        enter(node) {
          if (types.getParentType() === schema.getSubscriptionType() && types.getDirective() == null) argument = node.name.value
        },
        leave() {
          argument = undefined
        },
      },
      Variable({ name: { value: name } }) {
        all.add(name)
        if (argument !== 'after') notCursors.add(name)
        if (argument === undefined) notSelecting.add(name)
      },
    }),
  )
  return { cursors: all.difference(notCursors), selecting: all.difference(notSelecting) }
}

/**
 * Two messages with one key say the same. Of a batch that leaves nothing out that is so for every group of the execution, of another for those of
 * the same filter. A Checkpoint's time is told to the second at most, so that those who open within one share it.
 */
function memoKey({ execution, number }: Group, message: ChangeMessage): string {
  const { position, type } = message
  const at = `${execution.number} ${type} ${position.changeId}`
  if (type === 'ResyncRequired') return `${at} ${message.reason}`
  const from = `${at} ${message.previous.changeId}`
  if (type === 'Checkpoint') return `${from} ${message.isLive} ${Math.floor(message.at.getTime() / 1_000)}`
  const { changes } = message
  const [first, last] = [changes[0]!.revision, changes.at(-1)!.revision]
  return last - first === changes.length - 1 ? `${from} ${first} ${last}` : `${from} of ${number}`
}

/** The newest payloads, for those who come back at the same time to the same place. */
function createMemo() {
  const known = new Map<string, Payload>()
  let bytes = 0
  return {
    get: (key: string) => known.get(key),
    set(key: string, payload: Payload) {
      if (known.has(key)) return
      known.set(key, payload)
      bytes += payload.json.length
      for (const [oldest, { json }] of known) {
        if (known.size <= memoBounds.count && bytes <= memoBounds.bytes) break
        known.delete(oldest)
        bytes -= json.length
      }
    },
  }
}
