import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Arrivals } from './arrivals.ts'

const pauseMilliseconds = 10_000

/** A screen reader hears where it stands, at most every ten seconds, and only when it has moved. */
export function ArrivalsAnnouncement({ arrivals, userCount }: { arrivals: Arrivals; userCount: number }) {
  const t = useTranslations('directory')
  const text = t('announcement', { people: arrivals.people, groups: arrivals.groups, total: userCount })
  const latest = useRef(text)
  const [told, setTold] = useState('')
  const hasArrived = arrivals.people + arrivals.groups > 0
  useEffect(() => {
    latest.current = text
  })
  useEffect(() => {
    if (!hasArrived) return undefined
    const timer = setInterval(() => setTold(latest.current), pauseMilliseconds)
    return () => clearInterval(timer)
  }, [hasArrived])
  return (
    <p className="visually-hidden" role="status">
      {told}
    </p>
  )
}
