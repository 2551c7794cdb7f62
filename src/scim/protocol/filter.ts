import { findSubAttribute } from './attribute-lookup.ts'
import { formatAttributePath, isWholeExtension, parseAttributePath, readAttribute, resolvePath } from './attribute-path.ts'
import type { AttributePath, ResolvedPath } from './attribute-path.ts'
import { compareValue, parseBooleanText } from './comparison.ts'
import type { CompareOperator } from './comparison.ts'
import { parseDateTime } from './date-time.ts'
import { describeToken, invalidFilter, readCompValue, tokenizeFilter } from './filter-tokens.ts'
import type { FilterToken } from './filter-tokens.ts'
import { isUnassigned } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { Attribute, ResourceType } from './schemas.ts'
import { quoted, ScimError } from './scim-error.ts'

/** RFC 7644 §3.4.2.2 as a tree. */
export type Filter =
  | { type: 'and' | 'or'; filters: Filter[] }
  | { type: 'not'; filter: Filter }
  | { type: 'compare'; path: AttributePath; operator: CompareOperator; value: string | number | boolean | null }
  | { type: 'present'; path: AttributePath }
  | { type: 'valuePath'; path: AttributePath; filter: Filter }

/**
 * A filter whose every path is known to the schema and whose every value has the attribute's type. Comparison with null has
 * become `present` or its negation. Inside a valuePath each path is the element's: the attribute with a subAttribute, or the
 * attribute alone where its elements are simple values.
 */
export type ResolvedFilter =
  | { readonly type: 'and' | 'or'; readonly filters: readonly ResolvedFilter[] }
  | { readonly type: 'not'; readonly filter: ResolvedFilter }
  | { readonly type: 'compare'; readonly path: ResolvedPath; readonly operator: CompareOperator; readonly value: string | number | boolean }
  | { readonly type: 'present'; readonly path: ResolvedPath }
  | { readonly type: 'valuePath'; readonly path: ResolvedPath; readonly filter: ResolvedFilter }

const deepestNesting = 32
const mostTerms = 200
const compareOperators: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'])

type Reader = { readonly tokens: FilterToken[]; position: number; terms: number; depth: number; inValuePath: boolean }

export function parseFilter(text: string): Filter {
  const reader: Reader = { tokens: tokenizeFilter(text), position: 0, terms: 0, depth: 0, inValuePath: false }
  const filter = readChain(reader, 'or')
  const rest = take(reader)
  if (rest.type !== 'end') throw invalidFilter(`${describeToken(rest)} was not expected; join expressions with "and" or "or".`)
  return filter
}

// RFC 7644 §3.4.2.2: "and" binds closer than "or".
function readChain(reader: Reader, type: 'and' | 'or'): Filter {
  const filters = [type === 'or' ? readChain(reader, 'and') : readTerm(reader)]
  while (isWord(peek(reader), type)) {
    take(reader)
    filters.push(type === 'or' ? readChain(reader, 'and') : readTerm(reader))
  }
  const [only] = filters
  return filters.length === 1 && only !== undefined ? only : { type, filters }
}

function readTerm(reader: Reader): Filter {
  const token = take(reader)
  if (token.type === '(') return readEnclosed(reader, ')')
  if (token.type !== 'word') throw invalidFilter(`An attribute was expected before ${describeToken(token)}.`)
  if (isWord(token, 'not')) {
    const open = take(reader)
    if (open.type !== '(') throw invalidFilter('"not" needs parentheses: not (…).')
    return { type: 'not', filter: readEnclosed(reader, ')') }
  }
  const path = readPath(token.text)
  if (peek(reader).type !== '[') return readExpression(reader, path)
  take(reader)
  return readValuePath(reader, path)
}

// The depth is capped, so nesting in the text cannot exhaust the stack here or in any walk over the tree.
function readEnclosed(reader: Reader, close: ')' | ']'): Filter {
  reader.depth += 1
  if (reader.depth > deepestNesting) throw invalidFilter(`The filter is nested deeper than ${deepestNesting} levels.`)
  const filter = readChain(reader, 'or')
  const token = take(reader)
  if (token.type !== close) throw invalidFilter(`"${close}" was expected before ${describeToken(token)}.`)
  reader.depth -= 1
  return filter
}

function readValuePath(reader: Reader, path: AttributePath): Filter {
  if (reader.inValuePath) throw invalidFilter('A value filter […] cannot contain another one.')
  reader.inValuePath = true
  const filter = readEnclosed(reader, ']')
  reader.inValuePath = false
  const after = peek(reader)
  if (after.type !== 'word' || !after.text.startsWith('.')) return { type: 'valuePath', path, filter }
  // Deviation: Entra matches by `emails[type eq "work"].value eq "x"`, which means the same element must satisfy both.
  take(reader)
  const expression = readExpression(reader, readPath(after.text.slice(1)))
  const filters = filter.type === 'and' ? [...filter.filters, expression] : [filter, expression]
  return { type: 'valuePath', path, filter: { type: 'and', filters } }
}

function readExpression(reader: Reader, path: AttributePath): Filter {
  reader.terms += 1
  if (reader.terms > mostTerms) throw invalidFilter(`The filter has more than ${mostTerms} expressions.`)
  const token = take(reader)
  const operator = token.type === 'word' ? token.text.toLowerCase() : undefined
  if (operator === 'pr') return { type: 'present', path }
  if (operator === undefined || !compareOperators.has(operator)) {
    const problem = token.type === 'end' ? 'An operator is missing at the end of the filter' : `${describeToken(token)} is not an operator`
    throw invalidFilter(`${problem}. Use eq, ne, co, sw, ew, gt, ge, lt, le or pr.`)
  }
  return { type: 'compare', path, operator: operator as CompareOperator, value: readCompValue(take(reader)) }
}

function readPath(text: string): AttributePath {
  try {
    return parseAttributePath(text)
  } catch (error) {
    throw error instanceof ScimError ? invalidFilter(error.detail) : error
  }
}

function peek(reader: Reader): FilterToken {
  return reader.tokens[reader.position] ?? { type: 'end' }
}

function take(reader: Reader): FilterToken {
  const token = peek(reader)
  reader.position += 1
  return token
}

function isWord(token: FilterToken, word: string): boolean {
  return token.type === 'word' && token.text.toLowerCase() === word
}

/** The text parseFilter reads back as an equal tree. */
export function formatFilter(filter: Filter): string {
  switch (filter.type) {
    case 'and':
    case 'or':
      return filter.filters.map((part) => formatPart(part, filter.type)).join(` ${filter.type} `)
    case 'not':
      return `not (${formatFilter(filter.filter)})`
    case 'compare':
      return `${formatAttributePath(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`
    case 'present':
      return `${formatAttributePath(filter.path)} pr`
    case 'valuePath':
      return `${formatAttributePath(filter.path)}[${formatFilter(filter.filter)}]`
  }
}

function formatPart(part: Filter, within: 'and' | 'or'): string {
  const isOpen = part.type === 'or' || (part.type === 'and' && within === 'and')
  return isOpen ? `(${formatFilter(part)})` : formatFilter(part)
}

/**
 * Refuses, with invalidFilter, what the schemas of the resource type do not define or cannot compare. A path that one of the
 * `others` defines stays, as that one defines it: no resource of this type has a value there (RFC 7644 §3.4.2.1).
 */
export function checkFilter(resourceType: ResourceType, filter: Filter, others: readonly ResourceType[] = []): ResolvedFilter {
  return resolve(filter, (path) => {
    for (const type of [resourceType, ...others]) {
      const resolved = resolvePath(type, path)
      if (resolved !== undefined) return resolved
    }
    return undefined
  })
}

/** The same for the filter within `attribute[…]`. */
export function checkValueFilter(path: ResolvedPath, filter: Filter): ResolvedFilter {
  return resolve(filter, (inner) => resolveInElement(path, inner))
}

type Resolver = (path: AttributePath) => ResolvedPath | undefined

function resolve(filter: Filter, resolver: Resolver): ResolvedFilter {
  switch (filter.type) {
    case 'and':
    case 'or':
      return { type: filter.type, filters: filter.filters.map((part) => resolve(part, resolver)) }
    case 'not':
      return { type: 'not', filter: resolve(filter.filter, resolver) }
    case 'compare':
      return checkComparison(known(filter.path, resolver), filter.operator, filter.value)
    case 'present':
      return { type: 'present', path: known(filter.path, resolver) }
    case 'valuePath': {
      const path = known(filter.path, resolver)
      if (path.subAttribute !== undefined || isWholeExtension(path) || (path.attribute.type !== 'complex' && !path.attribute.multiValued)) {
        throw invalidFilter(`${quoted(formatAttributePath(filter.path))} has no elements to filter with […].`)
      }
      return { type: 'valuePath', path, filter: checkValueFilter(path, filter.filter) }
    }
  }
}

function known(path: AttributePath, resolver: Resolver): ResolvedPath {
  const resolved = resolver(path)
  if (resolved === undefined) throw invalidFilter(`The schema defines no attribute ${quoted(formatAttributePath(path))}.`)
  // RFC 7643 §7: what is never returned must not be found out by filtering either.
  if (resolved.attribute.returned === 'never' || resolved.subAttribute?.returned === 'never') {
    throw invalidFilter(`${quoted(formatAttributePath(path))} cannot be used in a filter.`)
  }
  return resolved
}

function resolveInElement(outer: ResolvedPath, { schema, attribute, subAttribute }: AttributePath): ResolvedPath | undefined {
  if (schema !== undefined || subAttribute !== undefined) return undefined
  // RFC 7643 §2.4: the elements of a simple multi-valued attribute are their own "value".
  if (outer.attribute.type !== 'complex') return attribute.toLowerCase() === 'value' ? outer : undefined
  const found = findSubAttribute(outer.attribute, attribute)
  return found && { ...outer, subAttribute: found }
}

function checkComparison(named: ResolvedPath, operator: CompareOperator, value: string | number | boolean | null): ResolvedFilter {
  if (value === null) return checkNullComparison(named, operator)
  const path = withDefaultValue(named)
  const attribute = path.subAttribute ?? path.attribute
  if (!operatorsFor(attribute).includes(operator)) {
    throw invalidFilter(`"${operator}" cannot compare ${attribute.name}, which is ${attribute.type}.`)
  }
  return { type: 'compare', path, operator, value: toComparable(attribute, value) }
}

// RFC 7643 §2.5: null is the unassigned state, so equality with it asks whether there is a value.
function checkNullComparison(path: ResolvedPath, operator: CompareOperator): ResolvedFilter {
  if (operator === 'ne') return { type: 'present', path }
  if (operator === 'eq') return { type: 'not', filter: { type: 'present', path } }
  throw invalidFilter(`"${operator}" cannot compare with null.`)
}

// RFC 7644 §3.4.2.2: a complex attribute compared as a whole means its default subAttribute, "value".
function withDefaultValue(path: ResolvedPath): ResolvedPath {
  if (path.subAttribute !== undefined || path.attribute.type !== 'complex') return path
  const subAttribute = isWholeExtension(path) ? undefined : findSubAttribute(path.attribute, 'value')
  if (subAttribute === undefined) throw invalidFilter(`${quoted(path.attribute.name)} is complex. Compare one of its subAttributes.`)
  return { ...path, subAttribute }
}

const equality: readonly CompareOperator[] = ['eq', 'ne']
const order: readonly CompareOperator[] = [...equality, 'gt', 'ge', 'lt', 'le']
const text: readonly CompareOperator[] = [...order, 'co', 'sw', 'ew']

function operatorsFor(attribute: Attribute): readonly CompareOperator[] {
  switch (attribute.type) {
    case 'string':
    case 'reference':
      return text
    case 'dateTime':
    case 'integer':
    case 'decimal':
      return order
    // RFC 7644 §3.4.2.2: a Boolean or Binary attribute ordered with gt, ge, lt or le fails with invalidFilter.
    case 'boolean':
    case 'binary':
    case 'complex':
      return equality
  }
}

function toComparable(attribute: Attribute, value: string | number | boolean): string | number | boolean {
  switch (attribute.type) {
    case 'boolean': {
      // Deviation: Entra compares booleans with "True" and "False" as text; accepted.
      const truth = typeof value === 'string' ? parseBooleanText(value) : value
      if (typeof truth === 'boolean') return truth
      break
    }
    case 'integer':
    case 'decimal':
      if (typeof value === 'number') return value
      break
    case 'dateTime':
      if (typeof value === 'string' && parseDateTime(value) !== undefined) return value
      break
    default:
      if (typeof value === 'string') return value
  }
  throw invalidFilter(`${attribute.name} is ${attribute.type}; it cannot be compared with ${quoted(String(value))}.`)
}

/** How many expressions an evaluation may have to try. */
export function countTerms(filter: ResolvedFilter): number {
  if (filter.type === 'compare' || filter.type === 'present') return 1
  if (filter.type === 'not' || filter.type === 'valuePath') return countTerms(filter.filter)
  return filter.filters.reduce((sum, part) => sum + countTerms(part), 0)
}

/** Pure evaluation, one meaning for tests, value paths and whatever compiles the tree to another language. */
export function matchesFilter(filter: ResolvedFilter, resource: JsonObject): boolean {
  return matches(filter, (path) => readAttribute(resource, path))
}

/** The same for the filter of a value path and one element. */
export function matchesElement(filter: ResolvedFilter, element: JsonValue): boolean {
  return matches(filter, () => element)
}

function matches(filter: ResolvedFilter, read: (path: ResolvedPath) => JsonValue | undefined): boolean {
  switch (filter.type) {
    case 'and':
      return filter.filters.every((part) => matches(part, read))
    case 'or':
      return filter.filters.some((part) => matches(part, read))
    case 'not':
      return !matches(filter.filter, read)
    case 'present':
      return valuesOf(read(filter.path), filter.path.subAttribute).length > 0
    case 'compare': {
      const { path, operator, value } = filter
      const stored = read(path)
      const values = valuesOf(stored, path.subAttribute)
      // An unassigned single value differs from every value; of no elements none differs.
      if (values.length === 0) return operator === 'ne' && !Array.isArray(stored) && !isListed(path, stored)
      return values.some((actual) => compareValue(path.subAttribute ?? path.attribute, operator, actual, value))
    }
    case 'valuePath':
      return elementsOf(read(filter.path)).some((element) => matchesElement(filter.filter, element))
  }
}

// A multi-valued attribute that is absent; inside a value path the value read is one element, and so never absent.
function isListed(path: ResolvedPath, stored: JsonValue | undefined): boolean {
  return path.attribute.multiValued && isUnassigned(stored)
}

function valuesOf(stored: JsonValue | undefined, subAttribute: Attribute | undefined): JsonValue[] {
  const elements = elementsOf(stored)
  if (subAttribute === undefined) return elements
  return elements.flatMap((element) =>
    typeof element === 'object' && element !== null && !Array.isArray(element) ? elementsOf(element[subAttribute.name]) : [],
  )
}

function elementsOf(stored: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(stored)) return stored.filter((element) => !isUnassigned(element))
  return stored === undefined || isUnassigned(stored) ? [] : [stored]
}
