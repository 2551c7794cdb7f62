import { notFound } from '../domain/errors.ts'
import { fromId } from '../domain/id.ts'
import type { User } from '../domain/user.ts'
import { findGroups } from '../store/membership.ts'
import { searchUsers } from '../store/search.ts'
import { findUser } from '../store/user.ts'
import { filterToCondition } from './filter-to-condition.ts'
import { checkFilter, parseFilter } from './protocol/filter.ts'
import { parseListParameters, toListResponse } from './protocol/list-response.ts'
import { applyPatch, parsePatchRequest } from './protocol/patch.ts'
import { applyProjection, includesAttribute, parseProjection, type Projection } from './protocol/projection.ts'
import { parseResource } from './protocol/resource.ts'
import { quoted } from './protocol/scim-error.ts'
import { userResourceType } from './protocol/schemas.ts'
import { firstOf, isNotModified, type ScimAnswer, type ScimDoor, type ScimRequest } from './scim-request.ts'
import { toScimUser } from './user-resource.ts'
import { formatVersion } from './version.ts'

export async function createUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(userResourceType, request.query)
  const { resource, ignored } = parseResource(userResourceType, request.body, request.strictness)
  noteIgnored(request, ignored)
  const { directory, actor, tokenId } = request
  // RFC 7643 §4.1.1 leaves the default of `active` open: who is provisioned may sign in.
  const attributes = { active: true, ...resource }
  const { value: user } = await door.commands.createUser({
    tokenId,
    teamId: directory.teamId,
    directoryId: directory.id,
    actor,
    attributes,
  })
  // Nobody can be in a group before existing.
  return answer(request, 201, user, projection, [])
}

export async function getUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(userResourceType, request.query)
  const user = await findUser(door.database, request.directory.id, userId(request))
  if (!user) throw notFound(`User ${quoted(request.id)}`)
  if (isNotModified(request.ifNoneMatch, user.version)) return { status: 304, version: formatVersion(user.version) }
  return answerWithGroups(door, request, user, projection)
}

export async function listUsers(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(userResourceType, request.query)
  const { startIndex, count } = parseListParameters({
    startIndex: firstOf(request.query['startIndex']),
    count: firstOf(request.query['count']),
  })
  const filter = firstOf(request.query['filter'])
  const { baseUrl } = request
  const at = { kind: 'user', location: `${baseUrl}/Users`, memberLocation: `${baseUrl}/Groups` } as const
  const condition = filter === undefined ? undefined : filterToCondition(checkFilter(userResourceType, parseFilter(filter)), at)
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

export async function replaceUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(userResourceType, request.query)
  const { resource, ignored } = parseResource(userResourceType, request.body, request.strictness)
  noteIgnored(request, ignored)
  // Deviation from RFC 7644 §3.5.1, which clears what is absent: a PUT without `active` would suspend or reactivate by accident.
  return modify(door, request, projection, ({ attributes }) =>
    'active' in resource || !('active' in attributes) ? resource : { ...resource, active: attributes['active']! },
  )
}

export async function patchUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(userResourceType, request.query)
  const patch = parsePatchRequest(userResourceType, request.body, request.strictness)
  noteIgnored(request, patch.ignored)
  return modify(door, request, projection, ({ attributes }) => applyPatch(userResourceType, attributes, patch, request.strictness))
}

export async function deleteUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const { directory, actor, ifMatch, tokenId } = request
  await door.commands.deleteUser({ tokenId, teamId: directory.teamId, directoryId: directory.id, id: userId(request), actor, ifMatch })
  return { status: 204 }
}

async function modify(
  door: ScimDoor,
  request: ScimRequest,
  projection: Projection,
  revise: (user: User) => User['attributes'],
): Promise<ScimAnswer> {
  const { directory, actor, ifMatch, tokenId } = request
  const input = { tokenId, teamId: directory.teamId, directoryId: directory.id, id: userId(request), actor, ifMatch, revise }
  const { value: user } = await door.commands.modifyUser(input)
  return answerWithGroups(door, request, user, projection)
}

function userId(request: ScimRequest): string {
  const id = fromId('user', request.id)
  if (id === undefined) throw notFound(`User ${quoted(request.id)}`)
  return id
}

async function answerWithGroups(door: ScimDoor, request: ScimRequest, user: User, projection: Projection): Promise<ScimAnswer> {
  const groups = includesAttribute(projection, 'groups') ? (await findGroups(door.database, [user.id])).get(user.id) : undefined
  return answer(request, 200, user, projection, groups)
}

function answer(
  request: ScimRequest,
  status: 200 | 201,
  user: User,
  projection: Projection,
  groups: Parameters<typeof toScimUser>[2],
): ScimAnswer {
  const resource = toScimUser(user, request.baseUrl, groups)
  const location = (resource['meta'] as { location: string }).location
  const at = status === 201 ? { location } : { contentLocation: location }
  return { status, body: applyProjection(projection, resource), version: formatVersion(user.version), ...at }
}

function noteIgnored(request: ScimRequest, ignored: readonly string[]): void {
  if (ignored.length > 0) request.note({ ignoredAttributes: ignored })
}
