import { useFormatter, useTranslations } from 'use-intl'

/** When the figures were read. Spend is no change that is followed, so it has to be said. */
export function AsOf({ at }: { at: number }) {
  const t = useTranslations('common')
  const format = useFormatter()
  return (
    <span className="hint">
      {t('asOf', { time: format.dateTime(new Date(at), { hour: 'numeric', minute: '2-digit', second: '2-digit' }) })}
    </span>
  )
}
