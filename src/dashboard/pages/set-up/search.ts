import { given, oneOf, textIn } from '../../search-params.ts'

export const setUpTopics = ['steps', 'sign-in', 'guide', 'access', 'questions'] as const
export type SetUpTopic = (typeof setUpTopics)[number]

export const setUpQuestions = ['scim', 'person', 'group', 'limit'] as const
type SetUpQuestion = (typeof setUpQuestions)[number]

/** Which part of the page is open; `provider` is that of the guide, `person`, `group` and `user` what a question is about, in `directory` alone. */
export type SetUpSearch = {
  topic?: SetUpTopic
  provider?: string
  question?: SetUpQuestion
  person?: string
  group?: string
  user?: string
  directory?: string
}

export function setUpSearch(search: Record<string, unknown>): SetUpSearch {
  return given({
    topic: oneOf(setUpTopics, search['topic']),
    provider: textIn(search['provider']),
    question: oneOf(setUpQuestions, search['question']),
    person: textIn(search['person']),
    group: textIn(search['group']),
    user: textIn(search['user']),
    directory: textIn(search['directory']),
  })
}

/** The question that is open: the one that is named, else the one that what is given belongs to. */
export function questionOf({ question, person, group, user }: SetUpSearch): SetUpQuestion {
  if (question !== undefined) return question
  if (user !== undefined) return 'limit'
  if (group !== undefined) return 'group'
  return person === undefined ? 'scim' : 'person'
}
