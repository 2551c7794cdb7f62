import { Pencil } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import { useViewer } from '../session.tsx'
import { Button } from './button.tsx'
import './limit-editor.css'
import { useEditLimit } from './limit-editing.tsx'
import { useShownLimit } from './limit-pending.ts'
import type { CurrentLimit, LimitTarget } from './limit-target.ts'
import { useLimitText } from './money.tsx'

/** Shows a limit, and sets or takes it away in place: with a preview of who rises and falls first, and with what to do when somebody else was faster. */
export function LimitEditor({ target, current }: { target: LimitTarget; current: CurrentLimit | null }) {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  const { limit, isSaving } = useShownLimit(target.id, current)
  const edit = useEditLimit()
  return (
    <Button
      look="quiet"
      className="limit-button"
      isPending={isSaving}
      aria-label={t(isSaving ? 'buttonSaving' : 'button', { name: target.name, limit: limitText(limit) })}
      onPress={() => edit({ target, current })}
    >
      <span className="limit-button-value number">{limitText(limit)}</span>
      {limit?.expiresAt != null && <Expiry at={limit.expiresAt} />}
      {isSaving ? <span className="hint">{t('saving')}</span> : <Pencil aria-hidden size={14} className="limit-button-icon" />}
    </Button>
  )
}

/** The last day on which it counts, as the editor has it: at its end it does not any more. */
function Expiry({ at }: { at: string }) {
  const t = useTranslations('limitEditor')
  const format = useFormatter()
  const { timeZone } = useViewer().team
  return <span className="hint">{t('until', { date: format.dateTime(Date.parse(at) - 1, { dateStyle: 'medium', timeZone }) })}</span>
}
