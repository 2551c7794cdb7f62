import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from './urns.ts'

export type AttributeType = 'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'binary' | 'complex'

/** RFC 7643 §7: one entry of a schema's `attributes`, in the form `/Schemas` shows it. */
export type Attribute = {
  readonly name: string
  readonly type: AttributeType
  readonly multiValued: boolean
  readonly description: string
  readonly required: boolean
  readonly canonicalValues?: readonly string[]
  readonly caseExact?: boolean
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly'
  readonly returned: 'always' | 'never' | 'default' | 'request'
  readonly uniqueness?: 'none' | 'server' | 'global'
  readonly referenceTypes?: readonly string[]
  readonly subAttributes?: readonly Attribute[]
}

export type Schema = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly attributes: readonly Attribute[]
}

export type ResourceType = {
  readonly id: string
  readonly name: string
  readonly endpoint: string
  readonly description: string
  readonly schema: Schema
  readonly extensions: readonly { readonly schema: Schema; readonly required: boolean }[]
}

type Traits = Partial<Omit<Attribute, 'name' | 'description'>>

/** RFC 7643 §2.2: what a definition does not say is string, optional, single-valued, readWrite, returned by default. */
export function defineAttribute(name: string, description: string, traits: Traits = {}): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    ...caseAndUniqueness(traits.type ?? 'string'),
    mutability: 'readWrite',
    returned: 'default',
    ...traits,
  }
}

function caseAndUniqueness(type: AttributeType): Traits {
  switch (type) {
    case 'string':
      return { caseExact: false, uniqueness: 'none' }
    // RFC 7643 §2.3.6 and §2.3.7: binary values and references are case exact.
    case 'reference':
    case 'binary':
      return { caseExact: true, uniqueness: 'none' }
    case 'decimal':
    case 'integer':
    case 'complex':
      return { uniqueness: 'none' }
    case 'boolean':
    case 'dateTime':
      return {}
  }
}

const readOnly = { mutability: 'readOnly' } as const
const immutable = { mutability: 'immutable' } as const
const idValue = { caseExact: true } as const

const primary = (of: string) =>
  defineAttribute('primary', `True for the preferred ${of}; at most one value is primary.`, { type: 'boolean' })

/** RFC 7643 §2.4: value, display, type and primary, as most multi-valued attributes have them. */
function multiValued(name: string, of: string, types: readonly string[] = [], valueTraits: Traits = {}): Attribute {
  return defineAttribute(name, `The user's ${of}s.`, {
    type: 'complex',
    multiValued: true,
    subAttributes: [
      defineAttribute('value', `The ${of} itself.`, valueTraits),
      defineAttribute('display', `A human-readable name of the ${of}.`),
      defineAttribute('type', `The kind of ${of}.`, types.length === 0 ? {} : { canonicalValues: types }),
      primary(of),
    ],
  })
}

const name = defineAttribute('name', "The parts of the user's name.", {
  type: 'complex',
  subAttributes: [
    defineAttribute('formatted', 'The full name, formatted for display.'),
    defineAttribute('familyName', 'The family name, or last name.'),
    defineAttribute('givenName', 'The given name, or first name.'),
    defineAttribute('middleName', 'The middle name or names.'),
    defineAttribute('honorificPrefix', 'The title before the name, such as "Dr.".'),
    defineAttribute('honorificSuffix', 'The suffix after the name, such as "III".'),
  ],
})

const addresses = defineAttribute('addresses', "The user's physical mailing addresses.", {
  type: 'complex',
  multiValued: true,
  subAttributes: [
    defineAttribute('formatted', 'The full address, formatted for display; may contain newlines.'),
    defineAttribute('streetAddress', 'Street, house number, post office box.'),
    defineAttribute('locality', 'The city or locality.'),
    defineAttribute('region', 'The state or region.'),
    defineAttribute('postalCode', 'The postal code.'),
    // Deviation: RFC 7643 §4.1.2 asks for ISO 3166-1 alpha-2; identity providers send free text, which is kept as sent.
    defineAttribute('country', 'The country.'),
    defineAttribute('type', 'The kind of address.', { canonicalValues: ['work', 'home', 'other'] }),
    primary('address'),
  ],
})

const groups = defineAttribute('groups', 'The groups the user is a member of; changed through the groups themselves.', {
  type: 'complex',
  multiValued: true,
  ...readOnly,
  subAttributes: [
    defineAttribute('value', 'The id of the group.', { ...readOnly, ...idValue }),
    defineAttribute('$ref', 'The URI of the group.', { type: 'reference', referenceTypes: ['Group'], ...readOnly }),
    defineAttribute('display', 'The displayName of the group.', readOnly),
    defineAttribute('type', 'How the user belongs to the group.', { canonicalValues: ['direct', 'indirect'], ...readOnly }),
  ],
})

/** RFC 7643 §4.1 and §8.7.1. */
export const coreUserSchema: Schema = {
  id: coreUserUrn,
  name: 'User',
  description: 'User Account',
  attributes: [
    defineAttribute('userName', 'The name by which the user is known to the identity provider; unique without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    name,
    defineAttribute('displayName', 'The name shown to others.'),
    defineAttribute('nickName', 'The casual way to address the user.'),
    defineAttribute('profileUrl', "The URL of the user's online profile.", { type: 'reference', referenceTypes: ['external'] }),
    defineAttribute('title', 'The title, such as "Vice President".'),
    defineAttribute('userType', 'The relationship between organization and user, such as "Employee".'),
    defineAttribute('preferredLanguage', 'The preferred written or spoken language.'),
    defineAttribute('locale', 'The location for formatting of currency, dates and numbers.'),
    defineAttribute('timezone', 'The time zone, in IANA form such as "America/Los_Angeles".'),
    defineAttribute('active', 'Whether the user is active.', { type: 'boolean' }),
    // RFC 7643 §4.1.1 and §7: a password is never returned; here it is also never kept.
    defineAttribute('password', 'Accepted and dropped: sign-in is by single sign-on.', {
      caseExact: true,
      mutability: 'writeOnly',
      returned: 'never',
    }),
    multiValued('emails', 'email address', ['work', 'home', 'other']),
    multiValued('phoneNumbers', 'phone number', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    multiValued('ims', 'instant messaging address', ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
    multiValued('photos', 'photo', ['photo', 'thumbnail'], { type: 'reference', referenceTypes: ['external'], caseExact: true }),
    addresses,
    groups,
    multiValued('entitlements', 'entitlement'),
    multiValued('roles', 'role'),
    multiValued('x509Certificates', 'X.509 certificate', [], { type: 'binary', caseExact: true }),
  ],
}

/** RFC 7643 §4.2: a member is added or removed, never edited. */
export const membersAttribute: Attribute = defineAttribute('members', 'The members of the group.', {
  type: 'complex',
  multiValued: true,
  subAttributes: [
    defineAttribute('value', 'The id of the member.', { required: true, ...immutable, ...idValue }),
    defineAttribute('$ref', 'The URI of the member.', { type: 'reference', referenceTypes: ['User', 'Group'], ...immutable }),
    defineAttribute('type', 'The kind of member.', { canonicalValues: ['User', 'Group'], ...immutable }),
    defineAttribute('display', 'The name of the member.', immutable),
  ],
})

/** RFC 7643 §4.2; displayName is required there, though §8.7.1 shows it otherwise. */
export const coreGroupSchema: Schema = {
  id: coreGroupUrn,
  name: 'Group',
  description: 'Group',
  attributes: [
    // Deviation: identity providers match groups by name, so a name is unique in a directory unless that allows repeated ones.
    defineAttribute('displayName', 'The name of the group.', { required: true, uniqueness: 'server' }),
    membersAttribute,
  ],
}

/** RFC 7643 §4.3 and §8.7.1. */
export const enterpriseUserSchema: Schema = {
  id: enterpriseUserUrn,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    defineAttribute('employeeNumber', 'The identifier the organization assigned to the person.'),
    defineAttribute('costCenter', 'The cost center.'),
    defineAttribute('organization', 'The organization.'),
    defineAttribute('division', 'The division.'),
    defineAttribute('department', 'The department.'),
    defineAttribute('manager', "The user's manager.", {
      type: 'complex',
      subAttributes: [
        defineAttribute('value', "The id of the manager's User resource.", idValue),
        defineAttribute('$ref', "The URI of the manager's User resource.", { type: 'reference', referenceTypes: ['User'] }),
        defineAttribute('displayName', 'The displayName of the manager.', readOnly),
      ],
    }),
  ],
}

/** RFC 7643 §3.1: in every resource, in no schema; they resolve in paths, filters and projections like the others. */
export const commonAttributes: readonly Attribute[] = [
  defineAttribute('schemas', 'The URNs of the schemas in use.', {
    type: 'reference',
    multiValued: true,
    required: true,
    referenceTypes: ['uri'],
    // RFC 7643 §2.1: schema URNs are compared without regard to case.
    caseExact: false,
    returned: 'always',
    ...readOnly,
  }),
  defineAttribute('id', 'The identifier this service issued.', {
    required: true,
    caseExact: true,
    returned: 'always',
    uniqueness: 'server',
    ...readOnly,
  }),
  defineAttribute('externalId', 'The identifier the identity provider issued.', { caseExact: true }),
  defineAttribute('meta', 'What the service knows about the resource.', {
    type: 'complex',
    ...readOnly,
    subAttributes: [
      defineAttribute('resourceType', 'The name of the resource type.', { caseExact: true, ...readOnly }),
      defineAttribute('created', 'When the resource was created.', { type: 'dateTime', ...readOnly }),
      defineAttribute('lastModified', 'When the resource last changed.', { type: 'dateTime', ...readOnly }),
      defineAttribute('location', 'The URI of the resource.', { type: 'reference', referenceTypes: ['uri'], ...readOnly }),
      defineAttribute('version', 'The version of the resource, equal to its ETag.', { caseExact: true, ...readOnly }),
    ],
  }),
]

export const userResourceType: ResourceType = {
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  description: 'User Account',
  schema: coreUserSchema,
  extensions: [{ schema: enterpriseUserSchema, required: false }],
}

export const groupResourceType: ResourceType = {
  id: 'Group',
  name: 'Group',
  endpoint: '/Groups',
  description: 'Group',
  schema: coreGroupSchema,
  extensions: [],
}
