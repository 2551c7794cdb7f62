import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAttributePath, resolvePath } from '../../../src/scim/protocol/attribute-path.ts'
import type { JsonObject } from '../../../src/scim/protocol/json.ts'
import { parseListParameters } from '../../../src/scim/protocol/list-response.ts'
import { applyPatch, parsePatchRequest, splitMembers } from '../../../src/scim/protocol/patch.ts'
import { applyProjection, parseProjection } from '../../../src/scim/protocol/projection.ts'
import { equalResources, parseResource } from '../../../src/scim/protocol/resource.ts'
import { groupResourceType, userResourceType } from '../../../src/scim/protocol/schemas.ts'
import { outcome } from './refusal.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const names = fc.constantFrom(
  'schemas',
  'id',
  'meta',
  'userName',
  'USERNAME',
  'name',
  'name.givenName',
  'givenName',
  'active',
  'emails',
  'emails.value',
  'value',
  'type',
  'primary',
  'display',
  '$ref',
  'addresses',
  'locality',
  'roles',
  'members',
  'displayName',
  'manager',
  'groups',
  'password',
  enterprise,
  `${enterprise}:manager`,
  `${enterprise}:department`,
  'emails[type eq "work"].value',
  'emails[type eq "work"]',
  'members[value eq "u1"]',
  'x509Certificates',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
)
const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 'True', 'false', '', 'work', 'ada', 'u1', 7, 1.5, '\u0000', '\ud800', [], {}),
  fc.string(),
)
const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(names, fc.string()), tie('value'), { maxKeys: 4 }),
  ),
})).value
const operation = fc.record(
  { op: fc.constantFrom('add', 'Replace', 'remove', 'move'), path: fc.oneof(names, fc.string()), value },
  { requiredKeys: ['op'] },
)
const body = fc.oneof(value, fc.record({ Operations: fc.array(operation, { minLength: 1, maxLength: 5 }) }))

const text = fc.constantFrom('ada', 'a@x', 'b@x', 'work', 'Å', '')
const truth = fc.constantFrom<unknown>(true, false, 'True', 'FALSE', null)
const type = fc.constantFrom<unknown>('work', 'home', null)
const email = fc.record({ value: text, type, primary: truth, display: text }, { requiredKeys: [] })
const address = fc.record({ type, locality: text, country: text, primary: truth }, { requiredKeys: [] })
const manager = fc.oneof(
  text,
  fc.record({ value: text, $ref: text, displayName: text }, { requiredKeys: [] }),
  fc.array(text, { maxLength: 1 }),
)
const listOf = (element: fc.Arbitrary<unknown>) => fc.oneof(element, fc.array(element, { maxLength: 3 }), fc.constant(null))
const plausibleTargets: [string, fc.Arbitrary<unknown>][] = [
  ['title', text],
  ['active', truth],
  ['password', text],
  ['NAME', fc.record({ givenName: text, familyName: text }, { requiredKeys: [] })],
  ['name.givenName', text],
  ['emails', listOf(email)],
  ['emails.display', text],
  ['emails[type eq "work"]', email],
  ['emails[type eq "work"].value', text],
  ['emails[type eq "home"].primary', truth],
  ['emails[primary eq "True"].value', text],
  ['emails[value co "@"].display', text],
  ['addresses', listOf(address)],
  ['addresses[type eq "work"].country', text],
  ['roles[primary eq true].display', text],
  [enterprise, fc.record({ department: text, manager }, { requiredKeys: [] })],
  [`${enterprise}:department`, text],
  [`${enterprise}:manager`, manager],
  [`${enterprise}:manager.value`, text],
]
const plausibleOperation = fc
  .constantFrom(...plausibleTargets)
  .chain(([path, valueOfPath]) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ op: fc.constantFrom('add', 'Replace'), path: fc.constant(path), value: valueOfPath }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant('remove'), path: fc.constant(path) }) },
      { weight: 1, arbitrary: valueOfPath.map((inner) => ({ op: 'replace', value: { [path]: inner } })) },
    ),
  )
const plausibleOperations = fc.array(plausibleOperation, { minLength: 1, maxLength: 8 })
const resourceType = fc.constantFrom(userResourceType, groupResourceType)

function orScimError<Result>(action: () => Result): Result | undefined {
  const found = outcome(action)
  return 'result' in found ? found.result : undefined
}

function freeze<Value>(frozen: Value): Value {
  if (typeof frozen === 'object' && frozen !== null) Object.values(Object.freeze(frozen)).forEach(freeze)
  return frozen
}

const ada = freeze<JsonObject>({
  schemas: [userResourceType.schema.id, enterprise],
  id: '1',
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'L' },
  emails: [
    { value: 'a@x', type: 'work', primary: true },
    { value: 'b@x', type: 'home' },
  ],
  addresses: [{ type: 'work', locality: 'Oslo' }],
  [enterprise]: { department: 'D', manager: { value: 'm' } },
})
const group = freeze<JsonObject>({ schemas: [groupResourceType.schema.id], id: '2', displayName: 'G', members: [{ value: 'u1' }] })

describe('whatever a client sends', () => {
  it('a body becomes a resource or a ScimError; a resource parses to itself', () => {
    fc.assert(
      fc.property(resourceType, value, fc.boolean(), (type, sent, strict) => {
        const named = typeof sent === 'object' && !Array.isArray(sent) ? { userName: 'ada', displayName: 'G', ...sent } : sent
        const parsed = orScimError(() => parseResource(type, freeze(named), { strict }))
        if (parsed === undefined) return
        expect(parseResource(type, parsed.resource, { strict: true }).resource).toEqual(parsed.resource)
        expect(applyProjection(parseProjection(type, {}), parsed.resource)).toEqual(parsed.resource)
      }),
      { numRuns: 2_000 },
    )
  })

  it('a PATCH becomes a resource or a ScimError, and leaves resource and request as they are', () => {
    fc.assert(
      fc.property(
        resourceType,
        fc.oneof(
          body,
          plausibleOperations.map((Operations) => ({ Operations })),
        ),
        fc.boolean(),
        (type, sent, strict) => {
          const resource = type === userResourceType ? ada : group
          const request = orScimError(() => parsePatchRequest(type, freeze(sent), { strict }))
          if (request === undefined) return
          const patched = orScimError(() => applyPatch(type, resource, freeze(request), { strict }))
          if (patched === undefined) return
          expect(patched['id']).toBe(resource['id'])
          const again = orScimError(() => applyPatch(type, resource, request, { strict }))
          expect(again).toEqual(patched)
          expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('a PATCH result is a resource that a PUT would accept as it is', () => {
    fc.assert(
      fc.property(plausibleOperations, (operations) => {
        const patched = orScimError(() => {
          const request = parsePatchRequest(userResourceType, { Operations: operations }, { strict: false })
          return applyPatch(userResourceType, ada, request, { strict: false })
        })
        if (patched === undefined) return
        const { id: _, ...writable } = patched
        const primaries = ((patched['emails'] ?? []) as JsonObject[]).filter((element) => element['primary'] === true)
        expect(primaries.length).toBeLessThan(2)
        const { resource } = parseResource(userResourceType, writable, { strict: true })
        expect(equalResources(resource, writable)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it('members split off make the same group as members patched in place', () => {
    const ids = fc.array(
      fc.constantFrom('u1', 'u2', 'u3', 'u4').map((id) => ({ value: id })),
      { maxLength: 3 },
    )
    const memberOperation = fc.oneof(
      fc.record({ op: fc.constantFrom('add', 'replace', 'remove'), path: fc.constant('members'), value: ids }),
      fc.constant({ op: 'remove', path: 'members' }),
      fc.record({ op: fc.constant('remove'), path: fc.constantFrom('members[value eq "u1"]', 'members[value eq "u2" or value eq "u3"]') }),
    )
    fc.assert(
      fc.property(fc.array(memberOperation, { minLength: 1, maxLength: 6 }), (operations) => {
        const request = parsePatchRequest(groupResourceType, { Operations: operations }, { strict: false })
        const patched = applyPatch(groupResourceType, group, request, { strict: false })
        const { members } = splitMembers(request)
        const split = new Set(members?.replaceAll ? [] : ['u1']).union(new Set(members?.add)).difference(new Set(members?.remove))
        const inPlace = (patched['members'] ?? []) as { value: string }[]
        expect([...split].sort()).toEqual(inPlace.map((member) => member.value).sort())
        expect(new Set(members?.add).isDisjointFrom(new Set(members?.remove))).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('a path, a projection and paging give a result or a ScimError', () => {
    const paths = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(names, { maxLength: 4 }).map((parts) => parts.join('.')),
    )
    fc.assert(
      fc.property(paths, value, (path, parameter) => {
        orScimError(() => resolvePath(userResourceType, parseAttributePath(path)))
        applyProjection(parseProjection(userResourceType, { attributes: path }), ada)
        orScimError(() => parseProjection(userResourceType, { excludedAttributes: parameter }))
        orScimError(() => parseListParameters({ startIndex: parameter, count: path }))
      }),
      { numRuns: 1_000 },
    )
  })

  it('5,000 levels of nesting are not followed', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)
    expect(parseResource(userResourceType, { userName: 'ada', deep }, { strict: false }).ignored).toEqual(['deep'])
    expect(
      orScimError(() => parseResource(userResourceType, { userName: 'ada', emails: [{ value: deep }] }, { strict: false })),
    ).toBeUndefined()
    expect(orScimError(() => parseResource(userResourceType, { userName: 'ada', title: deep }, { strict: false }))).toBeUndefined()
  })
})
