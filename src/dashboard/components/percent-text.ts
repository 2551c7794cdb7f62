import { useFormatter } from 'use-intl'

/** How much of a limit is used. Short of the limit is never written as 100 %. */
export function usePercentText(): (percent: number) => string {
  const format = useFormatter()
  return (percent) => {
    const shown = percent < 100 ? Math.min(percent, 99.9) : percent
    return format.number(shown / 100, { style: 'percent', maximumFractionDigits: shown < 10 || shown > 99 ? 1 : 0 })
  }
}
