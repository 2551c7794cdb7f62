import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useViewer } from '../session.tsx'
import { useTitle } from './use-title.ts'

/** A page with its heading; the browser's tab is called after it. */
export function Page({ title, lead, actions, children }: { title: string; lead?: ReactNode; actions?: ReactNode; children?: ReactNode }) {
  const t = useTranslations('shell')
  const { team } = useViewer()
  useTitle(t('title', { page: title, team: team.name }))
  return (
    <div className="page">
      <header className="page-header">
        <div className="page-heading">
          <h1 tabIndex={-1}>{title}</h1>
          {lead !== undefined && <p className="page-lead">{lead}</p>}
        </div>
        {actions !== undefined && <div className="row page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

export function Section({ title, actions, children, id }: { title: string; actions?: ReactNode; children?: ReactNode; id?: string }) {
  return (
    <section className="section" aria-label={title} {...(id === undefined ? {} : { id })}>
      <header className="section-header">
        <h2>{title}</h2>
        {actions !== undefined && <div className="row">{actions}</div>}
      </header>
      {children}
    </section>
  )
}
