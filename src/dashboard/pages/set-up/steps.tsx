import { Link } from '@tanstack/react-router'
import { ArrowRight, Ban, Check, Circle, TriangleAlert } from 'lucide-react'
import { ProgressBar } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Badge, Callout, type Tone } from '../../components/badge.tsx'
import { Section } from '../../components/page.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { SetUpStepsQuery, SetupStepKey, SetupStepState } from '../../gql/graphql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { namesApi, ServerText } from './server-text.tsx'

const SetUpSteps = graphql(`
  query SetUpSteps {
    team {
      setup {
        isComplete
        steps {
          key
          state
          detail
          action
        }
      }
      ssoConnection {
        issuer
        state
      }
      directories {
        id
        userCount
        groupCount
      }
    }
  }
`)

type Team = NonNullable<SetUpStepsQuery['team']>
type Step = Team['setup']['steps'][number]

/** What requests of the identity provider say is not in the change log. */
const askAgainMilliseconds = 10_000

/** The seven steps in their order, each with what is so and what to do next. */
export function Steps() {
  const t = useTranslations('setUp.steps')
  const { data, error, refetch } = useLiveQuery({
    document: SetUpSteps,
    variables: {},
    topics: ['set-up', 'users', 'groups', 'memberships', 'limits'],
    everyMilliseconds: askAgainMilliseconds,
  })
  const team = data?.team
  if (!team) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  const { setup } = team
  const next = setup.steps.find(({ state }) => state === 'FAILING') ?? setup.steps.find(({ state }) => state === 'TO_DO')
  return (
    <Section title={t('title')} actions={<Progress steps={setup.steps} />}>
      {setup.isComplete && (
        <Callout tone="good" title={t('completeTitle')}>
          <p>{t('complete')}</p>
        </Callout>
      )}
      <ol className="steps">
        {setup.steps.map((step, index) => (
          <StepItem key={step.key} team={team} step={step} number={index + 1} isNext={step === next} />
        ))}
      </ol>
    </Section>
  )
}

function Progress({ steps }: { steps: readonly Step[] }) {
  const t = useTranslations('setUp.steps')
  const done = steps.filter(({ state }) => state === 'DONE').length
  const text = t('progress', { done, all: steps.length })
  return (
    <>
      <span role="status" className="hint number">
        {text}
      </span>
      <ProgressBar aria-label={t('title')} value={done} maxValue={steps.length} valueLabel={text} className="progress">
        <div className="progress-done" style={{ width: `${(100 * done) / steps.length}%` }} />
      </ProgressBar>
    </>
  )
}

const looks: Record<SetupStepState, { tone: Tone; Icon: typeof Check }> = {
  DONE: { tone: 'good', Icon: Check },
  TO_DO: { tone: 'info', Icon: Circle },
  BLOCKED: { tone: 'neutral', Icon: Ban },
  FAILING: { tone: 'bad', Icon: TriangleAlert },
}

function StepItem({ team, step, number, isNext }: { team: Team; step: Step; number: number; isNext: boolean }) {
  const t = useTranslations('setUp.steps')
  const { tone, Icon } = looks[step.state]
  return (
    <li className={`step step-${tone}`}>
      <span className="step-mark" aria-hidden="true">
        {step.state === 'DONE' || step.state === 'FAILING' ? <Icon size={16} strokeWidth={2.5} /> : number}
      </span>
      <div className="step-text">
        <div className="row">
          <h3>{t(`${step.key}.title`)}</h3>
          <Badge tone={tone}>{t(`state.${step.state}`)}</Badge>
        </div>
        <p className="hint">{t(`${step.key}.what`)}</p>
        <WhatIsSo team={team} step={step} />
        <WhatToDo team={team} step={step} />
      </div>
      <StepLinks step={step} isNext={isNext} />
    </li>
  )
}

/** What the server found out, where it is evidence; a step that nobody has begun has none. */
function WhatIsSo({ team, step }: { team: Team; step: Step }) {
  const t = useTranslations('setUp.steps')
  if (step.state === 'TO_DO' || step.state === 'BLOCKED') return null
  const isAllWell = step.state === 'DONE' && step.action === null
  if (isAllWell && step.key === 'PLAN') return null
  if (isAllWell && step.key === 'SSO' && team.ssoConnection?.state === 'ACTIVE')
    return <p>{t('SSO.through', { issuer: team.ssoConnection.issuer })}</p>
  if (isAllWell && step.key === 'FIRST_USER') return <p>{t('FIRST_USER.here', { count: sumOf(team, 'userCount') })}</p>
  if (isAllWell && step.key === 'FIRST_GROUP') return <p>{t('FIRST_GROUP.here', { count: sumOf(team, 'groupCount') })}</p>
  return (
    <p>
      <ServerText>{step.detail}</ServerText>
    </p>
  )
}

function sumOf({ directories }: Team, what: 'userCount' | 'groupCount'): number {
  return directories.reduce((sum, directory) => sum + directory[what], 0)
}

/** In words of these pages. What the server adds is for programs, apart from where at this provider something is to be mended. */
function WhatToDo({ team, step }: { team: Team; step: Step }) {
  const t = useTranslations('setUp.steps')
  if (step.action === null) return null
  return (
    <>
      <p className="hint">
        <strong>{t('next')}</strong> {t(nextOf(team, step))}
      </p>
      {step.state === 'FAILING' && step.key !== 'PLAN' && !namesApi(step.action) && (
        <p className="hint">
          <ServerText>{step.action}</ServerText>
        </p>
      )}
    </>
  )
}

function nextOf({ ssoConnection, directories }: Team, { key, state }: Step) {
  switch (key) {
    case 'PLAN':
      return 'PLAN.operator'
    case 'SSO':
      if (state === 'DONE') return 'SSO.prove'
      if (ssoConnection === null) return 'SSO.connect'
      if (ssoConnection.state === 'PENDING') return state === 'FAILING' ? 'SSO.correct' : 'SSO.signIn'
      return 'SSO.mend'
    case 'DIRECTORY':
      if (state === 'DONE') return 'DIRECTORY.renew'
      if (state === 'FAILING') return 'DIRECTORY.mend'
      return directories.length === 0 ? 'DIRECTORY.create' : 'DIRECTORY.issue'
    case 'CONNECTION_TEST':
      return state === 'FAILING' ? 'CONNECTION_TEST.mend' : 'CONNECTION_TEST.run'
    case 'FIRST_USER':
      return state === 'FAILING' ? 'FIRST_USER.mend' : 'FIRST_USER.assign'
    case 'FIRST_GROUP':
      if (state === 'DONE') return 'FIRST_GROUP.fill'
      return state === 'FAILING' ? 'FIRST_GROUP.mend' : 'FIRST_GROUP.push'
    case 'SPEND_LIMITS':
      return state === 'BLOCKED' ? 'SPEND_LIMITS.early' : 'SPEND_LIMITS.set'
  }
}

/** Where the step is done, or what came of it. The plan is the operator's affair. */
function StepLinks({ step: { key, state }, isNext }: { step: Step; isNext: boolean }) {
  const t = useTranslations('setUp.steps')
  const questions = useTranslations('setUp.questions')
  if (key === 'PLAN') return null
  const arrives = key === 'FIRST_USER' || key === 'FIRST_GROUP'
  const isDone = state === 'DONE'
  const look = isNext ? 'primary' : isDone ? 'quiet' : 'secondary'
  return (
    <div className="step-links">
      <Link className={`button button-${look}`} {...(isDone && arrives ? results[key] : places[key])}>
        {t(isDone && arrives ? `${key}.see` : `${key}.go`)}
        <ArrowRight aria-hidden size={16} />
      </Link>
      {arrives && (state === 'TO_DO' || state === 'FAILING') && (
        <Link to="/set-up" search={{ topic: 'questions', question: 'scim' }}>
          {questions('scim.question')}
        </Link>
      )}
    </div>
  )
}

const places = {
  SSO: { to: '/set-up', search: { topic: 'sign-in' } },
  DIRECTORY: { to: '/directory' },
  CONNECTION_TEST: { to: '/directory' },
  FIRST_USER: { to: '/set-up', search: { topic: 'guide' } },
  FIRST_GROUP: { to: '/set-up', search: { topic: 'guide' } },
  SPEND_LIMITS: { to: '/limits' },
} as const satisfies Record<Exclude<SetupStepKey, 'PLAN'>, { to: string; search?: object }>

const results = { FIRST_USER: { to: '/people' }, FIRST_GROUP: { to: '/groups' } } as const
