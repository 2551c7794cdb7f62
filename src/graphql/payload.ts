import type { ExecutionResult } from 'graphql'
import { encodeChangeCursor } from '../domain/change-cursor.ts'
import type { Log } from './context.ts'
import { withClientErrors } from './execution.ts'
import { isLast, type LiveMessage } from './live-message.ts'

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

type Faults = { requestId(): string; log: Log }

export function toPayload(result: ExecutionResult, { requestId, log }: Faults, message: LiveMessage | undefined): Payload {
  const { data, errors } = result.errors ? withClientErrors(result, { requestId: requestId(), log }) : result
  const closed = Buffer.from(`${JSON.stringify(errors ? { data, errors } : { data })}}`)
  const cursor = message === undefined || isLast(message) ? undefined : encodeChangeCursor(message.position)
  return { json: closed.subarray(0, -1), closed, cursor }
}

const memoBounds = { count: 5_000, bytes: 16 * 1024 * 1024 }

/** The newest payloads, for those who come back at the same time to the same place. */
export function createPayloadMemo() {
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
