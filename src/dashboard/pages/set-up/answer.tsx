import { useFormatter, useTranslations } from 'use-intl'
import { Badge, type Tone } from '../../components/badge.tsx'
import { DateTime } from '../../components/date-time.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { graphql } from '../../gql/gql.ts'
import type { DiagnoseInput, FindingSeverity, SetUpDiagnosisQuery } from '../../gql/graphql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { NodeName } from './node-link.tsx'
import { ServerText } from './server-text.tsx'

const SetUpDiagnosis = graphql(`
  query SetUpDiagnosis($input: DiagnoseInput!) {
    team {
      diagnose(input: $input) {
        findings {
          code
          severity
          message
          action
          about
          requests {
            id
            at
            method
            path
            status
            scimType
            detail
            ignored
            tolerated
          }
        }
      }
    }
  }
`)

type Finding = NonNullable<SetUpDiagnosisQuery['team']>['diagnose']['findings'][number]

/** Requests that are refused are not in the change log. */
const askAgainMilliseconds = 15_000

/** What explains it, what may, and what is worth knowing, with what shows it. */
export function Answer({ input }: { input: DiagnoseInput }) {
  const t = useTranslations('setUp.questions')
  const format = useFormatter()
  const { data, error, refetch, dataUpdatedAt } = useLiveQuery({
    document: SetUpDiagnosis,
    variables: { input },
    topics: ['set-up', 'users', 'groups', 'memberships', 'limits'],
    everyMilliseconds: askAgainMilliseconds,
  })
  const findings = data?.team?.diagnose.findings
  if (!findings) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />
  return (
    <div className="stack">
      <div className="row spread">
        <h3>
          <span role="status">{t('answer', { count: findings.length })}</span>
        </h3>
        <span className="hint">{t('asOf', { time: format.dateTime(new Date(dataUpdatedAt), { timeStyle: 'medium' }) })}</span>
      </div>
      {findings.length === 0 ? (
        <p>{t('nothing')}</p>
      ) : (
        <ol className="findings">
          {findings.map((finding, index) => (
            <FindingItem key={`${finding.code} ${index}`} finding={finding} />
          ))}
        </ol>
      )}
    </div>
  )
}

const tones: Record<FindingSeverity, Tone> = { ERROR: 'bad', WARNING: 'warning', INFO: 'info' }

/** Limits have no page of their own: whose they are is named too. */
const hasPage = /^(user|group|dir)-/

function FindingItem({ finding }: { finding: Finding }) {
  const t = useTranslations('setUp.questions')
  const { code, severity, message, action, requests } = finding
  const about = finding.about.filter((id) => hasPage.test(id))
  // A code that is newer than this page speaks for itself.
  const title = t.has(`code.${code}`) ? t(`code.${code}`) : code
  return (
    <li className={`finding finding-${tones[severity]}`}>
      <div className="row">
        <Badge tone={tones[severity]}>{t(`severity.${severity}`)}</Badge>
        <h4>{title}</h4>
      </div>
      <p>
        <ServerText>{message}</ServerText>
      </p>
      {action !== null && (
        <p>
          <strong>{t('action')}</strong> <ServerText>{action}</ServerText>
        </p>
      )}
      {about.length > 0 && (
        <p className="row">
          <span className="hint">{t('about')}</span>
          {about.map((id) => (
            <NodeName key={id} id={id} />
          ))}
        </p>
      )}
      {requests.length > 0 && <Evidence requests={requests} />}
    </li>
  )
}

function Evidence({ requests }: { requests: Finding['requests'] }) {
  const t = useTranslations('setUp.questions')
  return (
    <details className="evidence">
      <summary>{t('evidence', { count: requests.length })}</summary>
      <ul className="requests">
        {requests.map((request) => (
          <li key={request.id}>
            <div className="row">
              <Badge tone={request.status >= 400 ? 'bad' : 'neutral'}>{request.status}</Badge>
              <code>
                {request.method} {request.path}
              </code>
              <span className="hint">
                <DateTime at={request.at} withSeconds />
              </span>
            </div>
            {request.detail !== null && (
              <p lang="en">
                {request.scimType !== null && <code>{request.scimType}</code>} {request.detail}
              </p>
            )}
            {request.tolerated.map((sentence) => (
              <p key={sentence} className="hint" lang="en">
                {sentence}
              </p>
            ))}
            {request.ignored.length > 0 && <p className="hint">{t('ignored', { attributes: request.ignored.join(', ') })}</p>}
          </li>
        ))}
      </ul>
    </details>
  )
}
