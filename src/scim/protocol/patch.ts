import { findExtension, findExtensionAttribute, findSubAttribute } from './attribute-lookup.ts'
import {
  formatResolvedPath,
  isWholeExtension,
  parseAttributePath,
  readAttributePath,
  resolveExtension,
  resolvePath,
  resolveUnqualified,
} from './attribute-path.ts'
import type { AttributePath, ResolvedPath } from './attribute-path.ts'
import { ignoreName, invalidValue, parseAttributeValue, parseComplexValue, parseSimpleValue } from './attribute-value.ts'
import type { Parsing, Strictness } from './attribute-value.ts'
import { checkValueFilter, countTerms, parseFilter } from './filter.ts'
import type { ResolvedFilter } from './filter.ts'
import { invalidFilter } from './filter-tokens.ts'
import { cloneJson, isJsonObject, isUnassigned, member } from './json.ts'
import type { JsonObject, JsonValue } from './json.ts'
import { netMembers } from './member-patch.ts'
import type { MemberPatch } from './member-patch.ts'
import { isComplex } from './multi-valued.ts'
import { applyOperation, dropHollow } from './patch-operation.ts'
import type { PatchOperation, PatchTarget } from './patch-operation.ts'
import { refuseUnassigned, schemasOf } from './resource.ts'
import { membersAttribute } from './schemas.ts'
import type { ResourceType } from './schemas.ts'
import { quoted, ScimError } from './scim-error.ts'
import { patchOpUrn } from './urns.ts'

export type PatchRequest = {
  /** In their order; an operation without path has become one operation for each attribute it names. */
  readonly operations: readonly PatchOperation[]
  /** Names that no schema defines. */
  readonly ignored: string[]
}

type Reader = Parsing & { readonly resourceType: ResourceType; readonly operations: PatchOperation[]; terms: number }

const mostOperations = 1000
const longestPath = 8192
const mostTerms = 1000

/** RFC 7644 §3.5.2. Every error that the resource itself does not decide is thrown here, before anything is read. */
export function parsePatchRequest(resourceType: ResourceType, body: unknown, { strict }: Strictness): PatchRequest {
  if (!isJsonObject(body)) throw invalidSyntax('The body has to be a JSON object.')
  checkSchemas(member(body, 'schemas'), strict)
  const operations = member(body, 'Operations')
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalidSyntax('"Operations" has to be an array of at least one operation.')
  }
  if (operations.length > mostOperations) {
    throw new ScimError(413, undefined, `A PATCH can have ${mostOperations} operations, not ${operations.length}. Send several.`)
  }
  const reader: Reader = { strict, refusesReadOnly: strict, ignored: new Set(), resourceType, operations: [], terms: 0 }
  for (const operation of operations) readOperation(reader, operation)
  return { operations: reader.operations, ignored: [...reader.ignored] }
}

function checkSchemas(schemas: unknown, strict: boolean): void {
  // Deviation: some clients leave "schemas" out of a PATCH; accepted unless strict.
  if (isUnassigned(schemas as JsonValue | undefined)) {
    if (strict) throw invalidSyntax(`"schemas" has to contain ${patchOpUrn}.`)
    return
  }
  const urns = Array.isArray(schemas) ? schemas : [schemas]
  if (!urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === patchOpUrn.toLowerCase())) {
    throw invalidSyntax(`"schemas" has to contain ${patchOpUrn}.`)
  }
}

function readOperation(reader: Reader, operation: unknown): void {
  if (!isJsonObject(operation)) throw invalidSyntax('Each operation has to be an object.')
  const op = readOp(member(operation, 'op'))
  const path = member(operation, 'path') ?? ''
  const value = member(operation, 'value')
  if (typeof path !== 'string') throw invalidPath('"path" has to be a string.')
  if (path !== '') {
    addOperation(reader, op, readPath(reader, path), value, true)
    return
  }
  // RFC 7644 §3.5.2.2: remove without a path has no target.
  if (op === 'remove') throw new ScimError(400, 'noTarget', 'A remove operation needs a path.')
  if (!isJsonObject(value)) throw invalidValue('An operation without path needs an object as its value.')
  for (const key of Object.keys(value)) {
    const target = readKey(reader, key)
    if (target === undefined) ignoreName(key, reader)
    else addOperation(reader, op, target, value[key], false)
  }
}

// Deviation: Entra capitalises op; RFC 7644 §3.5.2 writes it in lower case.
function readOp(op: unknown): PatchOperation['op'] {
  const folded = typeof op === 'string' ? op.toLowerCase() : undefined
  if (folded === 'add' || folded === 'remove' || folded === 'replace') return folded
  throw invalidSyntax('"op" has to be add, remove or replace.')
}

// Deviation: Entra and others use paths as the keys of a value without path: "name.givenName", "urn:…:User:department".
function readKey(reader: Reader, key: string): PatchTarget | undefined {
  if (key.length > longestPath) return undefined
  if (key.includes('[')) return readPath(reader, key)
  const path = readAttributePath(key)
  return resolveExtension(reader.resourceType, key) ?? (path && resolveLeniently(reader, path))
}

function resolveLeniently({ resourceType, strict }: Reader, path: AttributePath): ResolvedPath | undefined {
  return resolvePath(resourceType, path) ?? (strict ? undefined : resolveUnqualified(resourceType, path))
}

/** RFC 7644 §3.5.2: attrPath, or valuePath with an optional subAttribute behind it. */
function readPath(reader: Reader, text: string): PatchTarget {
  if (text.length > longestPath) throw invalidPath(`A path can have at most ${longestPath} characters.`)
  const open = text.indexOf('[')
  const resolved = resolveLeniently(reader, parseAttributePath(open === -1 ? text : text.slice(0, open)))
  if (resolved === undefined) throw invalidPath(`The schema defines no attribute ${quoted(text)}.`)
  if (open === -1) return resolved
  if (resolved.subAttribute !== undefined || !resolved.attribute.multiValued) {
    throw invalidPath(`${quoted(text)}: only a multi-valued attribute can have a value filter.`)
  }
  const close = closingBracket(text, open)
  const filter = checkValueFilter(resolved, parseFilter(text.slice(open + 1, close)))
  refuseTooManyTerms(reader, resolved, filter)
  const rest = text.slice(close + 1)
  if (rest === '') return { ...resolved, filter }
  const subAttribute = rest.startsWith('.') ? findSubAttribute(resolved.attribute, rest.slice(1)) : undefined
  if (subAttribute === undefined) throw invalidPath(`${quoted(rest)} is not a subAttribute of ${resolved.attribute.name}.`)
  return { ...resolved, filter, subAttribute }
}

// Each expression is tried on each element, so their product is bounded. Filters on members are read as ids and never tried.
function refuseTooManyTerms(reader: Reader, { attribute }: ResolvedPath, filter: ResolvedFilter): void {
  if (attribute !== membersAttribute) addTerms(reader, countTerms(filter))
}

function addTerms(reader: Reader, count: number): void {
  reader.terms += count
  if (reader.terms > mostTerms) throw invalidFilter(`The paths have more than ${mostTerms} expressions together. Send several PATCHes.`)
}

function closingBracket(text: string, open: number): number {
  let isQuoted = false
  for (let index = open + 1; index < text.length; index += 1) {
    const character = text[index]
    if (character === '\\' && isQuoted) index += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (character === ']' && !isQuoted) return index
  }
  throw invalidPath(`${quoted(text)} has no closing bracket.`)
}

function addOperation(reader: Reader, op: PatchOperation['op'], target: PatchTarget, value: unknown, isExplicit: boolean): void {
  if (isWholeExtension(target)) {
    addExtensionOperations(reader, op, target, value, isExplicit)
    return
  }
  const { attribute, subAttribute } = target
  if (attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly') {
    // Deviation: Okta repeats the id in a value without path, authentik the schemas; ignored unless strict.
    if (isExplicit || reader.strict) throw mutability(`${formatResolvedPath(target)} is readOnly.`)
    return
  }
  // RFC 7643 §4.1.1: the password may be sent, and is never kept.
  if (attribute.mutability === 'writeOnly') return
  refuseImmutable(op, target)
  if (op === 'remove') reader.operations.push(readRemove(reader, target, value))
  else reader.operations.push({ op, target, value: readValue(reader, op, target, value) })
}

function addExtensionOperations(reader: Reader, op: PatchOperation['op'], target: ResolvedPath, value: unknown, isExplicit: boolean): void {
  const { schema } = target
  const unassigns = op === 'remove' || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  if (unassigns) {
    for (const attribute of schema.attributes) {
      if (attribute.mutability !== 'readOnly') addOperation(reader, op, { schema, isExtension: true, attribute }, null, isExplicit)
    }
    return
  }
  if (!isJsonObject(value)) throw invalidValue(`${schema.id} has to be an object.`)
  const extension = findExtension(reader.resourceType, schema.id)
  for (const key of Object.keys(value)) {
    const attribute = extension && findExtensionAttribute(extension, key)
    if (attribute === undefined) ignoreName(`${schema.id}:${key}`, reader)
    else addOperation(reader, op, { schema, isExtension: true, attribute }, value[key], false)
  }
}

// RFC 7643 §4.2: an element whose value is immutable is added or removed, never edited.
function refuseImmutable(op: PatchOperation['op'], { attribute, subAttribute, filter }: PatchTarget): void {
  if (!attribute.multiValued) return
  const edits = subAttribute?.mutability === 'immutable'
  const replaces = op !== 'remove' && filter !== undefined && findSubAttribute(attribute, 'value')?.mutability === 'immutable'
  if (edits || replaces) throw mutability(`An element of ${attribute.name} cannot be edited. Add or remove it.`)
}

function readRemove(reader: Reader, target: PatchTarget, value: unknown): PatchOperation {
  const { attribute, subAttribute, filter } = target
  // RFC 7644 §3.5.2.2: removing a required attribute fails with mutability.
  if ((subAttribute ?? attribute).required && filter === undefined) {
    throw mutability(`${formatResolvedPath(target)} is required and cannot be removed.`)
  }
  const isListed = attribute.multiValued && subAttribute === undefined && filter === undefined
  if (!isListed || value === undefined || value === null) return { op: 'remove', target, value: null }
  // Deviation: Entra, authentik and JumpCloud name in `value` the elements to remove; only those go, also in strict mode.
  const listed = parseAttributeValue(attribute, value, { ignored: reader.ignored, strict: false }) ?? []
  // What is listed without a value is tried on each element.
  addTerms(reader, Array.isArray(listed) ? listed.filter((element) => isComplex(element) && isUnassigned(element['value'])).length : 0)
  return { op: 'remove', target, value: listed }
}

function readValue(reader: Reader, op: 'add' | 'replace', target: PatchTarget, value: unknown): JsonValue {
  if (value === undefined) throw invalidValue(`"${op}" needs a value for ${formatResolvedPath(target)}.`)
  const parsed = parseTargetValue(reader, target, value)
  if (target.subAttribute === undefined && target.filter === undefined) refuseUnassigned(target.attribute, parsed)
  return parsed
}

function parseTargetValue(reader: Reader, { attribute, subAttribute, filter }: PatchTarget, value: unknown): JsonValue {
  if (subAttribute !== undefined) {
    return subAttribute.multiValued
      ? parseAttributeValue(subAttribute, value, reader)
      : parseSimpleValue(subAttribute, attribute, value, reader)
  }
  const isOne = !attribute.multiValued || filter !== undefined
  if (!isOne) return parseAttributeValue(attribute, value, reader)
  return attribute.type === 'complex'
    ? parseComplexValue(attribute, value, reader, true)
    : parseSimpleValue(attribute, undefined, value, reader)
}

/**
 * The resource after all operations, each on the result of the one before (RFC 7644 §3.5.2); the resource given stays as it
 * is. Throws for the whole request when one operation has no target or meets an immutable value.
 */
export function applyPatch(resourceType: ResourceType, resource: JsonObject, request: PatchRequest, { strict }: Strictness): JsonObject {
  const draft = cloneJson(resource)
  for (const operation of request.operations) applyOperation(draft, operation, strict)
  for (const { target } of request.operations) dropHollow(draft, target)
  draft['schemas'] = schemasOf(resourceType, draft)
  return draft
}

/** Parts the operations on a group's members, as their net effect, from those on its other attributes. */
export function splitMembers(request: PatchRequest): { attributes: PatchRequest; members: MemberPatch | undefined } {
  const isOnMembers = ({ target }: PatchOperation) => target.attribute === membersAttribute
  const ofMembers = request.operations.filter(isOnMembers)
  if (ofMembers.length === 0) return { attributes: request, members: undefined }
  const operations = request.operations.filter((operation) => !isOnMembers(operation))
  return { attributes: { operations, ignored: request.ignored }, members: netMembers(ofMembers) }
}

function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}

function invalidPath(detail: string): ScimError {
  return new ScimError(400, 'invalidPath', detail)
}

function mutability(detail: string): ScimError {
  return new ScimError(400, 'mutability', detail)
}
