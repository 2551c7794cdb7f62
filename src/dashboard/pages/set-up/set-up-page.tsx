import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function SetUpPage() {
  const t = useTranslations('setUp')
  return <Page title={t('title')} />
}
