import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Section } from '../../components/page.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import { FormRefusal } from './form-fields.tsx'
import { useAct } from '../../live/use-act.ts'
import { useDirectorySearch } from './use-directory-search.ts'

const DeleteDirectory = graphql(`
  mutation DeleteDirectory($input: DeleteDirectoryInput!) {
    deleteDirectory(input: $input) {
      __typename
      ... on DeleteDirectorySuccess {
        userCount
        groupCount
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

type Doomed = { id: string; name: string; userCount: number; groupCount: number }

export function DangerZone({ directory }: { directory: Doomed }) {
  const t = useTranslations('directory')
  const [isAsking, setIsAsking] = useState(false)
  return (
    <Section title={t('danger')}>
      <div className="danger">
        <div>
          <h3>{t('delete')}</h3>
          <p className="hint">{t('deleteText')}</p>
        </div>
        <Button look="danger" onPress={() => setIsAsking(true)}>
          {t('deleteNow')}
        </Button>
      </div>
      <Dialog title={t('deleteTitle', { name: directory.name })} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <DeleteForm directory={directory} onClose={() => setIsAsking(false)} />
      </Dialog>
    </Section>
  )
}

/** Nothing of a directory comes back, so its name is typed. */
function DeleteForm({ directory, onClose }: { directory: Doomed; onClose(): void }) {
  const t = useTranslations('directory')
  const common = useTranslations('common')
  const { choose } = useDirectorySearch()
  const { id, name, userCount, groupCount } = directory
  const [typed, setTyped] = useState('')
  const [wasTried, setWasTried] = useState(false)
  const isWrong = typed !== name
  const remove = useAct(async () => {
    const { deleteDirectory } = await ask(DeleteDirectory, { input: { directoryId: id, name: typed } })
    return orRefused(deleteDirectory, 'DeleteDirectorySuccess')
  })
  function submit(): void {
    setWasTried(true)
    if (isWrong || remove.isPending) return
    remove.mutate(undefined, {
      onSuccess(deleted) {
        notify({
          tone: 'success',
          text: t('deleted', { name }),
          detail: t('deletedWith', { users: deleted.userCount, groups: deleted.groupCount }),
        })
        choose({ directory: undefined, view: undefined, failed: undefined, expected: undefined }, { replace: true })
      },
    })
  }
  return (
    <Form
      className="form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Callout tone="bad" title={t('goesWithIt')}>
        <ul className="goes-with-it">
          <li>{t('goesPeople', { count: userCount })}</li>
          <li>{t('goesGroups', { count: groupCount })}</li>
          <li>{t('goesLimits')}</li>
          <li>{t('goesAccess')}</li>
        </ul>
      </Callout>
      <p className="hint">{t('insteadRevoke')}</p>
      <TextField
        label={t('typeName', { name })}
        error={t('wrongName')}
        value={typed}
        onChange={setTyped}
        isInvalid={wasTried && isWrong}
        isRequired
        autoComplete="off"
        spellCheck="false"
      />
      {remove.error && <FormRefusal error={remove.error} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common('cancel')}</Button>
        <Button look="danger" type="submit" isPending={remove.isPending}>
          {t('deleteForGood')}
        </Button>
      </div>
    </Form>
  )
}
