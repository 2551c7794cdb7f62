import { given, oneOf, textIn } from '../../search-params.ts'

export type GroupsSearch = { search?: string; limit?: 'with' | 'without'; directory?: string }

export function groupsSearch(search: Record<string, unknown>): GroupsSearch {
  return given({
    search: textIn(search['search']),
    limit: oneOf(['with', 'without'] as const, search['limit']),
    directory: textIn(search['directory']),
  })
}
