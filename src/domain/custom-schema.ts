import { DomainError } from './errors.ts'

/** RFC 7643 §2.3. */
export const customAttributeTypes = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'] as const
export type CustomAttributeType = (typeof customAttributeTypes)[number]

/** A part of a complex attribute (RFC 7643 §7): one simple value, as changeable as the attribute that it is a part of. */
export type CustomSubAttribute = {
  name: string
  type: CustomAttributeType
  description: string
  /** Each value of the attribute has to have it. */
  required: boolean
  /** Suggestions of a string, which are not enforced; empty for none. */
  canonicalValues: string[]
  /** Whether texts that differ in case alone differ; always so for reference and binary. */
  caseExact: boolean
  returned: 'default' | 'request' | 'never'
  /** Of a reference, and there not empty: `User`, `Group`, `external` or `uri`. */
  referenceTypes: string[]
}

export type CustomAttribute = Omit<CustomSubAttribute, 'returned'> & {
  multiValued: boolean
  /** RFC 7643 §2.2. What is readOnly the server would have to set, and it drops what is writeOnly: neither can be declared. */
  mutability: 'readWrite' | 'immutable'
  returned: 'default' | 'request' | 'never' | 'always'
  /** Of a complex attribute, and there not empty. */
  subAttributes: CustomSubAttribute[]
}

/** A schema extension that one directory declares (RFC 7643 §3.3). */
export type CustomSchema = {
  /** A URN, in the case in which it is shown. */
  id: string
  resourceType: 'User' | 'Group'
  name: string
  description: string
  /** Whether every new or replaced resource has to have it. */
  required: boolean
  attributes: CustomAttribute[]
}

type Draft<Whole, Needed extends keyof Whole> = Pick<Whole, Needed> & { [Name in keyof Whole]?: Whole[Name] | null | undefined }
/** What a caller says of it; RFC 7643 §2.2 says the rest. */
export type CustomSubAttributeDraft = Draft<Omit<CustomSubAttribute, 'returned'>, 'name'> & {
  returned?: CustomAttribute['returned'] | null | undefined
}
export type CustomAttributeDraft = Draft<Omit<CustomAttribute, 'subAttributes'>, 'name'> & {
  subAttributes?: readonly CustomSubAttributeDraft[] | null | undefined
}
export type CustomSchemaDraft = Draft<Omit<CustomSchema, 'attributes'>, 'id' | 'resourceType' | 'name'> & {
  attributes: readonly CustomAttributeDraft[]
}

const mostSchemas = 10
const mostAttributes = 100
const mostSubAttributes = 50
const mostCanonicalValues = 100
/** Of all schemas of a directory as JSON: every request of its identity provider reads them. */
const mostCharacters = 65_536

/** The schemas of one directory, each definition completed. Refuses with INVALID_INPUT, and says which definition and why. */
export function checkCustomSchemas(drafts: readonly CustomSchemaDraft[]): CustomSchema[] {
  if (drafts.length > mostSchemas) throw refused(`A directory can declare ${mostSchemas} schemas; these are ${drafts.length}.`)
  const schemas = drafts.map(checkSchema)
  refuseContinuedIds(schemas.map(({ id }) => id))
  const size = JSON.stringify(schemas).length
  if (size > mostCharacters) {
    throw refused(`The schemas of a directory can have ${mostCharacters} characters as JSON; these have ${size}. Shorten the descriptions.`)
  }
  return schemas
}

function checkSchema(draft: CustomSchemaDraft): CustomSchema {
  const { resourceType } = draft
  const id = checkUrn(draft.id)
  const at = `Schema ${id}`
  if (draft.attributes.length === 0 || draft.attributes.length > mostAttributes) {
    throw refused(`${at} has ${draft.attributes.length} attributes; it can have 1 to ${mostAttributes}.`)
  }
  refuseRepeated(at, draft.attributes)
  return {
    id,
    resourceType,
    name: checkText(`${at}: name`, draft.name, 1, 200),
    description: checkText(`${at}: description`, draft.description ?? '', 0, 500),
    required: draft.required ?? false,
    attributes: draft.attributes.map((attribute) => checkAttribute(id, attribute)),
  }
}

// One dot at most behind the last colon: with more, a path could not tell the URN from attribute and subAttribute (RFC 7644 §3.10).
const urn = /^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:(?:[\w.-]+:)*[\w-]+(?:\.[\w-]+)?$/i
const longestUrn = 200

const standardUrns = [
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'urn:ietf:params:scim:schemas:core:2.0:Group',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
]
/** What RFC 7643, RFC 7644 and RFC 9967 name, and what older identity providers send in its place. */
const reservedUrns = [
  'urn:ietf:params:scim:schemas:core:',
  'urn:ietf:params:scim:schemas:extension:enterprise:',
  'urn:ietf:params:scim:api:',
  'urn:ietf:params:scim:event:',
  'urn:scim:schemas:',
]

function checkUrn(id: string): string {
  const shown = quoted(id)
  if (id.length > longestUrn || !id.startsWith('urn:') || !urn.test(id)) {
    throw refused(
      `${shown} cannot be the URN of a schema. Write urn:<namespace>:<name> in letters, digits and : . - _, of at most ${longestUrn} characters, with at most one dot behind the last colon; such as urn:example:scim:1.0:User.`,
    )
  }
  const folded = `${id.toLowerCase()}:`
  if (reservedUrns.some((reserved) => folded.startsWith(reserved)))
    throw refused(`${shown} is reserved by SCIM itself. Use a URN of your own.`)
  return id
}

// A colon continues a URN and also begins an attribute, so a path could mean either of the two.
function refuseContinuedIds(ids: readonly string[]): void {
  for (const [index, id] of ids.entries()) {
    for (const other of [...standardUrns, ...ids.slice(0, index)]) {
      const [a, b] = [id.toLowerCase(), other.toLowerCase()]
      if (a === b) throw refused(`Schema ${id} is declared twice.`)
      if (a.startsWith(`${b}:`) || b.startsWith(`${a}:`)) {
        throw refused(`Of ${id} and ${other} one continues the other, so that paths would be ambiguous. Use another URN.`)
      }
    }
  }
}

// RFC 7643 §2.1; §2.4 adds $ref.
const attributeName = /^[a-z][\w$-]{0,99}$/i
const caseRules: Record<CustomAttributeType, 'chosen' | 'exact' | 'none'> = {
  string: 'chosen',
  reference: 'exact',
  binary: 'exact',
  boolean: 'none',
  decimal: 'none',
  integer: 'none',
  dateTime: 'none',
  complex: 'none',
}

function checkAttribute(schema: string, draft: CustomAttributeDraft): CustomAttribute {
  if (!attributeName.test(draft.name)) throw nameRefused(schema, draft.name)
  const at = `${schema}:${draft.name}`
  const subDrafts = draft.subAttributes ?? []
  const isComplex = draft.type === 'complex'
  if (isComplex ? subDrafts.length === 0 || subDrafts.length > mostSubAttributes : subDrafts.length > 0) {
    throw refused(`${at} has ${subDrafts.length} subAttributes; a complex attribute has 1 to ${mostSubAttributes}, any other none.`)
  }
  refuseRepeated(at, subDrafts)
  return {
    ...checkTraits(at, draft),
    multiValued: draft.multiValued ?? false,
    mutability: draft.mutability ?? 'readWrite',
    returned: draft.returned ?? 'default',
    subAttributes: subDrafts.map((subAttribute) => checkSubAttribute(at, subAttribute)),
  }
}

function checkSubAttribute(attribute: string, draft: CustomSubAttributeDraft): CustomSubAttribute {
  if (draft.name !== '$ref' && !attributeName.test(draft.name)) throw nameRefused(attribute, draft.name)
  const at = `${attribute}.${draft.name}`
  // RFC 7643 §2.3.8: a complex attribute has no complex subAttributes.
  if (draft.type === 'complex') throw refused(`${at} cannot be complex: a subAttribute has no parts.`)
  if (draft.name === '$ref' && draft.type !== 'reference') throw refused(`${at} has to be a reference.`)
  const returned = draft.returned ?? 'default'
  if (returned === 'always')
    throw refused(`${at} cannot always be returned: it is shown with its attribute. Declare that of the attribute.`)
  return { ...checkTraits(at, draft), returned }
}

function checkTraits(at: string, draft: CustomSubAttributeDraft | CustomAttributeDraft): Omit<CustomSubAttribute, 'returned'> {
  const { name, type: given, required } = draft
  const type = given ?? 'string'
  // Reading an attribute of such a name would read what every object of JavaScript has.
  if (name in Object.prototype) throw refused(`${at}: no attribute can have this name. Use another one.`)
  const caseExact = checkCaseExact(at, type, draft.caseExact ?? undefined)
  return {
    name,
    type,
    description: checkText(`${at}: description`, draft.description ?? '', 0, 500),
    required: required ?? false,
    caseExact,
    canonicalValues: checkCanonicalValues(at, type, caseExact, draft.canonicalValues ?? undefined),
    referenceTypes: checkReferenceTypes(at, type, draft.referenceTypes ?? []),
  }
}

function checkCaseExact(at: string, type: CustomAttributeType, given: boolean | undefined): boolean {
  switch (caseRules[type]) {
    case 'chosen':
      return given ?? false
    case 'exact':
      // RFC 7643 §2.3.6 and §2.3.7.
      if (given === false) throw refused(`${at} is ${type}, which is always caseExact.`)
      return true
    case 'none':
      if (given === true) throw refused(`${at} is ${type}, which has no case. Leave caseExact out.`)
      return false
  }
}

function checkCanonicalValues(at: string, type: CustomAttributeType, caseExact: boolean, given: string[] | undefined): string[] {
  if (given === undefined) return []
  if (type !== 'string') throw refused(`${at} is ${type}; canonicalValues are of strings. Leave them out.`)
  // Clients take an empty list for "no value is allowed".
  if (given.length === 0 || given.length > mostCanonicalValues) {
    throw refused(`${at} has ${given.length} canonicalValues. Give 1 to ${mostCanonicalValues}, or leave them out.`)
  }
  const values = given.map((value) => checkText(`${at}: each of canonicalValues`, value, 1, 200))
  const distinct = new Set(values.map((value) => (caseExact ? value : value.toLowerCase())))
  if (distinct.size < values.length) throw refused(`${at} repeats one of its canonicalValues.`)
  return values
}

const referable: ReadonlySet<string> = new Set(['User', 'Group', 'external', 'uri'])

// RFC 7643 §7: referenceTypes say what a reference leads to.
function checkReferenceTypes(at: string, type: CustomAttributeType, given: string[]): string[] {
  if (type !== 'reference') {
    if (given.length > 0) throw refused(`${at} is ${type}; referenceTypes are of references. Leave them out.`)
    return []
  }
  if (given.length === 0 || new Set(given).size < given.length || !given.every((name) => referable.has(name))) {
    throw refused(`${at} is a reference: its referenceTypes have to be some of ${[...referable].join(', ')}, each once.`)
  }
  return given
}

// RFC 7643 §2.1: names match without regard to case.
function refuseRepeated(at: string, named: readonly { name: string }[]): void {
  const seen = new Set<string>()
  for (const { name } of named) {
    const folded = name.toLowerCase()
    if (seen.has(folded)) throw refused(`${at} declares ${quoted(name)} twice; case does not tell names apart.`)
    seen.add(folded)
  }
}

function checkText(what: string, text: string, least: number, most: number): string {
  const trimmed = text.trim()
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  if (trimmed.length < least || trimmed.length > most || /[\u0000-\u001f\u007f]/.test(trimmed) || !trimmed.isWellFormed()) {
    throw refused(`${what} must have ${least} to ${most} characters, none of them a control character.`)
  }
  return trimmed
}

function nameRefused(at: string, name: string): DomainError {
  return refused(`${at} cannot have an attribute ${quoted(name)}: a name is a letter, then letters, digits, $ - or _, 100 at most.`)
}

function refused(message: string): DomainError {
  return new DomainError('INVALID_INPUT', `${message} Nothing was changed.`)
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text)
}
