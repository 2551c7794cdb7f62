import { useNavigate, useSearch } from '@tanstack/react-router'
import type { DirectorySearch } from './search.ts'

type Chosen = { [Name in keyof DirectorySearch]?: DirectorySearch[Name] | undefined }

/** What the address says, and how to say something else; what is undefined is left out of it. */
export function useDirectorySearch(): { search: DirectorySearch; choose(chosen: Chosen, options?: { replace?: boolean }): void } {
  const search = useSearch({ from: '/administration/directory' })
  const navigate = useNavigate({ from: '/directory' })
  return {
    search,
    choose(chosen, { replace = false } = {}) {
      const next = Object.fromEntries(
        Object.entries({ ...search, ...chosen }).filter(([, value]) => value !== undefined),
      ) as DirectorySearch
      void navigate({ to: '/directory', search: next, replace, resetScroll: false })
    },
  }
}
