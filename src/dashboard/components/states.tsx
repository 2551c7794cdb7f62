import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
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
      <p>{useErrorText(error)}</p>
      {onRetry && <Button onPress={onRetry}>{t('retry')}</Button>}
    </div>
  )
}

/** Why something did not succeed, for people. */
export function useErrorText(error: unknown): string {
  return useErrorTextOf()(error)
}

export function useErrorTextOf(): (error: unknown) => string {
  const t = useTranslations('common')
  return (error) => {
    if (error instanceof Unreachable) return t('unreachable')
    if (error instanceof Refused) return error.message
    return error instanceof Error ? error.message : String(error)
  }
}
