import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { IntlProvider } from 'use-intl'
import type { Messages } from './messages/en.ts'

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages
    Locale: string
  }
}

export const languages = ['en', 'de', 'ko'] as const
export type Language = (typeof languages)[number]

/** Each is a file of its own that is loaded when it is wanted. */
const loaders: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import('./messages/en.ts'),
  de: () => import('./messages/de.ts'),
  ko: () => import('./messages/ko.ts'),
}

const keptLanguage = 'headcount.language'

/** What was chosen here, else the first of the browser's languages that there are texts in, with the browser's own region for numbers and dates. */
function initialLanguage(): Language {
  const kept = localStorage.getItem(keptLanguage)
  const wanted = [...(kept === null ? [] : [kept]), ...navigator.languages].map((tag) => tag.split('-', 1)[0])
  return languages.find((language) => language === wanted.find((tag) => (languages as readonly unknown[]).includes(tag))) ?? 'en'
}

/** Dates and numbers as the browser's region has them where it speaks the language. */
function localeOf(language: Language): string {
  return navigator.languages.find((tag) => tag.split('-', 1)[0] === language) ?? language
}

const LanguageContext = createContext<{ language: Language; choose(language: Language): void } | null>(null)

export function useLanguage(): { language: Language; choose(language: Language): void } {
  return use(LanguageContext)!
}

export function Texts({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage)
  const [loaded, setLoaded] = useState<{ language: Language; messages: Messages }>()
  useEffect(() => {
    let isLatest = true
    void loaders[language]().then(({ messages }) => isLatest && setLoaded({ language, messages }))
    return () => {
      isLatest = false
    }
  }, [language])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  if (!loaded) return null
  const locale = localeOf(loaded.language)
  const choose = (chosen: Language): void => {
    localStorage.setItem(keptLanguage, chosen)
    setLanguage(chosen)
  }
  return (
    <LanguageContext value={{ language, choose }}>
      <I18nProvider locale={locale}>
        <IntlProvider locale={locale} messages={loaded.messages} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
          {children}
        </IntlProvider>
      </I18nProvider>
    </LanguageContext>
  )
}
