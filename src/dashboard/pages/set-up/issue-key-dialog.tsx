import { useState } from 'react'
import { CheckboxGroup, Form, Label } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Callout } from '../../components/badge.tsx'
import { CopyField } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Select } from '../../components/fields.tsx'
import { TextField } from '../../components/text-field.tsx'
import { graphql } from '../../gql/gql.ts'
import type { ApiKeyScope, IssueApiKeyInput } from '../../gql/graphql.ts'
import { CheckField } from './check-field.tsx'
import { Refusal } from './refusal.tsx'
import { useAct, type Act } from '../../live/use-act.ts'

const GiveApiKey = graphql(`
  mutation GiveApiKey($input: IssueApiKeyInput!) {
    issueApiKey(input: $input) {
      __typename
      ... on IssueApiKeySuccess {
        key
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const scopes = ['READ', 'LIMITS', 'SPEND', 'SETUP'] as const satisfies ApiKeyScope[]
const lifetimes = ['30', '90', '365', 'date', 'never'] as const
type Lifetime = (typeof lifetimes)[number]
const dayMilliseconds = 86_400_000

function endOf(lifetime: Lifetime, date: string): string | null {
  if (lifetime === 'never') return null
  // The day that was chosen is the last one, where the reader is.
  if (lifetime === 'date') return new Date(`${date}T23:59:59`).toISOString()
  return new Date(Date.now() + Number(lifetime) * dayMilliseconds).toISOString()
}

type Issued = { name: string; key: string }

/** Asks what the key is for, then shows it: here alone, until its own button closes the dialog. Nothing closes it while the key is being issued. */
export function IssueKeyDialog({ onClose }: { onClose(): void }) {
  const t = useTranslations('setUp.access')
  const issue = useAct<IssueApiKeyInput, Issued>(async (input) => {
    const { key } = orRefused((await ask(GiveApiKey, { input })).issueApiKey, 'IssueApiKeySuccess')
    return { name: input.name, key }
  })
  const issued = issue.data
  return (
    <Dialog
      title={issued ? t('issuedTitle', { name: issued.name }) : t('issueTitle')}
      isOpen
      onClose={onClose}
      isAlert
      isHeld={issue.isPending || issued !== undefined}
    >
      {issued ? <IssuedKey apiKey={issued.key} onClose={onClose} /> : <IssueForm issue={issue} onClose={onClose} />}
    </Dialog>
  )
}

function IssuedKey({ apiKey, onClose }: { apiKey: string; onClose(): void }) {
  const t = useTranslations('setUp.access')
  return (
    <>
      <Callout tone="warning" title={t('shownOnce')}>
        <p>{t('shownOnceMeaning')}</p>
      </Callout>
      <CopyField label={t('key')} value={apiKey} />
      <div className="dialog-actions">
        <Button look="primary" onPress={onClose}>
          {t('stored')}
        </Button>
      </div>
    </>
  )
}

function IssueForm({ issue, onClose }: { issue: Act<IssueApiKeyInput, Issued>; onClose(): void }) {
  const t = useTranslations('setUp.access')
  const common = useTranslations('common')
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>(['READ'])
  const [lifetime, setLifetime] = useState<Lifetime>('365')
  const [date, setDate] = useState('')
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!issue.isPending) issue.mutate({ name: name.trim(), scopes: chosen as ApiKeyScope[], expiresAt: endOf(lifetime, date) })
      }}
    >
      <TextField
        label={t('keyName')}
        hint={t('keyNameHint')}
        value={name}
        onChange={setName}
        isRequired
        maxLength={200}
        autoComplete="off"
      />
      <CheckboxGroup className="field" value={chosen} onChange={setChosen} isRequired>
        <Label className="label">{t('scopes')}</Label>
        {scopes.map((scope) => (
          <CheckField key={scope} value={scope}>
            <span>
              <strong>{t(`scope.${scope}.name`)}</strong> <span className="hint">{t(`scope.${scope}.what`)}</span>
            </span>
          </CheckField>
        ))}
      </CheckboxGroup>
      <div className="field-pair">
        <Select<Lifetime>
          label={t('validUntil')}
          choices={lifetimes.map((value) => ({ value, label: t(`lifetime.${value}`) }))}
          value={lifetime}
          onChange={setLifetime}
        />
        {lifetime === 'date' && <TextField label={t('lastDay')} type="date" value={date} onChange={setDate} isRequired />}
      </div>
      {issue.error != null && <Refusal error={issue.error} />}
      <div className="dialog-actions">
        <Button onPress={onClose} isDisabled={issue.isPending}>
          {common('cancel')}
        </Button>
        <Button look="primary" type="submit" isPending={issue.isPending} isDisabled={chosen.length === 0}>
          {t('issue')}
        </Button>
      </div>
    </Form>
  )
}
