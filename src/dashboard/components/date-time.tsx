import { useFormatter } from 'use-intl'

/** A moment as the reader's region writes it; the exact time in UTC stands behind it. */
export function DateTime({ at, withSeconds = false }: { at: string; withSeconds?: boolean }) {
  const format = useFormatter()
  const text = format.dateTime(new Date(at), {
    dateStyle: 'medium',
    timeStyle: withSeconds ? 'medium' : 'short',
  })
  return (
    <time dateTime={at} title={at} className="number">
      {text}
    </time>
  )
}
