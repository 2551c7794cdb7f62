import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function GroupPage() {
  const t = useTranslations('groups')
  return <Page title={t('title')} />
}
