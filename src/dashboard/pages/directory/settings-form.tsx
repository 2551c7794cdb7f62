import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ask, orRefused, Refused } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/fields.tsx'
import { TextField } from '../../components/text-field.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import type { DirectorySettingsQuery } from '../../gql/graphql.ts'
import { useTeamChanges } from '../../live/live-context.tsx'
import { Checkbox, FormRefusal, NumberField } from './form-fields.tsx'
import { providers, useProviderName } from '../../components/provider-name.ts'
import { SettingsConflict } from './settings-conflict.tsx'
import { isValidSettings, settingsOf, withEdited, type Edit, type Settings } from './settings.ts'
import { useAct } from '../../live/use-act.ts'

const ModifyDirectory = graphql(`
  mutation ModifyDirectory($input: ModifyDirectoryInput!) {
    modifyDirectory(input: $input) {
      __typename
      ... on ModifyDirectorySuccess {
        directory {
          id
          version
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

type DirectoryNode = Extract<DirectorySettingsQuery['node'], { __typename: 'Directory' }>

/**
 * What is not edited shows what is set, live. What is edited stays until it is saved or given up; when somebody else was faster, both are shown and nothing
 * is saved before one is chosen.
 */
export function SettingsForm({ directory, onConflict }: { directory: DirectoryNode; onConflict(): void }) {
  const t = useTranslations('directory')
  const current = settingsOf(directory)
  const [edit, setEdit] = useState<Edit>()
  const modifiedBy = useModifiedBy(directory.id)
  const save = useAct(async ({ version, draft }: Edit) => {
    const { modifyDirectory } = await ask(ModifyDirectory, { input: { directoryId: directory.id, expectedVersion: version, ...draft } })
    return orRefused(modifyDirectory, 'ModifyDirectorySuccess')
  })
  const shown = { ...current, ...edit?.draft }
  const isValid = isValidSettings(shown)
  const isBehind = edit !== undefined && edit.version !== directory.version && !save.isPending
  const isConflict = save.error instanceof Refused && save.error.code === 'VERSION_CONFLICT'

  function change(changed: Partial<Settings>): void {
    save.reset()
    setEdit(withEdited(edit ?? { version: directory.version, seen: current, draft: {} }, changed))
  }
  function submit(): void {
    if (!edit || !isValid || isBehind || save.isPending) return
    save.mutate(edit, {
      onSuccess() {
        setEdit(undefined)
        notify({ tone: 'success', text: t('saved') })
      },
      onError: (error) => error instanceof Refused && error.code === 'VERSION_CONFLICT' && onConflict(),
    })
  }
  return (
    <Form
      className="form settings-form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <SettingFields shown={shown} change={change} />
      {isBehind && (
        <SettingsConflict
          edit={edit}
          current={current}
          by={modifiedBy}
          onTakeTheirs={() => setEdit(undefined)}
          onKeepMine={() => setEdit(withEdited({ ...edit, version: directory.version, seen: current }, {}))}
        />
      )}
      {save.error && !isConflict && <FormRefusal error={save.error} />}
      <div className="row">
        <Button look="primary" type="submit" isDisabled={!edit || !isValid || isBehind} isPending={save.isPending}>
          {t('save')}
        </Button>
        {edit && !isBehind && <Button onPress={() => setEdit(undefined)}>{t('discard')}</Button>}
      </div>
    </Form>
  )
}

/** Who changed the settings last, since somebody began to look. */
function useModifiedBy(directoryId: string): string | undefined {
  const [by, setBy] = useState<string>()
  useTeamChanges((changes) => {
    const last = changes?.findLast((change) => change.__typename === 'DirectoryModified' && change.directoryAfter.id === directoryId)
    if (last) setBy(last.actor.label)
  })
  return by
}

/** What stands in a field that was switched on. */
const usual = { requestsPerSecond: 25, removalsPerHour: 100 }

function SettingFields({ shown, change }: { shown: Settings; change(changed: Partial<Settings>): void }) {
  const t = useTranslations('directory')
  const nameOf = useProviderName()
  const { requestsPerSecond, removalsPerHour } = shown
  return (
    <>
      <TextField
        label={t('name')}
        value={shown.name}
        onChange={(name) => change({ name })}
        error={t('nameMissing')}
        isInvalid={shown.name.trim() === ''}
        isRequired
        autoComplete="off"
      />
      <Select
        label={t('provider')}
        choices={providers.map((value) => ({ value, label: nameOf(value) }))}
        value={shown.provider}
        onChange={(provider) => change({ provider })}
      />
      <fieldset className="setting-group">
        <legend className="label">{t('guard')}</legend>
        <Checkbox
          isSelected={removalsPerHour !== null}
          onChange={(isOn) => change({ removalsPerHour: isOn ? usual.removalsPerHour : null })}
          hint={t('guardHint')}
        >
          {t('guardOn')}
        </Checkbox>
        {removalsPerHour !== null && (
          <NumberField
            label={t('removalsPerHour')}
            value={removalsPerHour}
            onChange={(value) => change({ removalsPerHour: value })}
            isInvalid={Number.isNaN(removalsPerHour)}
            error={t('numberMissing')}
          />
        )}
      </fieldset>
      <fieldset className="setting-group">
        <legend className="label">{t('rateLimit')}</legend>
        <Checkbox
          isSelected={requestsPerSecond === null}
          onChange={(isDefault) => change({ requestsPerSecond: isDefault ? null : usual.requestsPerSecond })}
          hint={t('rateLimitHint')}
        >
          {t('rateLimitDefault')}
        </Checkbox>
        {requestsPerSecond !== null && (
          <NumberField
            label={t('requestsPerSecond')}
            value={requestsPerSecond}
            onChange={(value) => change({ requestsPerSecond: value })}
            isInvalid={Number.isNaN(requestsPerSecond)}
            error={t('numberMissing')}
          />
        )}
      </fieldset>
      <fieldset className="setting-group">
        <legend className="label">{t('reading')}</legend>
        <Checkbox isSelected={shown.isStrict} onChange={(isStrict) => change({ isStrict })} hint={t('isStrictHint')}>
          {t('isStrict')}
        </Checkbox>
        <Checkbox
          isSelected={shown.allowsRepeatedGroupNames}
          onChange={(allowsRepeatedGroupNames) => change({ allowsRepeatedGroupNames })}
          hint={t('allowsRepeatedGroupNamesHint')}
        >
          {t('allowsRepeatedGroupNames')}
        </Checkbox>
      </fieldset>
    </>
  )
}
