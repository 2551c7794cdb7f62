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
import { ServerText } from './server-text.tsx'

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
    }
  }
`)

type Step = NonNullable<SetUpStepsQuery['team']>['setup']['steps'][number]

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
  const setup = data?.team?.setup
  if (!setup) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
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
          <StepItem key={step.key} step={step} number={index + 1} isNext={step === next} />
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

function StepItem({ step, number, isNext }: { step: Step; number: number; isNext: boolean }) {
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
        <p>
          <ServerText>{step.detail}</ServerText>
        </p>
        {step.action !== null && (
          <p className="hint">
            <strong>{t('next')}</strong> <ServerText>{step.action}</ServerText>
          </p>
        )}
      </div>
      <StepLinks step={step} isNext={isNext} />
    </li>
  )
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
