import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function GroupsPage() {
  const t = useTranslations('groups')
  return <Page title={t('title')} />
}
