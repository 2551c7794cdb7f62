import type { ServedDirectory } from '../store/directory.ts'
import { groupResourceType, userResourceType, type ResourceType } from './protocol/schemas.ts'

/** What the users and groups of a directory consist of. */
export type DirectoryTypes = { user: ResourceType; group: ResourceType }

const standardTypes: DirectoryTypes = { user: userResourceType, group: groupResourceType }

export function directoryTypes(_directory: ServedDirectory): DirectoryTypes {
  return standardTypes
}
