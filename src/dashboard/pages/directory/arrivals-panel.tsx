import { Link } from '@tanstack/react-router'
import { useFormatter, useNow, useTranslations } from 'use-intl'
import { Badge } from '../../components/badge.tsx'
import { Section } from '../../components/page.tsx'
import { CopyField } from '../../components/copy-button.tsx'
import { rateOf, secondBySecond, type Arrivals } from './arrivals.ts'
import { ArrivalsAnnouncement } from './arrivals-announcement.tsx'
import { Progress } from './arrivals-progress.tsx'
import type { DirectoryFacts } from './directory-facts.ts'
import { RecentArrivals } from './recent-arrivals.tsx'

/** What the identity provider sends, while it sends it. */
export function ArrivalsPanel({ directory, arrivals }: { directory: DirectoryFacts; arrivals: Arrivals }) {
  const t = useTranslations('directory')
  const now = useNow({ updateInterval: 1_000 }).getTime()
  const rate = rateOf(arrivals, now)
  return (
    <>
      <Section title={t('arrivals')} actions={rate.changes > 0 ? <Badge tone="info">{t('arriving')}</Badge> : <Badge>{t('quiet')}</Badge>}>
        <Figures arrivals={arrivals} now={now} />
        <Progress directory={directory} arrivals={arrivals} now={now} />
        {arrivals.isPartial && <p className="hint">{t('partial')}</p>}
        <ArrivalsAnnouncement arrivals={arrivals} userCount={directory.userCount} />
      </Section>
      <div className="columns">
        <Section title={t('recent')}>
          <RecentArrivals directoryId={directory.id} arrivals={arrivals} />
        </Section>
        <Section title={t('endpoint')}>
          <CopyField label={t('scimUrl')} value={directory.scimUrl} />
          <p className="hint">{t('endpointHint')}</p>
          <Link to="/directory" search={{ directory: directory.id, view: 'access' }} resetScroll={false}>
            {t('toAccess')}
          </Link>
        </Section>
      </div>
    </>
  )
}

function Figures({ arrivals, now }: { arrivals: Arrivals; now: number }) {
  const t = useTranslations('directory')
  const format = useFormatter()
  const rate = rateOf(arrivals, now)
  const figures = [
    [t('cameGroup.people'), arrivals.people],
    [t('cameGroup.groups'), arrivals.groups],
    [t('cameGroup.members'), arrivals.members],
    [t('cameGroup.removed'), arrivals.removed],
  ] as const
  return (
    <div className="arrivals">
      <p className="hint">{t('since')}</p>
      <dl className="facts arrival-facts">
        {figures.map(([title, value]) => (
          <div key={title} className="fact">
            <dt>{title}</dt>
            <dd>{format.number(value)}</dd>
          </div>
        ))}
        <div className="fact">
          <dt>{t('rate')}</dt>
          <dd>{t(rate.unit === 'second' ? 'perSecond' : 'perMinute', { count: rate.changes })}</dd>
        </div>
      </dl>
      <LastMinute arrivals={arrivals} now={now} />
    </div>
  )
}

/** For the eye alone: the rate beside it says it in words. */
function LastMinute({ arrivals, now }: { arrivals: Arrivals; now: number }) {
  const t = useTranslations('directory')
  const seconds = secondBySecond(arrivals, now)
  const most = Math.max(1, ...seconds)
  return (
    <div className="last-minute" aria-hidden="true">
      <div className="last-minute-bars">
        {seconds.map((changes, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a place in time
          <span key={index} style={{ height: `${changes === 0 ? 0 : Math.max(6, (changes / most) * 100)}%` }} />
        ))}
      </div>
      <div className="last-minute-ends">
        <span>{t('minuteAgo')}</span>
        <span>{t('now')}</span>
      </div>
    </div>
  )
}
