import { findGroups, findMembers } from '../store/membership.ts'
import { searchGroups, searchUsers } from '../store/search.ts'
import { filterToCondition } from './filter-to-condition.ts'
import { toScimGroup } from './group-resource.ts'
import { checkFilter, parseFilter } from './protocol/filter.ts'
import { parseListParameters, toListResponse } from './protocol/list-response.ts'
import { applyProjection, includesAttribute, parseProjection } from './protocol/projection.ts'
import { firstOf, type ScimAnswer, type ScimDoor, type ScimRequest } from './scim-request.ts'
import { toScimUser } from './user-resource.ts'

export async function listUsers(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.user, request.query)
  const { startIndex, count } = parseListParameters({
    startIndex: firstOf(request.query['startIndex']),
    count: firstOf(request.query['count']),
  })
  const filter = firstOf(request.query['filter'])
  const { baseUrl } = request
  const at = { kind: 'user', location: `${baseUrl}/Users`, memberLocation: `${baseUrl}/Groups` } as const
  const condition = filter === undefined ? undefined : filterToCondition(checkFilter(request.types.user, parseFilter(filter)), at)
  const page = await searchUsers(door.database, { directoryId: request.directory.id, condition, offset: startIndex - 1, limit: count })
  const groups =
    includesAttribute(projection, 'groups') && page.resources.length > 0
      ? await findGroups(
          door.database,
          page.resources.map((user) => user.id),
        )
      : undefined
  const resources = page.resources.map((user) => applyProjection(projection, toScimUser(user, baseUrl, groups?.get(user.id))))
  return { status: 200, body: toListResponse({ resources, totalResults: page.total, startIndex }) }
}

export async function listGroups(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.group, request.query)
  const { startIndex, count } = parseListParameters({
    startIndex: firstOf(request.query['startIndex']),
    count: firstOf(request.query['count']),
  })
  const filter = firstOf(request.query['filter'])
  const { baseUrl } = request
  const at = { kind: 'group', location: `${baseUrl}/Groups`, memberLocation: `${baseUrl}/Users` } as const
  const condition = filter === undefined ? undefined : filterToCondition(checkFilter(request.types.group, parseFilter(filter)), at)
  const page = await searchGroups(door.database, { directoryId: request.directory.id, condition, offset: startIndex - 1, limit: count })
  const members =
    includesAttribute(projection, 'members') && page.resources.length > 0
      ? await findMembers(
          door.database,
          page.resources.map((group) => group.id),
        )
      : undefined
  const resources = page.resources.map((group) => applyProjection(projection, toScimGroup(group, baseUrl, members?.get(group.id))))
  return { status: 200, body: toListResponse({ resources, totalResults: page.total, startIndex }) }
}
