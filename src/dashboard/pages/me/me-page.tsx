import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function MePage() {
  const t = useTranslations('me')
  return <Page title={t('title')} />
}
