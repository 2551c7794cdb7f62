import type { ReactNode } from 'react'
import { useMessages, useTranslations } from 'use-intl'
import { Refused, Unreachable } from '../api.ts'
import { Button } from './button.tsx'

export function Loading() {
  const t = useTranslations('common')
  return (
    <div className="state" role="status" aria-busy="true">
      <span className="spinner" aria-hidden="true" />
      <span>{t('loading')}</span>
    </div>
  )
}

/** Nothing is there: says why, and what to do next. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <h2 className="state-title">{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  )
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations('common')
  return (
    <div className="state" role="alert">
      <h2 className="state-title">{t('errorTitle')}</h2>
      <ErrorText error={error} />
      {onRetry && <Button onPress={onRetry}>{t('retry')}</Button>}
    </div>
  )
}

/** Why something did not succeed: in the reader's language as far as its code tells, and as the server says it of this case, in English. */
export type Reason = { detail?: string; english?: string }

export function useReasonOf(): (error: unknown) => Reason {
  const t = useTranslations('common')
  // Texts of the pages: around them, and for a code that has none, there is what the server says alone.
  const { refusals } = useMessages() as { refusals?: Readonly<Record<string, string>> }
  return (error) => {
    if (error instanceof Unreachable) return { detail: t('unreachable') }
    const detail = refusals?.[error instanceof Refused ? error.code : 'INTERNAL']
    return { ...(detail === undefined ? {} : { detail }), english: error instanceof Error ? error.message : String(error) }
  }
}

export function ErrorText({ error }: { error: unknown }) {
  const { detail, english } = useReasonOf()(error)
  return (
    <span className="error-text">
      {detail !== undefined && <span>{detail}</span>}
      {english !== undefined && <span lang="en">{english}</span>}
    </span>
  )
}
