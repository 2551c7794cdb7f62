import type { ReactNode } from 'react'

/** Something wider or longer than its room: the keyboard reaches and scrolls it, too. */
export function ScrollRegion({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to have the focus for the keyboard to scroll it
    <div className={`table-wide${className === undefined ? '' : ` ${className}`}`} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
