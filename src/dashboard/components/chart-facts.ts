/** `label` says where on the axis it is, for the table too; `at` (milliseconds since 1970) puts it on an axis of time, when all points have one. */
export type ChartPoint = { key: string; label: string; values: Record<string, number | null>; at?: number }
export type ChartSeries = { key: string; title: string; kind: 'line' | 'step' | 'bar' }

export type ChartProps = {
  title: string
  points: readonly ChartPoint[]
  series: readonly ChartSeries[]
  format(value: number): string
  /** Shorter, for the axis; without it as `format` has it. */
  formatTick?: (value: number) => string
  /** What the labels are of, as the heading of their column. */
  labelTitle?: string
}

const dashes = [undefined, '6 3', '2 3', '9 3 2 3']

export function chartColour(index: number): string {
  return `var(--chart-${(index % 4) + 1})`
}

export function chartDashes(index: number): string | undefined {
  return dashes[index % dashes.length]
}
