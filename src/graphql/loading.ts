import type { GraphQLResolveInfo } from 'graphql'

/** One field of the answer, whatever the list index: what is asked for there is the same for all rows, so it is loaded together. */
export function fieldKey(info: GraphQLResolveInfo): string {
  const names: string[] = []
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) if (typeof at.key === 'string') names.push(at.key)
  return `${info.parentType.name}@${names.reverse().join('.')}`
}
