import { useEffect, useState } from 'react'
import { Dialog, DialogTrigger, Popover, Button } from 'react-aria-components'
import { useFormatter, useTranslations } from 'use-intl'
import type { Freshness } from '../live/freshness.ts'
import { useFreshness } from '../live/live-context.tsx'

/** How fresh the screen is, always there; what that means opens on a press. A screen reader hears of it when it turns, not of each attempt. */
export function FreshnessBadge() {
  const t = useTranslations('live')
  const freshness = useFreshness()
  const time = useTimeOf(freshness)
  return (
    <>
      <DialogTrigger>
        <Button className={`freshness freshness-${freshness.name}`}>
          <span className="freshness-dot" aria-hidden="true" />
          <span>{t(freshness.name, { time })}</span>
        </Button>
        <Popover className="popover popover-text" placement="bottom end">
          <Dialog aria-label={t(freshness.name, { time })}>
            <p>{t(`${freshness.name}Detail`, { time })}</p>
          </Dialog>
        </Popover>
      </DialogTrigger>
      <Announcement freshness={freshness} />
    </>
  )
}

/** Of a screen that is live there is no such time. */
function useTimeOf(freshness: Freshness): string {
  const format = useFormatter()
  if (!('since' in freshness)) return ''
  return format.dateTime(new Date(freshness.since), {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  })
}

/** An interruption that mends itself within this is not announced. */
const settleMilliseconds = 2_000

function Announcement({ freshness }: { freshness: Freshness }) {
  const t = useTranslations('live')
  const time = useTimeOf(freshness)
  const isLive = freshness.name === 'live'
  const [announced, setAnnounced] = useState<boolean>()
  useEffect(() => {
    const timer = setTimeout(() => setAnnounced(isLive), settleMilliseconds)
    return () => clearTimeout(timer)
  }, [isLive])
  return (
    <span className="visually-hidden" role="status">
      {announced === undefined ? '' : announced ? t('announceLive') : t('announceStale', { time })}
    </span>
  )
}
