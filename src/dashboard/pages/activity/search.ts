import { given, oneOf, textIn } from '../../search-params.ts'

export const actorKinds = ['ADMINISTRATOR', 'API_KEY', 'DIRECTORY', 'PLATFORM', 'SYSTEM'] as const

/** Which changes are shown: about a user, a group, of a kind (ChangeKind), by an actor; `at` is a revision to go to. */
export type ActivitySearch = {
  user?: string
  group?: string
  kind?: string
  actorKind?: (typeof actorKinds)[number]
  actor?: string
  at?: number
}

export function activitySearch(search: Record<string, unknown>): ActivitySearch {
  const at = Number(search['at'])
  return given({
    user: textIn(search['user']),
    group: textIn(search['group']),
    kind: textIn(search['kind']),
    actorKind: oneOf(actorKinds, search['actorKind']),
    actor: textIn(search['actor']),
    at: Number.isSafeInteger(at) && at > 0 ? at : undefined,
  })
}
