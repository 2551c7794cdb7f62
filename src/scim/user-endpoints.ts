import { notAdmitted, notFound } from '../domain/errors.ts'
import { fromId } from '../domain/id.ts'
import type { User } from '../domain/user.ts'
import type { JsonObject } from './protocol/json.ts'
import { modifyResource } from './protocol/modification.ts'
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
  const lookUp = { directoryId: request.directory.id, tokenId: request.tokenId, key: userId(request) }
  const found = await door.lookUps.users('id', lookUp, includesAttribute(projection, 'groups'))
  if (!found) throw notAdmitted()
  const [one] = found
  if (!one) throw notFound(`User ${quoted(request.id)}`)
  if (isNotModified(request.ifNoneMatch, one.user.version)) return { status: 304, version: formatVersion(one.user.version) }
  return answer(request, 200, one.user, projection, one.groups)
}

export async function replaceUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.user, request.query)
  const { resource, ignored } = parseResource(request.types.user, request.body, request.strictness)
  noteIgnored(request.notes, ignored)
  // Deviation from RFC 7644 §3.5.1, which clears what is absent: a PUT without `active` would suspend or reactivate by accident.
  return modify(door, request, projection, 'replace', (stored) =>
    'active' in resource || !('active' in stored) ? resource : { ...resource, active: stored['active']! },
  )
}

export async function patchUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.user, request.query)
  const patch = parsePatchRequest(request.types.user, request.body, request.strictness)
  noteIgnored(request.notes, patch.ignored)
  return modify(door, request, projection, 'patch', (stored) => applyPatch(request.types.user, stored, patch, request.strictness))
}

export async function deleteUser(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const { directory, actor, ifMatch, tokenId } = request
  const isGuarded = directory.removalsPerHour !== null
  const input = { tokenId, isGuarded, teamId: directory.teamId, directoryId: directory.id, id: userId(request), actor, ifMatch }
  await noteChanges(request.notes, door.commands.deleteUser(input))
  return { status: 204 }
}

async function modify(
  door: ScimDoor,
  request: ScimRequest,
  projection: Projection,
  method: 'replace' | 'patch',
  change: (stored: JsonObject) => JsonObject,
): Promise<ScimAnswer> {
  const { directory, actor, ifMatch, tokenId } = request
  const revise = ({ attributes }: User): JsonObject => modifyResource(request.types.user, attributes, method, change)
  const isGuarded = directory.removalsPerHour !== null
  const input = { tokenId, isGuarded, teamId: directory.teamId, directoryId: directory.id, id: userId(request), actor, ifMatch, revise }
  // Beside the command, which does not touch them.
  const groups = includesAttribute(projection, 'groups') ? door.lookUps.groupsOfUser(input.id) : undefined
  groups?.catch(() => undefined)
  const user = await noteChanges(request.notes, door.commands.modifyUser(input))
  return answer(request, 200, user, projection, await groups)
}

function userId(request: ScimRequest): string {
  const id = fromId('user', request.id)
  if (id === undefined) throw notFound(`User ${quoted(request.id)}`)
  return id
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
