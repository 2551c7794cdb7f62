import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CompareOperator } from '../../src/scim/protocol/comparison.ts'
import { checkFilter, formatFilter, matchesFilter, parseFilter, type Filter } from '../../src/scim/protocol/filter.ts'
import type { JsonObject, JsonValue } from '../../src/scim/protocol/json.ts'
import type { Attribute, ResourceType } from '../../src/scim/protocol/schemas.ts'
import type { ScimClient } from '../support/scim-client.ts'
import { useApp } from '../support/use-app.ts'
import { binary, bounded, dateTime, decimal, fillDirectory, idsOf, integer, pathsOf, text, types, type Directory } from './query-model.ts'

const app = useApp()
let directory: Directory
beforeAll(async () => {
  directory = await fillDirectory(app)
})

const operators: Record<string, readonly CompareOperator[]> = {
  string: ['eq', 'eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'],
  reference: ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'],
  integer: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  decimal: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  dateTime: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
  boolean: ['eq', 'ne'],
  binary: ['eq', 'ne'],
}

/** Values that are there, in other cases and compositions too, and values that are not. */
function valueFor({ type: kind, name }: Attribute, present: readonly string[]): fc.Arbitrary<string | number | boolean> {
  switch (kind) {
    case 'integer':
      return integer
    case 'decimal':
      return decimal
    case 'boolean':
      return fc.boolean()
    case 'dateTime':
      return dateTime
    case 'binary':
      return binary
    default: {
      const seen = present.length > 0 ? fc.constantFrom(...present) : text
      const exact = ['id', 'value', '$ref'].includes(name)
        ? seen
        : fc.oneof(
            seen,
            seen.map((value) => value.toUpperCase().normalize('NFD')),
          )
      return fc.oneof({ weight: 3, arbitrary: exact }, { weight: 1, arbitrary: text }, { weight: 1, arbitrary: fc.constant('') })
    }
  }
}

function textsAt(resources: readonly JsonObject[], path: string): string[] {
  const last = path.slice(path.lastIndexOf(':') + 1).split('.')
  const found = new Set<string>()
  const visit = (value: JsonValue | undefined, names: readonly string[]): void => {
    if (Array.isArray(value)) for (const element of value) visit(element, names)
    else if (typeof value === 'string' && names.length === 0) found.add(value)
    else if (typeof value === 'object' && value !== null) visit(value[names[0] ?? 'value'], names.slice(1))
  }
  for (const resource of resources) {
    const within = path.includes(':') ? resource[path.slice(0, path.lastIndexOf(':'))] : resource
    visit(within, last)
  }
  return [...found]
}

function filterArbitrary(resourceType: ResourceType, resources: readonly JsonObject[]): fc.Arbitrary<Filter> {
  const paths = pathsOf(resourceType)
  const parse = (path: string, rest: string): Filter => parseFilter(`${path} ${rest}`)
  const leafOf = (path: string, attribute: Attribute, present: readonly string[]): fc.Arbitrary<Filter> => {
    const presence = fc.constantFrom('pr', 'eq null', 'ne null').map((rest) => parse(path, rest))
    const isWhole = attribute.type === 'complex'
    const value = isWhole ? attribute.subAttributes?.find(({ name }) => name === 'value') : attribute
    if (value === undefined) return presence
    const comparison = fc
      .tuple(fc.constantFrom(...operators[value.type]!), valueFor(value, present))
      .map(([operator, compared]) => parse(path, `${operator} ${JSON.stringify(compared)}`))
    return fc.oneof({ weight: 5, arbitrary: comparison }, { weight: 1, arbitrary: presence })
  }
  const leaf = fc.constantFrom(...paths).chain((path) => leafOf(path.text, path.attribute, textsAt(resources, path.text)))
  const complex = paths.filter(({ attribute }) => attribute.type === 'complex')
  const valuePath = fc.constantFrom(...complex).chain((path) => {
    const parts = path.attribute.subAttributes!
    const part = fc.constantFrom(...parts).chain((sub) => leafOf(sub.name, sub, textsAt(resources, `${path.text}.${sub.name}`)))
    return compound(part, 2).map((inner) => parseFilter(`${path.text}[${formatFilter(inner)}]`))
  })
  return compound(fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: valuePath }), 3)
}

function compound(leaf: fc.Arbitrary<Filter>, maxDepth: number): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth, withCrossShrink: true },
      { weight: 3, arbitrary: leaf },
      {
        weight: 1,
        arbitrary: fc.record({
          type: fc.constantFrom('and' as const, 'or' as const),
          filters: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('not' as const), filter: tie('filter') }) },
    ),
  })).filter
}

/** By GET and by POST alike. */
async function idsFound(scim: ScimClient, path: string, filter: string): Promise<string[]> {
  const { status, body, text: answer } = await scim.post(`${path}/.search`, { filter, count: 1000, attributes: ['id'] })
  const byUrl = await scim.get(`${path}?count=1000&attributes=id&filter=${encodeURIComponent(filter)}`)
  expect([byUrl.status, byUrl.body]).toEqual([status, body])
  if (status !== 200) throw new Error(`${filter}: ${answer}`)
  expect(body['totalResults']).toBe(body['Resources'].length)
  return idsOf(body['Resources'])
}

describe('any filter finds exactly what an evaluation of each resource finds', () => {
  it.each([
    ['users', '/Users', 'user', 300],
    ['groups', '/Groups', 'group', 150],
  ] as const)('of %s', async (kind, path, type, numRuns) => {
    const resources = directory[kind]
    await fc.assert(
      fc.asyncProperty(filterArbitrary(types[type], resources), async (filter) => {
        const checked = checkFilter(types[type], filter)
        const expected = idsOf(resources.filter((resource) => matchesFilter(checked, resource)))
        expect(await idsFound(directory.scim, path, formatFilter(filter))).toEqual(expected)
      }),
      { ...bounded, numRuns },
    )
  })

  it('of both at once', async () => {
    const resources = [...directory.users, ...directory.groups]
    const filter = fc.oneof(filterArbitrary(types.user, directory.users), filterArbitrary(types.group, directory.groups))
    await fc.assert(
      fc.asyncProperty(filter, async (tree) => {
        const [ofUsers, ofGroups] = [checkFilter(types.user, tree, [types.group]), checkFilter(types.group, tree, [types.user])]
        const expected = resources.filter((resource) =>
          matchesFilter((resource['meta'] as JsonObject)['resourceType'] === 'User' ? ofUsers : ofGroups, resource),
        )
        expect((await idsFound(directory.scim, '', formatFilter(tree))).sort()).toEqual(idsOf(expected).sort())
      }),
      { ...bounded, numRuns: 100 },
    )
  })
})
