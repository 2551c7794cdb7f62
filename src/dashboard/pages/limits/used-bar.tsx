import { usePercentText } from '../../components/percent-text.ts'

/** How much of a limit is used: the number says it, the bar lets the eye compare. null: nothing to be used. */
export function UsedBar({ percent, nearPercent }: { percent: number | null; nearPercent: number }) {
  const percentText = usePercentText()
  if (percent === null)
    return (
      <span className="limits-used">
        <span className="number hint">–</span>
      </span>
    )
  const tone = percent >= 100 ? 'full' : percent >= nearPercent ? 'near' : 'free'
  return (
    <span className="limits-used">
      <span className="number">{percentText(percent)}</span>
      <span className="limits-bar" aria-hidden="true">
        <span className={`limits-bar-part limits-bar-${tone}`} style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
    </span>
  )
}
