import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { DateTime } from '../../components/date-time.tsx'
import { Section } from '../../components/page.tsx'
import type { PersonFactsFragment } from '../../gql/graphql.ts'

/** Who somebody is to the identity provider. */
export function PersonFacts({ person }: { person: PersonFactsFragment }) {
  const t = useTranslations('people')
  const { userName, email, externalId, directory, createdAt, lastModifiedAt } = person
  return (
    <Section title={t('identity')}>
      <dl className="person-facts">
        <Row name={t('userName')}>{userName}</Row>
        <Row name={t('email')}>{email ?? '–'}</Row>
        <Row name={t('externalId')}>{externalId === null ? '–' : <code>{externalId}</code>}</Row>
        <Row name={t('directory')}>
          <Link to="/directory" search={{ directory: directory.id }}>
            {directory.name}
          </Link>
        </Row>
        <Row name={t('createdAt')}>
          <DateTime at={createdAt} />
        </Row>
        <Row name={t('modifiedAt')}>
          <DateTime at={lastModifiedAt} />
        </Row>
      </dl>
    </Section>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
