import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { ask, orRefused } from '../../api.ts'
import { Callout } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { notify } from '../../components/toasts.tsx'
import { graphql } from '../../gql/gql.ts'
import type { DirectoryFacts } from './directory-facts.ts'
import { FormRefusal } from './form-fields.tsx'
import { useAct } from '../../live/use-act.ts'

const ResumeRemovals = graphql(`
  mutation ResumeRemovals($input: ModifyDirectoryInput!) {
    modifyDirectory(input: $input) {
      __typename
      ... on ModifyDirectorySuccess {
        directory {
          id
          removalsPausedAt
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

/** What stands in the way of the identity provider, and how to mend it. */
export function Notes({ directory }: { directory: DirectoryFacts }) {
  const t = useTranslations('directory')
  const { state, removalsPausedAt } = directory
  return (
    <>
      {state === 'PLAN_REQUIRED' && (
        <Callout tone="bad" title={t('planRequired')}>
          <span>{t('planRequiredText')}</span>
          <Link to="/set-up" search={{ topic: 'steps' }}>
            {t('toSetUp')}
          </Link>
        </Callout>
      )}
      {state === 'SSO_REQUIRED' && (
        <Callout tone="bad" title={t('ssoRequired')}>
          <span>{t('ssoRequiredText')}</span>
          <Link to="/set-up" search={{ topic: 'sign-in' }}>
            {t('toSignIn')}
          </Link>
        </Callout>
      )}
      {removalsPausedAt !== null && <Paused directory={directory} pausedAt={removalsPausedAt} />}
    </>
  )
}

function Paused({ directory, pausedAt }: { directory: DirectoryFacts; pausedAt: string }) {
  const t = useTranslations('directory')
  const format = useFormatter()
  const [isAsking, setIsAsking] = useState(false)
  const at = format.dateTime(new Date(pausedAt), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <>
      <Callout tone="warning" title={t('pausedTitle', { at })}>
        <span>{t('pausedText', { count: directory.removalsPerHour ?? 0 })}</span>
        <div className="row note-actions">
          <Button onPress={() => setIsAsking(true)}>{t('resume')}</Button>
          <Link to="/directory" search={{ directory: directory.id, view: 'requests', failed: true }} resetScroll={false}>
            {t('seeRefused')}
          </Link>
        </div>
      </Callout>
      <ResumeDialog directory={directory} isOpen={isAsking} onClose={() => setIsAsking(false)} />
    </>
  )
}

function ResumeDialog({ directory, isOpen, onClose }: { directory: DirectoryFacts; isOpen: boolean; onClose(): void }) {
  const t = useTranslations('directory')
  const common = useTranslations('common')
  const resume = useAct(async () => {
    const { modifyDirectory } = await ask(ResumeRemovals, { input: { directoryId: directory.id, resumeRemovals: true } })
    return orRefused(modifyDirectory, 'ModifyDirectorySuccess')
  })
  const onPress = (): void =>
    resume.mutate(undefined, {
      onSuccess() {
        notify({ tone: 'success', text: t('resumed') })
        onClose()
      },
    })
  return (
    <Dialog title={t('resumeTitle')} isOpen={isOpen} onClose={onClose}>
      <p>{t('resumeText', { count: directory.removalsPerHour ?? 0 })}</p>
      <p className="hint">{t('resumeHint')}</p>
      {resume.error && <FormRefusal error={resume.error} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{common('cancel')}</Button>
        <Button look="primary" onPress={onPress} isPending={resume.isPending}>
          {t('resume')}
        </Button>
      </div>
    </Dialog>
  )
}
