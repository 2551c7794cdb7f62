import { useEffect, useState, type RefObject } from 'react'
import { Dialog, Popover } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import type { Freshness } from '../live/freshness.ts'
import { useLive } from '../live/live-context.tsx'
import { Button } from './button.tsx'

/** What the badge means, below it, and what can be done about it. */
export function FreshnessDetail(props: {
  freshness: Freshness
  time: string
  badge: RefObject<HTMLElement | null>
  isOpen: boolean
  onOpenChange(isOpen: boolean): void
}) {
  const { freshness, time, badge, isOpen, onOpenChange } = props
  const t = useTranslations('live')
  return (
    <Popover className="popover popover-text" placement="bottom end" triggerRef={badge} isOpen={isOpen} onOpenChange={onOpenChange}>
      <Dialog aria-label={t(freshness.name, { time })} className="freshness-detail">
        <p>{t(detailKey(freshness), { time })}</p>
        <WayOut freshness={freshness} />
      </Dialog>
    </Popover>
  )
}

function detailKey(freshness: Freshness) {
  if (freshness.name !== 'stale') return `${freshness.name}Detail` as const
  return freshness.reason === 'readFailed' ? 'readFailedDetail' : 'staleDetail'
}

/** What somebody can do about it who does not want to wait. */
function WayOut({ freshness }: { freshness: Freshness }) {
  const t = useTranslations('live')
  const live = useLive()
  if (freshness.name === 'ended') return <Button onPress={() => window.location.reload()}>{t('reload')}</Button>
  if (freshness.name !== 'stale' && freshness.name !== 'offline') return null
  return (
    <>
      {freshness.retryAt !== undefined && <NextAttempt at={freshness.retryAt} />}
      <Button onPress={() => live.retryNow()}>{t('retryNow')}</Button>
    </>
  )
}

function NextAttempt({ at }: { at: number }) {
  const t = useTranslations('live')
  const now = useNow()
  const seconds = Math.max(0, Math.ceil((at - now) / 1_000))
  return <p className="hint number">{seconds === 0 ? t('retrying') : t('nextAttempt', { seconds })}</p>
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return now
}
