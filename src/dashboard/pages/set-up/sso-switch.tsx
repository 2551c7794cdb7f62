import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/text-field.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import type { SsoState } from '../../gql/graphql.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { useAct } from '../../live/use-act.ts'

const SwitchSsoOff = graphql(`
  mutation SwitchSsoOff($input: DeactivateSsoInput!) {
    deactivateSso(input: $input) {
      __typename
      ... on DeactivateSsoSuccess {
        changeCursor
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const SwitchSsoOn = graphql(`
  mutation SwitchSsoOn {
    reactivateSso(input: {}) {
      __typename
      ... on ReactivateSsoSuccess {
        changeCursor
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

/** Takes the connection out of use, and SCIM with it, or puts it to use again. */
export function SsoSwitch({ state, isVerified }: { state: SsoState; isVerified: boolean }) {
  const t = useTranslations('setUp.sso')
  const [asks, setAsks] = useState(false)
  if (state === 'PENDING' || !isVerified) return null
  return (
    <>
      <Button onPress={() => setAsks(true)}>{t(state === 'ACTIVE' ? 'deactivate' : 'reactivate')}</Button>
      {asks && (state === 'ACTIVE' ? <OffDialog onClose={() => setAsks(false)} /> : <OnDialog onClose={() => setAsks(false)} />)}
    </>
  )
}

function OffDialog({ onClose }: { onClose(): void }) {
  const t = useTranslations('setUp.sso')
  const [reason, setReason] = useState('')
  const act = useAct(async () => {
    const given = reason.trim() === '' ? {} : { reason: reason.trim() }
    orRefused((await ask(SwitchSsoOff, { input: given })).deactivateSso, 'DeactivateSsoSuccess')
    notify({ tone: 'success', text: t('deactivated') })
    onClose()
  })
  return (
    <ConfirmDialog
      title={t('deactivateTitle')}
      label={t('deactivate')}
      isOpen
      isDangerous
      isPending={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <p>{t('deactivateMeaning')}</p>
      <TextField label={t('reason')} hint={t('reasonHint')} value={reason} onChange={setReason} maxLength={200} />
    </ConfirmDialog>
  )
}

function OnDialog({ onClose }: { onClose(): void }) {
  const t = useTranslations('setUp.sso')
  const act = useAct(async () => {
    orRefused((await ask(SwitchSsoOn, {})).reactivateSso, 'ReactivateSsoSuccess')
    notify({ tone: 'success', text: t('reactivated') })
    onClose()
  })
  return (
    <ConfirmDialog
      title={t('reactivateTitle')}
      label={t('reactivate')}
      isOpen
      isPending={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <p>{t('reactivateMeaning')}</p>
    </ConfirmDialog>
  )
}
