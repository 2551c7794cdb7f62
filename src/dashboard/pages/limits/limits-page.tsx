import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function LimitsPage() {
  const t = useTranslations('limits')
  return <Page title={t('title')} />
}
