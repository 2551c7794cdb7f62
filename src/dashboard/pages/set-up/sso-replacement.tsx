import { useTranslations } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { Section } from '../../components/page.tsx'
import type { SsoFactsFragment } from '../../gql/graphql.ts'
import { backHere } from './sso-addresses.tsx'
import { ReasonOf, SsoFactList, ssoTones } from './sso-connection.tsx'

/** The connection that waits for its proof. It begins on a page of its own, whose policy lets the browser go on to the provider. */
export function SsoReplacement({ replacement, current }: { replacement: SsoFactsFragment; current: SsoFactsFragment }) {
  const t = useTranslations('setUp.sso')
  return (
    <Section title={t('replacement')} actions={<Badge tone={ssoTones.PENDING}>{t('state.PENDING')}</Badge>}>
      <p>{t('replacementMeaning', { issuer: current.issuer })}</p>
      <ReasonOf connection={replacement} />
      <SsoFactList connection={replacement} />
      <div className="row">
        <a className="button button-primary" href={`/sso/prove?returnTo=${encodeURIComponent(backHere)}`}>
          {t('prove')}
        </a>
      </div>
    </Section>
  )
}
