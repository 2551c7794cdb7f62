/** Months as YYYY-MM: the given one and so many before it, the newest first. */
export function monthsUpTo(period: string, count: number): string[] {
  return Array.from({ length: count + 1 }, (_, index) => monthAfter(period, -index))
}

export function monthAfter(period: string, months: number): string {
  return new Date(Date.UTC(yearOf(period), monthOf(period) - 1 + months, 1)).toISOString().slice(0, 7)
}

/** Its first day, to be written with the time zone UTC: a month is of the team's zone, whatever the reader's is. */
export function firstDayOf(period: string): Date {
  return new Date(Date.UTC(yearOf(period), monthOf(period) - 1, 1))
}

const yearOf = (period: string): number => Number(period.slice(0, 4))
const monthOf = (period: string): number => Number(period.slice(5, 7))
