import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { given } from '../../search-params.ts'
import type { LimitsSearch } from './search.ts'

export function useLimitsSearch(): LimitsSearch {
  return useSearch({ from: '/administration/limits' })
}

/** Changes what stands in the address, and stays where the reader is. */
export function useChangeSearch(): (part: { [Name in keyof LimitsSearch]: LimitsSearch[Name] | undefined }) => void {
  const navigate = useNavigate()
  return useCallback(
    (part) =>
      void navigate({
        to: '/limits',
        search: (before: LimitsSearch) => given({ ...before, ...part }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
}
