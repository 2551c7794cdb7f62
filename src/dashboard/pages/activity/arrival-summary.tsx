import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'

const summaryMilliseconds = 10_000

/** Says to a screen reader how many changes came, at most every ten seconds; never each of them. */
export function ArrivalSummary({ arrived }: { arrived: number }) {
  const t = useTranslations('activity')
  const latest = useRef(arrived)
  const [said, setSaid] = useState({ until: arrived, count: 0 })
  useEffect(() => {
    latest.current = arrived
  }, [arrived])
  useEffect(() => {
    const timer = setInterval(
      () =>
        setSaid(({ until, count }) =>
          latest.current === until && count === 0 ? { until, count } : { until: latest.current, count: latest.current - until },
        ),
      summaryMilliseconds,
    )
    return () => clearInterval(timer)
  }, [])
  return (
    <p className="visually-hidden" role="status">
      {said.count > 0 && t('newChanges', { count: said.count })}
    </p>
  )
}
