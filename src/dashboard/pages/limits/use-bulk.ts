import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { Unreachable } from '../../api.ts'
import { newKey } from '../../components/idempotency-key.ts'
import { notify } from '../../components/toasts.tsx'
import { useLive } from '../../live/live-context.tsx'
import { isRefusal, type Outcome } from './bulk-edit.ts'

export type Bulk = {
  isPending: boolean
  /** Why nothing was done at all; without an answer nobody knows. */
  error: unknown
  /** While nobody knows whether it was done: sends the very same again, which is then done once. */
  again: (() => void) | undefined
  /** Where something was refused: what has become of each. */
  outcomes: readonly Outcome[] | undefined
  run(request: (key: string) => Promise<Outcome[]>): void
  reset(): void
}

/** It is under way, or nobody knows whether it was done: what it is about stays as it is until that is settled. */
export function isFixed({ isPending, again }: Bulk): boolean {
  return isPending || again !== undefined
}

/** A change of many limits under way. What went well through and through is said in a notice; what did not stays until it is read. */
export function useBulk({ onClose, onDone }: { onClose(): void; onDone(outcomes: readonly Outcome[]): void }): Bulk {
  const t = useTranslations('limits')
  const { refresher } = useLive()
  const mutation = useMutation({
    mutationFn: ({ request, key }: { request: (key: string) => Promise<Outcome[]>; key: string }) => request(key),
    onError: () => refresher.touch(['limits']),
    onSuccess(outcomes) {
      onDone(outcomes)
      if (outcomes.some(isRefusal)) return
      notify({ tone: 'success', text: t('bulk.done', { count: outcomes.filter(({ kind }) => kind === 'changed').length }) })
      onClose()
    },
  })
  const { data, error, variables } = mutation
  const unanswered = error instanceof Unreachable ? variables : undefined
  return {
    isPending: mutation.isPending,
    error,
    again: unanswered && (() => mutation.mutate(unanswered)),
    outcomes: data?.some(isRefusal) ? data : undefined,
    run: (request) => mutation.mutate({ request, key: newKey() }),
    reset: mutation.reset,
  }
}
