import { comparisonKey } from '../domain/attributes.ts'
import { fromId } from '../domain/id.ts'
import type { Condition, Operand } from '../store/condition.ts'
import { isWholeExtension, type ResolvedPath } from './protocol/attribute-path.ts'
import { foldText } from './protocol/comparison.ts'
import { parseDateTime } from './protocol/date-time.ts'
import type { ResolvedFilter } from './protocol/filter.ts'
import type { Attribute } from './protocol/schemas.ts'

type Resource = {
  kind: 'user' | 'group'
  /** Public URL of the resource type, such as `https://…/Users`. */ location: string
  memberLocation: string
}

/** A checked filter as what the store can search for. */
export function filterToCondition(filter: ResolvedFilter, resource: Resource): Condition {
  return translate(filter, resource, undefined)
}

function translate(filter: ResolvedFilter, resource: Resource, within: ResolvedPath | undefined): Condition {
  switch (filter.type) {
    case 'and':
    case 'or':
      return { type: filter.type, conditions: filter.filters.map((part) => translate(part, resource, within)) }
    case 'not':
      return { type: 'not', condition: translate(filter.filter, resource, within) }
    case 'valuePath':
      return { type: 'some', of: elementsOf(filter.path), condition: translate(filter.filter, resource, filter.path) }
    case 'present':
      return within ? { type: 'present', operand: elementOperand(filter.path, resource) } : translatePresent(filter.path, resource)
    case 'compare':
      return within ? compareOne(filter, elementOperand(filter.path, resource), resource) : translateCompare(filter, resource)
  }
}

type Compare = Extract<ResolvedFilter, { type: 'compare' }>

function translateCompare(filter: Compare, resource: Resource): Condition {
  const { path } = filter
  // RFC 7644 §3.4.2.2: a multi-valued attribute matches when any of its values does.
  if (path.attribute.multiValued)
    return { type: 'some', of: elementsOf(path), condition: compareOne(filter, elementOperand(path, resource), resource) }
  return compareOne(filter, operandOf(path, resource), resource)
}

// Complex attributes are present when they have a part; the store keeps no empty ones.
function translatePresent(path: ResolvedPath, resource: Resource): Condition {
  if (path.attribute.multiValued) {
    const condition: Condition = path.subAttribute
      ? { type: 'present', operand: elementOperand(path, resource) }
      : { type: 'constant', value: true }
    return { type: 'some', of: elementsOf(path), condition }
  }
  if (path.attribute.name === 'meta' && !path.subAttribute) return { type: 'constant', value: true }
  return { type: 'present', operand: operandOf(path, resource) }
}

function isMembership(path: ResolvedPath): boolean {
  return !path.isExtension && (path.attribute.name === 'members' || path.attribute.name === 'groups')
}

function elementsOf(path: ResolvedPath): Extract<Condition, { type: 'some' }>['of'] {
  return isMembership(path) ? 'memberships' : { attribute: pathOf({ ...path, subAttribute: undefined }) }
}

function elementOperand(path: ResolvedPath, { kind, memberLocation }: Resource): Operand {
  if (!isMembership(path))
    return { element: path.attribute.multiValued && path.attribute.type === 'complex' ? (path.subAttribute?.name ?? null) : null }
  switch (path.subAttribute?.name) {
    case 'display':
      return { membership: 'display' }
    case 'type':
      return { text: kind === 'group' ? 'User' : 'direct' }
    case '$ref':
      return { textWithId: `${memberLocation}/${kind === 'group' ? 'user' : 'group'}-`, membership: true }
    default:
      return { membership: 'id' }
  }
}

function operandOf(path: ResolvedPath, { kind, location }: Resource): Operand {
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

function compareOne({ path, operator, value }: Compare, operand: Operand, resource: Resource): Condition {
  const attribute = path.subAttribute ?? path.attribute
  if ('column' in operand && operand.column === 'id') return compareId(resource.kind, operand, operator, String(value))
  if ('membership' in operand && operand.membership === 'id') {
    return compareId(resource.kind === 'user' ? 'group' : 'user', operand, operator, String(value))
  }
  if (typeof value === 'string' && attribute.type === 'dateTime') {
    return { type: 'compare', operand, operator, value: Number(parseDateTime(value)! / 1_000n) / 1_000_000, as: 'dateTime' }
  }
  if (typeof value === 'number') return { type: 'compare', operand, operator, value, as: 'number' }
  if (typeof value === 'boolean') return { type: 'compare', operand, operator, value, as: 'boolean' }
  return { type: 'compare', operand, operator, ...textFor(attribute, operand, value) }
}

function textFor(attribute: Attribute, operand: Operand, value: string): { value: string; as: 'text' | 'folded' } {
  if (attribute.caseExact) return { value, as: 'text' }
  // The columns of userName and group displayName hold comparison keys already.
  const isKey = 'column' in operand && (operand.column === 'userNameKey' || operand.column === 'displayNameKey')
  return { value: isKey ? comparisonKey(value) : foldText(value), as: 'folded' }
}

// An id that has not our form is no resource's: nothing equals it, everything differs from it.
function compareId(kind: 'user' | 'group', operand: Operand, operator: Compare['operator'], value: string): Condition {
  if (operator === 'eq' || operator === 'ne') {
    const uuid = fromId(kind, value)
    return uuid === undefined
      ? { type: 'constant', value: operator === 'ne' }
      : { type: 'compare', operand, operator, value: uuid, as: 'uuid' }
  }
  const text: Operand = 'membership' in operand ? { textWithId: `${kind}-`, membership: true } : { textWithId: `${kind}-` }
  return { type: 'compare', operand: text, operator, value, as: 'text' }
}
