import { useTranslations } from 'use-intl'
import { Dialog } from '../../components/dialog.tsx'
import type { Act } from '../../live/use-act.ts'
import { IssueForm, type Issue } from './issue-form.tsx'
import { OnceShown } from './once-shown.tsx'

type Issued = { label: string; fields: readonly { label: string; value: string }[] }

/**
 * Asks for what a credential is called and when it ends, then shows it this once: what has been shown is closed by its own button alone, and nothing
 * closes while it is being issued, which would leave one that is valid and that nobody saw.
 */
export function IssueDialog({
  title,
  issue,
  isOpen,
  onClose,
}: {
  title: string
  issue: Act<Issue, Issued>
  isOpen: boolean
  onClose(): void
}) {
  const t = useTranslations('directory')
  const issued = issue.data
  const close = (): void => {
    issue.reset()
    onClose()
  }
  return (
    <Dialog
      title={issued ? t('issued', { label: issued.label }) : title}
      isOpen={isOpen}
      onClose={close}
      isAlert={issued !== undefined}
      isHeld={issue.isPending || issued !== undefined}
    >
      {issued ? <OnceShown fields={issued.fields} onKept={close} /> : <IssueForm issue={issue} submit={t('issue')} onCancel={close} />}
    </Dialog>
  )
}
