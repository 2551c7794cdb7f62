import type { Group, MemberChange } from '../domain/group.ts'
import { fromId, toId } from '../domain/id.ts'
import type { Member, MemberTexts } from '../store/membership.ts'
import type { JsonObject } from './protocol/json.ts'
import { formatVersion } from './version.ts'

/** `baseUrl` is that of the directory, such as `https://…/scim/v2/dir-…`. `members` undefined: not asked for. */
export function toScimGroup(group: Group, baseUrl: string, members: readonly Member[] | undefined): JsonObject {
  const id = toId('group', group.id)
  const resource: JsonObject = { id, ...group.attributes }
  if (members && members.length > 0) {
    resource['members'] = members.map((member) => {
      const value = toId('user', member.id)
      return { value, $ref: `${baseUrl}/Users/${value}`, type: 'User', display: member.displayName ?? member.userName }
    })
  }
  resource['meta'] = {
    resourceType: 'Group',
    created: group.createdAt.toISOString(),
    lastModified: group.lastModifiedAt.toISOString(),
    location: `${baseUrl}/Groups/${id}`,
    version: formatVersion(group.version),
  }
  return resource
}

const uuidLength = 36
const membersAtOnce = 500

/**
 * The resource as JSON in UTF-8, with members that toScimGroup would show in the same way; without building and serialising thousands of
 * objects. In pieces, because one text of that many parts costs ten times as much to put together.
 */
export function withMemberTexts(resource: JsonObject, baseUrl: string, members: MemberTexts | undefined): string | Buffer {
  const text = JSON.stringify(resource)
  if (!members) return text
  const { ids } = members
  const names = members.names.split('\n')
  const [before, between] = [`{"value":"${toId('user', '')}`, `","$ref":"${baseUrl}/Users/${toId('user', '')}`]
  const pieces = [Buffer.from(`${text.slice(0, -1)},"members":[`)]
  for (let first = 0; first < names.length; first += membersAtOnce) {
    let piece = ''
    for (let index = first; index < Math.min(first + membersAtOnce, names.length); index++) {
      const id = ids.slice(index * uuidLength, (index + 1) * uuidLength)
      piece += `${index === 0 ? '' : ','}${before}${id}${between}${id}","type":"User","display":${names[index]}}`
    }
    pieces.push(Buffer.from(piece))
  }
  return Buffer.concat([...pieces, Buffer.from(']}')])
}

/** Ids as the client sent them, with those that cannot be users of ours told apart. */
export function toMemberChange({
  replaceAll,
  add,
  remove,
}: {
  replaceAll: boolean
  add: readonly string[]
  remove: readonly string[]
}): MemberChange {
  const change: MemberChange = { replaceAll, add: [], remove: [], unknown: [] }
  for (const id of add) {
    const uuid = fromId('user', id)
    if (uuid === undefined) change.unknown.push(id)
    else change.add.push(uuid)
  }
  for (const id of remove) {
    // Whoever is no user of ours is no member either: nothing to remove.
    const uuid = fromId('user', id)
    if (uuid !== undefined) change.remove.push(uuid)
  }
  return change
}
