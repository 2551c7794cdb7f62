import { useTranslations } from 'use-intl'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { SsoConnectionState } from './sso-connection.tsx'
import { SsoReplacement } from './sso-replacement.tsx'
import { SsoSettings } from './sso-settings.tsx'
import { SsoAddresses } from './sso-addresses.tsx'

export const ssoFacts = graphql(`
  fragment SsoFacts on SsoConnection {
    id
    issuer
    clientId
    hasClientSecret
    state
    stateReason
    stateSince
    verifiedAt
    lastError
    lastErrorAt
    userMatching
    matchingClaim
    trustsEmail
    directory {
      id
      name
    }
  }
`)

const SetUpSignIn = graphql(`
  query SetUpSignIn {
    viewer {
      signedInAt
    }
    team {
      ssoConnection {
        ...SsoFacts
        redirectUri
        signInUrl
        replacement {
          ...SsoFacts
        }
      }
      directories {
        id
        name
      }
    }
  }
`)

/** What goes wrong at the identity provider is not in the change log. */
const askAgainMilliseconds = 10_000

export function SignIn() {
  const t = useTranslations('setUp.sso')
  const { data, error, refetch } = useLiveQuery({
    document: SetUpSignIn,
    variables: {},
    topics: ['set-up'],
    everyMilliseconds: askAgainMilliseconds,
  })
  if (!data?.team) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  const { ssoConnection: connection, directories } = data.team
  return (
    <div className="set-up-columns">
      <div className="stack">
        {connection ? <SsoConnectionState connection={connection} /> : <p className="callout callout-info">{t('notSetUp')}</p>}
        {connection?.replacement && <SsoReplacement replacement={connection.replacement} current={connection} />}
        <SsoSettings connection={connection} directories={directories} signedInAt={data.viewer.signedInAt} />
      </div>
      <Section title={t('addresses')}>
        <SsoAddresses connection={connection} />
      </Section>
    </div>
  )
}
