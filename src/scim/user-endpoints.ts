import { notFound } from '../domain/errors.ts'
import { fromId } from '../domain/id.ts'
import type { User } from '../domain/user.ts'
import { findGroups } from '../store/membership.ts'
import { findUser } from '../store/user.ts'
import { applyPatch, parsePatchRequest } from './protocol/patch.ts'
import { applyProjection, includesAttribute, parseProjection, type Projection } from './protocol/projection.ts'
import { parseResource } from './protocol/resource.ts'
import { quoted } from './protocol/scim-error.ts'
import { noteChanges, noteIgnored } from './request-notes.ts'
import { isNotModified, type ScimAnswer, type ScimDoor, type ScimRequest } from './scim-request.ts'
import { toScimUser } from './user-resource.ts'
import { formatVersion } from './version.ts'

export async function createUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.user, request.query)
  const { resource, ignored } = parseResource(request.types.user, request.body, request.strictness)
  noteIgnored(request.notes, ignored)
  const { directory, actor, tokenId } = request
  // RFC 7643 §4.1.1 leaves the default of `active` open: who is provisioned may sign in.
  const attributes = { active: true, ...resource }
  const input = { tokenId, teamId: directory.teamId, directoryId: directory.id, actor, attributes }
  const user = await noteChanges(request.notes, door.commands.createUser(input))
  // Nobody can be in a group before existing.
  return answer(request, 201, user, projection, [])
}

export async function getUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.user, request.query)
  const user = await findUser(door.database, request.directory.id, userId(request))
  if (!user) throw notFound(`User ${quoted(request.id)}`)
  if (isNotModified(request.ifNoneMatch, user.version)) return { status: 304, version: formatVersion(user.version) }
  return answerWithGroups(door, request, user, projection)
}

export async function replaceUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.user, request.query)
  const { resource, ignored } = parseResource(request.types.user, request.body, request.strictness)
  noteIgnored(request.notes, ignored)
  // Deviation from RFC 7644 §3.5.1, which clears what is absent: a PUT without `active` would suspend or reactivate by accident.
  return modify(door, request, projection, ({ attributes }) =>
    'active' in resource || !('active' in attributes) ? resource : { ...resource, active: attributes['active']! },
  )
}

export async function patchUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.user, request.query)
  const patch = parsePatchRequest(request.types.user, request.body, request.strictness)
  noteIgnored(request.notes, patch.ignored)
  return modify(door, request, projection, ({ attributes }) => applyPatch(request.types.user, attributes, patch, request.strictness))
}

export async function deleteUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const { directory, actor, ifMatch, tokenId } = request
  const input = { tokenId, teamId: directory.teamId, directoryId: directory.id, id: userId(request), actor, ifMatch }
  await noteChanges(request.notes, door.commands.deleteUser(input))
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
  const user = await noteChanges(request.notes, door.commands.modifyUser(input))
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
