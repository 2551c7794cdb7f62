import { useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Badge, Callout, type Tone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Section } from '../../components/page.tsx'
import { graphql } from '../../gql/gql.ts'
import type { StepVerdict, TestDirectoryConnectionMutation } from '../../gql/graphql.ts'
import { Ago } from './ago.tsx'
import type { DirectoryFacts } from './directory-facts.ts'
import { FormRefusal } from './form-fields.tsx'
import { useProviderName } from '../../components/provider-name.ts'
import { useAct, type Act } from '../../live/use-act.ts'

const TestConnection = graphql(`
  mutation TestDirectoryConnection($input: TestDirectoryConnectionInput!) {
    testDirectoryConnection(input: $input) {
      __typename
      ... on TestDirectoryConnectionSuccess {
        hasPassed
        steps {
          name
          request
          expected
          got
          verdict
          detail
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

type Tested = Extract<TestDirectoryConnectionMutation['testDirectoryConnection'], { __typename: 'TestDirectoryConnectionSuccess' }>
type Step = Tested['steps'][number]

export function useConnectionTest(directoryId: string): Act<void, Tested> {
  return useAct(async () => {
    const { testDirectoryConnection } = await ask(TestConnection, { input: { directoryId } })
    return orRefused(testDirectoryConnection, 'TestDirectoryConnectionSuccess')
  })
}

/** Plays what the provider sends, and shows how each of its requests was answered. */
export function ConnectionTest({ directory, test }: { directory: DirectoryFacts; test: Act<void, Tested> }) {
  const t = useTranslations('directory')
  const nameOf = useProviderName()
  return (
    <Section
      title={t('view.test')}
      actions={
        <Button look="primary" onPress={() => test.mutate()} isPending={test.isPending}>
          {t(test.isPending ? 'testing' : test.data ? 'testAgain' : 'testNow')}
        </Button>
      }
    >
      <p className="hint">{t('testText', { provider: directory.provider === 'OTHER' ? t('yourProvider') : nameOf(directory.provider) })}</p>
      <div role="status">
        {test.isPending && <p>{t('testingText')}</p>}
        {test.data && !test.isPending && <Verdict tested={test.data} />}
      </div>
      {test.error && !test.isPending && <FormRefusal error={test.error} />}
      {!test.data && !test.isPending && <Before directory={directory} />}
      {test.data && <Steps steps={test.data.steps} />}
    </Section>
  )
}

/** Of earlier tests only the result is kept. */
function Before({ directory: { testedAt, hasPassedTest } }: { directory: DirectoryFacts }) {
  const t = useTranslations('directory')
  if (testedAt === null) return <p>{t('neverTestedText')}</p>
  return (
    <p className="row">
      <Badge tone={hasPassedTest ? 'good' : 'bad'}>{t(hasPassedTest ? 'testPassed' : 'testFailed')}</Badge>
      <span>
        {t('lastTest')}: <Ago at={testedAt} />
      </span>
    </p>
  )
}

function Verdict({ tested: { hasPassed, steps } }: { tested: Tested }) {
  const t = useTranslations('directory')
  const count = (verdict: StepVerdict): number => steps.filter((step) => step.verdict === verdict).length
  return (
    <Callout tone={hasPassed ? 'good' : 'bad'} title={t(hasPassed ? 'allPassed' : 'notAllPassed')}>
      <span>{t('verdicts', { passed: count('PASSED'), failed: count('FAILED'), skipped: count('SKIPPED') })}</span>
    </Callout>
  )
}

const tones = { PASSED: 'good', FAILED: 'bad', SKIPPED: 'neutral' } as const satisfies Record<StepVerdict, Tone>

function Steps({ steps }: { steps: readonly Step[] }) {
  const t = useTranslations('directory')
  return (
    <ol className="test-steps" aria-label={t('steps')}>
      {steps.map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a step is its place
        <li key={index} className={`test-step test-step-${step.verdict.toLowerCase()}`}>
          <div className="test-step-name">
            <Badge tone={tones[step.verdict]}>{t(`verdict.${step.verdict}`)}</Badge>
            <strong lang="en">{step.name}</strong>
          </div>
          <dl className="test-step-facts">
            <Fact title={t('request')} text={step.request} />
            <Fact title={t('expectedAnswer')} text={step.expected} />
            {step.got !== null && <Fact title={t('got')} text={step.got} />}
          </dl>
          {step.detail !== null && (
            <p className="test-step-detail" lang="en">
              {step.detail}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}

/** Written by the server: its few words are English. */
function Fact({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd lang="en">
        <code>{text}</code>
      </dd>
    </div>
  )
}
