import { useMutation, type UseMutationResult } from '@tanstack/react-query'
import { useLive } from '../../live/live-context.tsx'

/** Something that is done here: what the page shows is asked again as soon as it is done. Nothing of it is kept, for it may have been a secret. */
export function useAct<Input, Outcome>(act: (input: Input) => Promise<Outcome>): UseMutationResult<Outcome, unknown, Input> {
  const { refresher } = useLive()
  return useMutation<Outcome, unknown, Input>({ mutationFn: act, gcTime: 0, onSuccess: () => refresher.touch(['set-up']) })
}
