import { Label, ProgressBar } from 'react-aria-components'
import { useFormatter, useTranslations } from 'use-intl'
import { secondsUntil, type Arrivals } from './arrivals.ts'
import type { DirectoryFacts } from './directory-facts.ts'
import { NumberField } from './form-fields.tsx'
import { useDirectorySearch } from './use-directory-search.ts'

/** How far it is. An identity provider does not say how many people it will send, so only somebody here can. */
export function Progress({ directory, arrivals, now }: { directory: DirectoryFacts; arrivals: Arrivals; now: number }) {
  const t = useTranslations('directory')
  const { search, choose } = useDirectorySearch()
  const { expected } = search
  return (
    <div className="progress">
      <NumberField
        label={t('expected')}
        hint={t('expectedHint')}
        value={expected ?? Number.NaN}
        onChange={(value) => choose({ expected: Number.isNaN(value) ? undefined : value }, { replace: true })}
      />
      {expected !== undefined && <Bar expected={expected} directory={directory} arrivals={arrivals} now={now} />}
    </div>
  )
}

function Bar({
  expected,
  directory: { userCount },
  arrivals,
  now,
}: {
  expected: number
  directory: DirectoryFacts
  arrivals: Arrivals
  now: number
}) {
  const t = useTranslations('directory')
  const format = useFormatter()
  const missing = expected - userCount
  const seconds = missing > 0 ? secondsUntil(arrivals, missing, now) : undefined
  const share = Math.min(1, userCount / expected)
  return (
    <ProgressBar
      className="progress-bar"
      value={Math.min(userCount, expected)}
      minValue={0}
      maxValue={expected}
      valueLabel={format.number(share, { style: 'percent' })}
    >
      {({ valueText }) => (
        <>
          <div className="row spread">
            <Label className="label">{t('progress', { count: userCount, expected })}</Label>
            <span className="number">{valueText}</span>
          </div>
          <div className="progress-track">
            <div className="progress-fill" style={{ width: `${share * 100}%` }} />
          </div>
          <p className="hint">
            {missing <= 0
              ? t('allThere')
              : seconds === undefined
                ? t('noForecast')
                : t('forecast', { minutes: Math.max(1, Math.round(seconds / 60)) })}
          </p>
        </>
      )}
    </ProgressBar>
  )
}
