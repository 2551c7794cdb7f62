import { comparisonKey, longestKey, lookUpKey } from '../domain/attributes.ts'
import { fromId } from '../domain/id.ts'
import type { Condition, Operand, ValueType } from '../store/condition.ts'
import { elementsOf, isForeign, operandIn, operandOf, valueTypeOf, type Listed } from './operand.ts'
import type { ResolvedPath } from './protocol/attribute-path.ts'
import { foldText } from './protocol/comparison.ts'
import { parseDateTime } from './protocol/date-time.ts'
import type { ResolvedFilter } from './protocol/filter.ts'

type Compare = Extract<ResolvedFilter, { type: 'compare' }>
type ValuePath = Extract<ResolvedFilter, { type: 'valuePath' }>

/** A checked filter as what the store can search for. */
export function filterToCondition(filter: ResolvedFilter, listed: Listed): Condition {
  switch (filter.type) {
    case 'and':
    case 'or':
      return { type: filter.type, conditions: filter.filters.map((part) => filterToCondition(part, listed)) }
    case 'not':
      return { type: 'not', condition: filterToCondition(filter.filter, listed) }
    case 'valuePath':
      return isForeign(filter.path, listed) ? constant(false) : valuePathToCondition(filter, listed)
    case 'present':
      return isForeign(filter.path, listed) ? constant(false) : presence(filter.path, listed)
    case 'compare':
      // RFC 7644 §3.4.2.1: what the type does not define has no value there.
      return isForeign(filter.path, listed) ? constant(differsWithoutValue(filter)) : comparison(filter, listed)
  }
}

/** The same for the filter within `attribute[…]`; `at` says where the parts of the value at hand are. */
function partsCondition(filter: ResolvedFilter, listed: Listed, at: typeof operandIn): Condition {
  switch (filter.type) {
    case 'and':
    case 'or':
      return { type: filter.type, conditions: filter.filters.map((part) => partsCondition(part, listed, at)) }
    case 'not':
      return { type: 'not', condition: partsCondition(filter.filter, listed, at) }
    case 'present':
      return { type: 'present', operand: at(filter.path, listed) }
    case 'compare':
      return compareOne(filter, at(filter.path, listed), listed)
    case 'valuePath':
      throw new Error('a value path has none within')
  }
}

function constant(value: boolean): Condition {
  return { type: 'constant', value }
}

// An unassigned single value differs from every value; of no elements none differs.
function differsWithoutValue({ operator, path }: Compare): boolean {
  return operator === 'ne' && !path.attribute.multiValued
}

// Complex attributes are present when they have a part.
function presence(path: ResolvedPath, listed: Listed): Condition {
  if (path.attribute.multiValued) {
    const condition: Condition = path.subAttribute ? { type: 'present', operand: operandIn(path, listed) } : constant(true)
    return { type: 'some', of: elementsOf(path), condition }
  }
  if (path.attribute.name === 'meta' && !path.subAttribute) return constant(true)
  return { type: 'present', operand: operandOf(path, listed) }
}

function comparison(filter: Compare, listed: Listed): Condition {
  const { path, operator } = filter
  if (!path.attribute.multiValued) {
    const condition = compareOne(filter, operandOf(path, listed), listed)
    return operator === 'eq' && isUserAttribute('displayName', path, listed) ? foundByName(filter, condition) : condition
  }
  const operand = operandIn(path, listed)
  const matches = compareOne(filter, operand, listed)
  // RFC 7644 §3.4.2.2: a multi-valued attribute matches when any of its values does; an element without the subAttribute has none.
  const condition: Condition = operator === 'ne' ? { type: 'and', conditions: [{ type: 'present', operand }, matches] } : matches
  const some: Condition = { type: 'some', of: elementsOf(path), condition }
  return operator === 'eq' && isEmailValue(path, listed) ? foundByEmail(filter, some, true) : some
}

function valuePathToCondition({ path, filter }: ValuePath, listed: Listed): Condition {
  if (!path.attribute.multiValued) return { type: 'and', conditions: [presence(path, listed), partsCondition(filter, listed, operandOf)] }
  const some: Condition = { type: 'some', of: elementsOf(path), condition: partsCondition(filter, listed, operandIn) }
  const email = conjuncts(filter).find((part) => part.type === 'compare' && part.operator === 'eq' && isEmailValue(part.path, listed))
  return email ? foundByEmail(email as Compare, some, false) : some
}

function conjuncts(filter: ResolvedFilter): readonly ResolvedFilter[] {
  return filter.type === 'and' ? filter.filters.flatMap(conjuncts) : [filter]
}

function isUserAttribute(name: string, { isExtension, attribute }: ResolvedPath, { kind }: Listed): boolean {
  return kind === 'user' && !isExtension && attribute.name === name
}

function isEmailValue(path: ResolvedPath, listed: Listed): boolean {
  return isUserAttribute('emails', path, listed) && path.subAttribute?.name === 'value'
}

/** By the indexed key. A key that was not cut is as good as the value; a cut one only leads to the candidates. */
function foundByName({ value }: Compare, exactly: Condition): Condition {
  const key = lookUpKey(String(value))
  const byKey: Condition = { type: 'compare', operand: { column: 'displayNameKey' }, operator: 'eq', value: key, as: 'key' }
  return isWhole(key) ? byKey : { type: 'and', conditions: [byKey, exactly] }
}

function foundByEmail({ value }: Compare, exactly: Condition, isAlone: boolean): Condition {
  const key = lookUpKey(String(value))
  const byKey: Condition = { type: 'hasEmailKey', key }
  return isAlone && isWhole(key) ? byKey : { type: 'and', conditions: [byKey, exactly] }
}

function isWhole(key: string): boolean {
  return Array.from(key).length < longestKey
}

function compareOne({ path, operator, value }: Compare, operand: Operand, { kind }: Listed): Condition {
  if ('column' in operand && operand.column === 'id') return compareId(kind, operand, operator, String(value))
  if ('membership' in operand && operand.membership === 'id') {
    return compareId(kind === 'user' ? 'group' : 'user', operand, operator, String(value))
  }
  const as = valueTypeOf(path, operand)
  return { type: 'compare', operand, operator, value: valueAs(as, value), as }
}

function valueAs(as: ValueType, value: Compare['value']): Compare['value'] {
  switch (as) {
    case 'folded':
      return foldText(String(value))
    case 'key':
      return comparisonKey(String(value))
    case 'dateTime':
      return toSeconds(parseDateTime(String(value))!)
    default:
      return value
  }
}

/** Nanoseconds as a decimal number of seconds. */
function toSeconds(nanoseconds: bigint): string {
  const digits = String(nanoseconds < 0n ? -nanoseconds : nanoseconds).padStart(10, '0')
  return `${nanoseconds < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`
}

// An id that has not our form is no resource's: nothing equals it, everything differs from it.
function compareId(kind: 'user' | 'group', operand: Operand, operator: Compare['operator'], value: string): Condition {
  if (operator === 'eq' || operator === 'ne') {
    const uuid = fromId(kind, value)
    return uuid === undefined ? constant(operator === 'ne') : { type: 'compare', operand, operator, value: uuid, as: 'uuid' }
  }
  const text: Operand = 'membership' in operand ? { textWithId: `${kind}-`, membership: true } : { textWithId: `${kind}-` }
  return { type: 'compare', operand: text, operator, value, as: 'text' }
}
