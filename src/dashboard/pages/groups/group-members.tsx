import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { ask } from '../../api.ts'
import { Badge } from '../../components/badge.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { SearchField } from '../../components/fields.tsx'
import { Section } from '../../components/page.tsx'
import { EmptyState } from '../../components/states.tsx'
import { useSettled } from '../../components/use-settled.ts'
import { VirtualTable, type Column } from '../../components/virtual-table.tsx'
import { graphql } from '../../gql/gql.ts'
import type { TeamChange } from '../../live/change-facts.ts'
import { useTeamChanges, useWindowedList } from '../../live/live-context.tsx'
import type { ListPage, ListRequest, WindowedList } from '../../live/windowed-list.ts'
import type { GroupOfPage } from './group-of-page.ts'

const MembersOfGroup = graphql(`
  query MembersOfGroup($groupId: ID!, $first: Int!, $after: String, $search: String, $withTotal: Boolean!) {
    node(id: $groupId) {
      __typename
      ... on Group {
        members(first: $first, after: $after, search: $search) {
          edges {
            addedAt
            cursor
            node {
              id
              userName
              displayName
              email
              active
            }
          }
          pageInfo {
            hasNextPage
          }
          totalCount @include(if: $withTotal)
        }
      }
    }
  }
`)

type MemberRow = { id: string; userName: string; displayName: string | null; email: string | null; active: boolean; addedAt: string }

/** Who is in the group now, and since when. */
export function GroupMembers({ group }: { group: GroupOfPage }) {
  const t = useTranslations('groups')
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const search = useSettled(typed.trim())
  const format = useFormatter()
  const { list, snapshot } = useWindowedList<MemberRow>(`${group.id} ${search}`, {
    load: (request) => loadMembers(group.id, search, request),
  })
  useTeamChanges((changes) => {
    if (changes === null) list.touch()
    else follow(list, changes, group.id)
  })
  const columns = useColumns()
  const open = useCallback(({ id }: MemberRow) => void navigate({ to: '/people/$userId', params: { userId: id } }), [navigate])
  return (
    <Section title={t('membersTitle')} actions={<SearchField label={t('searchMembers')} value={typed} onChange={setTyped} />}>
      {search !== '' && (
        <p className="hint" role="status">
          {snapshot.total !== undefined && t('found', { count: snapshot.total, number: format.number(snapshot.total) })}
        </p>
      )}
      <div className="group-members">
        <VirtualTable
          label={t('membersTitle')}
          list={list}
          snapshot={snapshot}
          columns={columns}
          onOpen={open}
          empty={
            <EmptyState title={t(search === '' ? 'noMembersTitle' : 'noMatchTitle')}>
              {t(search === '' ? 'noMembers' : 'noMemberMatch')}
            </EmptyState>
          }
        />
      </div>
    </Section>
  )
}

/** The field has no end to read up to: what lies beyond `before` is cut off here. Its order is that of ids. */
async function loadMembers(groupId: string, search: string, request: ListRequest): Promise<ListPage<MemberRow>> {
  const { first, after, before, withTotal, signal } = request
  const { node } = await ask(MembersOfGroup, { groupId, first, after, search: search === '' ? null : search, withTotal }, signal)
  // It was deleted; the page says so.
  if (node?.__typename !== 'Group') return { rows: [], startCursor: null, endCursor: null, hasNextPage: false, totalCount: 0 }
  const { edges, pageInfo, totalCount } = node.members
  const kept = before ? edges.filter((edge) => edge.node.id < before.id) : edges
  return {
    rows: kept.map(({ addedAt, node: user }) => ({ ...user, addedAt })),
    startCursor: kept[0]?.cursor ?? null,
    endCursor: kept.at(-1)?.cursor ?? null,
    hasNextPage: kept.length === edges.length && pageInfo.hasNextPage,
    totalCount,
  }
}

function follow(list: WindowedList<MemberRow>, changes: readonly TeamChange[], groupId: string): void {
  let isAnother = false
  for (const change of changes) {
    switch (change.__typename) {
      case 'MembershipChanged':
        if (change.group.id !== groupId) break
        for (const { id } of change.removed) list.revise(id, () => null)
        isAnother = true
        break
      case 'UserModified':
      case 'UserDeactivated':
      case 'UserReactivated': {
        const { userName, displayName, email, active } = change.userAfter
        list.revise(change.userAfter.id, (row) => ({ ...row, userName, displayName, email, active }))
        break
      }
    }
  }
  if (isAnother) list.touch()
}

function useColumns(): Column<MemberRow>[] {
  const t = useTranslations('groups')
  const tc = useTranslations('common')
  const format = useFormatter()
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('person'),
        width: 'minmax(0, 2fr)',
        cell: ({ id, displayName, userName, active, addedAt }) => (
          <span className="group-cell">
            <span className="member-name">
              <Link to="/people/$userId" params={{ userId: id }}>
                {displayName ?? userName}
              </Link>
              {!active && <Badge tone="warning">{tc('inactive')}</Badge>}
            </span>
            <span className="hint">
              {t('sinceDate', { date: format.dateTime(new Date(addedAt), { dateStyle: 'medium', timeStyle: 'short' }) })}
            </span>
          </span>
        ),
      },
      { key: 'userName', title: t('userName'), width: 'minmax(0, 2fr)', isSecondary: true, cell: ({ userName }) => userName },
      {
        key: 'since',
        title: t('since'),
        width: 'minmax(10.5rem, 1.5fr)',
        isSecondary: true,
        cell: ({ addedAt }) => <DateTime at={addedAt} />,
      },
    ],
    [t, tc, format],
  )
}
