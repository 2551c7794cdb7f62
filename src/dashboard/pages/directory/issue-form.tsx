import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useFormatter, useNow, useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/fields.tsx'
import { TextField } from '../../components/text-field.tsx'
import { expiryOf, lifetimes, type Lifetime } from './credential.ts'
import { FormRefusal } from './form-fields.tsx'
import type { Act } from '../../live/use-act.ts'

export type Issue = { label: string; expiresAt: string | null }

/** What a new token or client is called, and how long it lives. */
export function IssueForm<Result>({ issue, submit, onCancel }: { issue: Act<Issue, Result>; submit: string; onCancel(): void }) {
  const t = useTranslations('directory')
  const common = useTranslations('common')
  const format = useFormatter()
  const [label, setLabel] = useState('')
  const [lifetime, setLifetime] = useState<Lifetime>('never')
  const [wasTried, setWasTried] = useState(false)
  const isValid = label.trim() !== ''
  const expiresAt = expiryOf(lifetime, useNow({ updateInterval: 30_000 }).getTime())
  return (
    <Form
      className="form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        setWasTried(true)
        if (isValid && !issue.isPending) issue.mutate({ label: label.trim(), expiresAt: expiryOf(lifetime, Date.now()) })
      }}
    >
      <TextField
        label={t('label')}
        hint={t('labelHint')}
        error={t('labelMissing')}
        value={label}
        onChange={setLabel}
        isInvalid={wasTried && !isValid}
        isRequired
        autoComplete="off"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the first field of a dialog that was just opened
        autoFocus
      />
      <Select<Lifetime>
        label={t('expiresAt')}
        choices={lifetimes.map((value) => ({
          value,
          label: value === 'never' ? t('expiresNever') : t('expiresInDays', { days: Number(value) }),
        }))}
        value={lifetime}
        onChange={setLifetime}
      />
      <p className="hint">
        {expiresAt === null
          ? t('expiresNeverHint')
          : t('expiresHint', { date: format.dateTime(new Date(expiresAt), { dateStyle: 'long' }) })}
      </p>
      {issue.error && <FormRefusal error={issue.error} />}
      <div className="dialog-actions">
        <Button onPress={onCancel} isDisabled={issue.isPending}>
          {common('cancel')}
        </Button>
        <Button look="primary" type="submit" isPending={issue.isPending}>
          {submit}
        </Button>
      </div>
    </Form>
  )
}
