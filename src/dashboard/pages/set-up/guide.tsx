import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslations } from 'use-intl'
import { CopyField } from '../../components/copy-button.tsx'
import { Section } from '../../components/page.tsx'
import { providers, useProviderName } from '../../components/provider-name.ts'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { Provider, SetUpOwnValuesQuery } from '../../gql/graphql.ts'
import { useLanguage } from '../../i18n.tsx'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useViewer } from '../../session.tsx'
import { withOwnValues, type OwnValues } from './guide-links.ts'
import { loadGuide } from './guides.ts'
import type { SetUpSearch } from './search.ts'
import { SsoAddresses } from './sso-addresses.tsx'

const GuideText = lazy(() => import('./guide-text.tsx').then(({ GuideText: component }) => ({ default: component })))

const SetUpOwnValues = graphql(`
  query SetUpOwnValues {
    team {
      ssoConnection {
        redirectUri
        signInUrl
      }
      directories {
        id
        name
        provider
        scimUrl
        tokenUrl
      }
    }
  }
`)

type Team = NonNullable<SetUpOwnValuesQuery['team']>

/** The choice of the identity provider, its guide, and beside it what this team types there. */
export function Guide() {
  const { provider: asked }: SetUpSearch = useSearch({ from: '/administration/set-up' })
  const { data, error, refetch } = useLiveQuery({ document: SetUpOwnValues, variables: {}, topics: ['set-up'] })
  if (!data?.team) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  const { team } = data
  const chosen = providers.find((provider) => provider === asked) ?? team.directories[0]?.provider ?? 'OKTA'
  return (
    <div className="stack">
      <Choice chosen={chosen} team={team} />
      <div className="set-up-columns set-up-columns-guide">
        <OwnValuesOf provider={chosen} team={team} />
        <GuideOf provider={chosen} team={team} />
      </div>
    </div>
  )
}

function Choice({ chosen, team }: { chosen: Provider; team: Team }) {
  const t = useTranslations('setUp.guide')
  const nameOf = useProviderName()
  return (
    <nav className="choices" aria-label={t('choose')}>
      {providers.map((provider) => (
        <Link
          key={provider}
          to="/set-up"
          search={{ topic: 'guide', provider }}
          className={`choice${provider === chosen ? ' choice-open' : ''}`}
          {...(provider === chosen ? { 'aria-current': 'true' as const } : {})}
        >
          <span>{nameOf(provider)}</span>
          {team.directories.some((directory) => directory.provider === provider) && <span className="hint">{t('inUse')}</span>}
        </Link>
      ))}
    </nav>
  )
}

function GuideOf({ provider, team }: { provider: Provider; team: Team }) {
  const t = useTranslations('setUp.guide')
  const { language } = useLanguage()
  const nameOf = useProviderName()
  const values = useOwnValues(provider, team)
  const { data, error, refetch } = useQuery({
    queryKey: ['guide', provider],
    queryFn: () => loadGuide(provider),
    staleTime: Infinity,
  })
  return (
    <Section title={t('title', { provider: nameOf(provider) })}>
      {language !== 'en' && <p className="hint">{t('inEnglish')}</p>}
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <Loading />
        )
      ) : (
        <Suspense fallback={<Loading />}>
          <GuideText text={withOwnValues(data, values)} />
        </Suspense>
      )}
    </Section>
  )
}

function useOwnValues(provider: Provider, { ssoConnection, directories }: Team): OwnValues {
  const { team } = useViewer()
  const directory = directories.find((one) => one.provider === provider)
  return {
    ...(directory ? { scimUrl: directory.scimUrl, tokenUrl: directory.tokenUrl } : {}),
    redirectUri: ssoConnection?.redirectUri ?? `${window.location.origin}/sso/callback`,
    signInUrl: ssoConnection?.signInUrl ?? `${window.location.origin}/sign-in/${team.id}`,
  }
}

function OwnValuesOf({ provider, team }: { provider: Provider; team: Team }) {
  const t = useTranslations('setUp.guide')
  const nameOf = useProviderName()
  const own = team.directories.filter((directory) => directory.provider === provider)
  return (
    <Section title={t('values')}>
      {own.map(({ id, name, scimUrl }) => (
        <CopyField key={id} label={own.length === 1 ? t('scimUrl') : t('scimUrlOf', { directory: name })} value={scimUrl} />
      ))}
      {own.length === 0 && <p className="callout callout-info">{t('noDirectory', { provider: nameOf(provider) })}</p>}
      <p className="hint">
        {t('token')} <Link to="/directory">{t('toDirectory')}</Link>
      </p>
      <SsoAddresses connection={team.ssoConnection} />
    </Section>
  )
}
