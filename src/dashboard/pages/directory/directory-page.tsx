import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'

export function DirectoryPage() {
  const t = useTranslations('directory')
  return <Page title={t('title')} />
}
