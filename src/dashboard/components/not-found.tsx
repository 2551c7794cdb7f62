import { useTranslations } from 'use-intl'
import { EmptyState } from './states.tsx'

export function NotFound() {
  const t = useTranslations('common')
  return <EmptyState title={t('notFoundTitle')}>{t('notFound')}</EmptyState>
}
