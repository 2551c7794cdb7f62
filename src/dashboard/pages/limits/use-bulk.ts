import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Unreachable } from '../../api.ts'
import { notify } from '../../components/toasts.tsx'
import { isRefusal, type Outcome } from './bulk-edit.ts'
import { newKey } from './bulk-request.ts'

export type Bulk = {
  isPending: boolean
  /** Why nothing was done at all. */
  error: unknown
  /** Where something was refused: what has become of each. */
  outcomes: readonly Outcome[] | undefined
  run(request: (key: string) => Promise<Outcome[]>): void
  reset(): void
}

/** A change of many limits under way. What went well through and through is said in a notice; what did not stays until it is read. */
export function useBulk({ onClose, onDone }: { onClose(): void; onDone(outcomes: readonly Outcome[]): void }): Bulk {
  const t = useTranslations('limits')
  // The same key until an answer has come: a request that is sent again after a lost answer is done once.
  const key = useRef<string>(undefined)
  const mutation = useMutation({
    mutationFn: (request: (key: string) => Promise<Outcome[]>) => request((key.current ??= newKey())),
    onSettled(_, error) {
      if (!(error instanceof Unreachable)) key.current = undefined
    },
    onSuccess(outcomes) {
      onDone(outcomes)
      if (outcomes.some(isRefusal)) return
      notify({ tone: 'success', text: t('bulk.done', { count: outcomes.filter(({ kind }) => kind === 'changed').length }) })
      onClose()
    },
  })
  const { data } = mutation
  return {
    isPending: mutation.isPending,
    error: mutation.error,
    outcomes: data?.some(isRefusal) ? data : undefined,
    run: mutation.mutate,
    reset: mutation.reset,
  }
}
