import { notAdmitted, notFound } from '../domain/errors.ts'
import type { Group, MemberChange } from '../domain/group.ts'
import { fromId, toId } from '../domain/id.ts'
import { findMembers, findMemberTexts } from '../store/membership.ts'
import { toMemberChange, toScimGroup, withMemberTexts } from './group-resource.ts'
import type { JsonObject } from './protocol/json.ts'
import { modifyResource } from './protocol/modification.ts'
import { applyPatch, parsePatchRequest, splitMembers } from './protocol/patch.ts'
import { applyProjection, includesAttribute, namesParts, parseProjection, type Projection } from './protocol/projection.ts'
import { parseResource } from './protocol/resource.ts'
import { membersAttribute } from './protocol/schemas.ts'
import { quoted } from './protocol/scim-error.ts'
import { noteChanges, noteIgnored, noteUnknownMembers } from './request-notes.ts'
import { isNotModified, type ScimAnswer, type ScimDoor, type ScimRequest } from './scim-request.ts'
import { formatVersion } from './version.ts'

export async function createGroup(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.group, request.query)
  const { attributes, members } = parseGroup(request)
  const { directory, actor, tokenId } = request
  const { group, unknownMembers } = await noteChanges(
    request.notes,
    door.commands.createGroup({
      tokenId,
      teamId: directory.teamId,
      directoryId: directory.id,
      actor,
      attributes,
      members: members ?? noMembers,
      refusesUnknownMembers: directory.isStrict,
    }),
  )
  noteUnknownMembers(request.notes, unknownMembers)
  return answer(door, request, 201, group, projection)
}

export async function getGroup(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.group, request.query)
  const found = await door.lookUps.groups('id', { directoryId: request.directory.id, tokenId: request.tokenId, key: groupId(request) })
  if (!found) throw notAdmitted()
  const [group] = found
  if (!group) throw notFound(`Group ${quoted(request.id)}`)
  if (isNotModified(request.ifNoneMatch, group.version)) return { status: 304, version: formatVersion(group.version) }
  return answer(door, request, 200, group, projection)
}

export async function replaceGroup(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.group, request.query)
  const { attributes, members } = parseGroup(request)
  // RFC 7644 §3.5.1 permits to clear what is absent. Members are replaced only when the key is there: clients that hide members would wipe groups.
  const revise = (group: Group): JsonObject => modifyResource(request.types.group, group.attributes, 'replace', () => attributes)
  const group = await modify(door, request, revise, members)
  return answer(door, request, 200, group, projection)
}

export async function patchGroup(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const projection = parseProjection(request.types.group, request.query)
  const patch = parsePatchRequest(request.types.group, request.body, request.strictness)
  noteIgnored(request.notes, patch.ignored)
  const { attributes: onAttributes, members } = splitMembers(patch)
  const change = (stored: JsonObject): JsonObject => applyPatch(request.types.group, stored, onAttributes, request.strictness)
  const revise = (group: Group): JsonObject => modifyResource(request.types.group, group.attributes, 'patch', change)
  const group = await modify(door, request, onAttributes.operations.length > 0 ? revise : undefined, members && toMemberChange(members))
  // idp-facing contract: the group while it is small or when a projection was asked for (RFC 7644 §3.5.2), 204 beyond.
  if (projection.mode === 'all' && group.memberCount > door.groupAnswerMemberLimit)
    return { status: 204, version: formatVersion(group.version) }
  return answer(door, request, 200, group, projection)
}

export async function deleteGroup(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const { directory, actor, ifMatch, tokenId } = request
  const isGuarded = directory.removalsPerHour !== null
  const input = { tokenId, isGuarded, teamId: directory.teamId, directoryId: directory.id, id: groupId(request), actor, ifMatch }
  await noteChanges(request.notes, door.commands.deleteGroup(input))
  return { status: 204 }
}

const noMembers: MemberChange = { replaceAll: false, add: [], remove: [], unknown: [] }

/** The body of a POST or PUT; `members` undefined when the key is absent. */
function parseGroup(request: ScimRequest): { attributes: JsonObject; members: MemberChange | undefined } {
  const { resource, ignored } = parseResource(request.types.group, request.body, request.strictness)
  noteIgnored(request.notes, ignored)
  const { members: _, ...attributes } = resource
  if (!namesMembers(request.body)) return { attributes, members: undefined }
  const elements = Array.isArray(resource['members']) ? resource['members'] : []
  const ids = elements.map((member) => String((member as JsonObject)['value']))
  return { attributes, members: toMemberChange({ replaceAll: true, add: [...new Set(ids)], remove: [] }) }
}

// RFC 7643 §2.5: `[]` and null say "no members"; parsing leaves both out, so the body itself is asked.
function namesMembers(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).some((name) => name.toLowerCase() === 'members')
}

async function modify(
  door: ScimDoor,
  request: ScimRequest,
  revise: ((group: Group) => Group['attributes']) | undefined,
  members: MemberChange | undefined,
): Promise<Group> {
  const { directory, actor, ifMatch, tokenId } = request
  const { group, unknownMembers } = await noteChanges(
    request.notes,
    door.commands.modifyGroup({
      tokenId,
      isGuarded: directory.removalsPerHour !== null,
      teamId: directory.teamId,
      directoryId: directory.id,
      id: groupId(request),
      actor,
      ifMatch,
      revise,
      members,
      refusesUnknownMembers: directory.isStrict,
    }),
  )
  noteUnknownMembers(request.notes, unknownMembers)
  return group
}

function groupId(request: ScimRequest): string {
  const id = fromId('group', request.id)
  if (id === undefined) throw notFound(`Group ${quoted(request.id)}`)
  return id
}

async function answer(door: ScimDoor, request: ScimRequest, status: 200 | 201, group: Group, projection: Projection): Promise<ScimAnswer> {
  const { baseUrl } = request
  const bodyText = await groupText(door, group, projection, baseUrl)
  const location = `${baseUrl}/Groups/${toId('group', group.id)}`
  const at = status === 201 ? { location } : { contentLocation: location }
  return { status, bodyText, version: formatVersion(group.version), ...at }
}

async function groupText(door: ScimDoor, group: Group, projection: Projection, baseUrl: string): Promise<string | Buffer> {
  const shown = group.memberCount > 0 && includesAttribute(projection, 'members')
  if (shown && namesParts(projection, membersAttribute)) {
    const members = (await findMembers(door.database, [group.id])).get(group.id)
    return JSON.stringify(applyProjection(projection, toScimGroup(group, baseUrl, members)))
  }
  const members = shown ? (await findMemberTexts(door.database, [group.id])).get(group.id) : undefined
  return withMemberTexts(applyProjection(projection, toScimGroup(group, baseUrl, undefined)), baseUrl, members)
}
