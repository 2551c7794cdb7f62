import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import type { ChangeMessage } from '../realtime/change-stream.ts'
import type { TeamTurn } from '../realtime/effective-limits.ts'
import type { PastSpendLimit } from '../domain/limit-history.ts'
import type { Refusal } from './errors.ts'

/** What one user may spend, at a position. */
export type LimitUpdate = {
  type: 'EffectiveSpendLimitUpdate'
  previous: Position
  position: Position
  teamId: string
  currency: string
  value: PastSpendLimit
  cause: Change | undefined
}

/** What changes were to the effective limits of a team's users. */
export type LimitChangeBatch = {
  type: 'EffectiveSpendLimitChangeBatch'
  previous: Position
  position: Position
  teamId: string
  currency: string
  turns: readonly TeamTurn[]
}

/** What was followed is gone. The last message of its stream. */
export type Gone = Refusal & { type: 'Gone'; position: Position }

/** Everything that a subscription is sent. */
export type LiveMessage = ChangeMessage | LimitUpdate | LimitChangeBatch | Gone

/** Nothing comes after it. */
export function isLast({ type }: LiveMessage): boolean {
  return type === 'ResyncRequired' || type === 'Gone'
}

/**
 * What stands between the messages about changes and those who follow what changes mean. It keeps nothing: what a message is depends on the message alone, so all of
 * a group share it, wherever they came from.
 */
export type Stage = {
  /** What a message is for those who were told everything before it; undefined: nothing. */
  turn(message: ChangeMessage): Promise<LiveMessage | undefined> | LiveMessage | undefined
  /** For one who catches up: what each message of its stream is for it, from the opening Checkpoint on. */
  catchUp(): (message: ChangeMessage) => Promise<LiveMessage[]>
}
