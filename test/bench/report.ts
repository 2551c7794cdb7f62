import { spreadOf, type Spread } from './statistics.ts'

export type Unit = '/s' | 'ms'

/** A bar that a ratio has to keep. */
export type Bar = { number: string; atLeast: number } | { number: string; atMost: number }

/** One line of the table: the product beside what it is measured against. */
export type Row = {
  name: string
  unit: Unit
  product: Spread
  against: string
  limit: Spread
  /** Product through limit, of each round. */
  ratio: Spread
  rounds: number
  voidRounds: number
  bar?: Bar
  isMet?: boolean
}

/** What has to hold whatever the speed. */
export type Check = { name: string; expected: string; got: string; holds: boolean }

export type BarReport = { rows: Row[]; checks: Check[]; notes: string[] }

export function toRow(facts: {
  name: string
  unit: Unit
  against: string
  pairs: { product: number; limit: number }[]
  voidRounds: number
  bar?: Bar
}): Row {
  const { name, unit, against, pairs, voidRounds, bar } = facts
  const ratio = spreadOf(pairs.map(({ product, limit }) => product / limit))
  const row: Row = {
    name,
    unit,
    against,
    product: spreadOf(pairs.map((pair) => pair.product)),
    limit: spreadOf(pairs.map((pair) => pair.limit)),
    ratio,
    rounds: pairs.length,
    voidRounds,
  }
  return bar === undefined ? row : { ...row, bar, isMet: pairs.length > 0 && isKept(bar, ratio.median) }
}

export function isKept(bar: Bar, ratio: number): boolean {
  return 'atLeast' in bar ? ratio >= bar.atLeast : ratio <= bar.atMost
}

export function check(name: string, expected: unknown, got: unknown): Check {
  const [wanted, seen] = [JSON.stringify(expected), JSON.stringify(got)]
  return { name, expected: wanted, got: seen, holds: wanted === seen }
}

/** A Markdown table, so that it can be put into a document as it is. */
export function formatRows(rows: readonly Row[]): string {
  const head = ['what', 'product', 'against', 'limit', 'ratio', 'bar', 'rounds']
  const lines = rows.map((row) => [
    row.name,
    formatSpread(row.product, row.unit),
    row.against,
    formatSpread(row.limit, row.unit),
    formatSpread(row.ratio, '×'),
    row.bar === undefined
      ? ''
      : `${row.bar.number}: ${'atLeast' in row.bar ? `≥ ${row.bar.atLeast}` : `≤ ${row.bar.atMost}`}× ${row.isMet ? 'met' : 'MISSED'}`,
    row.voidRounds === 0 ? `${row.rounds}` : `${row.rounds} + ${row.voidRounds} void`,
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)))
  const format = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [format(head), format(widths.map((width) => '-'.repeat(width))), ...lines.map(format)].join('\n')
}

export function formatSpread({ median, min, max }: Spread, unit: string): string {
  if (Number.isNaN(median)) return 'every round was void'
  return `${formatNumber(median)}${unit === '×' ? '×' : unit === 'ms' ? ' ms' : unit} (${formatNumber(min)}–${formatNumber(max)})`
}

function formatNumber(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 10 ? 1 : 2)
}

export function formatCheck({ name, expected, got, holds }: Check): string {
  return holds ? `  right  ${name}: ${got}` : `  WRONG  ${name}: ${got}, expected ${expected}`
}
