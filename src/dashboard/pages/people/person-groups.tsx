import { Link } from '@tanstack/react-router'
import { useFormatter, useTranslations } from 'use-intl'
import { useLimitText } from '../../components/money.tsx'
import { Section } from '../../components/page.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import type { PersonFactsFragment } from '../../gql/graphql.ts'

/** The groups of somebody by name, each with since when and with its limit. */
export function PersonGroups({ person: { groups } }: { person: PersonFactsFragment }) {
  const t = useTranslations('people')
  const format = useFormatter()
  const limitText = useLimitText()
  const edges = groups.edges.toSorted((a, b) => a.node.displayName.localeCompare(b.node.displayName))
  return (
    <Section title={t('groupsTitle', { count: groups.totalCount })}>
      {edges.length === 0 && <p className="hint">{t('inNoGroup')}</p>}
      {edges.length > 0 && (
        <ScrollRegion className="person-groups" label={t('groups')}>
          <table className="plain-table">
            <caption className="visually-hidden">{t('groups')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('group')}</th>
                <th scope="col" className="number">
                  {t('limit')}
                </th>
                <th scope="col">{t('since')}</th>
              </tr>
            </thead>
            <tbody>
              {edges.map(({ addedAt, node }) => (
                <tr key={node.id}>
                  <td>
                    <Link to="/groups/$groupId" params={{ groupId: node.id }}>
                      {node.displayName}
                    </Link>
                  </td>
                  <td className="number">{limitText(node.spendLimit)}</td>
                  <td>
                    <time dateTime={addedAt} title={addedAt}>
                      {format.dateTime(new Date(addedAt), { dateStyle: 'medium' })}
                    </time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {groups.totalCount > edges.length && <p className="hint">{t('firstGroups', { count: edges.length })}</p>}
    </Section>
  )
}
