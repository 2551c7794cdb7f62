import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import type { SetUpAdministratorsQuery } from '../../gql/graphql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useViewer } from '../../session.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Refusal } from './refusal.tsx'
import { useAct } from '../../live/use-act.ts'

const SetUpAdministrators = graphql(`
  query SetUpAdministrators {
    team {
      administrators {
        id
        email
        addedAt
        addedBy
        hasSignedIn
        lastSignedInAt
      }
    }
  }
`)

const ListAdministrator = graphql(`
  mutation ListAdministrator($input: AddAdministratorInput!) {
    addAdministrator(input: $input) {
      __typename
      ... on AddAdministratorSuccess {
        administrator {
          id
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const UnlistAdministrator = graphql(`
  mutation UnlistAdministrator($input: RemoveAdministratorInput!) {
    removeAdministrator(input: $input) {
      __typename
      ... on RemoveAdministratorSuccess {
        changeCursor
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

type Listed = NonNullable<SetUpAdministratorsQuery['team']>['administrators'][number]

/** Who signed in is not in the change log. */
const askAgainMilliseconds = 30_000

export function Administrators() {
  const t = useTranslations('setUp.access')
  const [removed, setRemoved] = useState<Listed | null>(null)
  const { data, error, refetch } = useLiveQuery({
    document: SetUpAdministrators,
    variables: {},
    topics: ['set-up'],
    everyMilliseconds: askAgainMilliseconds,
  })
  const administrators = data?.team?.administrators
  return (
    <Section title={t('administrators')}>
      <p className="hint">{t('administratorsHint')}</p>
      {administrators ? (
        <AdministratorTable administrators={administrators} onRemove={setRemoved} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
      <AddAdministrator />
      {removed && <RemoveDialog administrator={removed} onClose={() => setRemoved(null)} />}
    </Section>
  )
}

function AdministratorTable({ administrators, onRemove }: { administrators: readonly Listed[]; onRemove(one: Listed): void }) {
  const t = useTranslations('setUp.access')
  const { email: own } = useViewer()
  if (administrators.length === 0) return <p className="callout callout-warning">{t('nobodyListed')}</p>
  return (
    <table className="plain-table stacked-table">
      <caption className="visually-hidden">{t('administrators')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('email')}</th>
          <th scope="col">{t('signedIn')}</th>
          <th scope="col">{t('added')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {administrators.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              {one.email} {one.email === own && <Badge tone="info">{t('you')}</Badge>}
            </th>
            <td data-label={t('signedIn')}>
              {one.lastSignedInAt !== null ? (
                <DateTime at={one.lastSignedInAt} />
              ) : (
                <Badge tone={one.hasSignedIn ? 'neutral' : 'warning'}>{t(one.hasSignedIn ? 'hasSignedIn' : 'neverSignedIn')}</Badge>
              )}
            </td>
            <td data-label={t('added')}>
              <DateTime at={one.addedAt} /> <span className="hint">{t('by', { who: one.addedBy })}</span>
            </td>
            <td className="end">
              <Button onPress={() => onRemove(one)} aria-label={t('removeNamed', { email: one.email })}>
                {t('remove')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function AddAdministrator() {
  const t = useTranslations('setUp.access')
  const [email, setEmail] = useState('')
  const act = useAct(async (address: string) => {
    orRefused((await ask(ListAdministrator, { input: { email: address } })).addAdministrator, 'AddAdministratorSuccess')
    setEmail('')
    notify({ tone: 'success', text: t('administratorAdded', { email: address }) })
  })
  return (
    <Form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        act.mutate(email.trim())
      }}
    >
      <div className="toolbar">
        <div className="grows">
          <TextField label={t('addEmail')} value={email} onChange={setEmail} type="email" isRequired autoComplete="off" />
        </div>
        <Button type="submit" isPending={act.isPending}>
          {t('add')}
        </Button>
      </div>
      {act.error != null && <Refusal error={act.error} />}
    </Form>
  )
}

function RemoveDialog({ administrator, onClose }: { administrator: Listed; onClose(): void }) {
  const t = useTranslations('setUp.access')
  const { email: own } = useViewer()
  const act = useAct(async () => {
    const { removeAdministrator } = await ask(UnlistAdministrator, { input: { administratorId: administrator.id } })
    orRefused(removeAdministrator, 'RemoveAdministratorSuccess')
    notify({ tone: 'success', text: t('administratorRemoved', { email: administrator.email }) })
    onClose()
  })
  return (
    <ConfirmDialog
      title={t('removeTitle', { email: administrator.email })}
      label={t('remove')}
      isOpen
      isDangerous
      isPending={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <p>{t(administrator.email === own ? 'removeYourself' : 'removeMeaning')}</p>
    </ConfirmDialog>
  )
}
