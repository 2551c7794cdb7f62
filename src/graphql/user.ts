import type { UserWhere } from '../store/user.ts'
import { comparisonKey } from '../domain/attributes.ts'
import { fromId } from '../domain/id.ts'
import { own } from './authorization.ts'
import { builder } from './builder.ts'
import { Directory } from './directory.ts'
import { escapePattern, type Order } from './keyset.ts'

export const User = builder.prismaNode('User', {
  description: 'A person whom an identity provider pushed. Only the identity provider changes users.',
  id: { field: 'id' },
  select: { id: true, teamId: true },
  authScopes: own<{ id: string }>((user, { userId }) => user.id === userId),
  fields: (t) => ({
    directory: t.relation('directory', { type: Directory, authScopes: { read: true } }),
    externalId: t.exposeString('externalId', { nullable: true }),
    userName: t.exposeString('userName'),
    displayName: t.exposeString('displayName', { nullable: true }),
    email: t.exposeString('email', { nullable: true }),
    active: t.exposeBoolean('active'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    lastModifiedAt: t.expose('lastModifiedAt', { type: 'DateTime' }),
  }),
})

export const UserFilter = builder.inputType('UserFilter', {
  description: 'Users that meet all that is given.',
  fields: (t) => ({
    directoryId: t.id(),
    active: t.boolean(),
    groupId: t.id({ description: 'Members of this group.' }),
    isInNoGroup: t.boolean({ description: 'Users without a single membership, or those with one.' }),
  }),
})

export const UserOrder = builder.enumType('UserOrder', {
  description: 'Ascending, ties in order of id; `last` takes from the end. Users without a displayName come last.',
  values: ['USER_NAME', 'DISPLAY_NAME', 'CREATED_AT'] as const,
})

export const userOrders = {
  USER_NAME: { name: 'USER_NAME', column: 'userName' },
  DISPLAY_NAME: { name: 'DISPLAY_NAME', column: 'displayName', isNullable: true },
  CREATED_AT: { name: 'CREATED_AT', column: 'createdAt', isTime: true },
} as const satisfies Record<typeof UserOrder.$inferType, Order>

export const UserBy = builder.inputType('UserBy', {
  description: 'Exactly one. userName and email without regard to case; externalId exactly.',
  isOneOf: true,
  fields: (t) => ({ id: t.id(), userName: t.string(), externalId: t.string(), email: t.string() }),
})

/** Ids that are none match nothing, as ids of others do. */
export function whereUsers(
  teamId: string,
  filter: typeof UserFilter.$inferInput | null | undefined,
  search: string | null | undefined,
): UserWhere {
  const conditions: UserWhere[] = [{ teamId }]
  if (filter?.directoryId != null) conditions.push(sameId('directoryId', fromId('directory', filter.directoryId)))
  if (filter?.active != null) conditions.push({ active: filter.active })
  if (filter?.groupId != null) conditions.push({ memberships: { some: sameId('groupId', fromId('group', filter.groupId)) } })
  if (filter?.isInNoGroup != null) conditions.push({ memberships: { [filter.isInNoGroup ? 'none' : 'some']: {} } })
  if (search != null && search !== '') {
    const contains = { contains: escapePattern(search), mode: 'insensitive' } as const
    conditions.push({
      OR: [{ userNameKey: { contains: escapePattern(comparisonKey(search)) } }, { displayName: contains }, { email: contains }],
    })
  }
  return { AND: conditions }
}

export function whereUser(teamId: string, by: typeof UserBy.$inferInput, directoryId: string | null | undefined): UserWhere {
  const conditions: UserWhere[] = [{ teamId }]
  if (directoryId != null) conditions.push(sameId('directoryId', fromId('directory', directoryId)))
  if (by.id != null) conditions.push(sameId('id', fromId('user', by.id)))
  if (by.userName != null) conditions.push({ userNameKey: comparisonKey(by.userName) })
  if (by.externalId != null) conditions.push({ externalId: by.externalId })
  if (by.email != null) conditions.push({ email: { equals: escapePattern(by.email), mode: 'insensitive' } })
  return { AND: conditions }
}

/** Equal to the id, or to nothing at all when the text was no such id. */
export function sameId<Column extends string>(column: Column, uuid: string | undefined): { [C in Column]: { in: string[] } } {
  return { [column]: { in: uuid === undefined ? [] : [uuid] } } as { [C in Column]: { in: string[] } }
}
