import type { ReactNode } from 'react'

export type Tone = 'neutral' | 'good' | 'warning' | 'bad' | 'info'

/** A short state. The words say it; the colour helps. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>
}

/** Something to know before going on. */
export function Callout({ tone = 'info', title, children }: { tone?: Tone; title?: string; children?: ReactNode }) {
  return (
    <div className={`callout callout-${tone}`}>
      {title !== undefined && <strong>{title}</strong>}
      {children}
    </div>
  )
}
