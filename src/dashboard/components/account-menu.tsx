import { CircleUserRound } from 'lucide-react'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { languages, useLanguage, type Language } from '../i18n.tsx'
import { useViewer } from '../session.tsx'
import { appearances, useAppearance, type AppearanceName } from './appearance.tsx'
import { Button } from './button.tsx'

const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch', ko: '한국어' }
const appearanceKeys = { system: 'appearanceSystem', light: 'appearanceLight', dark: 'appearanceDark' } as const

/** Who is signed in, the language, the appearance, and the way out. */
export default function AccountMenu() {
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
