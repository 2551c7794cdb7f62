import fc from 'fast-check'
import { checkCustomSchemas, type CustomSchemaDraft } from '../../src/domain/custom-schema.ts'
import { directoryTypes, type DirectoryTypes } from '../../src/scim/directory-types.ts'
import { foldText } from '../../src/scim/protocol/comparison.ts'
import type { JsonObject } from '../../src/scim/protocol/json.ts'
import type { Attribute, ResourceType } from '../../src/scim/protocol/schemas.ts'
import { enterpriseUserUrn } from '../../src/scim/protocol/urns.ts'
import type { ScimBody, ScimClient } from '../support/scim-client.ts'
import { teamWithSettings } from '../support/team-with-settings.ts'
import type { AppUnderTest } from '../support/use-app.ts'

// Random directories with custom extensions, against which queries are held to a naive evaluation.

export const deviceUrn = 'urn:example:params:scim:2.0:Device'
const costUrn = 'urn:example:params:scim:2.0:Cost'

export const customSchemas = checkCustomSchemas([
  {
    id: deviceUrn,
    resourceType: 'User',
    name: 'Device',
    attributes: [
      { name: 'level', type: 'integer' },
      { name: 'score', type: 'decimal' },
      { name: 'onCall', type: 'boolean' },
      { name: 'hiredAt', type: 'dateTime' },
      { name: 'badge', caseExact: true },
      { name: 'home', type: 'reference', referenceTypes: ['external'] },
      { name: 'blob', type: 'binary' },
      { name: 'tags', multiValued: true },
      { name: 'shifts', type: 'dateTime', multiValued: true },
      {
        name: 'links',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value' },
          { name: 'weight', type: 'integer' },
          { name: 'since', type: 'dateTime' },
          { name: 'primary', type: 'boolean' },
        ],
      },
      {
        name: 'desk',
        type: 'complex',
        subAttributes: [{ name: 'floor', type: 'integer' }, { name: 'room' }],
      },
    ],
  },
  { id: costUrn, resourceType: 'Group', name: 'Cost', attributes: [{ name: 'center' }, { name: 'budget', type: 'decimal' }] },
] satisfies CustomSchemaDraft[])

export const types: DirectoryTypes = directoryTypes({ id: 'query-equivalence', version: 1, customSchemas })

// Texts that differ by case, by composition, by what SQL and LIKE take for their own, and by the order of UTF-16 and of code points.
const fragment = fc.constantFrom(
  'a',
  'A',
  'b',
  'é',
  'e\u0301',
  'É',
  'ß',
  'Σ',
  'σ',
  'ς',
  'İ',
  '%',
  '_',
  '\\',
  '"',
  "'",
  ' ',
  ';--',
  '\u{1D49C}',
  '\uFB03',
  '0',
)
export const text = fc.array(fragment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''))
const nonBlank = text.filter((value) => value.trim() !== '')
export const integer = fc.integer({ min: -3, max: 12 })
export const decimal = fc.constantFrom(-1.5, 0, 0.1, 0.3, 2, 10, 1e21, 5e-7)
export const dateTime = fc.constantFrom(
  '2024-02-29T23:30:00Z',
  '2024-03-01T00:30:00+01:00',
  '2024-02-29T15:30:00.0000001-08:00',
  '2021-09-23T19:35:41.8420572Z',
  '2021-09-23T19:35:41.8420578Z',
  '0000-01-01T00:00:00+16:00',
  '9999-12-31T23:59:59-23:59',
  '1969-12-31T23:59:59.5Z',
)
export const binary = fc.constantFrom('QUJD', 'qujd', 'QQ==')
const type = fc.constantFrom('work', 'Work', 'home')
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const multiValued = (value: fc.Arbitrary<string>) =>
  maybe(
    fc.array(fc.record({ value, type: maybe(type), display: maybe(nonBlank), primary: maybe(fc.boolean()) }), {
      minLength: 1,
      maxLength: 3,
    }),
  )

export const user = fc.record({
  externalId: maybe(nonBlank),
  displayName: maybe(nonBlank),
  title: maybe(nonBlank),
  nickName: maybe(text),
  active: fc.boolean(),
  name: maybe(fc.record({ givenName: maybe(nonBlank), familyName: maybe(nonBlank) })),
  emails: multiValued(nonBlank),
  phoneNumbers: multiValued(nonBlank),
  photos: multiValued(fc.constantFrom('http://a.example/A', 'http://a.example/a')),
  x509Certificates: multiValued(binary),
  [enterpriseUserUrn]: maybe(
    fc.record({ department: maybe(nonBlank), employeeNumber: maybe(text), manager: maybe(fc.record({ value: nonBlank })) }),
  ),
  [deviceUrn]: maybe(
    fc.record({
      level: maybe(integer),
      score: maybe(decimal),
      onCall: maybe(fc.boolean()),
      hiredAt: maybe(dateTime),
      badge: maybe(nonBlank),
      home: maybe(fc.constantFrom('http://a.example/A', 'http://a.example/a')),
      blob: maybe(binary),
      tags: maybe(fc.array(nonBlank, { maxLength: 3 })),
      shifts: maybe(fc.array(dateTime, { maxLength: 2 })),
      links: maybe(
        fc.array(fc.record({ value: maybe(nonBlank), weight: integer, since: maybe(dateTime), primary: maybe(fc.boolean()) }), {
          maxLength: 3,
        }),
      ),
      desk: maybe(fc.record({ floor: maybe(integer), room: maybe(nonBlank) })),
    }),
  ),
})
const group = fc.record({
  externalId: maybe(nonBlank),
  [costUrn]: maybe(fc.record({ center: maybe(nonBlank), budget: maybe(decimal) })),
})

export type Directory = { scim: ScimClient; users: JsonObject[]; groups: JsonObject[] }

/** A directory of random users and groups, as it answers when it is read whole. */
export async function fillDirectory(app: AppUnderTest): Promise<Directory> {
  const { scim } = await teamWithSettings(app, { customSchemas })
  const names = fc.sample(fc.uniqueArray(nonBlank, { minLength: 45, maxLength: 45, selector: foldText, comparator: 'SameValue' }), {
    numRuns: 1,
    seed: 7,
  })[0]!
  const userIds: string[] = []
  for (const [index, more] of fc.sample(user, { numRuns: 35, seed: 1 }).entries())
    userIds.push(await scim.createUser(names[index]!, defined(more)))
  for (const [index, more] of fc.sample(group, { numRuns: 10, seed: 2 }).entries()) {
    const members = fc
      .sample(fc.subarray(userIds), { numRuns: 1, seed: index })[0]!
      .slice(0, index)
      .map((value) => ({ value }))
    const { status, text: answer } = await scim.post('/Groups', { ...defined(more), displayName: names[35 + index], members })
    if (status !== 201) throw new Error(answer)
  }
  return { scim, users: await readAll(scim, '/Users'), groups: await readAll(scim, '/Groups') }
}

export function defined<Value>(value: Value): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>
}

async function readAll(scim: ScimClient, path: string): Promise<JsonObject[]> {
  return (await scim.get(`${path}?count=1000`)).body['Resources']
}

/** Every attribute and subAttribute that a filter may name. */
export function pathsOf(resourceType: ResourceType): { text: string; attribute: Attribute; parent?: Attribute }[] {
  const common = ['id', 'externalId', 'schemas'].map((name) => ({
    text: name,
    attribute: { name, type: 'string', multiValued: false } as Attribute,
  }))
  const meta = [
    ['resourceType', 'string'],
    ['created', 'dateTime'],
    ['lastModified', 'dateTime'],
    ['location', 'reference'],
    ['version', 'string'],
  ].map(([name, kind]) => ({ text: `meta.${name}`, attribute: { name, type: kind } as Attribute }))
  const declared = [resourceType.schema, ...resourceType.extensions.map(({ schema }) => schema)].flatMap((schema) =>
    schema.attributes
      .filter(({ returned }) => returned !== 'never')
      .flatMap((attribute) => {
        const name = schema === resourceType.schema ? attribute.name : `${schema.id}:${attribute.name}`
        const parts = (attribute.subAttributes ?? []).map((part) => ({ text: `${name}.${part.name}`, attribute: part, parent: attribute }))
        return [{ text: name, attribute }, ...parts]
      }),
  )
  return [...common, ...meta, ...declared]
}

export const idsOf = (resources: readonly (JsonObject | ScimBody)[]): string[] => resources.map(({ id }) => String(id))

/** How long a property may take: a slow machine tries fewer cases. */
export const bounded = { interruptAfterTimeLimit: 12_000 }
