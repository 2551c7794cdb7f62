import { comparisonKey } from '../domain/attributes.ts'
import { fromId } from '../domain/id.ts'
import type { GroupWhere } from '../store/group.ts'
import { builder } from './builder.ts'
import { Directory } from './directory.ts'
import { escapePattern, type Order } from './keyset.ts'
import { sameId } from './user.ts'

export const Group = builder.prismaNode('Group', {
  description: 'A group that an identity provider pushed. Only the identity provider changes groups and their members.',
  id: { field: 'id' },
  select: { id: true, teamId: true },
  // A member comes to a group by their own memberships only.
  authScopes: { member: true },
  fields: (t) => ({
    directory: t.relation('directory', { type: Directory, authScopes: { read: true } }),
    externalId: t.exposeString('externalId', { nullable: true, authScopes: { read: true } }),
    displayName: t.exposeString('displayName'),
    memberCount: t.exposeInt('memberCount', { authScopes: { read: true } }),
    createdAt: t.expose('createdAt', { type: 'DateTime', authScopes: { read: true } }),
    lastModifiedAt: t.expose('lastModifiedAt', { type: 'DateTime', authScopes: { read: true } }),
  }),
})

export const GroupFilter = builder.inputType('GroupFilter', {
  description: 'Groups that meet all that is given.',
  fields: (t) => ({
    directoryId: t.id(),
    hasSpendLimit: t.boolean({ description: 'Groups with a limit, or those without: their members are not limited by them.' }),
  }),
})

export const GroupOrder = builder.enumType('GroupOrder', {
  description: 'Ascending, ties in order of id; `last` takes from the end.',
  values: ['DISPLAY_NAME', 'CREATED_AT'] as const,
})

export const groupOrders = {
  DISPLAY_NAME: { name: 'DISPLAY_NAME', column: 'displayName' },
  CREATED_AT: { name: 'CREATED_AT', column: 'createdAt', isTime: true },
} as const satisfies Record<typeof GroupOrder.$inferType, Order>

export function whereGroups(
  teamId: string,
  filter: typeof GroupFilter.$inferInput | null | undefined,
  search: string | null | undefined,
): GroupWhere {
  const conditions: GroupWhere[] = [{ teamId }]
  if (filter?.directoryId != null) conditions.push(sameId('directoryId', fromId('directory', filter.directoryId)))
  if (filter?.hasSpendLimit != null) conditions.push({ [filter.hasSpendLimit ? 'AND' : 'NOT']: { spendLimit: { isSet: true } } })
  if (search != null && search !== '') conditions.push({ displayNameKey: { contains: escapePattern(comparisonKey(search)) } })
  return { AND: conditions }
}
