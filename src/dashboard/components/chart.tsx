import { lazy, Suspense } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import './chart.css'
import { chartColour, chartDashes, type ChartProps } from './chart-facts.ts'
import { Loading } from './states.tsx'

const Plot = lazy(() => import('./chart-plot.tsx').then(({ ChartPlot: default_ }) => ({ default: default_ })))

/** A chart with the same figures as a table beside it. `format` writes a value; the chart itself is loaded when it is first shown. */
export function Chart(props: ChartProps) {
  const t = useTranslations('chart')
  const { title, points } = props
  return (
    <figure className="chart">
      <figcaption className="chart-title">{title}</figcaption>
      {points.length === 0 ? (
        <p className="hint">{t('empty')}</p>
      ) : (
        <div className="chart-sides">
          <div>
            <Legend {...props} />
            <Picture {...props} />
          </div>
          <Figures {...props} />
        </div>
      )}
    </figure>
  )
}

function Picture(props: ChartProps) {
  return (
    <div className="chart-plot" role="img" aria-label={useSummary(props)}>
      <Suspense fallback={<Loading />}>
        <Plot {...props} />
      </Suspense>
    </div>
  )
}

/** What somebody sees at a glance: of each series the first, the last, the lowest and the highest value. */
function useSummary({ title, points, series, format }: ChartProps): string {
  const t = useTranslations('chart')
  const list = useFormatter().list
  const sentences = series.flatMap(({ key, title: name }) => {
    const known = points.flatMap(({ label, values }) => (values[key] == null ? [] : [{ label, value: values[key] }]))
    const [first, last] = [known[0], known.at(-1)]
    if (!first || !last) return []
    const all = known.map(({ value }) => value)
    const extremes = { lowest: format(Math.min(...all)), highest: format(Math.max(...all)) }
    return t('summary', { name, first: format(first.value), from: first.label, last: format(last.value), to: last.label, ...extremes })
  })
  return `${title}. ${list(sentences, { type: 'unit' })}`
}

/** Each series has a colour and a pattern of its own. */
function Legend({ series }: ChartProps) {
  if (series.length < 2) return null
  return (
    <ul className="chart-legend" aria-hidden="true">
      {series.map(({ key, title, kind }, index) => (
        <li key={key}>
          <svg width="22" height="10">
            {kind === 'bar' ? (
              <rect width="22" height="10" rx="2" fill={chartColour(index)} />
            ) : (
              <line x1="0" y1="5" x2="22" y2="5" stroke={chartColour(index)} strokeWidth="2.5" strokeDasharray={chartDashes(index)} />
            )}
          </svg>
          {title}
        </li>
      ))}
    </ul>
  )
}

function Figures({ title, points, series, format, labelTitle }: ChartProps) {
  const t = useTranslations('chart')
  return (
    // Whoever has no mouse scrolls it with the arrows.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="chart-table" role="region" aria-label={t('table', { title })} tabIndex={0}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{labelTitle ?? t('when')}</th>
            {series.map(({ key, title: name }) => (
              <th key={key} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ key, label, values }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {series.map((one) => (
                <td key={one.key} className="number">
                  {values[one.key] == null ? '–' : format(values[one.key]!)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
