import { Prisma } from '../generated/prisma/client.ts'
import type { Sql } from './database.ts'

// What a month is, in SQL alone: PostgreSQL knows the time zones, and every reader and writer asks it.

/** The first day of the month that a moment is in, to those who live in the time zone. */
export function periodOf(moment: Sql, timeZone: Sql): Sql {
  return Prisma.sql`date_trunc('month', ${moment} AT TIME ZONE ${timeZone})::date`
}

/**
 * The first moment of the month that begins with a day. Where clocks go back at midnight, the first hour of the month is there twice, and it begins with the
 * first of them.
 */
export function startOf(firstDay: Sql, timeZone: Sql): Sql {
  const midnight = Prisma.sql`(${firstDay}::timestamp AT TIME ZONE ${timeZone})`
  const hourBefore = Prisma.sql`(${midnight} - interval '1 hour')`
  return Prisma.sql`CASE WHEN ${hourBefore} AT TIME ZONE ${timeZone} >= ${firstDay} THEN ${hourBefore} ELSE ${midnight} END`
}
