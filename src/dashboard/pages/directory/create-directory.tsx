import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { graphql } from '../../gql/gql.ts'
import type { CreateDirectoryMutation, Provider } from '../../gql/graphql.ts'
import { FormRefusal, ProviderChoice } from './form-fields.tsx'
import { OnceShown } from './once-shown.tsx'
import { useProviderName } from '../../components/provider-name.ts'
import { useAct, type Act } from '../../live/use-act.ts'

const CreateDirectory = graphql(`
  mutation CreateDirectory($input: CreateDirectoryInput!) {
    createDirectory(input: $input) {
      __typename
      ... on CreateDirectorySuccess {
        scimUrl
        token
        directory {
          id
          name
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

type Created = Extract<CreateDirectoryMutation['createDirectory'], { __typename: 'CreateDirectorySuccess' }>
type Wanted = { name: string; provider: Provider }

/** First what it is called, then what the identity provider needs. From the moment that a token is on its way, only the button under it closes the dialog. */
export function CreateDirectoryDialog({
  isOpen,
  onClose,
  onCreated,
}: {
  isOpen: boolean
  onClose(): void
  onCreated(directoryId: string): void
}) {
  const t = useTranslations('directory')
  const create = useAct<Wanted, Created>(async (input) => {
    const { createDirectory } = await ask(CreateDirectory, { input })
    return orRefused(createDirectory, 'CreateDirectorySuccess')
  })
  const created = create.data
  const close = (): void => {
    create.reset()
    onClose()
  }
  return (
    <Dialog
      title={created ? t('created', { name: created.directory.name }) : t('createTitle')}
      isOpen={isOpen}
      onClose={close}
      isAlert={created !== undefined}
      isHeld={create.isPending || created !== undefined}
    >
      {created ? (
        <>
          <p>{t('createdText')}</p>
          <OnceShown
            fields={[
              { label: t('scimUrl'), value: created.scimUrl },
              { label: t('token'), value: created.token },
            ]}
            onKept={() => {
              close()
              onCreated(created.directory.id)
            }}
          />
        </>
      ) : (
        <CreateForm create={create} onCancel={close} />
      )}
    </Dialog>
  )
}

function CreateForm({ create, onCancel }: { create: Act<Wanted, Created>; onCancel(): void }) {
  const t = useTranslations('directory')
  const common = useTranslations('common')
  const nameOf = useProviderName()
  const [provider, setProvider] = useState<Provider>('OKTA')
  const [typed, setTyped] = useState<string>()
  // Called as its provider, until somebody has a better name.
  const name = typed ?? (provider === 'OTHER' ? '' : nameOf(provider))
  const [wasTried, setWasTried] = useState(false)
  const isValid = name.trim() !== ''
  return (
    <Form
      className="form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        setWasTried(true)
        if (isValid && !create.isPending) create.mutate({ name: name.trim(), provider })
      }}
    >
      <ProviderChoice value={provider} onChange={setProvider} />
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        error={t('nameMissing')}
        value={name}
        onChange={setTyped}
        isInvalid={wasTried && !isValid}
        isRequired
        autoComplete="off"
      />
      {create.error && <FormRefusal error={create.error} />}
      <div className="dialog-actions">
        <Button onPress={onCancel} isDisabled={create.isPending}>
          {common('cancel')}
        </Button>
        <Button look="primary" type="submit" isPending={create.isPending}>
          {t('create')}
        </Button>
      </div>
    </Form>
  )
}
