import { CatchBoundary } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useFormatter, useTranslations } from 'use-intl'
import type { Freshness } from '../live/freshness.ts'
import { useFreshness } from '../live/live-context.tsx'

/** Loaded after the page, and before anybody needs it: without a network it would not come. */
const FreshnessDetail = lazy(() => import('./freshness-detail.tsx').then((file) => ({ default: file.FreshnessDetail })))

/** How fresh the screen is, always there; what that means opens on a press. A screen reader hears of it when it turns, not of each attempt. */
export function FreshnessBadge() {
  const t = useTranslations('live')
  const freshness = useFreshness()
  const time = useTimeOf(freshness)
  const badge = useRef<HTMLButtonElement>(null)
  const { isOpen, onOpenChange } = useOpening(hasWayOut(freshness))
  return (
    <>
      <AriaButton
        ref={badge}
        className={`freshness freshness-${freshness.name}`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPress={() => onOpenChange(!isOpen)}
      >
        <span className="freshness-dot" aria-hidden="true" />
        <span>{t(freshness.name, { time })}</span>
      </AriaButton>
      <CatchBoundary getResetKey={() => ''} errorComponent={() => null}>
        <Suspense fallback={null}>
          <FreshnessDetail freshness={freshness} time={time} badge={badge} isOpen={isOpen} onOpenChange={onOpenChange} />
        </Suspense>
      </CatchBoundary>
      <Announcement freshness={freshness} />
    </>
  )
}

/**
 * Closes with the way out that it was opened for: the button that was pressed goes away with the trouble,
 * and focus would be lost with it inside a popover that Escape no longer reaches.
 */
function useOpening(isWayOutThere: boolean) {
  const [opening, setOpening] = useState<{ wayOut: boolean }>()
  if (opening !== undefined && opening.wayOut !== isWayOutThere) setOpening(isWayOutThere ? { wayOut: true } : undefined)
  return { isOpen: opening !== undefined, onOpenChange: (isOpen: boolean) => setOpening(isOpen ? { wayOut: isWayOutThere } : undefined) }
}

function hasWayOut({ name }: Freshness): boolean {
  return name === 'ended' || name === 'stale' || name === 'offline'
}

const aDayMilliseconds = 86_400_000

function isLongAgo(at: number): boolean {
  return Date.now() - at > aDayMilliseconds
}

/** Of a screen that is live there is no such time. */
function useTimeOf(freshness: Freshness): string {
  const format = useFormatter()
  if (!('since' in freshness)) return ''
  return format.dateTime(new Date(freshness.since), {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    ...(isLongAgo(freshness.since) ? { day: 'numeric', month: 'short' } : {}),
  })
}

/** An interruption that mends itself within this is not announced. */
const settleMilliseconds = 2_000

type Turn = 'live' | 'connecting' | 'behind' | 'ended'

/** As a screen reader hears of it: of one that is behind not what is tried meanwhile. */
function turnOf({ name }: Freshness): Turn {
  return name === 'live' || name === 'connecting' || name === 'ended' ? name : 'behind'
}

/** What was announced stays as it was said until the next turn has settled. */
function Announcement({ freshness }: { freshness: Freshness }) {
  const t = useTranslations('live')
  const time = useTimeOf(freshness)
  const [announced, setAnnounced] = useState('')
  const turn = turnOf(freshness)
  const text = turn === 'live' ? t('announceLive') : turn === 'behind' ? t('announceStale', { time }) : t(turn)
  const latest = useRef(text)
  useEffect(() => {
    latest.current = text
  }, [text])
  useEffect(() => {
    const timer = setTimeout(() => setAnnounced(latest.current), settleMilliseconds)
    return () => clearTimeout(timer)
  }, [turn])
  return (
    <span className="visually-hidden" role="status">
      {announced}
    </span>
  )
}
