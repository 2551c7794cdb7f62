import { useFormatter, useNow } from 'use-intl'

/** How long ago something was; the exact time stands behind it. */
export function Ago({ at }: { at: string }) {
  const format = useFormatter()
  const now = useNow({ updateInterval: 5_000 })
  const date = new Date(at)
  // Clocks differ: nothing that has happened is still to come.
  const shown = date > now ? now : date
  return (
    <time dateTime={at} title={format.dateTime(date, { dateStyle: 'full', timeStyle: 'medium' })}>
      {format.relativeTime(shown, now)}
    </time>
  )
}
