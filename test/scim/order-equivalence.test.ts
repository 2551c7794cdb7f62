import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readAttribute, type ResolvedPath } from '../../src/scim/protocol/attribute-path.ts'
import { compareCodePoints, foldText } from '../../src/scim/protocol/comparison.ts'
import { parseDateTime } from '../../src/scim/protocol/date-time.ts'
import { isUnassigned, type JsonObject } from '../../src/scim/protocol/json.ts'
import type { ResourceType } from '../../src/scim/protocol/schemas.ts'
import { parseSort, resolveSort } from '../../src/scim/protocol/sort.ts'
import type { ScimClient } from '../support/scim-client.ts'
import { teamWithSettings } from '../support/team-with-settings.ts'
import { useApp } from '../support/use-app.ts'
import { bounded, customSchemas, defined, deviceUrn, fillDirectory, idsOf, pathsOf, types, user, type Directory } from './query-model.ts'

const app = useApp()
let directory: Directory
beforeAll(async () => {
  directory = await fillDirectory(app)
})

/** RFC 7644 §3.4.2.3 for one resource: what it is sorted by; undefined when it has no value there. */
function sortKeyOf(resource: JsonObject, path: ResolvedPath | undefined): string | number | bigint | undefined {
  const stored = path && readAttribute(resource, path)
  if (path === undefined || isUnassigned(stored)) return undefined
  const chosen = Array.isArray(stored) ? (stored.find((element) => (element as JsonObject)['primary'] === true) ?? stored[0]) : stored
  const value = path.subAttribute ? (chosen as JsonObject)[path.subAttribute.name] : chosen
  const { type, caseExact } = path.subAttribute ?? path.attribute
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string') return value as number | undefined
  if (type === 'dateTime') return parseDateTime(value)
  return caseExact === true ? value : foldText(value)
}

function compareKeys(a: string | number | bigint | undefined, b: string | number | bigint | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  if (typeof a === 'string' || typeof b === 'string') return compareCodePoints(String(a), String(b))
  return a < b ? -1 : Number(a > b)
}

const uuidOf = ({ id }: JsonObject): string => String(id).replace(/^[a-z]+-/, '')

function sortResources(resources: readonly JsonObject[], sortBy: string, sortOrder: string, ofTypes: readonly ResourceType[]): string[] {
  const paths = resolveSort(ofTypes, parseSort(sortBy, sortOrder)!)
  const keyed = resources.map((resource) => {
    const index = ofTypes.findIndex(({ name }) => name === (resource['meta'] as JsonObject)['resourceType'])
    return { resource, key: sortKeyOf(resource, paths[index]) }
  })
  keyed.sort((a, b) => compareKeys(a.key, b.key) || (uuidOf(a.resource) < uuidOf(b.resource) ? -1 : 1))
  const ids = idsOf(keyed.map(({ resource }) => resource))
  return sortOrder === 'descending' ? ids.reverse() : ids
}

type Query = Record<string, string | number>

async function walkByCursor(
  scim: ScimClient,
  path: string,
  query: Query,
  between: () => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { status, body, text: answer } = await scim.post(`${path}/.search`, { ...query, cursor })
    if (status !== 200) throw new Error(answer)
    expect(body['Resources'].length).toBeLessThanOrEqual(Number(query['count']))
    ids.push(...idsOf(body['Resources']))
    cursor = body['nextCursor']
    if (cursor !== undefined) await between()
  }
  return ids
}

async function walkByIndex(scim: ScimClient, path: string, query: Query, between: () => Promise<void> = async () => {}): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const { status, body, text: answer } = await scim.post(`${path}/.search`, { ...query, startIndex: ids.length + 1 })
    if (status !== 200) throw new Error(answer)
    if (body['Resources'].length === 0) return ids
    ids.push(...idsOf(body['Resources']))
    await between()
  }
}

describe('any order is that of the values, page by page', () => {
  const sortable = (resourceType: ResourceType): string[] =>
    pathsOf(resourceType)
      .filter(({ attribute }) => attribute.type !== 'complex' || attribute.subAttributes?.some(({ name }) => name === 'value'))
      .map(({ text }) => text)
  const order = fc.constantFrom('ascending', 'descending')
  const count = fc.integer({ min: 1, max: 50 })

  it.each([
    ['users', '/Users', 'user'],
    ['groups', '/Groups', 'group'],
  ] as const)('of %s', async (kind, path, type) => {
    const resources = directory[kind]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sortable(types[type])), order, count, async (sortBy, sortOrder, count) => {
        const expected = sortResources(resources, sortBy, sortOrder, [types[type]])
        const query = { sortBy, sortOrder, count, attributes: 'id' }
        expect(await walkByCursor(directory.scim, path, query)).toEqual(expected)
        expect(await walkByIndex(directory.scim, path, query)).toEqual(expected)
      }),
      { ...bounded, numRuns: 50 },
    )
  })

  it('of both at once', async () => {
    const resources = [...directory.users, ...directory.groups]
    const sortBy = fc.constantFrom(...sortable(types.user), ...sortable(types.group))
    await fc.assert(
      fc.asyncProperty(sortBy, order, count, async (sortBy, sortOrder, count) => {
        const expected = sortResources(resources, sortBy, sortOrder, [types.user, types.group])
        expect(await walkByCursor(directory.scim, '', { sortBy, sortOrder, count, attributes: 'id' })).toEqual(expected)
      }),
      { ...bounded, numRuns: 40 },
    )
  })
})

describe('a walk returns each resource that is there from its first page to its last exactly once', () => {
  const sortBy = fc.constantFrom('', 'userName', 'displayName', 'emails', 'active', 'meta.created', `${deviceUrn}:score`, 'id')
  const act = fc.record({
    deletes: fc.integer({ min: 0, max: 3 }),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    creates: fc.integer({ min: 0, max: 3 }),
  })
  const acts = fc.array(act, { minLength: 1, maxLength: 12 })

  it.each([
    ['cursor', walkByCursor],
    ['index', walkByIndex],
  ])('by %s, while others come and go', async (_, walk) => {
    const { scim } = await teamWithSettings(app, { customSchemas })
    const more = fc.sample(user, { numRuns: 100, seed: 3 })
    let made = 0
    const create = (): Promise<string> => scim.createUser(`${'zyxwvutsrq'[made % 10]}-${made++}`, defined(more[made % more.length]))
    const present = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        sortBy,
        fc.constantFrom('ascending', 'descending'),
        fc.integer({ min: 2, max: 7 }),
        acts,
        async (sortBy, sortOrder, count, acts) => {
          while (present.size < 20) present.add(await create())
          const survivors = new Set(present)
          let page = 0
          const found = await walk(scim, '/Users', { sortBy, sortOrder, count, attributes: 'id' }, async () => {
            const { deletes, creates, at } = acts[page++ % acts.length]!
            // At the same time, as several workers of one identity provider would. An index walk that grows for ever is none.
            const leaving = [...present].slice(Math.floor(at * present.size)).slice(0, deletes)
            const coming = page > 8 || present.size > 35 ? [] : Array.from({ length: creates }, create)
            await Promise.all(leaving.map((id) => scim.delete(`/Users/${id}`)))
            for (const id of leaving) survivors.delete(id)
            for (const id of leaving) present.delete(id)
            for (const id of await Promise.all(coming)) present.add(id)
          })
          expect(found).toHaveLength(new Set(found).size)
          expect([...survivors].filter((id) => !found.includes(id))).toEqual([])
        },
      ),
      { ...bounded, numRuns: 12 },
    )
  })
})
