import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ask, orRefused, Refused } from '../../api.ts'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/fields.tsx'
import { TextField } from '../../components/text-field.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import type { SetUpSsoInput, SsoFactsFragment } from '../../gql/graphql.ts'
import { CheckField } from './check-field.tsx'
import { Refusal } from './refusal.tsx'
import { useSignInAgain } from './sso-addresses.tsx'
import { allDirectories, draftOf, inputOf, isSameClient, usualClaims, type SsoDraft } from './sso-draft.ts'
import { useAct } from '../../live/use-act.ts'

const SetSsoConnection = graphql(`
  mutation SetSsoConnection($input: SetUpSsoInput!) {
    setUpSso(input: $input) {
      __typename
      ... on SetUpSsoSuccess {
        ssoConnection {
          id
          state
          verifiedAt
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const matchings = ['EXTERNAL_ID', 'USER_NAME', 'EMAIL'] as const

export function SsoForm({
  initial,
  restored,
  inUse,
  directories,
  signedInAt,
  onLeave,
  onDone,
  onCancel,
}: {
  initial: SsoFactsFragment | null
  /** What was filled in before its author had to sign in again. */
  restored: SsoDraft | null
  inUse: (SsoFactsFragment & { replacement: SsoFactsFragment | null }) | null
  directories: readonly { id: string; name: string }[]
  signedInAt: string | null
  /** Its author goes away to sign in again. */
  onLeave(draft: SsoDraft): void
  onDone(): void
  onCancel?: () => void
}) {
  const t = useTranslations('setUp.sso')
  const common = useTranslations('common')
  const [draft, setDraft] = useState(() => restored ?? draftOf(initial))
  const change = (part: Partial<SsoDraft>): void => setDraft({ ...draft, ...part })
  const act = useAct(async (input: SetUpSsoInput) => {
    orRefused((await ask(SetSsoConnection, { input })).setUpSso, 'SetUpSsoSuccess')
    notify({ tone: 'success', text: t(replaces ? 'replacementSaved' : 'saved') })
    onDone()
  })
  const replaces = inUse !== null && inUse.verifiedAt !== null && !isSameClient(draft, inUse)
  const keepsSecret = [inUse, inUse?.replacement ?? null].some((one) => isSameClient(draft, one) && one?.hasClientSecret)
  const leave = (): void => onLeave(draft)
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        act.mutate(inputOf(draft))
      }}
    >
      {restored && (
        <p className="callout callout-info" role="status">
          {t('restored')}
        </p>
      )}
      <TextField
        label={t('issuer')}
        hint={t('issuerHint')}
        value={draft.issuer}
        onChange={(issuer) => change({ issuer })}
        isRequired
        type="url"
        autoComplete="off"
        placeholder="https://login.example.com"
      />
      <TextField
        label={t('clientId')}
        value={draft.clientId}
        onChange={(clientId) => change({ clientId })}
        isRequired
        autoComplete="off"
        spellCheck="false"
      />
      <CheckField isSelected={draft.isPublic} onChange={(isPublic) => change({ isPublic, clientSecret: '' })}>
        {t('isPublic')}
      </CheckField>
      {!draft.isPublic && (
        <TextField
          label={t('clientSecret')}
          hint={t(keepsSecret ? 'secretKeepHint' : 'secretHint')}
          value={draft.clientSecret}
          onChange={(clientSecret) => change({ clientSecret })}
          isRequired={!keepsSecret}
          type="password"
          autoComplete="new-password"
        />
      )}
      <WhoIsWho draft={draft} change={change} directories={directories} />
      {replaces && <ReplacementNotice signedInAt={signedInAt} onLeave={leave} />}
      {act.error != null && <SsoRefusal error={act.error} onLeave={leave} />}
      <div className="row">
        <Button look="primary" type="submit" isPending={act.isPending}>
          {t(act.isPending ? 'asking' : 'save')}
        </Button>
        {onCancel && <Button onPress={onCancel}>{common('cancel')}</Button>}
      </div>
    </Form>
  )
}

function WhoIsWho({
  draft,
  change,
  directories,
}: {
  draft: SsoDraft
  change(part: Partial<SsoDraft>): void
  directories: readonly { id: string; name: string }[]
}) {
  const t = useTranslations('setUp.sso')
  return (
    <fieldset className="group-of-fields">
      <legend className="label">{t('whoIsWho')}</legend>
      <p className="hint">{t('whoIsWhoHint')}</p>
      <div className="field-pair">
        <TextField
          label={t('matchingClaim')}
          value={draft.matchingClaim}
          onChange={(matchingClaim) => change({ matchingClaim })}
          isRequired
          autoComplete="off"
          spellCheck="false"
        />
        <Select
          label={t('userMatching')}
          choices={matchings.map((value) => ({ value, label: t(`matching.${value}`) }))}
          value={draft.userMatching}
          onChange={(userMatching) => change({ userMatching, matchingClaim: usualClaims[userMatching] })}
        />
      </div>
      <Select
        label={t('directory')}
        choices={[
          { value: allDirectories, label: t('allDirectories') },
          ...directories.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={draft.directoryId}
        onChange={(directoryId) => change({ directoryId })}
      />
      <CheckField isSelected={draft.trustsEmail} onChange={(trustsEmail) => change({ trustsEmail })}>
        {t('trustsEmail')}
      </CheckField>
    </fieldset>
  )
}

/** A little less than the server takes (10 minutes), so that the form can still be filled in. */
const recentMilliseconds = 8 * 60_000

function ReplacementNotice({ signedInAt, onLeave }: { signedInAt: string | null; onLeave(): void }) {
  const t = useTranslations('setUp.sso')
  const [now] = useState(() => Date.now())
  const isRecent = signedInAt !== null && now - new Date(signedInAt).getTime() < recentMilliseconds
  return (
    <Callout tone="warning" title={t('replaces')}>
      <p>{t('replacesMeaning')}</p>
      {!isRecent && (
        <p>
          {t('signInFirst')} <SignInAgain onLeave={onLeave} />
        </p>
      )}
    </Callout>
  )
}

function SsoRefusal({ error, onLeave }: { error: unknown; onLeave(): void }) {
  const t = useTranslations('setUp.sso')
  if (!(error instanceof Refused) || error.code !== 'RECENT_SIGN_IN_REQUIRED') return <Refusal error={error} />
  return (
    <div role="alert" className="callout callout-bad">
      <p>{t('recentRequired')}</p>
      <p>
        <SignInAgain onLeave={onLeave} />
      </p>
    </div>
  )
}

function SignInAgain({ onLeave }: { onLeave(): void }) {
  const t = useTranslations('setUp.sso')
  return (
    <a href={useSignInAgain()} onClick={onLeave}>
      {t('signInAgain')}
    </a>
  )
}
