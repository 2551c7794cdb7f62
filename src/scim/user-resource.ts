import { toId } from '../domain/id.ts'
import type { User } from '../domain/user.ts'
import type { GroupOfUser } from '../store/membership.ts'
import type { JsonObject } from './protocol/json.ts'
import { formatVersion } from './version.ts'

/** `baseUrl` is that of the directory, such as `https://…/scim/v2/dir-…`. `groups` undefined: not asked for. */
export function toScimUser(user: User, baseUrl: string, groups: readonly GroupOfUser[] | undefined): JsonObject {
  const id = toId('user', user.id)
  const resource: JsonObject = { id, ...user.attributes }
  if (groups && groups.length > 0) {
    resource['groups'] = groups.map((group) => {
      const value = toId('group', group.id)
      return { value, $ref: `${baseUrl}/Groups/${value}`, display: group.displayName, type: 'direct' }
    })
  }
  resource['meta'] = {
    resourceType: 'User',
    created: user.createdAt.toISOString(),
    lastModified: user.lastModifiedAt.toISOString(),
    location: `${baseUrl}/Users/${id}`,
    version: formatVersion(user.version),
  }
  return resource
}
