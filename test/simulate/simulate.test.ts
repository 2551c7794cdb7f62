import { describe, expect, test } from 'vitest'
import { groupName, newGroup, newPerson, withNewFamilyName, withNewLogin, type Person } from './company.ts'
import { inBatches, type ScimCall } from './dialect.ts'
import { entra } from './entra-dialect.ts'
import { okta } from './okta-dialect.ts'
import { parseOptions, shareOut } from './options.ts'
import { pickWeighted, seededRandom } from './random.ts'
import { createCaller, retryAfterSeconds, ScimRefusal } from './scim-caller.ts'
import { Tally } from './tally.ts'

const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => ({ ...newPerson(seededRandom(index), index + 1, 'x.example'), id: `user-${index + 1}` }))
const operations = (call: ScimCall) => (call.body as { Operations: { op: string; path?: string; value?: unknown }[] }).Operations

describe('chance comes from the seed', () => {
  test('the same seed makes the same numbers, another seed others', () => {
    const numbers = (seed: number) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.below(1_000_000)
        )(seededRandom(seed)),
      )
    expect(numbers(7)).toEqual(numbers(7))
    expect(numbers(7)).not.toEqual(numbers(8))
  })
  test('a sample has different items, and all when it asks for more', () => {
    const random = seededRandom(1)
    const items = [1, 2, 3, 4, 5, 6, 7, 8]
    expect(new Set(random.sample(items, 5)).size).toBe(5)
    expect(random.sample(items, 20).toSorted()).toEqual(items)
    expect(random.sample([], 3)).toEqual([])
  })
  test('numbers are spread evenly', () => {
    const random = seededRandom(3)
    const hits = Array.from({ length: 10 }, () => 0)
    for (let draw = 0; draw < 10_000; draw++) hits[random.below(10)]!++
    for (const hit of hits) expect(hit).toBeGreaterThan(850)
  })
  test('weights are kept', () => {
    const random = seededRandom(2)
    const picked = Array.from(
      { length: 10_000 },
      () =>
        pickWeighted(random, [
          { name: 'a', weight: 1 },
          { name: 'b', weight: 3 },
          { name: 'never', weight: 0 },
        ]).name,
    )
    expect(picked).not.toContain('never')
    expect(picked.filter((name) => name === 'b').length / 10_000).toBeCloseTo(0.75, 1)
  })
})

describe('a company is made up', () => {
  test('userNames are plain and never the same', () => {
    const names = people(500).map((person) => person.profile.userName)
    expect(new Set(names).size).toBe(500)
    for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-z]+\.\d+@x\.example$/)
  })
  test('a new family name changes what it should', () => {
    const { profile } = people(1)[0]!
    const renamed = withNewFamilyName(seededRandom(1), profile)
    expect(renamed.familyName).not.toBe(profile.familyName)
    expect(renamed.displayName).toBe(`${profile.givenName} ${renamed.familyName}`)
    expect(renamed.userName).toBe(profile.userName)
    expect(withNewLogin(renamed, 99, 'x.example').userName).toMatch(/\.99@x\.example$/)
  })
  test('names of groups do not repeat', () => {
    const names = Array.from({ length: 35 }, (_, index) => groupName(index + 1, 'SG '))
    expect(new Set(names).size).toBe(35)
    expect([names[0], names[10]]).toEqual(['SG Engineering', 'SG Engineering 2'])
  })
})

describe('Okta speaks its dialect', () => {
  const [ann, bob] = people(2) as [Person, Person]
  const group = { ...newGroup(seededRandom(1), 1, ''), id: 'group-1' }
  test('filters are percent-encoded', () => {
    expect(okta.findUser('a+b@x').path).toBe('/Users?filter=userName%20eq%20%22a%2Bb%40x%22&startIndex=1&count=100')
  })
  test('deactivation has no path', () => {
    expect(operations(okta.setActive(ann, false))).toEqual([{ op: 'replace', value: { active: false } }])
  })
  test('an update sends back what was read', () => {
    const body = okta.updateUser(ann, undefined, { id: ann.id, meta: { version: 'W/"1"' }, groups: [], title: 'kept' }).body
    expect(body).toMatchObject({
      id: ann.id,
      meta: { version: 'W/"1"' },
      groups: [],
      title: 'kept',
      userName: ann.profile.userName,
      active: true,
    })
  })
  test('a membership update brings the name along, and mixes removals and additions', () => {
    const [rename, change, ...rest] = okta.changeMembers(group, { add: [bob], remove: [ann] })
    expect(operations(rename!)).toEqual([{ op: 'replace', value: { id: 'group-1', displayName: 'Engineering' } }])
    expect(operations(change!)).toEqual([
      { op: 'remove', path: 'members[value eq "user-1"]' },
      { op: 'add', path: 'members', value: [{ value: 'user-2', display: bob.profile.userName }] },
    ])
    expect(rest).toEqual([])
  })
  test('no PATCH has more than 256 memberships, and none is forgotten', () => {
    const [, ...calls] = okta.changeMembers(group, { add: people(300), remove: people(600) })
    const sizes = calls.map((call) =>
      operations(call).reduce((sum, { op, value }) => sum + (op === 'add' ? (value as unknown[]).length : 1), 0),
    )
    expect(Math.max(...sizes)).toBe(256)
    expect(sizes.reduce((a, b) => a + b)).toBe(900)
  })
  test('users are never deleted', () => {
    expect(okta.deleteUser).toBeUndefined()
  })
})

describe('Entra speaks its dialect', () => {
  const [ann, bob] = people(2) as [Person, Person]
  const group = { ...newGroup(seededRandom(1), 1, 'SG '), id: 'group-1' }
  test('filters have "+" for a space, and a real plus is encoded', () => {
    expect(entra.findUser('a+b@x').path).toBe('/Users?filter=userName+eq+%22a%2Bb%40x%22')
    expect(entra.findGroup('SG A').path).toBe('/Groups?excludedAttributes=members&filter=displayName+eq+%22SG+A%22')
  })
  test('booleans are text', () => {
    expect(operations(entra.setActive(ann, false))).toEqual([{ op: 'Replace', path: 'active', value: 'False' }])
    expect(operations(entra.setActive(ann, true))).toEqual([{ op: 'Replace', path: 'active', value: 'True' }])
  })
  test('only what differs is sent, one operation each', () => {
    const after = { ...ann, profile: { ...ann.profile, displayName: 'New', title: 'Lead' } }
    expect(operations(entra.updateUser(after, ann.profile, undefined))).toEqual([
      { op: 'Replace', path: 'displayName', value: 'New' },
      { op: 'Add', path: 'title', value: 'Lead' },
    ])
  })
  test('members go by a value list', () => {
    const [add, remove] = entra.changeMembers(group, { add: [bob], remove: [ann] })
    expect(operations(add!)).toEqual([{ op: 'Add', path: 'members', value: [{ $ref: null, value: 'user-2' }] }])
    expect(operations(remove!)).toEqual([{ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'user-1' }] }])
  })
})

describe('requests are patient', () => {
  const call: ScimCall = { kind: 'look up user', method: 'GET', path: '/Users' }
  const answering = (...answers: (Response | Error)[]) => {
    const seen: (number | undefined)[] = []
    const fetch = async () => {
      const answer = answers.shift()!
      if (answer instanceof Error) throw answer
      return answer
    }
    const caller = createCaller({
      scimUrl: 'http://x/scim',
      token: 't',
      headers: {},
      fetch,
      onAnswer: (_, status) => void seen.push(status),
      firstWaitMs: 1,
    })
    return { caller, seen }
  }
  test('what passes is waited out', async () => {
    const { caller, seen } = answering(
      new Error('refused'),
      new Response('', { status: 503 }),
      new Response('', { status: 429, headers: { 'retry-after': '0' } }),
      Response.json({ totalResults: 0 }),
    )
    expect(await caller(call)).toEqual({ status: 200, body: { totalResults: 0 }, attempts: 4 })
    expect(seen).toEqual([undefined, 503, 429, 200])
  })
  test('what does not pass is handed on at once', async () => {
    const { caller } = answering(Response.json({ detail: 'No.' }, { status: 400 }))
    expect(await caller(call)).toEqual({ status: 400, body: { detail: 'No.' }, attempts: 1 })
  })
  test('a server that stays away is told in a sentence', async () => {
    const { caller } = answering(...Array.from({ length: 12 }, () => new Error('refused')))
    const refusal = await caller(call).catch((reason: unknown) => reason)
    expect(refusal).toBeInstanceOf(ScimRefusal)
    expect((refusal as Error).message).toContain('look up user (GET /Users)')
  })
  test.each([
    [null, undefined],
    ['3', 3],
    ['Tue, 24 Nov 2026 10:00:05 GMT', 5],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
    ['soon', undefined],
  ])('Retry-After %s', (header, seconds) => {
    expect(retryAfterSeconds(header, Date.parse('2026-11-24T10:00:00Z'))).toBe(seconds)
  })
})

describe('the command line', () => {
  test('says what it does without options', () => {
    expect(parseOptions([])).toEqual({ users: 200, groups: 10, rate: 20, seed: 1, dialects: ['okta', 'entra'], durationSeconds: undefined })
  })
  test.each([
    [['--users', 'many'], '--users is "many"; expected a whole number from 1 to 1000000.'],
    [['--users', '1.5'], '--users is "1.5"'],
    [['--rate', '0'], '--rate is "0"; expected a number from 0.1 to 10000.'],
    [['--provider', 'google'], '--provider is "google"; expected okta, entra or both.'],
    [['--user', '3'], "Unknown option '--user'"],
  ])('%j is refused with a sentence', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message)
  })
  test.each([
    [10, 2, [5, 5]],
    [11, 2, [6, 5]],
    [1, 2, [1, 0]],
    [7, 1, [7]],
  ])('%i over %i', (total, hands, shares) => {
    expect(shareOut(total, hands)).toEqual(shares)
  })
})

test('batches hold everything once', () => {
  expect(inBatches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(inBatches([], 2)).toEqual([])
})

test('the tally names kinds and answers', () => {
  const tally = new Tally()
  for (const status of [201, 201, 409, undefined]) tally.count('create user', status)
  tally.count('look up user', 200)
  expect(tally.lines()).toEqual([
    'look up user           1   200 × 1',
    'create user            4   201 × 2, 409 × 1, no answer × 1',
    'all                    5',
  ])
})
