import { encodeChangeCursor, type Position } from '../domain/change-cursor.ts'
import { readHead } from '../store/change-log.ts'
import type { Committed } from '../domain/change.ts'
import type { Context } from './context.ts'

/** Where a mutation's change stands; when it changed nothing, where the log stands, which is not before it. */
export async function cursorAfter(context: Context, teamId: string, { changes }: Committed<unknown>): Promise<string> {
  const last = changes.at(-1)
  const position: Position | undefined = last ? { revision: last.revision, changeId: last.id } : await readHead(context.database, teamId)
  if (!position) throw new Error(`team ${teamId} has no head`)
  return encodeChangeCursor(position)
}
