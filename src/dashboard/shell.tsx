import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { CircleUserRound, FolderTree, Gauge, ListChecks, Radio, UserRound, UsersRound } from 'lucide-react'
import { Suspense, useEffect, useRef } from 'react'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { appearances, useAppearance, type AppearanceName } from './components/appearance.tsx'
import { Button } from './components/button.tsx'
import { FreshnessBadge } from './components/freshness-badge.tsx'
import { Loading } from './components/states.tsx'
import { languages, useLanguage, type Language } from './i18n.tsx'
import { useViewer } from './session.tsx'

const administratorPages = [
  { to: '/directory', key: 'directory', Icon: FolderTree },
  { to: '/groups', key: 'groups', Icon: UsersRound },
  { to: '/people', key: 'people', Icon: UserRound },
  { to: '/limits', key: 'limits', Icon: Gauge },
  { to: '/activity', key: 'activity', Icon: Radio },
  { to: '/set-up', key: 'setUp', Icon: ListChecks },
] as const
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
          <AccountMenu />
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
        <Outlet />
      </Suspense>
    </main>
  )
}

const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch', ko: '한국어' }
const appearanceKeys = { system: 'appearanceSystem', light: 'appearanceLight', dark: 'appearanceDark' } as const

function AccountMenu() {
  const t = useTranslations('shell')
  const { role, email, user } = useViewer()
  const { language, choose } = useLanguage()
  const { appearance, choose: chooseAppearance } = useAppearance()
  return (
    <MenuTrigger>
      <Button look="quiet" className="icon-button" aria-label={t('account')}>
        <CircleUserRound aria-hidden size={20} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <p className="menu-identity">
          <strong>{user?.displayName ?? email ?? user?.userName}</strong>
          <span className="hint">{t(role === 'ADMINISTRATOR' ? 'administrator' : 'member')}</span>
        </p>
        <Menu className="menu" aria-label={t('account')}>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[language]}
            onSelectionChange={(keys) => keys !== 'all' && choose([...keys][0] as Language)}
          >
            <Header className="menu-heading">{t('language')}</Header>
            {languages.map((name) => (
              <MenuItem key={name} id={name} className="menu-item" textValue={languageNames[name]}>
                <span lang={name}>{languageNames[name]}</span>
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="menu-separator" />
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[appearance]}
            onSelectionChange={(keys) => keys !== 'all' && chooseAppearance([...keys][0] as AppearanceName)}
          >
            <Header className="menu-heading">{t('appearance')}</Header>
            {appearances.map((name) => (
              <MenuItem key={name} id={name} className="menu-item">
                {t(appearanceKeys[name])}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator className="menu-separator" />
          <MenuItem className="menu-item" href="/sign-out">
            {t('signOut')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
