import { given, oneOf, textIn } from '../../search-params.ts'

const peopleStates = ['active', 'inactive'] as const

/** Which people are shown. `group`: its members; `groups: none`: who is in no group. */
export type PeopleSearch = { search?: string; state?: (typeof peopleStates)[number]; group?: string; groups?: 'none'; directory?: string }

export function peopleSearch(search: Record<string, unknown>): PeopleSearch {
  return given({
    search: textIn(search['search']),
    state: oneOf(peopleStates, search['state']),
    group: textIn(search['group']),
    groups: oneOf(['none'] as const, search['groups']),
    directory: textIn(search['directory']),
  })
}
