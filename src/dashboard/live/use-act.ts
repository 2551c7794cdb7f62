import { useMutation, type UseMutationResult } from '@tanstack/react-query'
import { SignedOut } from '../api.ts'
import { useReasonOf } from '../components/states.tsx'
import { notify } from '../components/toasts.tsx'
import { useLive } from './live-context.tsx'

export type Act<Input, Result> = UseMutationResult<Result, Error, Input>

/**
 * Something that an administrator does: afterwards what is shown of the set-up is asked again at once. Nothing of it is kept, because answers may hold
 * secrets. With `refusal` a refusal is told beside the page; without it the form shows `error`.
 */
export function useAct<Input, Result>(act: (input: Input) => Promise<Result>, { refusal }: { refusal?: string } = {}): Act<Input, Result> {
  const { refresher } = useLive()
  const reasonOf = useReasonOf()
  return useMutation({
    mutationFn: act,
    gcTime: 0,
    onSuccess: () => refresher.touch(['set-up']),
    onError(error) {
      // A conflict says that the page is behind.
      refresher.touch(['set-up'])
      if (refusal !== undefined && !(error instanceof SignedOut)) notify({ tone: 'error', text: refusal, ...reasonOf(error) })
    },
  })
}
