import {
  customAttributeTypes,
  type CustomAttribute,
  type CustomAttributeType,
  type CustomSchema,
  type CustomSubAttribute,
} from '../domain/custom-schema.ts'
import { builder } from './builder.ts'

// Not `id`: caches of clients take that for one object, and two directories may declare the same URN.
const urn = 'The URN of the schema: the key of its values in a resource.'

const enumName = (type: CustomAttributeType): string => type.replace(/(?=[A-Z])/g, '_').toUpperCase()

const CustomAttributeTypeEnum = builder.enumType('CustomAttributeType', {
  description: 'RFC 7643 §2.3.',
  values: Object.fromEntries(customAttributeTypes.map((type) => [enumName(type), { value: type }])) as Record<
    string,
    { value: CustomAttributeType }
  >,
})

const MutabilityEnum = builder.enumType('CustomAttributeMutability', {
  description: 'RFC 7643 §2.2.',
  values: {
    READ_WRITE: { value: 'readWrite' },
    IMMUTABLE: { value: 'immutable', description: 'Once it has a value, it keeps that.' },
  } as const,
})

const ReturnedEnum = builder.enumType('CustomAttributeReturned', {
  description: 'RFC 7643 §2.2.',
  values: {
    DEFAULT: { value: 'default', description: 'Unless a request asks for other attributes only.' },
    REQUEST: { value: 'request', description: 'When a request asks for it by name.' },
    ALWAYS: { value: 'always', description: 'Whatever a request asks for. Not for subAttributes.' },
    NEVER: { value: 'never', description: 'It is kept, but no answer shows it and no filter finds by it.' },
  } as const,
})

const ResourceTypeEnum = builder.enumType('CustomSchemaResourceType', {
  values: { USER: { value: 'User' }, GROUP: { value: 'Group' } } as const,
})

const descriptions = {
  required: 'Whether every value has to have it.',
  canonicalValues: 'Suggested values of a string; others are accepted. Empty: none are suggested.',
  caseExact: 'Whether texts that differ in case alone differ. References and binary values are always case exact.',
  referenceTypes: 'Of a reference: User, Group, external or uri.',
}

const CustomSubAttributeType = builder.objectRef<CustomSubAttribute>('CustomSubAttribute').implement({
  authScopes: { read: true, setup: true },
  description: 'A part of a complex attribute.',
  fields: (t) => ({
    name: t.exposeString('name'),
    type: t.expose('type', { type: CustomAttributeTypeEnum }),
    description: t.exposeString('description'),
    required: t.exposeBoolean('required', { description: descriptions.required }),
    canonicalValues: t.exposeStringList('canonicalValues', { description: descriptions.canonicalValues }),
    caseExact: t.exposeBoolean('caseExact', { description: descriptions.caseExact }),
    returned: t.expose('returned', { type: ReturnedEnum }),
    referenceTypes: t.exposeStringList('referenceTypes', { description: descriptions.referenceTypes }),
  }),
})

const CustomAttributeObject = builder.objectRef<CustomAttribute>('CustomAttribute').implement({
  authScopes: { read: true, setup: true },
  description: 'An attribute of a schema extension (RFC 7643 §7).',
  fields: (t) => ({
    name: t.exposeString('name'),
    type: t.expose('type', { type: CustomAttributeTypeEnum }),
    multiValued: t.exposeBoolean('multiValued'),
    description: t.exposeString('description'),
    required: t.exposeBoolean('required', { description: 'Whether every resource that has the extension has to have it.' }),
    canonicalValues: t.exposeStringList('canonicalValues', { description: descriptions.canonicalValues }),
    caseExact: t.exposeBoolean('caseExact', { description: descriptions.caseExact }),
    mutability: t.expose('mutability', { type: MutabilityEnum }),
    returned: t.expose('returned', { type: ReturnedEnum }),
    referenceTypes: t.exposeStringList('referenceTypes', { description: descriptions.referenceTypes }),
    subAttributes: t.expose('subAttributes', { type: [CustomSubAttributeType], description: 'Of a complex attribute.' }),
  }),
})

export const CustomSchemaType = builder.objectRef<CustomSchema>('CustomSchema').implement({
  authScopes: { read: true, setup: true },
  description: 'A schema extension that a directory declares (RFC 7643 §3.3).',
  fields: (t) => ({
    urn: t.string({ description: urn, resolve: ({ id }) => id }),
    resourceType: t.expose('resourceType', { type: ResourceTypeEnum }),
    name: t.exposeString('name'),
    description: t.exposeString('description'),
    required: t.exposeBoolean('required', { description: 'Whether every resource that is created or replaced has to have it.' }),
    attributes: t.expose('attributes', { type: [CustomAttributeObject] }),
  }),
})

const CustomSubAttributeInput = builder.inputType('CustomSubAttributeInput', {
  description: 'A part of a complex attribute: of any type but COMPLEX.',
  fields: (t) => ({
    name: t.string({ required: true }),
    type: t.field({ type: CustomAttributeTypeEnum, defaultValue: 'string' }),
    description: t.string({ defaultValue: '' }),
    required: t.boolean({ defaultValue: false, description: descriptions.required }),
    canonicalValues: t.stringList({ description: descriptions.canonicalValues.replace(/ Empty.*/, '') }),
    caseExact: t.boolean({ description: `${descriptions.caseExact} Strings are not by default.` }),
    returned: t.field({ type: ReturnedEnum, defaultValue: 'default' }),
    referenceTypes: t.stringList({ description: descriptions.referenceTypes }),
  }),
})

const CustomAttributeInput = builder.inputType('CustomAttributeInput', {
  description: 'An attribute of a schema extension (RFC 7643 §7). `uniqueness` is always none.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'A letter, then letters, digits, $, - or _.' }),
    type: t.field({ type: CustomAttributeTypeEnum, defaultValue: 'string' }),
    multiValued: t.boolean({ defaultValue: false }),
    description: t.string({ defaultValue: '' }),
    required: t.boolean({ defaultValue: false, description: 'Whether every resource that has the extension has to have it.' }),
    canonicalValues: t.stringList({ description: descriptions.canonicalValues.replace(/ Empty.*/, '') }),
    caseExact: t.boolean({ description: `${descriptions.caseExact} Strings are not by default.` }),
    mutability: t.field({ type: MutabilityEnum, defaultValue: 'readWrite' }),
    returned: t.field({ type: ReturnedEnum, defaultValue: 'default' }),
    referenceTypes: t.stringList({ description: descriptions.referenceTypes }),
    subAttributes: t.field({ type: [CustomSubAttributeInput], description: 'Of a complex attribute, and only there.' }),
  }),
})

export const CustomSchemaInput = builder.inputType('CustomSchemaInput', {
  description: 'A schema extension (RFC 7643 §3.3).',
  fields: (t) => ({
    urn: t.string({ required: true, description: `${urn} Such as urn:example:scim:1.0:User; not one of SCIM's own.` }),
    resourceType: t.field({ type: ResourceTypeEnum, required: true }),
    name: t.string({ required: true }),
    description: t.string({ defaultValue: '' }),
    required: t.boolean({
      defaultValue: false,
      description:
        'Whether every resource that is created or replaced has to have it; others are refused, also such as deactivate. Only for what the identity provider sends for all.',
    }),
    attributes: t.field({ type: [CustomAttributeInput], required: true }),
  }),
})
