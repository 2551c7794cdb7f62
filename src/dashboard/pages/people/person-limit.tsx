import { useTranslations } from 'use-intl'
import { useEffectiveLimit } from '../../components/effective-limit.ts'
import { Explanation } from '../../components/explanation.tsx'
import { LimitEditing } from '../../components/limit-editing.tsx'
import { LimitEditor } from '../../components/limit-editor.tsx'
import { Section } from '../../components/page.tsx'
import type { PersonFactsFragment } from '../../gql/graphql.ts'

/** What applies to somebody with all its reasons, and the limit that is theirs alone. */
export function PersonLimit({ person, name }: { person: PersonFactsFragment; name: string }) {
  const t = useTranslations('people')
  const limit = useEffectiveLimit(person.id, person.effectiveSpendLimit)
  return (
    <Section
      title={t('effectiveLimit')}
      actions={
        <span className="row">
          <span className="hint">{t('ownLimit')}</span>
          <LimitEditing>
            <LimitEditor target={{ kind: 'USER', id: person.id, name }} current={person.spendLimit} />
          </LimitEditing>
        </span>
      }
    >
      <Explanation limit={limit} />
    </Section>
  )
}
