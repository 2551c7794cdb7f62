import type { Elements, Operand, ValueType } from '../store/condition.ts'
import { isWholeExtension, type ResolvedPath } from './protocol/attribute-path.ts'
import type { ResourceType } from './protocol/schemas.ts'

/** What is listed: resources of one type of a directory. */
export type Listed = {
  kind: 'user' | 'group'
  type: ResourceType
  /** Public URL of the resource type, such as `https://…/Users`, and that of those at the other end of a membership. */
  location: string
  memberLocation: string
}

/** Whether the path is another type's. Common attributes and shared extensions are resolved by the type itself. */
export function isForeign({ schema }: ResolvedPath, { type }: Listed): boolean {
  return schema !== type.schema && type.extensions.every((extension) => extension.schema !== schema)
}

function isMembership(path: ResolvedPath): boolean {
  return !path.isExtension && (path.attribute.name === 'members' || path.attribute.name === 'groups')
}

/** The elements of a multi-valued attribute. */
export function elementsOf({ schema, isExtension, attribute }: ResolvedPath): Elements {
  const path = { schema, isExtension, attribute }
  return isMembership(path) ? 'memberships' : { attribute: pathOf(path) }
}

/** The value of the path in the element at hand. */
export function operandIn(path: ResolvedPath, { kind, memberLocation }: Listed): Operand {
  if (!isMembership(path)) return { element: path.attribute.type === 'complex' ? (path.subAttribute?.name ?? null) : null }
  switch (path.subAttribute?.name) {
    case 'display':
      return { membership: kind === 'user' ? 'displayKey' : 'display' }
    case 'type':
      return { text: kind === 'group' ? 'User' : 'direct' }
    case '$ref':
      return { textWithId: `${memberLocation}/${kind === 'group' ? 'user' : 'group'}-`, membership: true }
    default:
      return { membership: 'id' }
  }
}

/** The value of a path whose attribute is single-valued. */
export function operandOf(path: ResolvedPath, { kind, location }: Listed): Operand {
  if (path.isExtension) return { attribute: pathOf(path) }
  switch (path.attribute.name) {
    case 'id':
      return { column: 'id' }
    case 'externalId':
      return { column: 'externalId' }
    case 'userName':
      return { column: 'userNameKey' }
    case 'displayName':
      return kind === 'group' ? { column: 'displayNameKey' } : { attribute: ['displayName'] }
    case 'meta':
      switch (path.subAttribute?.name) {
        case 'created':
          return { column: 'createdAt' }
        case 'lastModified':
          return { column: 'lastModifiedAt' }
        case 'location':
          return { textWithId: `${location}/${kind}-` }
        case 'version':
          return { textWithVersion: 'W/"', end: '"' }
        default:
          return { text: kind === 'user' ? 'User' : 'Group' }
      }
    default:
      return { attribute: pathOf(path) }
  }
}

function pathOf(path: ResolvedPath): string[] {
  if (isWholeExtension(path)) return [path.schema.id]
  const names = path.subAttribute ? [path.attribute.name, path.subAttribute.name] : [path.attribute.name]
  return path.isExtension ? [path.schema.id, ...names] : names
}

/** As what the values of a path are compared and sorted. */
export function valueTypeOf({ attribute, subAttribute }: ResolvedPath, operand: Operand): ValueType {
  const { type, caseExact } = subAttribute ?? attribute
  if (type === 'boolean') return 'boolean'
  if (type === 'integer' || type === 'decimal') return 'number'
  if (type === 'dateTime') return 'dateTime'
  if (isKey(operand)) return 'key'
  return caseExact === true ? 'text' : 'folded'
}

/** The columns of userName and of a group's displayName hold comparison keys already. */
function isKey(operand: Operand): boolean {
  if ('membership' in operand) return operand.membership === 'displayKey'
  return 'column' in operand && (operand.column === 'userNameKey' || operand.column === 'displayNameKey')
}
