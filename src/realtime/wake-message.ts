import { changeKinds, type Change } from '../domain/change.ts'
import { approximateBytes } from './change-size.ts'
import { rememberTrace } from './change-trace.ts'

/** "Team t reached this revision"; with the changes up to it, or with none when they would be too large to carry. */
export type Wake = { revision: number; changes: readonly Change[] }

// A larger wake carries only its range: the readers' own query is cheaper than this much through Redis for each of them.
const largestWakeBytes = 256 * 1024

/** `traceparent`: of the trace in which the changes were written (W3C Trace Context). */
export function toWakeMessage({ revision, changes }: Wake, traceparent?: string): string {
  let bytes = 0
  for (const change of changes) bytes += approximateBytes(change)
  const range = { from: changes[0]!.revision, to: revision }
  return JSON.stringify(bytes > largestWakeBytes ? range : { ...range, changes, traceparent })
}

/** Undefined for text that is not a wake of this team. The changes of one that is remember the trace that came with them. */
export function fromWakeMessage(teamId: string, text: string): Wake | undefined {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return undefined
  }
  if (message === null || typeof message !== 'object') return undefined
  const { from, to, changes, traceparent } = message as { from?: unknown; to?: unknown; changes?: unknown; traceparent?: unknown }
  if (!isRevision(from) || !isRevision(to) || from > to) return undefined
  if (changes === undefined) return { revision: to, changes: [] }
  if (!Array.isArray(changes) || changes.length !== to - from + 1) return undefined
  const revived = changes.map((change: unknown, index) => reviveChange(teamId, from + index, change))
  if (!revived.every((change) => change !== undefined)) return undefined
  rememberTrace(revived, traceparent)
  return { revision: to, changes: revived }
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
