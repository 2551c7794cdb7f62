import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function PeoplePage() {
  const t = useTranslations('people')
  return <Page title={t('title')} />
}
