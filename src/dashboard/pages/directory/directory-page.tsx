import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/fields.tsx'
import { Page } from '../../components/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { TeamDirectoriesQuery } from '../../gql/graphql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { CreateDirectoryDialog } from './create-directory.tsx'
import { DirectoryView } from './directory-view.tsx'
import { useDirectorySearch } from './use-directory-search.ts'
import './directory.css'

const TeamDirectories = graphql(`
  query TeamDirectories {
    team {
      setup {
        steps {
          key
          state
        }
      }
      directories {
        id
        name
      }
    }
  }
`)

type Team = NonNullable<TeamDirectoriesQuery['team']>

export function DirectoryPage() {
  const t = useTranslations('directory')
  const { choose } = useDirectorySearch()
  const { data, error, refetch } = useLiveQuery({ document: TeamDirectories, variables: {}, topics: ['set-up'] })
  const [isCreating, setIsCreating] = useState(false)
  const team = data?.team
  const create = (): void => setIsCreating(true)
  return (
    <Page title={t('title')} actions={team && team.directories.length > 0 ? <PageActions team={team} onCreate={create} /> : undefined}>
      {team ? <Shown team={team} onCreate={create} /> : error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />}
      <CreateDirectoryDialog
        isOpen={isCreating}
        onClose={() => setIsCreating(false)}
        onCreated={(directory) => choose({ directory, view: undefined, failed: undefined, expected: undefined })}
      />
    </Page>
  )
}

/** The one in the address, else the first; undefined when that in the address is not there. */
function useChosen({ directories }: Team): Team['directories'][number] | undefined {
  const { search } = useDirectorySearch()
  return search.directory === undefined ? directories[0] : directories.find(({ id }) => id === search.directory)
}

function PageActions({ team, onCreate }: { team: Team; onCreate(): void }) {
  const t = useTranslations('directory')
  const { choose } = useDirectorySearch()
  const chosen = useChosen(team)
  const first = team.directories[0]
  return (
    <>
      {team.directories.length > 1 && first && (
        <Select
          label={t('switch')}
          isLabelHidden
          choices={team.directories.map(({ id, name }) => ({ value: id, label: name }))}
          value={(chosen ?? first).id}
          onChange={(directory) => choose({ directory, expected: undefined })}
        />
      )}
      <Button onPress={onCreate}>
        <Plus aria-hidden size={16} />
        {t('new')}
      </Button>
    </>
  )
}

function Shown({ team, onCreate }: { team: Team; onCreate(): void }) {
  const t = useTranslations('directory')
  const { choose } = useDirectorySearch()
  const chosen = useChosen(team)
  if (chosen) return <DirectoryView key={chosen.id} directoryId={chosen.id} />
  if (team.directories.length === 0) return <NoDirectory team={team} onCreate={onCreate} />
  return (
    <EmptyState title={t('gone')} action={<Button onPress={() => choose({ directory: undefined })}>{t('toFirst')}</Button>}>
      {t('goneText')}
    </EmptyState>
  )
}

/** What comes first when there is no directory: the plan, single sign-on, then the directory. */
function NoDirectory({ team, onCreate }: { team: Team; onCreate(): void }) {
  const t = useTranslations('directory')
  const isMissing = (step: 'PLAN' | 'SSO'): boolean => team.setup.steps.some(({ key, state }) => key === step && state !== 'DONE')
  const missing = isMissing('PLAN') ? 'plan' : isMissing('SSO') ? 'sso' : undefined
  if (missing === undefined)
    return (
      <EmptyState
        title={t('empty')}
        action={
          <Button look="primary" onPress={onCreate}>
            {t('createFirst')}
          </Button>
        }
      >
        {t('emptyText')}
      </EmptyState>
    )
  return (
    <EmptyState
      title={t(missing === 'plan' ? 'planFirst' : 'ssoFirst')}
      action={
        <Link
          className="button button-primary"
          to="/set-up"
          search={missing === 'plan' ? { topic: 'steps' as const } : { topic: 'sign-in' as const }}
        >
          {t('toSetUp')}
        </Link>
      }
    >
      {t(missing === 'plan' ? 'planFirstText' : 'ssoFirstText')}
    </EmptyState>
  )
}
