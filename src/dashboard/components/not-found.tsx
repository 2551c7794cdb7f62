import { useTranslations } from 'use-intl'
import { EmptyState } from './states.tsx'
import { useTitle } from './use-title.ts'

export function NotFound() {
  const t = useTranslations('common')
  useTitle(t('notFoundTitle'))
  return <EmptyState title={t('notFoundTitle')}>{t('notFound')}</EmptyState>
}
