import { Link, Outlet } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { useViewer } from '../session.tsx'
import { EmptyState } from './states.tsx'
import { useTitle } from './use-title.ts'

export function OnlyAdministrators() {
  return useViewer().role === 'ADMINISTRATOR' ? <Outlet /> : <Forbidden />
}

function Forbidden() {
  const t = useTranslations('common')
  useTitle(t('forbiddenTitle'))
  return (
    <EmptyState
      title={t('forbiddenTitle')}
      action={
        <Link className="button button-primary" to="/me">
          {t('goToMe')}
        </Link>
      }
    >
      {t('forbidden')}
    </EmptyState>
  )
}
