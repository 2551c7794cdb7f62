import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Ago } from './ago.tsx'
import type { DirectoryFacts } from './directory-facts.ts'
import { useProviderName } from '../../components/provider-name.ts'

const toneOf = { SERVED: 'good', PLAN_REQUIRED: 'bad', SSO_REQUIRED: 'bad' } as const satisfies Record<DirectoryFacts['state'], Tone>

/** What it is and how it stands, at a glance. */
export function Summary({ directory }: { directory: DirectoryFacts }) {
  const t = useTranslations('directory')
  const format = useFormatter()
  const nameOf = useProviderName()
  const { id, name, provider, state, userCount, groupCount, removalsPausedAt } = directory
  return (
    <section className="section" aria-labelledby="directory-name">
      <header className="section-header">
        <div className="directory-name">
          <h2 id="directory-name">{name}</h2>
          <span className="hint">{nameOf(provider)}</span>
        </div>
        <div className="row">
          {removalsPausedAt !== null && <Badge tone="warning">{t('paused')}</Badge>}
          <Badge tone={toneOf[state]}>{t(`state.${state}`)}</Badge>
        </div>
      </header>
      <dl className="facts directory-facts">
        <Fact title={t('people')}>
          <Link to="/people" search={{ directory: id }}>
            {format.number(userCount)}
          </Link>
        </Fact>
        <Fact title={t('groups')}>
          <Link to="/groups" search={{ directory: id }}>
            {format.number(groupCount)}
          </Link>
        </Fact>
        <Fact title={t('lastRequest')}>
          <LastRequest directory={directory} />
        </Fact>
        <Fact title={t('lastRefused')}>
          <LastRefused directoryId={id} directory={directory} />
        </Fact>
        <Fact title={t('lastTest')}>
          <LastTest directory={directory} />
        </Fact>
      </dl>
    </section>
  )
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function LastRequest({ directory: { newest, lastRequestAt } }: { directory: DirectoryFacts }) {
  const t = useTranslations('directory')
  // The log is to the second and forgets after days; the directory's own time is to the minute and stays.
  const at = newest.nodes[0]?.at ?? lastRequestAt
  return at === null ? t('never') : <Ago at={at} />
}

function LastRefused({ directoryId, directory: { refused } }: { directoryId: string; directory: DirectoryFacts }) {
  const t = useTranslations('directory')
  const [last] = refused.nodes
  if (!last) return t('noneRefused')
  return (
    <Link to="/directory" search={{ directory: directoryId, view: 'requests', failed: true }} resetScroll={false}>
      <Ago at={last.at} />
    </Link>
  )
}

function LastTest({ directory: { testedAt, hasPassedTest } }: { directory: DirectoryFacts }) {
  const t = useTranslations('directory')
  if (testedAt === null) return t('neverTested')
  return (
    <>
      {t(hasPassedTest ? 'testPassed' : 'testFailed')}{' '}
      <span className="fact-more">
        <Ago at={testedAt} />
      </span>
    </>
  )
}
