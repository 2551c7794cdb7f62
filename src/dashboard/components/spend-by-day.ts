type Entry = { at: string; amount: { amountMinor: number } }

export type SpendFacts = {
  timeZone: string
  /** The first moment of the month. */
  startsAt: string
  /** The whole of it. */
  spentMinor: number
  /** There are older entries than those that are given. */
  hasMore: boolean
}

/**
 * How much was spent by the end of each day of the month (YYYY-MM-DD) so far, worked out backward from the whole: of entries that are not all
 * there, the days from the oldest of them on.
 */
export function spendByDay(entries: readonly Entry[], facts: SpendFacts, now: Date): { day: string; spentMinor: number }[] {
  const dayOf = (at: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: facts.timeZone, dateStyle: 'short' }).format(at)
  const days = daysBetween(dayOf(new Date(facts.startsAt)), dayOf(now))
  const [first, last] = [days[0]!, days.at(-1)!]
  const byDay = new Map<string, number>()
  let oldest = last
  for (const { at, amount } of entries) {
    const day = clamp(dayOf(new Date(at)), first, last)
    byDay.set(day, (byDay.get(day) ?? 0) + amount.amountMinor)
    if (day < oldest) oldest = day
  }
  const sums: { day: string; spentMinor: number }[] = []
  let spentMinor = facts.spentMinor
  for (const day of days.toReversed()) {
    if (facts.hasMore && day < oldest) break
    sums.push({ day, spentMinor })
    spentMinor -= byDay.get(day) ?? 0
  }
  return sums.toReversed()
}

function daysBetween(first: string, last: string): string[] {
  const days = [first]
  for (const at = new Date(`${first}T00:00:00Z`); days.at(-1)! < last; days.push(at.toISOString().slice(0, 10)))
    at.setUTCDate(at.getUTCDate() + 1)
  return days
}

function clamp(day: string, first: string, last: string): string {
  return day < first ? first : day > last ? last : day
}
