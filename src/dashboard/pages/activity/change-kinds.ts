import { changeTypenames } from '../../components/change-statement.ts'
import type { ChangeFilter, ChangeKind } from '../../gql/graphql.ts'
import type { ChangeTypename } from '../../live/change-facts.ts'
import type { ActivitySearch } from './search.ts'

/** The kinds as the filter calls them, each with the type of its changes. */
export const changeKinds: readonly { kind: ChangeKind; typename: ChangeTypename }[] = changeTypenames.map((typename) => ({
  kind: typename.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase() as ChangeKind,
  typename,
}))

/** What the address asks for. Of a kind that there is not, nothing is asked. */
export function toFilter({ user, group, kind, actorKind, actor }: ActivitySearch): ChangeFilter {
  const known = changeKinds.find((one) => one.kind === kind)
  return {
    ...(user === undefined ? {} : { userId: user }),
    ...(group === undefined ? {} : { groupId: group }),
    ...(known ? { kinds: [known.kind] } : {}),
    ...(actorKind === undefined ? {} : { actorKinds: [actorKind] }),
    ...(actor === undefined ? {} : { actorId: actor }),
  }
}
