import { executeSubscriptionEvent, type ExecutionResult, type ValidatedSubscriptionArgs } from 'graphql'
import type { ReadDatabase } from '../store/database.ts'
import { newId } from '../store/id.ts'
import { accessOf, type Access } from '../access/viewer.ts'
import type { Context, Door, Kept, Log } from './context.ts'
import type { Caller } from './execution.ts'
import type { LiveMessage } from './live-message.ts'
import { seenBy } from './seen-changes.ts'
import { createPayloadMemo, toPayload, type Payload } from './payload.ts'

/** A selection and who may see what of it. Groups that differ only in which changes they let through share it. */
export type Execution = {
  key: string
  number: number
  args: ValidatedSubscriptionArgs
  /** What all who share it may reach. */
  access: Access
  /** Some field asked who the viewer is: what it answers is for one client only. */
  needsViewer: boolean
  /** What everybody shares. It has no viewer, so that nothing that is one's own can get into it. */
  context: object
  groups: number
}

/** Those who get the same messages. `users`: how many they are. */
export type Sharers = { execution: Execution; number: number; users: number }

export type SharedExecution = {
  /** The execution of this key, to be released as often as it was taken. */
  take(key: string, args: ValidatedSubscriptionArgs, access: Access): Execution
  release(execution: Execution): void
  /** What all of them get; undefined when the document needs the viewer. At once where nothing has to be waited for. */
  payloadOfAll(sharers: Sharers, message: LiveMessage): Promise<Payload | undefined> | Payload | undefined
  /** For one viewer alone. */
  payloadOfOne(execution: Execution, message: LiveMessage, caller: Caller): Promise<Payload>
  contextOf(caller: Caller): Context
  /** Since the start: executions for all who share one, and those that had to be for one client because the document needs the viewer. */
  stats(): { executions: number; executionsPerClient: number }
}

export type SharedExecutionOptions = { door: Door & Kept; database: ReadDatabase; log: Log }

/** Executes a selection once for each message and for all who may see the same. */
export function createSharedExecution({ door, database, log }: SharedExecutionOptions): SharedExecution {
  const live = new Map<string, Execution>()
  const memo = createPayloadMemo()
  let taken = 0
  let executions = 0
  let executionsPerClient = 0

  function contextOf(caller: Caller): Context {
    return { ...door, ...caller, access: accessOf(caller.viewer), database, batches: new Map(), currencies: new Map() }
  }

  function contextOfAll(access: Access, execution: () => Execution): object {
    const context = { ...door, access, requestId: newId(), log, transport: 'WEBSOCKET', database }
    return Object.defineProperty(context, 'viewer', {
      get() {
        execution().needsViewer = true
        throw new Error('a shared execution has no viewer')
      },
    })
  }

  function take(key: string, args: ValidatedSubscriptionArgs, access: Access): Execution {
    let execution = live.get(key)
    if (!execution) {
      const context = contextOfAll(access, () => made)
      const made: Execution = { key, number: ++taken, args, access, needsViewer: false, context, groups: 0 }
      execution = made
      live.set(key, made)
    }
    execution.groups++
    return execution
  }

  function release(execution: Execution): void {
    if (--execution.groups === 0) live.delete(execution.key)
  }

  function payloadOfAll(sharers: Sharers, message: LiveMessage): Promise<Payload | undefined> | Payload | undefined {
    const { execution } = sharers
    if (execution.needsViewer) return undefined
    const key = memoKey(sharers, message)
    const known = memo.get(key)
    if (known) return known
    executions++
    const contextValue = Object.assign(Object.create(execution.context) as object, {
      batches: new Map(),
      currencies: currenciesIn(message),
    })
    const result = executeSubscriptionEvent({ ...execution.args, rootValue: seenBy(execution.access, message), contextValue })
    const keep = (executed: ExecutionResult): Payload | undefined => {
      if (execution.needsViewer) return undefined
      const payload = toPayload(executed, { requestId: newId, log }, message)
      // Somebody else may ask for the same.
      if (sharers.users > 1 || execution.groups > 1) memo.set(key, payload)
      return payload
    }
    return result instanceof Promise ? result.then(keep) : keep(result as ExecutionResult)
  }

  async function payloadOfOne({ args, access }: Execution, message: LiveMessage, caller: Caller): Promise<Payload> {
    executionsPerClient++
    const result = await executeSubscriptionEvent({ ...args, rootValue: seenBy(access, message), contextValue: contextOf(caller) })
    return toPayload(result, { requestId: () => caller.requestId, log: caller.log }, message)
  }

  return { take, release, payloadOfAll, payloadOfOne, contextOf, stats: () => ({ executions, executionsPerClient }) }
}

/** What a message says of currencies, so that nobody has to look them up for each. */
function currenciesIn(message: LiveMessage): Context['currencies'] {
  return new Map('currency' in message ? [[message.teamId, Promise.resolve(message.currency)]] : [])
}

/**
 * Two messages with one key say the same. Of a batch that leaves nothing out that is so for every group of the execution, of another for those of
 * the same filter. A Checkpoint's time is told to the second at most, so that those who open within one share it.
 */
function memoKey({ execution, number }: Sharers, message: LiveMessage): string {
  const { position, type } = message
  const at = `${execution.number} ${type} ${position.changeId}`
  if (type === 'ResyncRequired') return `${at} ${message.reason}`
  // Of which user it is, the variables of the group say.
  if (message.type === 'Gone') return `${at} of ${number}`
  const from = `${at} ${message.previous.changeId}`
  // One who has just come may stand where others do and be told another cause: of what it has missed.
  if (message.type === 'EffectiveSpendLimitUpdate') return `${from} of ${number} ${message.cause?.id}`
  if (message.type === 'EffectiveSpendLimitChangeBatch') return `${from} ${message.turns[0]!.cause.revision} ${message.turns.length}`
  if (type === 'Checkpoint') return `${from} ${message.isLive} ${Math.floor(message.at.getTime() / 1_000)}`
  const { changes } = message
  const [first, last] = [changes[0]!.revision, changes.at(-1)!.revision]
  return last - first === changes.length - 1 ? `${from} ${first} ${last}` : `${from} of ${number}`
}
