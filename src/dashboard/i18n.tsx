import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { IntlProvider, useMessages } from 'use-intl'
import type { FrameMessages } from './messages/en.ts'
import type { PageMessages } from './messages/en-pages.ts'

declare module 'use-intl' {
  interface AppConfig {
    Messages: FrameMessages & PageMessages
    Locale: string
  }
}

export const languages = ['en', 'de', 'ko'] as const
export type Language = (typeof languages)[number]

/** Each is a file of its own that is loaded when it is wanted: first what is around the pages, then what is in them. */
const frames: Record<Language, () => Promise<{ messages: FrameMessages }>> = {
  en: () => import('./messages/en.ts'),
  de: () => import('./messages/de.ts'),
  ko: () => import('./messages/ko.ts'),
}
const pages: Record<Language, () => Promise<{ messages: PageMessages }>> = {
  en: () => import('./messages/en-pages.ts'),
  de: () => import('./messages/de-pages.ts'),
  ko: () => import('./messages/ko-pages.ts'),
}
const pagesAsked = new Map<Language, Promise<{ messages: PageMessages }>>()

/** Asked for once; after a failure again. */
function pageMessages(language: Language): Promise<{ messages: PageMessages }> {
  const asked = pagesAsked.get(language) ?? pages[language]()
  pagesAsked.set(language, asked)
  asked.catch(() => pagesAsked.delete(language))
  return asked
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

const { timeZone } = Intl.DateTimeFormat().resolvedOptions()

const LanguageContext = createContext<{ language: Language; choose(language: Language): void } | null>(null)

export function useLanguage(): { language: Language; choose(language: Language): void } {
  return use(LanguageContext)!
}

export function Texts({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage)
  const [hasFailed, setHasFailed] = useState(false)
  const [loaded, setLoaded] = useState<{ language: Language; messages: FrameMessages }>()
  useEffect(() => {
    let isLatest = true
    // At the same time: the page needs both.
    void pageMessages(language).catch(() => {})
    frames[language]().then(
      ({ messages }) => isLatest && setLoaded({ language, messages }),
      () => isLatest && setHasFailed(true),
    )
    return () => {
      isLatest = false
    }
  }, [language])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  if (!loaded) return hasFailed ? <NoTexts /> : null
  const locale = localeOf(loaded.language)
  const choose = (chosen: Language): void => {
    localStorage.setItem(keptLanguage, chosen)
    setLanguage(chosen)
  }
  return (
    <LanguageContext value={{ language, choose }}>
      <I18nProvider locale={locale}>
        <IntlProvider locale={locale} messages={loaded.messages as FrameMessages & PageMessages} timeZone={timeZone}>
          {children}
        </IntlProvider>
      </I18nProvider>
    </LanguageContext>
  )
}

/** There are no words of any language yet: the file of the texts did not come, or another build is there by now. */
function NoTexts() {
  return (
    <main className="state" role="alert" lang="en">
      <p>Headcount could not be loaded.</p>
      <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
        Try again
      </button>
    </main>
  )
}

/** The texts of the pages, beside those around them; waits for them where it stands. */
export function PageTexts({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  const { messages: inPages } = use(pageMessages(language))
  const frame = useMessages()
  const messages = useMemo(() => ({ ...frame, ...inPages }), [frame, inPages])
  return (
    <IntlProvider locale={localeOf(language)} messages={messages} timeZone={timeZone}>
      {children}
    </IntlProvider>
  )
}
