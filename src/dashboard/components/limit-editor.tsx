import { Pencil } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import './limit-editor.css'
import type { LimitDraft } from './limit-editor-draft.ts'
import { useSaveLimit, useShownLimit, type LimitConflict } from './limit-editor-save.ts'
import type { CurrentLimit, LimitTarget } from './limit-target.ts'
import { useLimitText } from './money.tsx'
import { Loading } from './states.tsx'

const LimitForm = lazy(() => import('./limit-editor-form.tsx').then(({ LimitForm: default_ }) => ({ default: default_ })))
const ConflictForm = lazy(() => import('./limit-editor-conflict.tsx').then(({ ConflictForm: default_ }) => ({ default: default_ })))

/** Shows a limit, and sets or takes it away in place: with a preview of who rises and falls first, and with what to do when somebody else was faster. */
export function LimitEditor({ target, current }: { target: LimitTarget; current: CurrentLimit | null }) {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  const { limit, isSaving } = useShownLimit(target.id, current)
  const [isOpen, setIsOpen] = useState(false)
  const { conflict, setConflict, save } = useSaving(target)
  const close = (): void => setIsOpen(false)
  return (
    <>
      <Button
        look="quiet"
        className="limit-button"
        isPending={isSaving}
        aria-label={t(isSaving ? 'buttonSaving' : 'button', { name: target.name, limit: limitText(limit) })}
        onPress={() => setIsOpen(true)}
      >
        <span className="limit-button-value number">{limitText(limit)}</span>
        {limit?.expiresAt != null && <Expiry at={limit.expiresAt} />}
        {isSaving ? <span className="hint">{t('saving')}</span> : <Pencil aria-hidden size={14} className="limit-button-icon" />}
      </Button>
      <Dialog title={t('title', { name: target.name })} isOpen={isOpen} onClose={close}>
        <Suspense fallback={<Loading />}>
          <LimitForm
            target={target}
            current={limit}
            onClose={close}
            onSet={(draft, base) => {
              close()
              save(draft, base)
            }}
          />
        </Suspense>
      </Dialog>
      <Dialog title={t('conflictTitle')} isOpen={conflict !== null} onClose={() => setConflict(null)}>
        {conflict && (
          <Suspense fallback={<Loading />}>
            <ConflictForm
              target={target}
              conflict={conflict}
              onTheirs={() => setConflict(null)}
              onMine={() => {
                setConflict(null)
                save(conflict.mine, conflict.theirs)
              }}
            />
          </Suspense>
        )}
      </Dialog>
    </>
  )
}

/** The conflict is asked about where the editor still is; a row that was scrolled away says it in a notice. */
function useSaving(target: LimitTarget) {
  const [conflict, setConflict] = useState<LimitConflict | null>(null)
  const isThere = useRef(false)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
    }
  }, [])
  const save = useSaveLimit(target, (found) => {
    if (isThere.current) setConflict(found)
    return isThere.current
  })
  return { conflict, setConflict, save: (draft: LimitDraft, base: CurrentLimit | null) => save({ draft, base }) }
}

function Expiry({ at }: { at: string }) {
  const t = useTranslations('limitEditor')
  const format = useFormatter()
  return <span className="hint">{t('until', { date: format.dateTime(new Date(at), { dateStyle: 'medium' }) })}</span>
}
