import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Section } from '../../components/page.tsx'
import type { SsoFactsFragment } from '../../gql/graphql.ts'
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
  const [editing, setEditing] = useState<'connection' | 'replacement' | null>(null)
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
  const onClose = (): void => setEditing(null)
  return (
    <Section title={t(connection ? 'change' : 'setUp')}>
      <SsoForm
        key={editing}
        initial={edited}
        inUse={connection}
        directories={directories}
        signedInAt={signedInAt}
        onDone={onClose}
        {...(connection ? { onCancel: onClose } : {})}
      />
    </Section>
  )
}
