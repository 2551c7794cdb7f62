import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { useFormatter } from 'use-intl'
import { chartColour, chartDashes, type ChartPoint, type ChartProps, type ChartSeries } from './chart-facts.ts'

const axis = { stroke: 'var(--border-strong)', tick: { fill: 'var(--text-soft)', fontSize: 12 }, tickLine: false } as const
const height = 240

/** Without movement: what changes often is easier to read when it just is there. */
export function ChartPlot({ points, series, format, formatTick = format }: ChartProps) {
  const onTime = points.every(({ at }) => at !== undefined)
  const writeTime = useTimeTick(points)
  const isWhole = points.every(({ values }) => Object.values(values).every((value) => value === null || Number.isInteger(value)))
  const rows = points.map(({ at, label, values }) => ({ ...values, at, label }))
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 400, height }}>
      <ComposedChart data={rows} accessibilityLayer={false} margin={{ top: 8, right: 28, bottom: 0, left: 4 }}>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        {onTime ? (
          <XAxis
            {...axis}
            dataKey="at"
            type="number"
            scale="time"
            domain={['dataMin', 'dataMax']}
            ticks={timeTicks(points)}
            tickFormatter={writeTime}
            minTickGap={16}
          />
        ) : (
          <XAxis {...axis} dataKey="label" minTickGap={24} />
        )}
        <YAxis
          {...axis}
          axisLine={false}
          width={widthOf(points, formatTick)}
          allowDecimals={!isWhole}
          tickFormatter={formatTick}
          domain={[0, 'auto']}
        />
        <Tooltip
          content={<Values series={series} format={format} />}
          cursor={{ stroke: 'var(--border-strong)', fill: 'var(--surface-hover)' }}
        />
        {series.map((one, index) => drawn(one, index, points.length))}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

function drawn({ key, title, kind }: ChartSeries, index: number, count: number) {
  const shared = { dataKey: key, name: title, isAnimationActive: false } as const
  if (kind === 'bar') return <Bar key={key} {...shared} fill={chartColour(index)} radius={[3, 3, 0, 0]} maxBarSize={40} />
  const stroke = {
    stroke: chartColour(index),
    strokeWidth: 2,
    ...(chartDashes(index) === undefined ? {} : { strokeDasharray: chartDashes(index)! }),
  }
  const type = kind === 'step' ? 'stepAfter' : 'linear'
  return (
    <Line
      key={key}
      {...shared}
      {...stroke}
      type={type}
      dot={count <= 30 ? { r: 2.5, fill: chartColour(index), strokeWidth: 0 } : false}
      connectNulls
    />
  )
}

/** Enough for the longest of the values that an axis up to here may have, in the size of the ticks. */
function widthOf(points: readonly ChartPoint[], formatTick: (value: number) => string): number {
  const highest = Math.max(1, ...points.flatMap(({ values }) => Object.values(values).filter((value) => value !== null)))
  const ticks = Array.from({ length: 8 }, (_, index) => Number((((index + 1) * highest * 1.25) / 8).toPrecision(2)))
  return 18 + 7.5 * Math.max(2, ...ticks.map((tick) => formatTick(Math.ceil(tick)).length))
}

/** Evenly over the span: the points themselves may lie close together. */
function timeTicks(points: readonly ChartPoint[]): number[] {
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0]
  return last === first ? [first] : Array.from({ length: 5 }, (_, index) => Math.round(first + ((last - first) * index) / 4))
}

const day = 86_400_000

/** As coarse as the span allows. */
function useTimeTick(points: readonly ChartPoint[]): (at: number) => string {
  const format = useFormatter()
  const span = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)
  return (at) => {
    if (span < 600_000) return format.dateTime(at, { timeStyle: 'medium' })
    if (span < 2 * day) return format.dateTime(at, { timeStyle: 'short' })
    if (span < 300 * day) return format.dateTime(at, { day: 'numeric', month: 'short' })
    return format.dateTime(at, { month: 'short', year: 'numeric' })
  }
}

type Shown = { active?: boolean; payload?: readonly { dataKey?: unknown; value?: unknown; payload?: { label?: string } }[] }

function Values({ active, payload, series, format }: Shown & { series: readonly ChartSeries[]; format(value: number): string }) {
  if (!active || !payload?.length) return null
  return (
    <div className="popover chart-values">
      <p className="hint">{payload[0]?.payload?.label}</p>
      {payload.map(({ dataKey, value }) => (
        <p key={String(dataKey)}>
          {series.find(({ key }) => key === dataKey)?.title}{' '}
          <strong className="number">{typeof value === 'number' ? format(value) : '–'}</strong>
        </p>
      ))}
    </div>
  )
}
