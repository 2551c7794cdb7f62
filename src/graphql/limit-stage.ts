import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { isSameDecision } from '../domain/limit-history.ts'
import { approximateBytes } from '../realtime/change-size.ts'
import type { ChangeMessage } from '../realtime/change-stream.ts'
import type { EffectiveLimits } from '../realtime/effective-limits.ts'
import { toRefusal } from './errors.ts'
import type { Gone, LimitUpdate, LiveMessage, Stage } from './live-message.ts'

type Batch = Extract<ChangeMessage, { type: 'ChangeBatch' }>

/** Of a long time away, so many of the newest changes are looked at for the cause of the value that is; at least one. */
const mostKept = { count: 5_000, bytes: 1024 * 1024 }

/** One user's effective limit: the value once the log is caught up with, then each time that it becomes another, and only then. */
export function userLimitStage(limits: EffectiveLimits, teamId: string, userId: string): Stage {
  async function valueAt(
    previous: Position,
    position: Position,
    changes: readonly Change[],
  ): Promise<{ message: LimitUpdate | Gone; isNews: boolean }> {
    const { value, before, after, cause, currency } = await limits.ofUser(teamId, userId, position, changes)
    if (!value) return { message: { ...toRefusal(notFound(`User ${toId('user', userId)}`)), type: 'Gone', position }, isNews: true }
    const message: LimitUpdate = { type: 'EffectiveSpendLimitUpdate', previous, position, teamId, currency, value, cause }
    return { message, isNews: !isSameDecision(before, after) }
  }

  async function turnOf({ previous, position, changes }: Batch): Promise<LiveMessage | undefined> {
    const { message, isNews } = await valueAt(previous, position, changes)
    return isNews ? message : undefined
  }

  function catchUp(): (message: ChangeMessage) => Promise<LiveMessage[]> {
    let told: Position | undefined
    let isValueTold = false
    let kept: Change[] = []

    return async (message) => {
      if (message.type === 'ResyncRequired') return [message]
      const isOpening = told === undefined
      const previous = told ?? message.previous
      if (message.type === 'Checkpoint') {
        const { position } = message
        told = position
        if (isValueTold || !message.isLive) return [{ ...message, previous }]
        isValueTold = true
        const { message: value } = await valueAt(isOpening ? position : previous, position, kept)
        kept = []
        // Its own Checkpoint comes first; one that says that it has caught up comes once it has the value.
        if (isOpening) return [message, value]
        return value.type === 'Gone' ? [value] : [value, { ...message, previous: position }]
      }
      if (!isValueTold) {
        // Only the value that is matters, and what made it so.
        kept = newestOf([...kept, ...message.changes])
        return []
      }
      const staged = await turnOf({ ...message, previous })
      if (!staged) return []
      told = staged.position
      return [staged]
    }
  }

  return { turn: (message) => (message.type === 'ChangeBatch' ? turnOf(message) : message), catchUp }
}

/** As many of the newest as may be kept, in order. */
export function newestOf(changes: readonly Change[], most = mostKept): Change[] {
  let first = changes.length
  let bytes = 0
  while (first > 0 && changes.length - first < most.count) {
    bytes += approximateBytes(changes[first - 1]!)
    if (bytes > most.bytes && first < changes.length) break
    first--
  }
  return changes.slice(first)
}

/** The effective limits of a whole team: each change after which somebody's was another, with everybody's whose was. */
export function teamLimitStage(limits: EffectiveLimits, teamId: string): Stage {
  async function turnOf({ previous, position, changes }: Batch): Promise<LiveMessage | undefined> {
    const turns = await limits.ofTeam(teamId, changes)
    if (turns === 'LOST') return { type: 'ResyncRequired', reason: 'PRUNED', position }
    if (turns.length === 0) return undefined
    return { type: 'EffectiveSpendLimitChangeBatch', previous, position, teamId, currency: turns[0]!.currency, turns }
  }

  function catchUp(): (message: ChangeMessage) => Promise<LiveMessage[]> {
    let told: Position | undefined
    return async (message) => {
      if (message.type === 'ResyncRequired') return [message]
      const staged = message.type === 'ChangeBatch' ? await turnOf({ ...message, previous: told ?? message.previous }) : message
      if (!staged) return []
      const next = staged.type === 'Checkpoint' ? { ...staged, previous: told ?? staged.previous } : staged
      told = next.position
      return [next]
    }
  }

  return { turn: (message) => (message.type === 'ChangeBatch' ? turnOf(message) : message), catchUp }
}
