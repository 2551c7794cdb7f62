import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Section } from '../../components/page.tsx'
import type { SsoFactsFragment } from '../../gql/graphql.ts'
import { useViewer } from '../../session.tsx'
import { forgetDraft, keepDraft, keptDraft, type EditedSso } from './sso-draft.ts'
import { SsoForm } from './sso-form.tsx'

/** Of a team without a connection the form is there; of the others it opens on a press. */
export function SsoSettings({
  connection,
  directories,
  signedInAt,
}: {
  connection: (SsoFactsFragment & { replacement: SsoFactsFragment | null }) | null
  directories: readonly { id: string; name: string }[]
  signedInAt: string | null
}) {
  const t = useTranslations('setUp.sso')
  const { team } = useViewer()
  const [restored, setRestored] = useState(() => keptDraft(team.id))
  // Only whoever comes back from signing in finds it, not who opens the page later.
  useEffect(forgetDraft, [])
  const [editing, setEditing] = useState<EditedSso | null>(restored?.edited ?? null)
  const edited = editing === 'replacement' ? (connection?.replacement ?? null) : connection
  if (connection && editing === null) {
    return (
      <Section title={t('change')}>
        <p className="hint">{t(connection.verifiedAt === null ? 'changeFreely' : 'changeMeaning')}</p>
        <div className="row">
          <Button onPress={() => setEditing('connection')}>{t('change')}</Button>
          {connection.replacement && <Button onPress={() => setEditing('replacement')}>{t('changeReplacement')}</Button>}
        </div>
      </Section>
    )
  }
  const onClose = (): void => {
    setRestored(null)
    setEditing(null)
  }
  return (
    <Section title={t(connection ? 'change' : 'setUp')}>
      <SsoForm
        key={editing}
        initial={edited}
        restored={restored?.draft ?? null}
        inUse={connection}
        directories={directories}
        signedInAt={signedInAt}
        onLeave={(draft) => keepDraft({ teamId: team.id, edited: editing ?? 'connection', draft })}
        onDone={onClose}
        {...(connection ? { onCancel: onClose } : {})}
      />
    </Section>
  )
}
