import { spreadOf, type Spread } from './statistics.ts'

export type Unit = '/s' | 's' | 'ms' | 'µs' | 'MiB' | 'KiB' | 'frames' | 'statements'

/** What a ratio has to keep, or the figure itself where there is nothing that it is measured against. */
export type Bar = { number: string; atLeast: number } | { number: string; atMost: number }

/** One line of the table: the product beside what it is measured against. */
export type Row = {
  name: string
  unit: Unit
  product: Spread
  against?: string
  limit?: Spread
  /** Product through limit, of each round. */
  ratio?: Spread
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

/** A figure with nothing beside it: its bar, too, is a figure of that unit. */
export function toFigureRow(facts: { name: string; unit: Unit; figures: readonly number[]; voidRounds: number; bar?: Bar }): Row {
  const { name, unit, figures, voidRounds, bar } = facts
  const row: Row = { name, unit, product: spreadOf(figures), rounds: figures.length, voidRounds }
  return bar === undefined ? row : { ...row, bar, isMet: figures.length > 0 && isKept(bar, row.product.median) }
}

export function isKept(bar: Bar, ratio: number): boolean {
  return 'atLeast' in bar ? ratio >= bar.atLeast : ratio <= bar.atMost
}

export function check(name: string, expected: unknown, got: unknown): Check {
  const [wanted, seen] = [JSON.stringify(expected), JSON.stringify(got)]
  return { name, expected: wanted, got: seen, holds: wanted === seen }
}

/** What could not be measured does not take the rest with it, but the run has failed. */
export function unmeasured(name: string, reason: Error): Check {
  return check(`${name}: was measured to its end`, 'yes', reason.message)
}

/** A Markdown table, so that it can be put into a document as it is. */
export function formatRows(rows: readonly Row[]): string {
  const head = ['what', 'product', 'against', 'limit', 'ratio', 'bar', 'rounds']
  const lines = rows.map((row) => [
    row.name,
    formatSpread(row.product, row.unit),
    row.against ?? '',
    row.limit === undefined ? '' : formatSpread(row.limit, row.unit),
    row.ratio === undefined ? '' : formatSpread(row.ratio, '×'),
    formatBar(row),
    row.voidRounds === 0 ? `${row.rounds}` : `${row.rounds} + ${row.voidRounds} void`,
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]!.length)))
  const format = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [format(head), format(widths.map((width) => '-'.repeat(width))), ...lines.map(format)].join('\n')
}

/** How many bars are met, and which are not. */
export function formatBars(rows: readonly Row[]): string {
  const judged = rows.filter((row) => row.isMet !== undefined)
  const missed = judged.filter((row) => !row.isMet)
  const lines = missed.map((row) => `  ${formatBar(row)}: ${row.name}${row.against === undefined ? '' : `, against ${row.against}`}`)
  return [`${judged.length - missed.length} of ${judged.length} bars are met.`, ...lines].join('\n')
}

function formatBar({ bar, isMet, ratio, unit }: Row): string {
  if (bar === undefined) return ''
  const most = 'atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`
  return `${bar.number}: ${most}${ratio === undefined ? ` ${unit}` : '×'} ${isMet ? 'met' : 'MISSED'}`
}

export function formatSpread({ median, min, max }: Spread, unit: Unit | '×'): string {
  if (Number.isNaN(median)) return 'every round was void'
  return `${formatNumber(median)}${unit === '×' || unit === '/s' ? unit : ` ${unit}`} (${formatNumber(min)}–${formatNumber(max)})`
}

function formatNumber(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(value >= 10 ? 1 : value >= 0.1 || value === 0 ? 2 : 4)
}

export function formatCheck({ name, expected, got, holds }: Check): string {
  return holds ? `  right  ${name}: ${got}` : `  WRONG  ${name}: ${got}, expected ${expected}`
}
