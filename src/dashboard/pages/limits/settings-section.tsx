import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslations } from 'use-intl'
import { ask, orRefused, Refused, Unreachable } from '../../api.ts'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorText } from '../../components/states.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import { percentsIn } from './percents.ts'
import { TimeZoneField, isTimeZone } from './time-zone-field.tsx'

const ModifySpendSettings = graphql(`
  mutation ModifySpendSettings($input: ModifySpendSettingsInput!) {
    modifySpendSettings(input: $input) {
      __typename
      ... on ModifySpendSettingsSuccess {
        team {
          id
          timeZone
          spendThresholdPercents
          spendSettingsVersion
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

type Settings = { timeZone: string; spendThresholdPercents: readonly number[]; spendSettingsVersion: number }

/** What the reader has typed, and the version that they saw when they began. */
type Draft = { timeZone: string; percents: string; version: number }

const draftOf = ({ timeZone, spendThresholdPercents, spendSettingsVersion }: Settings): Draft => ({
  timeZone,
  percents: spendThresholdPercents.join(', '),
  version: spendSettingsVersion,
})

/** When a month begins, and at which part of a limit there is a notice. */
export function SettingsSection({ settings }: { settings: Settings }) {
  const t = useTranslations('limits')
  const common = useTranslations('common')
  const [draft, setDraft] = useState<Draft>()
  const save = useSaveSettings(() => setDraft(undefined))
  const shown = draft ?? draftOf(settings)
  const percents = percentsIn(shown.percents)
  const isValid = percents !== undefined && isTimeZone(shown.timeZone)
  const change = (part: Partial<Draft>): void => setDraft({ ...shown, ...part })
  const isBehind = draft !== undefined && draft.version !== settings.spendSettingsVersion
  const isDone = isBehind && isAlready(settings, shown.timeZone, percents)
  const { isPending, reset } = save
  // Saved without an answer, or by somebody else: nothing is left to decide.
  useEffect(() => {
    if (!isDone || isPending) return
    setDraft(undefined)
    reset()
    notify({ tone: 'success', text: t('settings.saved') })
  }, [isDone, isPending, reset, t])
  function submit(event: FormEvent): void {
    event.preventDefault()
    if (isValid && draft && !isBehind)
      save.mutate({ timeZone: shown.timeZone, thresholdPercents: percents, expectedVersion: shown.version })
  }
  return (
    <Section id="settings" title={t('settings.title')}>
      <form className="limits-settings" onSubmit={submit}>
        <TimeZoneField value={shown.timeZone} onChange={(timeZone) => change({ timeZone })} />
        <TextField
          label={t('settings.thresholds')}
          hint={t('settings.thresholdsHint')}
          value={shown.percents}
          onChange={(text) => change({ percents: text })}
          isInvalid={percents === undefined}
          error={t('settings.thresholdsInvalid')}
          inputMode="text"
          autoComplete="off"
        />
        {isBehind && !isDone && (
          <SettingsConflict
            settings={settings}
            onTake={() => setDraft(undefined)}
            onKeep={() => change({ version: settings.spendSettingsVersion })}
          />
        )}
        {draft && <SaveError error={save.error} />}
        <div className="row">
          <Button type="submit" look="primary" isDisabled={!draft || !isValid || isBehind} isPending={save.isPending}>
            {common('save')}
          </Button>
          {draft && (
            <Button look="quiet" onPress={() => setDraft(undefined)}>
              {common('cancel')}
            </Button>
          )}
        </div>
      </form>
    </Section>
  )
}

function isAlready({ timeZone, spendThresholdPercents }: Settings, wantedZone: string, wanted: readonly number[] | undefined): boolean {
  return timeZone === wantedZone && spendThresholdPercents.join() === wanted?.join()
}

type Change = { timeZone: string; thresholdPercents: number[]; expectedVersion: number }

function useSaveSettings(onSaved: () => void) {
  const t = useTranslations('limits')
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (input: Change) =>
      orRefused((await ask(ModifySpendSettings, { input })).modifySpendSettings, 'ModifySpendSettingsSuccess'),
    // Whoever was faster has changed what is on the screen.
    onSettled: () => queryClient.invalidateQueries({ predicate: ({ meta }) => meta?.topics?.includes('spend') ?? false }),
    onSuccess() {
      onSaved()
      notify({ tone: 'success', text: t('settings.saved') })
    },
  })
}

/** A conflict is told by what is there now, beside the fields. Without an answer it is not said that nothing was changed. */
function SaveError({ error }: { error: unknown }) {
  const t = useTranslations('limits')
  if (!error || (error instanceof Refused && error.code === 'VERSION_CONFLICT')) return null
  return (
    <div role="alert">
      {error instanceof Unreachable ? (
        <Callout tone="warning" title={t('settings.unanswered')}>
          <span>{t('settings.unansweredHint')}</span>
        </Callout>
      ) : (
        <Callout tone="bad" title={t('bulk.failed')}>
          <ErrorText error={error} />
        </Callout>
      )}
    </div>
  )
}

function SettingsConflict({ settings, onTake, onKeep }: { settings: Settings; onTake(): void; onKeep(): void }) {
  const t = useTranslations('limits')
  const { timeZone, spendThresholdPercents } = settings
  const percents = spendThresholdPercents.length === 0 ? t('settings.noThresholds') : spendThresholdPercents.join(', ')
  return (
    <div role="alert">
      <Callout tone="warning" title={t('settings.conflict')}>
        <span>{t('settings.conflictNow', { timeZone, percents })}</span>
        <span className="row">
          <Button onPress={onTake}>{t('settings.take')}</Button>
          <Button onPress={onKeep}>{t('settings.keep')}</Button>
        </span>
      </Callout>
    </div>
  )
}
