import { isDeepStrictEqual } from 'node:util'
import { mostBulkOperations, parseBulkRequest } from '../../src/scim/protocol/bulk.ts'
import { checkFilter, formatFilter, matchesFilter, parseFilter } from '../../src/scim/protocol/filter.ts'
import type { JsonObject } from '../../src/scim/protocol/json.ts'
import { applyPatch, parsePatchRequest, splitMembers } from '../../src/scim/protocol/patch.ts'
import { applyProjection, parseProjection } from '../../src/scim/protocol/projection.ts'
import { parseResource } from '../../src/scim/protocol/resource.ts'
import { groupResourceType, userResourceType } from '../../src/scim/protocol/schemas.ts'
import { ScimError } from '../../src/scim/protocol/scim-error.ts'
import { parseSearchRequest } from '../../src/scim/protocol/search-request.ts'
import type { Random } from '../simulate/random.ts'
import { mutateJson, mutateText } from './mutate.ts'
import { filters, type Seed } from './seeds.ts'

const slowestMilliseconds = 1_000
const types = [userResourceType, groupResourceType]
const ada: JsonObject = {
  schemas: [userResourceType.schema.id],
  userName: 'ada@acme.example',
  emails: [
    { type: 'work', value: 'ada@acme.example', primary: true },
    { type: 'home', value: 'ada@home.example' },
  ],
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  active: true,
}

/** One malformed input for every parser. Answers what was wrong, if anything: an error of another kind, a slow answer, a round trip that is none. */
export function fuzzParsers(random: Random, seeds: readonly Seed[]): string[] {
  const bodies = seeds.flatMap((seed) => seed.body ?? [])
  const body = mutateJson(random, random.pick(bodies), bodies)
  const filter = mutateText(random, mutateText(random, random.pick(filters)))
  const strict = random.below(2) === 0
  const type = random.pick(types)
  const attempts: Record<string, () => unknown> = {
    filter: () => roundTrip(filter),
    matching: () => matchesFilter(checkFilter(userResourceType, parseFilter(filter)), ada),
    resource: () => parseResource(type, body, { strict }),
    patch: () => {
      const { attributes } = splitMembers(parsePatchRequest(type, body, { strict }))
      return applyPatch(type, type === userResourceType ? ada : { displayName: 'Engineering' }, attributes, { strict })
    },
    bulk: () => parseBulkRequest(body, { strict }).operations.length <= mostBulkOperations,
    search: () => parseSearchRequest(body, { strict }),
    projection: () => applyProjection(parseProjection(type, { attributes: filter, excludedAttributes: undefined }), ada),
  }
  return Object.entries(attempts).flatMap(([name, attempt]) => problemOf(name, attempt, { body, filter, strict }))
}

function roundTrip(text: string): void {
  const tree = parseFilter(text)
  const again = parseFilter(formatFilter(tree))
  if (!isDeepStrictEqual(tree, again)) throw new Error(`${formatFilter(tree)} reads as another filter`)
}

function problemOf(name: string, attempt: () => unknown, input: unknown): string[] {
  const began = performance.now()
  try {
    attempt()
  } catch (error) {
    if (!(error instanceof ScimError)) return [`${name}: ${(error as Error).stack}\n${JSON.stringify(input).slice(0, 4_000)}`]
  }
  const took = performance.now() - began
  if (took > slowestMilliseconds) return [`${name}: ${Math.round(took)} ms\n${JSON.stringify(input).slice(0, 4_000)}`]
  return Object.keys(Object.prototype).length > 0
    ? [`${name}: Object.prototype has become enumerable members\n${JSON.stringify(input)}`]
    : []
}
