import { Link, useSearch } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/page.tsx'
import { Access } from './access.tsx'
import { Guide } from './guide.tsx'
import { Questions } from './questions.tsx'
import { setUpTopics, type SetUpSearch, type SetUpTopic } from './search.ts'
import './set-up.css'
import { SignIn } from './sign-in.tsx'
import { Steps } from './steps.tsx'

/** Where the screen is narrow, the parts are wider than it. */
function showTopic(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

const parts: Record<SetUpTopic, () => React.ReactNode> = {
  steps: Steps,
  'sign-in': SignIn,
  guide: Guide,
  access: Access,
  questions: Questions,
}

/** From nothing to synchronised: what is done, what is next, and where. */
export function SetUpPage() {
  const t = useTranslations('setUp')
  const { topic = 'steps' }: SetUpSearch = useSearch({ from: '/administration/set-up' })
  const Part = parts[topic]
  return (
    <Page title={t('title')} lead={t('lead')}>
      <nav className="topics" aria-label={t('topics')}>
        {setUpTopics.map((name) => (
          <Link
            key={name}
            ref={name === topic ? showTopic : null}
            to="/set-up"
            search={{ topic: name }}
            className={`topic${name === topic ? ' topic-open' : ''}`}
            {...(name === topic ? { 'aria-current': 'page' as const } : {})}
          >
            {t(`topic.${name}`)}
          </Link>
        ))}
      </nav>
      <Part />
    </Page>
  )
}
