import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { ask, orRefused, SignedOut, Unreachable } from '../api.ts'
import { graphql } from '../gql/gql.ts'
import type { ConflictingLimitFragment } from '../gql/graphql.ts'
import { useLive } from '../live/live-context.tsx'
import { toLimit, toSetInput, toTargetInput, type LimitDraft } from './limit-editor-draft.ts'
import { setPending, settlePending } from './limit-pending.ts'
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

/** What is to be set for whom, as it was read at `base`. The same key makes the same request, sent again, done once. */
export type LimitWish = { target: LimitTarget; draft: LimitDraft; base: CurrentLimit | null; idempotencyKey: string }

/** Somebody has to decide: somebody else was faster (`theirs` null: they took the limit away), or no answer came, and nobody knows whether it was done. */
export type LimitTrouble = { wish: LimitWish } & ({ kind: 'conflict'; theirs: ConflictingLimitFragment | null } | { kind: 'unanswered' })

class Conflict extends Error {
  override readonly name = 'Conflict'
  readonly theirs: ConflictingLimitFragment | null
  constructor(theirs: ConflictingLimitFragment | null) {
    super('Somebody else was faster.')
    this.theirs = theirs
  }
}

/**
 * Sets a limit as it was read at `base`, shows it at once, and takes it back with the reason when it is refused. `onTrouble` answers whether somebody is
 * there to decide.
 */
export function useSaveLimit(onTrouble: (trouble: LimitTrouble) => boolean): (wish: LimitWish) => void {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  const tellRefusal = useTellRefusal()
  const live = useLive()
  const { mutate } = useMutation({
    mutationFn: send,
    // The key makes it safe to send again what may have arrived. Without a network it fails: nobody wants it to be done an hour later.
    retry: (failures, error) => error instanceof Unreachable && failures < 2,
    retryDelay: 1_000,
    networkMode: 'always',
    onMutate: ({ target, draft, base }) =>
      setPending(live, target.id, { limit: toLimit(draft), isSaved: false, baseVersion: base?.version ?? 0 }),
    onSuccess(saved, { target, base }) {
      settlePending(live, target.id, saved, base?.version ?? 0)
      live.refresher.touch(['limits'])
      notify({ tone: 'success', text: t('saved', { name: target.name, limit: limitText(saved) }) })
    },
    onError(error, wish) {
      setPending(live, wish.target.id, null)
      live.refresher.touch(['limits'])
      const trouble = troubleOf(error, wish)
      if (!(trouble && onTrouble(trouble))) tellRefusal(error, wish)
    },
  })
  return mutate
}

function troubleOf(error: unknown, wish: LimitWish): LimitTrouble | undefined {
  if (error instanceof Conflict) return { kind: 'conflict', wish, theirs: error.theirs }
  return error instanceof Unreachable ? { kind: 'unanswered', wish } : undefined
}

/** Why it was not set, or that nobody knows, in a notice. */
function useTellRefusal(): (error: unknown, wish: LimitWish) => void {
  const t = useTranslations('limitEditor')
  const limitText = useLimitText()
  const reasonOf = useReasonOf()
  return (error, { target: { name }, draft }) => {
    if (error instanceof SignedOut) return
    if (error instanceof Unreachable) return notify({ tone: 'error', text: t('unanswered', { name }), detail: t('unansweredHint') })
    const limits = error instanceof Conflict && { theirs: limitText(error.theirs), mine: limitText(toLimit(draft)) }
    notify({ tone: 'error', text: t('notSaved', { name }), ...(limits ? { detail: t('conflictNotice', limits) } : reasonOf(error)) })
  }
}

async function send({ target, draft, base, idempotencyKey }: LimitWish): Promise<CurrentLimit | null> {
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
