import type { GraphQLError } from 'graphql'
import type { ReadDatabase } from '../store/database.ts'
import { currentPeriod } from '../store/spend-report.ts'
import { loadInBatch, type Context } from './context.ts'
import { badInput } from './errors.ts'

/** YYYY-MM, as a caller names a month. */
export function checkPeriod(period: string | null | undefined): string | undefined {
  if (period == null) return undefined
  const year = Number(/^(\d{4})-(0[1-9]|1[0-2])$/.exec(period)?.[1])
  if (!(year >= 1970)) throw badPeriod(period)
  return period
}

/** The same, or the month that it is to the team; refuses one that has not begun there. */
export async function requirePeriod(database: ReadDatabase, teamId: string, period: string | null | undefined): Promise<string> {
  return notAfter(await currentPeriod(database, teamId), period)
}

/** The same; whoever asks in the same turn shares the reading. */
export async function loadPeriod(context: Context, teamId: string, period: string | null | undefined): Promise<string> {
  const current = await loadInBatch(context, 'current months', teamId, async (teamIds) => {
    const read = teamIds.map(async (id) => [id, await currentPeriod(context.database, id)] as const)
    return new Map(await Promise.all(read))
  })
  return notAfter(current!, period)
}

function notAfter(current: string, period: string | null | undefined): string {
  const asked = checkPeriod(period)
  if (asked !== undefined && asked > current) throw badPeriod(asked)
  return asked ?? current
}

/** One that is no month, or has not begun. */
export function badPeriod(period: string): GraphQLError {
  return badInput(`period must be a month such as 2026-11, and none of the future; got "${period.slice(0, 50)}".`)
}
