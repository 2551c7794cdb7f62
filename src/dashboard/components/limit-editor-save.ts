import { useMutation } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslations } from 'use-intl'
import { ask, orRefused, SignedOut, Unreachable } from '../api.ts'
import { graphql } from '../gql/gql.ts'
import type { ConflictingLimitFragment } from '../gql/graphql.ts'
import { useLive, useTeamChanges } from '../live/live-context.tsx'
import { createStore } from '../live/store.ts'
import type { TeamChange } from '../live/change-facts.ts'
import { toLimit, toSetInput, toTargetInput, type LimitDraft } from './limit-editor-draft.ts'
import type { CurrentLimit, LimitTarget } from './limit-target.ts'
import { useLimitText } from './money.tsx'
import { useReasonOf } from './states.tsx'
import { notify } from './toasts.tsx'

export const conflictingLimit = graphql(`
  fragment ConflictingLimit on SpendLimit {
    ...CurrentLimitFacts
    setAt
    setBy
  }
`)

const SetLimit = graphql(`
  mutation SetLimit($input: SetSpendLimitInput!) {
    setSpendLimit(input: $input) {
      __typename
      ... on SetSpendLimitSuccess {
        spendLimit {
          ...CurrentLimitFacts
        }
      }
      ... on VersionConflictError {
        current {
          ...ConflictingLimit
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const ClearLimit = graphql(`
  mutation ClearLimit($input: ClearSpendLimitInput!) {
    clearSpendLimit(input: $input) {
      __typename
      ... on VersionConflictError {
        current {
          ...ConflictingLimit
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

/** Somebody else was faster: their limit (null: they took it away) beside what was wanted here. */
export type LimitConflict = { mine: LimitDraft; theirs: ConflictingLimitFragment | null }

class Conflict extends Error {
  override readonly name = 'Conflict'
  readonly theirs: ConflictingLimitFragment | null
  constructor(theirs: ConflictingLimitFragment | null) {
    super('Somebody else was faster.')
    this.theirs = theirs
  }
}

/** `baseVersion`: what it was when it was set here; as soon as the view shows another one, that counts. */
type Pending = { limit: CurrentLimit | null; isSaved: boolean; baseVersion: number }

/** What was set here and does not show in the view's own data yet, by target: every place that shows a limit shows the same. */
const pendings = createStore<ReadonlyMap<string, Pending>>(new Map())

function setPending(targetId: string, pending: Pending | null): void {
  const next = new Map(pendings.get())
  if (pending === null) next.delete(targetId)
  else next.set(targetId, pending)
  pendings.set(next)
}

/** The limit as it is shown: what was set here a moment ago, or what the view has read. */
export function useShownLimit(targetId: string, current: CurrentLimit | null): { limit: CurrentLimit | null; isSaving: boolean } {
  const pending = useSyncExternalStore(pendings.subscribe, () => pendings.get().get(targetId))
  const isOver = pending?.isSaved === true && (current?.version ?? 0) !== pending.baseVersion
  useEffect(() => {
    if (isOver) setPending(targetId, null)
  }, [isOver, targetId])
  useTeamChanges((changes) => {
    if (pendings.get().get(targetId)?.isSaved && (changes === null || changes.some((change) => endsLimit(change, targetId))))
      setPending(targetId, null)
  })
  if (!pending || isOver) return { limit: current, isSaving: false }
  return { limit: pending.limit, isSaving: !pending.isSaved }
}

/** A limit that was set where none was, and is gone again, is at the version that it began with: only the change tells. */
function endsLimit(change: TeamChange, targetId: string): boolean {
  if (change.__typename === 'SpendLimitCleared') return change.cleared.targetId === targetId && pendings.get().get(targetId)?.limit != null
  return change.__typename === 'SpendLimitExpired' && change.expired.targetId === targetId
}

type Wish = { draft: LimitDraft; base: CurrentLimit | null }

/**
 * Sets a limit as it was read at `base`, shows it at once, and takes it back with the reason when it is refused. `onConflict` answers whether somebody is
 * there to decide.
 */
export function useSaveLimit(target: LimitTarget, onConflict: (conflict: LimitConflict) => boolean): (wish: Wish) => void {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  const reasonOf = useReasonOf()
  const { refresher } = useLive()
  const { mutate } = useMutation({
    mutationFn: (wish: Wish & { idempotencyKey: string }) => send(target, wish),
    // The key makes it safe to send again what may have arrived. Without a network it fails: nobody wants it to be done an hour later.
    retry: (failures, error) => error instanceof Unreachable && failures < 2,
    retryDelay: 1_000,
    networkMode: 'always',
    onMutate: ({ draft, base }) => setPending(target.id, { limit: toLimit(draft), isSaved: false, baseVersion: base?.version ?? 0 }),
    onSuccess(saved, { base }) {
      setPending(target.id, { limit: saved, isSaved: true, baseVersion: base?.version ?? 0 })
      refresher.touch(['limits'])
      notify({ tone: 'success', text: t('saved', { name: target.name, limit: limitText(saved) }) })
    },
    onError(error, { draft }) {
      setPending(target.id, null)
      refresher.touch(['limits'])
      if (error instanceof Conflict) {
        if (onConflict({ mine: draft, theirs: error.theirs })) return
        const limits = { theirs: limitText(error.theirs), mine: limitText(toLimit(draft)) }
        notify({ tone: 'error', text: t('notSaved', { name: target.name }), detail: t('conflictNotice', limits) })
      } else if (!(error instanceof SignedOut)) {
        notify({ tone: 'error', text: t('notSaved', { name: target.name }), ...reasonOf(error) })
      }
    },
  })
  return (wish) => mutate({ ...wish, idempotencyKey: newKey() })
}

async function send(target: LimitTarget, { draft, base, idempotencyKey }: Wish & { idempotencyKey: string }): Promise<CurrentLimit | null> {
  const terms = { expectedVersion: base?.version ?? 0, idempotencyKey }
  if (draft.kind === 'none') {
    const { clearSpendLimit } = await ask(ClearLimit, { input: { target: toTargetInput(target), ...terms } })
    if (clearSpendLimit.__typename === 'VersionConflictError') throw new Conflict(clearSpendLimit.current)
    orRefused(clearSpendLimit, 'ClearSpendLimitSuccess')
    return null
  }
  const { setSpendLimit } = await ask(SetLimit, { input: { ...toSetInput(target, draft), ...terms } })
  if (setSpendLimit.__typename === 'VersionConflictError') throw new Conflict(setSpendLimit.current)
  return orRefused(setSpendLimit, 'SetSpendLimitSuccess').spendLimit
}

/** crypto.randomUUID is there over HTTPS alone. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
