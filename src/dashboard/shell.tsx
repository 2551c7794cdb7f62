import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { CircleUserRound, FolderTree, Gauge, ListChecks, Radio, UserRound, UsersRound } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { FreshnessBadge } from './components/freshness-badge.tsx'
import { Loading } from './components/states.tsx'
import { PageTexts } from './i18n.tsx'
import { useViewer } from './session.tsx'

const administratorPages = [
  { to: '/directory', key: 'directory', Icon: FolderTree },
  { to: '/groups', key: 'groups', Icon: UsersRound },
  { to: '/people', key: 'people', Icon: UserRound },
  { to: '/limits', key: 'limits', Icon: Gauge },
  { to: '/activity', key: 'activity', Icon: Radio },
  { to: '/set-up', key: 'setUp', Icon: ListChecks },
] as const
/** After the page itself: nobody opens it first. */
const AccountMenu = lazy(() => import('./components/account-menu.tsx'))

const ownPage = { to: '/me', key: 'me', Icon: CircleUserRound } as const

/** What is around every page: navigation, how fresh the screen is, and the account. */
export function Shell() {
  const t = useTranslations('shell')
  const viewer = useViewer()
  const pages = viewer.role === 'ADMINISTRATOR' ? [...administratorPages, ...(viewer.user ? [ownPage] : [])] : [ownPage]
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t('skip')}
      </a>
      <header className="top-bar">
        <Link to="/" className="brand">
          <img src="/favicon.svg" alt="" width="26" height="26" />
          <span className="brand-team">{viewer.team.name}</span>
        </Link>
        <nav aria-label={t('navigation')} className="navigation">
          {pages.map(({ to, key, Icon }) => (
            <Link key={to} to={to} className="navigation-link">
              <Icon aria-hidden size={18} />
              <span>{t(key)}</span>
            </Link>
          ))}
        </nav>
        <div className="top-bar-end">
          <FreshnessBadge />
          <Suspense fallback={<span className="icon-button" />}>
            <AccountMenu />
          </Suspense>
        </div>
      </header>
      <Content />
    </div>
  )
}

function Content() {
  const { pathname } = useLocation()
  const content = useRef<HTMLElement>(null)
  const shown = useRef(pathname)
  // Whoever reads with a screen reader lands at the new page, not at its link.
  useEffect(() => {
    if (shown.current !== pathname) content.current?.focus({ preventScroll: true })
    shown.current = pathname
  }, [pathname])
  return (
    <main id="content" ref={content} tabIndex={-1} className="content">
      <Suspense fallback={<Loading />}>
        <PageTexts>
          <Outlet />
        </PageTexts>
      </Suspense>
    </main>
  )
}
