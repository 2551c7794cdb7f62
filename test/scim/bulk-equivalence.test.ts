import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bulk, idOf, managedBy, patchOf, postGroup, postUser, type SentOperation } from '../support/bulk-request.ts'
import type { ScimBody, ScimClient } from '../support/scim-client.ts'
import { useApp } from '../support/use-app.ts'
import { aGroup, aUser, enterpriseUrn } from './rules/wire.ts'

const app = useApp()

// Names of resources that the operations are about: s… are there before, p<n> is what the n-th operation creates if it is a POST.
const seedUsers = ['s0', 's1', 's2']
const seedGroups = ['t0', 't1']
const names = ['ada', 'ADA', 'bob', 'cyd', ...seedUsers]
const groupNames = ['eng', 'Eng', 'ops', ...seedGroups]

/** An operation at its place: what it can be about depends on what comes before. */
type Draft = (at: number, earlier: readonly string[]) => SentOperation

const versions = fc.constantFrom(undefined, undefined, undefined, 'W/"1"', 'W/"2"', '*')
const someone = fc.nat()
const people = fc.array(someone, { maxLength: 3 })
const pick = (all: readonly string[], at: number): string => all[at % all.length]!
/** Ids stand in the texts as `@name@`, for either side to replace. */
const mark = (name: string): string => `@${name}@`

const draft: fc.Arbitrary<Draft> = fc
  .record({
    kind: fc.constantFrom(
      'postUser',
      'postUser',
      'postGroup',
      'title',
      'rename',
      'suspend',
      'put',
      'delete',
      'add',
      'remove',
      'putGroup',
      'renameGroup',
      'deleteGroup',
      'bad',
    ),
    name: fc.nat(),
    target: fc.nat(),
    members: people,
    isManaged: fc.boolean(),
    version: versions,
  })
  .map(({ kind, name, target, members, isManaged, version }): Draft => (at, earlier) => {
    const users = [...seedUsers, ...earlier]
    const groups = [...seedGroups, ...earlier]
    const user = `/Users/${mark(pick(users, target))}`
    const group = `/Groups/${mark(pick(groups, target))}`
    const userName = pick(names, name)
    const displayName = pick(groupNames, name)
    const named = [...new Set(members.map((one) => mark(pick(users, one))))]
    const memberList = named.map((value) => ({ value }))
    const matched = (operation: SentOperation): SentOperation => (version === undefined ? operation : { ...operation, version })
    switch (kind) {
      case 'postUser':
        return postUser(`p${at}`, userName, isManaged ? managedBy(mark(pick(users, target))) : {})
      case 'postGroup':
        return postGroup(`p${at}`, displayName, named)
      case 'title':
        return matched(patchOf(user, { op: 'replace', path: 'title', value: userName }))
      case 'rename':
        return matched(patchOf(user, { op: 'replace', path: 'userName', value: userName }))
      case 'suspend':
        return matched(patchOf(user, { op: 'replace', path: 'active', value: false }))
      case 'put':
        return matched({ method: 'PUT', path: user, data: aUser(userName, { title: 'Put' }) })
      case 'delete':
        return matched({ method: 'DELETE', path: user })
      case 'add':
        return matched(patchOf(group, { op: 'add', path: 'members', value: memberList }))
      case 'remove': {
        const one = `members[value eq "${mark(pick(users, name))}"]`
        return matched(patchOf(group, { op: 'remove', path: 'members', value: memberList }, { op: 'remove', path: one }))
      }
      case 'putGroup':
        return matched({ method: 'PUT', path: group, data: aGroup(displayName, { members: memberList }) })
      case 'renameGroup':
        return matched(patchOf(group, { op: 'replace', path: 'displayName', value: displayName }))
      case 'deleteGroup':
        return matched({ method: 'DELETE', path: group })
      case 'bad':
        return matched(patchOf(user, { op: 'replace', path: 'nothing', value: 1 }))
    }
  })

const operationsOf = (drafts: readonly Draft[]): SentOperation[] => {
  const posts: string[] = []
  return drafts.map((make, at) => {
    const operation = make(at, posts)
    if (operation.method === 'POST') posts.push(`p${at}`)
    return operation
  })
}

const marks = /@(\w+)@/g
const namesIn = (operation: SentOperation): string[] => [...JSON.stringify(operation).matchAll(marks)].map((match) => match[1]!)
/** The operation with every mark replaced. */
const placed = (operation: SentOperation, idFor: (name: string) => string): SentOperation =>
  JSON.parse(JSON.stringify(operation).replace(marks, (_, name: string) => idFor(name)))

async function seed(scim: ScimClient): Promise<Map<string, string>> {
  const users = seedUsers.map((name) => postUser(name, name))
  const groups = seedGroups.map((name) => postGroup(name, name, ['bulkId:s0', 'bulkId:s1']))
  const results = await bulk(scim, [...users, ...groups])
  return new Map(results.map((result) => [result['bulkId'], idOf(result)]))
}

type Seen = [status: string, scimType: string | undefined, version: string | undefined]

async function oneByOne(
  scim: ScimClient,
  operations: readonly SentOperation[],
  ids: Map<string, string>,
  failOnErrors: number,
): Promise<Seen[]> {
  const seen: Seen[] = []
  for (const [at, operation] of operations.entries()) {
    if (seen.filter(([status]) => !status.startsWith('2')).length >= failOnErrors) break
    if (namesIn(operation).some((name) => !ids.has(name))) {
      seen.push(['409', 'invalidValue', undefined])
      continue
    }
    const { method, path, data, version } = placed(operation, (name) => ids.get(name)!)
    const answer = await scim.request(method, path, data, version === undefined ? {} : { 'if-match': version })
    if (method === 'POST' && answer.status === 201) ids.set(`p${at}`, answer.body['id'])
    seen.push([String(answer.status), answer.body['scimType'], answer.headers.get('etag') ?? undefined])
  }
  return seen
}

async function inBulk(
  scim: ScimClient,
  operations: readonly SentOperation[],
  ids: Map<string, string>,
  failOnErrors: number | undefined,
): Promise<Seen[]> {
  const sent = operations.map((operation) => placed(operation, (name) => ids.get(name) ?? `bulkId:${name}`))
  const results = await bulk(scim, sent, failOnErrors === undefined ? {} : { failOnErrors })
  for (const result of results) if (result['method'] === 'POST' && result['status'] === '201') ids.set(result['bulkId'], idOf(result))
  return results.map((result) => [result['status'], result['response']?.scimType, result['version']])
}

/** All that is in the directory, with names for ids and without times. */
async function contentOf(scim: ScimClient, baseUrl: string, ids: ReadonlyMap<string, string>): Promise<ScimBody[]> {
  const answers = await Promise.all(['/Users', '/Groups'].map((path) => scim.get(`${path}?count=1000`)))
  const text = JSON.stringify(answers.flatMap(({ body }) => body['Resources'])).replaceAll(baseUrl, '')
  const named = JSON.parse([...ids].reduce((all, [name, id]) => all.replaceAll(id, mark(name)), text)) as ScimBody[]
  const sorted = (list: ScimBody[] | undefined, by: string) => list?.toSorted((a, b) => (a[by] < b[by] ? -1 : 1))
  const plain = named.map(({ meta: { created: _, lastModified: __, ...meta }, ...resource }) => {
    return { ...resource, meta, members: sorted(resource['members'], 'value'), groups: sorted(resource['groups'], 'value') }
  })
  return sorted(plain, 'id')!
}

// Bounded in time, whatever else the machine does; shrinking a counterexample too.
describe('a bulk request', () => {
  it('leads to the same resources and answers as its operations one by one', { timeout: 120_000 }, async () => {
    const drafts = fc.array(draft, { minLength: 1, maxLength: 14 })
    await fc.assert(
      fc.asyncProperty(drafts, fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }), async (some, failOnErrors) => {
        const operations = operationsOf(some)
        const [single, whole] = [await app.newTeam(), await app.newTeam()]
        const [ofSingle, ofWhole] = await Promise.all([seed(single.scim), seed(whole.scim)])
        const [expected, seen] = await Promise.all([
          oneByOne(single.scim, operations, ofSingle, failOnErrors ?? Infinity),
          inBulk(whole.scim, operations, ofWhole, failOnErrors),
        ])
        expect(seen).toEqual(expected)
        expect(await contentOf(whole.scim, whole.scimUrl, ofWhole)).toEqual(await contentOf(single.scim, single.scimUrl, ofSingle))
      }),
      { numRuns: 40, interruptAfterTimeLimit: 20_000 },
    )
  })

  it('of users who manage each other and of groups leads to the same, in whatever order it is written', { timeout: 120_000 }, async () => {
    const graph = fc.record({
      managers: fc.array(fc.option(fc.nat({ max: 7 })), { minLength: 8, maxLength: 8 }),
      members: fc.array(fc.uniqueArray(fc.nat({ max: 7 })), { minLength: 3, maxLength: 3 }),
      order: fc.shuffledSubarray(
        Array.from({ length: 11 }, (_, index) => index),
        { minLength: 11, maxLength: 11 },
      ),
    })
    await fc.assert(
      fc.asyncProperty(graph, async ({ managers, members, order }) => {
        const { scim } = await app.newTeam()
        const operations = [
          ...managers.map((manager, index) =>
            postUser(`u${index}`, `user-${index}`, manager === null ? {} : managedBy(`bulkId:u${manager}`)),
          ),
          ...members.map((list, index) =>
            postGroup(
              `g${index}`,
              `group-${index}`,
              list.map((one) => `bulkId:u${one}`),
            ),
          ),
        ]
        const results = await bulk(
          scim,
          order.map((index) => operations[index]!),
        )
        expect(results.map((result) => [result['bulkId'], result['status']])).toEqual(
          order.map((index) => [operations[index]!.bulkId, '201']),
        )
        const ids = new Map(results.map((result) => [result['bulkId'], idOf(result)]))
        const users = new Map((await scim.get('/Users')).body['Resources'].map((user: ScimBody) => [user['id'], user]))
        for (const [index, manager] of managers.entries()) {
          const user = users.get(ids.get(`u${index}`)) as ScimBody
          expect(user[enterpriseUrn]?.manager.value).toBe(manager === null ? undefined : ids.get(`u${manager}`))
        }
        const groups = new Map((await scim.get('/Groups')).body['Resources'].map((group: ScimBody) => [group['id'], group]))
        for (const [index, list] of members.entries()) {
          const found = ((groups.get(ids.get(`g${index}`)) as ScimBody)['members'] ?? []).map((member: ScimBody) => member['value'])
          expect(found.sort()).toEqual(list.map((one) => ids.get(`u${one}`)).sort())
        }
      }),
      { numRuns: 15, interruptAfterTimeLimit: 10_000 },
    )
  })
})
