import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Button } from '../components/button.tsx'
import { TextField } from '../components/text-field.tsx'
import { useTitle } from '../components/use-title.ts'
import { lastTeamId } from '../last-team.ts'

const teamIdForm = /^team-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Where the team signs in; afterwards the browser comes back to the page that was asked for. */
function signInAddress(teamId: string): string {
  const { pathname, search } = window.location
  return `/sign-in/${encodeURIComponent(teamId)}?returnTo=${encodeURIComponent(pathname + search)}`
}

export function SignedOutPage({ hasEnded }: { hasEnded: boolean }) {
  const t = useTranslations('signIn')
  useTitle(t('title'))
  const known = lastTeamId()
  const [asksForTeam, setAsksForTeam] = useState(known === null)
  return (
    <main className="sign-in">
      <h1>{t('title')}</h1>
      {hasEnded && (
        <p className="callout callout-warning" role="alert">
          {t('ended')}
        </p>
      )}
      <p>{t('lead')}</p>
      {known !== null && !asksForTeam && (
        <div className="row">
          <a className="button button-primary" href={signInAddress(known)}>
            {t('known')}
          </a>
          <Button look="quiet" onPress={() => setAsksForTeam(true)}>
            {t('otherTeam')}
          </Button>
        </div>
      )}
      {asksForTeam && <TeamForm />}
    </main>
  )
}

function TeamForm() {
  const t = useTranslations('signIn')
  const [teamId, setTeamId] = useState('')
  const [wasTried, setWasTried] = useState(false)
  const isValid = teamIdForm.test(teamId.trim())
  return (
    <Form
      className="form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        setWasTried(true)
        if (isValid) window.location.assign(signInAddress(teamId.trim()))
      }}
    >
      <TextField
        label={t('teamId')}
        hint={t('teamIdHint')}
        error={t('teamIdInvalid')}
        value={teamId}
        onChange={setTeamId}
        isInvalid={wasTried && !isValid}
        isRequired
        autoComplete="off"
        spellCheck="false"
        placeholder="team-…"
      />
      <Button look="primary" type="submit">
        {t('go')}
      </Button>
    </Form>
  )
}
