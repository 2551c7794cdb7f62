import { useQuery } from '@tanstack/react-query'
import { createContext, lazy, Suspense, use, useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ask } from '../api.ts'
import { graphql } from '../gql/gql.ts'
import type { Topic } from '../live/topics.ts'
import { Dialog } from './dialog.tsx'
import { newKey } from './idempotency-key.ts'
import type { LimitDraft } from './limit-editor-draft.ts'
import { useSaveLimit, type LimitTrouble } from './limit-editor-save.ts'
import { useShownLimit } from './limit-pending.ts'
import type { CurrentLimit, LimitTarget } from './limit-target.ts'
import { Loading } from './states.tsx'

const LimitForm = lazy(() => import('./limit-editor-form.tsx').then(({ LimitForm: default_ }) => ({ default: default_ })))
const TroubleForm = lazy(() => import('./limit-editor-trouble.tsx').then(({ TroubleForm: default_ }) => ({ default: default_ })))
const TargetGone = lazy(() => import('./limit-editor-trouble.tsx').then(({ TargetGone: default_ }) => ({ default: default_ })))

const LimitOfTarget = graphql(`
  query LimitOfTarget($id: ID!) {
    node(id: $id) {
      __typename
      ... on Team {
        spendLimit {
          ...CurrentLimitFacts
        }
      }
      ... on Group {
        spendLimit {
          ...CurrentLimitFacts
        }
      }
      ... on User {
        spendLimit {
          ...CurrentLimitFacts
        }
      }
    }
  }
`)

/** Whose limit is edited. `current`: as the view has it. */
type Edited = { target: LimitTarget; current: CurrentLimit | null }

const EditLimit = createContext<((edited: Edited) => void) | null>(null)

export function useEditLimit(): (edited: Edited) => void {
  const edit = use(EditLimit)
  if (!edit) throw new Error('No limit is edited here.')
  return edit
}

/** Around whatever has limits to edit. What is being written stays open also when the row that it was opened from leaves its list. */
export function LimitEditing({ children }: { children: ReactNode }) {
  const t = useTranslations('limitEditor')
  const [edited, setEdited] = useState<Edited>()
  const { troubles, settle, save } = useSaving()
  const trouble = troubles[0]
  const close = (): void => setEdited(undefined)
  return (
    <EditLimit value={setEdited}>
      {children}
      <Dialog title={t('title', { name: edited?.target.name ?? '' })} isOpen={edited !== undefined} onClose={close}>
        <Suspense fallback={<Loading />}>
          {edited && (
            <Editor
              edited={edited}
              onClose={close}
              onSet={(draft, base) => {
                close()
                save({ target: edited.target, draft, base, idempotencyKey: newKey() })
              }}
            />
          )}
        </Suspense>
      </Dialog>
      <Dialog
        title={t(trouble?.kind === 'unanswered' ? 'unansweredTitle' : 'conflictTitle')}
        isOpen={trouble !== undefined}
        onClose={() => settle(trouble)}
      >
        <Suspense fallback={<Loading />}>
          {trouble && (
            <TroubleForm
              trouble={trouble}
              onClose={() => settle(trouble)}
              onAgain={(wish) => {
                settle(trouble)
                save(wish)
              }}
            />
          )}
        </Suspense>
      </Dialog>
    </EditLimit>
  )
}

type EditorProps = { edited: Edited; onClose(): void; onSet(draft: LimitDraft, base: CurrentLimit | null): void }

function Editor({ edited: { target, current }, onClose, onSet }: EditorProps) {
  const read = useLimitOf(target.id)
  const { limit } = useShownLimit(target.id, read === undefined ? current : (read?.spendLimit ?? null))
  if (read === null) return <TargetGone name={target.name} onClose={onClose} />
  return <LimitForm target={target} current={limit} onClose={onClose} onSet={onSet} />
}

const topics: readonly Topic[] = ['limits', 'groups', 'users']

/** As it is now, whether a list has it or not; null: the target is not there any more. Read anew each time: an answer from before proves nothing. */
function useLimitOf(id: string): { spendLimit: CurrentLimit | null } | null | undefined {
  const { data } = useQuery({
    queryKey: [String(LimitOfTarget), { id }],
    queryFn: ({ signal }) => ask(LimitOfTarget, { id }, signal),
    meta: { topics },
    gcTime: 0,
  })
  if (!data) return undefined
  return data.node && 'spendLimit' in data.node ? data.node : null
}

/** What somebody has to decide is asked about where limits are edited; after the page was left a notice says it. */
function useSaving() {
  const [troubles, setTroubles] = useState<readonly LimitTrouble[]>([])
  const isThere = useRef(false)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
    }
  }, [])
  const save = useSaveLimit((trouble) => {
    if (isThere.current) setTroubles((before) => [...before, trouble])
    return isThere.current
  })
  const settle = (settled: LimitTrouble | undefined): void => setTroubles((before) => before.filter((trouble) => trouble !== settled))
  return { troubles, settle, save }
}
