import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/fields.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Section } from '../../components/page.tsx'
import { graphql } from '../../gql/gql.ts'
import type { DiagnoseInput } from '../../gql/graphql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Answer } from './answer.tsx'
import { NodeName } from './node-link.tsx'
import { PersonPicker } from '../../components/person-picker.tsx'
import { questionOf, setUpQuestions, type SetUpSearch } from './search.ts'

/** The questions that are asked again and again, each answered for this team. */
export function Questions() {
  const t = useTranslations('setUp.questions')
  const search: SetUpSearch = useSearch({ from: '/administration/set-up' })
  const question = questionOf(search)
  const input = inputOf(search)
  return (
    <div className="set-up-columns set-up-columns-questions">
      <nav className="choices choices-down" aria-label={t('title')}>
        {setUpQuestions.map((name) => (
          <Link
            key={name}
            to="/set-up"
            search={{ topic: 'questions', question: name }}
            className={`choice${name === question ? ' choice-open' : ''}`}
            {...(name === question ? { 'aria-current': 'true' as const } : {})}
          >
            {t(`${name}.question`)}
          </Link>
        ))}
      </nav>
      <Section title={t(`${question}.question`)}>
        <p className="hint">{t(`${question}.hint`)}</p>
        {question === 'limit' && <WhichPerson userId={search.user} />}
        {(question === 'person' || question === 'group') && (
          <WhichName key={`${question} ${search[question] ?? ''} ${search.directory ?? ''}`} question={question} search={search} />
        )}
        {input && <Answer input={input} />}
      </Section>
    </div>
  )
}

const groupId = /^group-[0-9a-f-]{36}$/

/** What is asked of the server; null while nothing is named. */
function inputOf(search: SetUpSearch): DiagnoseInput | null {
  const { person, group, user, directory } = search
  const within = directory === undefined ? {} : { directoryId: directory }
  switch (questionOf(search)) {
    case 'scim':
      return { scimNotOffered: true }
    case 'person':
      return person === undefined ? null : { user: { userNameOrEmail: person, ...within } }
    case 'group':
      if (group === undefined) return null
      return { group: groupId.test(group) ? { id: group } : { displayName: group, ...within } }
    case 'limit':
      return user === undefined ? null : { spendLimit: { userId: user } }
  }
}

const SetUpDirectories = graphql(`
  query SetUpDirectories {
    team {
      directories {
        id
        name
      }
    }
  }
`)

const anywhere = 'any'

function WhichName({ question, search }: { question: 'person' | 'group'; search: SetUpSearch }) {
  const t = useTranslations('setUp.questions')
  const navigate = useNavigate()
  const [name, setName] = useState(search[question] ?? '')
  const [directory, setDirectory] = useState(search.directory ?? anywhere)
  const { data } = useLiveQuery({ document: SetUpDirectories, variables: {}, topics: ['set-up'] })
  const directories = data?.team?.directories ?? []
  return (
    <Form
      className="toolbar"
      onSubmit={(event) => {
        event.preventDefault()
        const within = directory === anywhere ? {} : { directory }
        void navigate({ to: '/set-up', search: { topic: 'questions', question, [question]: name.trim(), ...within } })
      }}
    >
      <div className="grows">
        <TextField
          label={t(`${question}.name`)}
          value={name}
          onChange={setName}
          isRequired
          maxLength={300}
          autoComplete="off"
          spellCheck="false"
        />
      </div>
      {directories.length > 1 && (
        <Select
          label={t('directory')}
          choices={[{ value: anywhere, label: t('anyDirectory') }, ...directories.map(({ id, name: label }) => ({ value: id, label }))]}
          value={directory}
          onChange={setDirectory}
        />
      )}
      <Button look="primary" type="submit">
        {t('ask')}
      </Button>
    </Form>
  )
}

function WhichPerson({ userId }: { userId: string | undefined }) {
  const t = useTranslations('setUp.questions')
  const navigate = useNavigate()
  return (
    <>
      <PersonPicker
        label={t('limit.name')}
        onChoose={(user) => void navigate({ to: '/set-up', search: { topic: 'questions', question: 'limit', user } })}
      />
      {userId !== undefined && (
        <p>
          {t('limit.about')} <NodeName id={userId} />
        </p>
      )}
    </>
  )
}
