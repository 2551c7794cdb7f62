import { useTranslations } from 'use-intl'
import { DateTime } from '../../components/date-time.tsx'
import { LimitEditor } from '../../components/limit-editor.tsx'
import type { CurrentLimit } from '../../components/limit-target.ts'
import { Section } from '../../components/page.tsx'

type TeamWithDefault = { id: string; name: string; spendLimit: (CurrentLimit & { setAt: string; setBy: string }) | null }

/** What applies to whoever has no limit of a group or of their own. */
export function TeamDefault({ team: { id, name, spendLimit } }: { team: TeamWithDefault }) {
  const t = useTranslations('limits')
  return (
    <Section title={t('teamDefault')}>
      <div className="limits-default">
        <div>
          <LimitEditor target={{ kind: 'TEAM', id, name }} current={spendLimit} />
        </div>
        <p className="hint">{t(spendLimit ? 'teamDefaultHint' : 'teamDefaultNone')}</p>
        {spendLimit && (
          <p className="hint">
            {t('setBy', { name: spendLimit.setBy })} · <DateTime at={spendLimit.setAt} />
          </p>
        )}
      </div>
    </Section>
  )
}
