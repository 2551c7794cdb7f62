import { given, oneOf, textIn } from '../../search-params.ts'

export const setUpTopics = ['steps', 'sign-in', 'guide', 'access', 'questions'] as const

/** Which part of the page is open; `provider` is that of the guide, `person`, `group` and `user` what a question is about. */
export type SetUpSearch = { topic?: (typeof setUpTopics)[number]; provider?: string; person?: string; group?: string; user?: string }

export function setUpSearch(search: Record<string, unknown>): SetUpSearch {
  return given({
    topic: oneOf(setUpTopics, search['topic']),
    provider: textIn(search['provider']),
    person: textIn(search['person']),
    group: textIn(search['group']),
    user: textIn(search['user']),
  })
}
