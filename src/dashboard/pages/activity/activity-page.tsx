import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function ActivityPage() {
  const t = useTranslations('activity')
  return <Page title={t('title')} />
}
