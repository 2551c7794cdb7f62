import { Link, Outlet } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { useViewer } from '../session.tsx'
import { EmptyState } from './states.tsx'

export function OnlyAdministrators() {
  const t = useTranslations('common')
  if (useViewer().role === 'ADMINISTRATOR') return <Outlet />
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
