import { Link } from '@tanstack/react-router'
import { UserMinus, UserPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Chart } from '../../components/chart.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import type { GroupOfPage } from './group-of-page.ts'
import { useMembershipHistory, type MembershipChange } from './membership-history.ts'

/** Who joined and left when, and how the number of members went: as far back as was loaded. */
export function GroupHistory({ group }: { group: GroupOfPage }) {
  const t = useTranslations('groups')
  const history = useMembershipHistory(group.id)
  if (history.error) {
    return (
      <Section title={t('history')}>
        <ErrorState error={history.error} onRetry={history.retry} />
      </Section>
    )
  }
  if (!history.changes) {
    return (
      <Section title={t('history')}>
        <Loading />
      </Section>
    )
  }
  return (
    <>
      <Section title={t('membershipOverTime')}>
        <MembershipChart changes={history.changes} count={group.memberCount} isAll={!history.hasMore} />
      </Section>
      <Section title={t('history')}>
        {history.changes.length === 0 ? (
          <p className="hint">{t('noHistory')}</p>
        ) : (
          <ol className="membership-changes">
            {history.changes.map((change) => (
              <MembershipRow key={change.revision} change={change} />
            ))}
          </ol>
        )}
        {history.hasMore && (
          <div>
            <Button isPending={history.isLoading} onPress={history.loadMore}>
              {t('loadMore')}
            </Button>
          </div>
        )}
      </Section>
    </>
  )
}

function MembershipChart({ changes, count, isAll }: { changes: readonly MembershipChange[]; count: number; isAll: boolean }) {
  const t = useTranslations('groups')
  const format = useFormatter()
  const label = (at: number): string => format.dateTime(at, { dateStyle: 'medium', timeStyle: 'medium' })
  const points = changes.toReversed().map(({ revision, at, group: { memberCount } }) => {
    const time = Date.parse(at)
    return { key: String(revision), label: label(time), at: time, values: { members: memberCount } }
  })
  const now = Math.max(useMinute(), points.at(-1)?.at ?? 0)
  return (
    <Chart
      title={t(isAll ? 'chartAll' : 'chartSome', { count: changes.length })}
      series={[{ key: 'members', title: t('members'), kind: 'step' }]}
      points={[...points, { key: 'now', label: t('now'), at: now, values: { members: count } }]}
      format={(value) => format.number(value)}
    />
  )
}

/** The time, as of the last minute. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

function MembershipRow({ change }: { change: MembershipChange }) {
  const t = useTranslations('groups')
  if (change.__typename === 'GroupCreated') {
    return (
      <li className="membership-change">
        <DateTime at={change.at} withSeconds />
        <p>{t('wasCreated', { actor: change.actor.label })}</p>
      </li>
    )
  }
  const { added, addedCount, removed, removedCount } = change
  return (
    <li className="membership-change">
      <DateTime at={change.at} withSeconds />
      <div>
        {addedCount > 0 && (
          <p>
            <UserPlus aria-hidden size={16} className="joined" /> <Names people={added} count={addedCount} verb="joined" />
          </p>
        )}
        {removedCount > 0 && (
          <p>
            <UserMinus aria-hidden size={16} className="left" /> <Names people={removed} count={removedCount} verb="left" />
          </p>
        )}
        <p className="hint">{t('afterwards', { count: change.group.memberCount, actor: change.actor.label })}</p>
      </div>
    </li>
  )
}

const shown = 8

function Names({
  people,
  count,
  verb,
}: {
  people: readonly { id: string; userName: string; displayName: string | null }[]
  count: number
  verb: 'joined' | 'left'
}) {
  const t = useTranslations('groups')
  const list = useFormatter().list
  const named = people.slice(0, count > shown + 2 ? shown : people.length)
  const links = named.map(({ id, userName, displayName }) => (
    <Link key={id} to="/people/$userId" params={{ userId: id }}>
      {displayName ?? userName}
    </Link>
  ))
  const more = count - named.length
  const names = list(more > 0 ? [...links, t('moreNames', { count: more })] : links)
  return <span>{t.rich(verb, { names: () => names, count })}</span>
}
