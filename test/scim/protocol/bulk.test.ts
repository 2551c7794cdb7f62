import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bulkWaves } from '../../../src/scim/protocol/bulk-order.ts'
import { findReferences, replaceReferences } from '../../../src/scim/protocol/bulk-reference.ts'
import { mostBulkOperations, parseBulkRequest } from '../../../src/scim/protocol/bulk.ts'
import type { BulkMethod, BulkOperation } from '../../../src/scim/protocol/bulk.ts'
import { ScimError } from '../../../src/scim/protocol/scim-error.ts'
import cases from './bulk.cases.json' with { type: 'json' }
import { refusal } from './refusal.ts'

type RequestCase = { title: string; strict?: boolean; body: unknown; failOnErrors?: number; scimType?: string }
type OperationCase = { title: string; sent: unknown; read?: object; refused?: [number, string] }
type ReferenceCase = { title: string; method: string; data: unknown; replaced: unknown }
type OrderCase = { title: string; most?: number; keepsOrder?: boolean; operations: string[]; waves: (number | number[])[][] }

const lenient = { strict: false }
const readOne = (sent: unknown): BulkOperation => parseBulkRequest({ Operations: [sent] }, lenient).operations[0]!

describe('a bulk request (RFC 7644 §3.7)', () => {
  it.each(cases.requests as RequestCase[])('$title', ({ strict = false, body, failOnErrors, scimType }) => {
    const read = () => parseBulkRequest(body, { strict })
    if (scimType !== undefined) expect(refusal(read)).toMatchObject({ status: 400, scimType, detail: expect.any(String) })
    else expect(read()).toEqual({ failOnErrors, operations: [expect.anything()] })
  })

  it('has at most as many operations as ServiceProviderConfig says; beyond, it is 413 and names the limit (RFC 7644 §3.7.4)', () => {
    const of = (length: number): unknown => ({ Operations: Array.from({ length }, () => ({})) })
    expect(parseBulkRequest(of(mostBulkOperations), lenient).operations).toHaveLength(mostBulkOperations)
    const refused = refusal(() => parseBulkRequest(of(mostBulkOperations + 1), lenient))
    expect(refused.status).toBe(413)
    expect(refused.detail).toContain(`maxOperations is ${mostBulkOperations}`)
  })
})

describe('an operation of a bulk request', () => {
  it.each(cases.operations as OperationCase[])('$title', ({ sent, read = {}, refused }) => {
    const operation = readOne(sent)
    expect(operation).toMatchObject(read)
    const seen = 'refusal' in operation ? [operation.refusal.status, operation.refusal.scimType] : undefined
    expect(seen).toEqual(refused)
  })

  it('is refused when half a surrogate pair is in its path', () => {
    expect(readOne({ method: 'DELETE', path: '/Users/\ud800' })).toMatchObject({ refusal: { status: 400, scimType: 'invalidPath' } })
  })

  it('is refused for itself when its bulkId is that of another POST: a reference could mean either', () => {
    const post = (bulkId: string) => ({ method: 'POST', path: '/Users', bulkId, data: {} })
    const { operations } = parseBulkRequest({ Operations: [post('a'), post('b'), post('a')] }, lenient)
    expect(operations.map((operation) => 'refusal' in operation && operation.refusal.status)).toEqual([400, false, 400])
  })

  it('knows the POSTs that it refers to, in data and path', () => {
    const posts = ['a', 'b', 'c'].map((bulkId) => ({ method: 'POST', path: '/Users', bulkId, data: {} }))
    const patch = {
      method: 'PATCH',
      path: '/Groups/bulkId:c',
      data: [{ op: 'remove', path: 'members[value eq "bulkId:a"]', value: { value: 'bulkId:b' } }],
    }
    const { operations } = parseBulkRequest({ Operations: [...posts, patch] }, lenient)
    expect('references' in operations[3]! && [...operations[3].references].sort()).toEqual(['a', 'b', 'c'])
  })
})

describe('bulkId:x stands for the id of what the POST with bulkId x creates (RFC 7644 §3.7.2)', () => {
  it.each(cases.references as ReferenceCase[])('in $title', ({ method, data, replaced }) => {
    const untouched = structuredClone(data)
    expect(replaceReferences(method, data, (bulkId) => `id-${bulkId}`)).toEqual(replaced)
    expect(data).toEqual(untouched)
  })

  it('keeps whatever names a client uses as names, and follows 5,000 levels no further than attributes go', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"value":"bulkId:a"},"constructor":{"prototype":"bulkId:b"}}')
    const replaced = replaceReferences('POST', hostile, () => 'id')
    expect(JSON.stringify(replaced)).toBe('{"__proto__":{"value":"id"},"constructor":{"prototype":"id"}}')
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5_000)}"bulkId:a"${'}'.repeat(5_000)}`)
    expect(findReferences('POST', deep)).toEqual(new Set())
  })
})

/** `POST u:name > refs`, `PATCH g/id > refs`, `refused bulkId`; the bulkId of a POST is its name. */
function operationOf(text: string): BulkOperation {
  const [left, right = ''] = text.split(' > ')
  const references = right.split(' ').filter((name) => name !== '')
  const [method, target = ''] = left!.split(' ')
  if (method === 'refused') return { method: 'POST', bulkId: target || undefined, refusal: new ScimError(400, 'invalidSyntax', 'No.') }
  const endpoint = target.startsWith('u') ? '/Users' : '/Groups'
  const name = target.slice(2)
  if (method !== 'POST' && name.startsWith('bulkId:')) references.push(name.slice('bulkId:'.length))
  const isPost = method === 'POST'
  return {
    method: method as BulkMethod,
    bulkId: isPost ? name : undefined,
    path: { endpoint, id: isPost ? undefined : name },
    version: undefined,
    data: isPost ? { userName: name, displayName: name } : undefined,
    references: new Set(references),
  }
}

const wavesOf = (operations: readonly BulkOperation[], most: number, keepsOrder = false): number[][][] =>
  [...bulkWaves(operations, { mostAtOnce: () => most, keepsOrder })].map((wave) => wave.map(({ indexes }) => [...indexes]))

describe('the order of a bulk request preserves what the client means (RFC 7644 §3.7)', () => {
  it.each(cases.orders as OrderCase[])('$title', ({ operations, waves, most = 64, keepsOrder }) => {
    const expected = waves.map((wave) => wave.map((step) => [step].flat()))
    expect(wavesOf(operations.map(operationOf), most, keepsOrder)).toEqual(expected)
  })

  it('1,000 operations that each need the next one are put in order', () => {
    const chain = Array.from({ length: 1_000 }, (_, index) => operationOf(`POST u:${index}${index < 999 ? ` > ${index + 1}` : ''}`))
    expect(wavesOf(chain, 64).flat(2)).toEqual(Array.from({ length: 1_000 }, (_, index) => 999 - index))
  })

  it('does every operation once, each after what it refers to, and those on one resource in the order of the request', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const refs = fc.subarray(names, { maxLength: 2 })
    const change = fc.record({
      method: fc.constantFrom('PUT', 'PATCH', 'DELETE'),
      target: fc.constantFrom('u/1', 'u/2', 'g/1', 'u/bulkId:a', 'g/bulkId:b'),
      refs,
    })
    const bulk = fc.record({ posts: fc.array(refs, { minLength: 5, maxLength: 5 }), changes: fc.array(change, { maxLength: 12 }) })
    const shuffled = bulk.chain(({ posts, changes }) => {
      const texts = [
        ...posts.map((to, index) => `POST ${index % 2 === 0 ? 'u' : 'g'}:${names[index]} > ${to.join(' ')}`),
        ...changes.map(({ method, target, refs: to }) => `${method} ${target} > ${to.join(' ')}`),
      ]
      return fc.shuffledSubarray(texts, { minLength: texts.length, maxLength: texts.length })
    })
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 6 }), fc.boolean(), (texts, most, keepsOrder) => {
        const operations = texts.map(operationOf)
        const waves = wavesOf(operations, most, keepsOrder)
        const steps = waves.flat()
        expect(steps.flat().sort((x, y) => x - y)).toEqual([...operations.keys()])
        for (const wave of waves) expect(wave.length === 1 || wave.flat().length <= most).toBe(true)
        const waveOf = new Map(waves.flatMap((wave, at) => wave.flat().map((index) => [index, at] as const)))
        const postOf = new Map([...operations.entries()].flatMap(([index, { bulkId }]) => (bulkId === undefined ? [] : [[bulkId, index]])))
        for (const step of steps) {
          for (const index of step) {
            const operation = operations[index]!
            if (!('references' in operation)) continue
            for (const bulkId of operation.references) {
              const post = postOf.get(bulkId)!
              expect(step.includes(post) || waveOf.get(post)! < waveOf.get(index)!).toBe(true)
            }
          }
        }
        const done = steps.flat()
        const onResource = Map.groupBy(operations.keys(), (index) => JSON.stringify(operations[index]!.path))
        for (const [path, indexes] of onResource) {
          if (path.includes('"id"')) expect(indexes.toSorted((x, y) => done.indexOf(x) - done.indexOf(y))).toEqual(indexes)
        }
      }),
      { numRuns: 500 },
    )
  })
})
