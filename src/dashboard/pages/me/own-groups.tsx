import { useFormatter, useTranslations } from 'use-intl'
import { Section } from '../../components/page.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import type { OwnFactsFragment } from '../../gql/graphql.ts'

/** The reader's groups by name; more of them is not theirs to see. */
export function OwnGroups({ groups }: { groups: OwnFactsFragment['groups'] }) {
  const t = useTranslations('me')
  const format = useFormatter()
  const edges = groups.edges.toSorted((a, b) => a.node.displayName.localeCompare(b.node.displayName))
  return (
    <Section title={t('groupsTitle', { count: groups.totalCount })}>
      {edges.length === 0 && <p className="hint">{t('inNoGroup')}</p>}
      <ScrollRegion className="me-scroller" label={t('groupsTitle', { count: 0 })}>
        <ul className="me-groups">
          {edges.map(({ addedAt, node }) => (
            <li key={node.id}>
              <span>{node.displayName}</span>
              <span className="hint">{t('since', { date: format.dateTime(new Date(addedAt), { dateStyle: 'medium' }) })}</span>
            </li>
          ))}
        </ul>
      </ScrollRegion>
      {groups.totalCount > edges.length && <p className="hint">{t('firstGroups', { count: edges.length })}</p>}
    </Section>
  )
}
