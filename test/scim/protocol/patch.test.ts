import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../../../src/scim/protocol/json.ts'
import { applyPatch, parsePatchRequest, splitMembers } from '../../../src/scim/protocol/patch.ts'
import { groupResourceType, userResourceType } from '../../../src/scim/protocol/schemas.ts'
import { patchOpUrn } from '../../../src/scim/protocol/urns.ts'
import patchCases from './patch.cases.json' with { type: 'json' }
import memberCases from './member-patch.cases.json' with { type: 'json' }
import { outcome, refusal } from './refusal.ts'

type PatchCase = {
  title: string
  resourceType?: string
  strict?: boolean
  before: JsonObject
  operations: JsonValue[]
  after?: JsonObject
  scimType?: string
  ignored?: unknown
}

type MemberCase = {
  title: string
  operations: JsonValue[]
  members?: { replaceAll: boolean; add: string[]; remove: string[] }
  scimType?: string
}

const anyNames: unknown = expect.any(Array)
const bodyOf = (operations: unknown[]) => ({ schemas: [patchOpUrn], Operations: operations })

describe('PATCH', () => {
  it.each(patchCases as unknown as PatchCase[])(
    '$title',
    ({ resourceType, strict = false, before, operations, after, scimType, ignored = anyNames }) => {
      const type = resourceType === 'Group' ? groupResourceType : userResourceType
      const resource: JsonObject = { schemas: [type.schema.id], ...before }
      const untouched = structuredClone(resource)
      const patch = () => {
        const request = parsePatchRequest(type, bodyOf(operations), { strict })
        return { ...applyPatch(type, resource, request, { strict }), ignored: request.ignored }
      }
      const patched = { schemas: expect.any(Array), ignored, ...after }
      const refused = { status: 400, scimType, detail: expect.any(String) }
      expect(outcome(patch)).toEqual(after === undefined ? { refused } : { result: patched })
      expect(resource).toEqual(untouched)
    },
  )

  it('gives the same result when one request is applied twice', () => {
    const request = parsePatchRequest(
      userResourceType,
      bodyOf([
        { op: 'add', path: 'emails', value: [{ value: 'a@x', type: 'work' }] },
        { op: 'replace', path: 'emails[type eq "work"].display', value: 'Ada' },
      ]),
      { strict: false },
    )
    const first = applyPatch(userResourceType, { userName: 'ada' }, request, { strict: false })
    const again = applyPatch(userResourceType, { userName: 'ada' }, request, { strict: false })
    expect(again).toEqual(first)
    expect(applyPatch(userResourceType, first, request, { strict: false })).toEqual(first)
  })
})

describe('a PATCH body', () => {
  const operations = [{ op: 'replace', path: 'title', value: 'T' }]

  it.each([null, [], 'text', 7, undefined])('that is %j is invalidSyntax', (body) => {
    expect(refusal(() => parsePatchRequest(userResourceType, body, { strict: false }))).toMatchObject({ scimType: 'invalidSyntax' })
  })

  it('may leave schemas out, unless strict (rule 104)', () => {
    expect(parsePatchRequest(userResourceType, { Operations: operations }, { strict: false }).operations).toHaveLength(1)
    expect(refusal(() => parsePatchRequest(userResourceType, { Operations: operations }, { strict: true }))).toMatchObject({
      status: 400,
      scimType: 'invalidSyntax',
    })
  })

  it('with schemas that lack the PatchOp URN is invalidSyntax (rule 104)', () => {
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], Operations: operations }
    expect(refusal(() => parsePatchRequest(userResourceType, body, { strict: false }))).toMatchObject({ scimType: 'invalidSyntax' })
  })

  it('has member names without regard to case (rule 1)', () => {
    const body = { Schemas: [patchOpUrn.toUpperCase()], operations: [{ OP: 'replace', Path: 'TITLE', VALUE: 'T' }] }
    const request = parsePatchRequest(userResourceType, body, { strict: true })
    expect(applyPatch(userResourceType, { userName: 'ada' }, request, { strict: true })).toMatchObject({ title: 'T' })
  })

  it('with more than 1000 operations is refused before any is read', () => {
    const body = bodyOf(Array.from({ length: 1001 }, () => operations[0]))
    expect(refusal(() => parsePatchRequest(userResourceType, body, { strict: false }))).toMatchObject({ status: 413 })
  })

  it('with more than 1000 expressions in its value filters is refused; ids of members are not counted', () => {
    const filter = (name: string) => Array.from({ length: 200 }, (_, index) => `value eq "${name}${index}"`).join(' or ')
    const removals = (attribute: string) =>
      bodyOf(Array.from({ length: 6 }, (_, index) => ({ op: 'remove', path: `${attribute}[${filter(`x${index}`)}]` })))
    expect(refusal(() => parsePatchRequest(userResourceType, removals('emails'), { strict: false }))).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
    })
    expect(splitMembers(parsePatchRequest(groupResourceType, removals('members'), { strict: false })).members?.remove).toHaveLength(1_200)
  })

  it('with more than 1000 values to remove that have no value of their own is refused: each is tried on each element', () => {
    const listed = Array.from({ length: 600 }, (_, index) => ({ region: `${index}` }))
    const removal = { op: 'remove', path: 'addresses', value: listed }
    expect(parsePatchRequest(userResourceType, bodyOf([removal]), { strict: false }).operations).toHaveLength(1)
    expect(refusal(() => parsePatchRequest(userResourceType, bodyOf([removal, removal]), { strict: false }))).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
    })
  })

  it('that would leave more than 1000 emails is refused', () => {
    const emails = (from: number) => Array.from({ length: 600 }, (_, index) => ({ value: `${from + index}@x` }))
    const body = bodyOf([
      { op: 'add', path: 'emails', value: emails(0) },
      { op: 'add', path: 'emails', value: emails(600) },
    ])
    const request = parsePatchRequest(userResourceType, body, { strict: false })
    expect(refusal(() => applyPatch(userResourceType, { userName: 'ada' }, request, { strict: false }))).toMatchObject({
      scimType: 'invalidValue',
    })
  })
})

describe('splitMembers', () => {
  it.each(memberCases as MemberCase[])('$title', ({ operations, members, scimType }) => {
    const split = () => splitMembers(parsePatchRequest(groupResourceType, bodyOf(operations), { strict: false }))
    const refused = { status: 400, scimType, detail: expect.any(String) }
    const attributes = expect.objectContaining({ ignored: [] })
    expect(outcome(split)).toEqual(scimType === undefined ? { result: { attributes, members } } : { refused })
  })

  it('leaves the other attributes their operations and what was ignored', () => {
    const request = parsePatchRequest(
      groupResourceType,
      bodyOf([{ op: 'replace', value: { displayName: 'G2', colour: 'red', members: [{ value: 'u1' }] } }]),
      { strict: false },
    )
    const { attributes, members } = splitMembers(request)
    expect(applyPatch(groupResourceType, { displayName: 'G' }, attributes, { strict: false })).toEqual({
      schemas: [groupResourceType.schema.id],
      displayName: 'G2',
    })
    expect(attributes.ignored).toEqual(['colour'])
    expect(members).toEqual({ replaceAll: true, add: ['u1'], remove: [] })
  })

  it('takes 50,000 ids added and then removed one by one in another order', () => {
    const ids = Array.from({ length: 50_000 }, (_, index) => ({ value: `u${index}` }))
    const body = bodyOf([
      { op: 'add', path: 'members', value: ids },
      { op: 'remove', path: 'members', value: ids.toReversed() },
      { op: 'add', path: 'members', value: ids.slice(0, 10) },
    ])
    const { members } = splitMembers(parsePatchRequest(groupResourceType, body, { strict: false }))
    expect(members?.add).toHaveLength(10)
    expect(members?.remove).toHaveLength(49_990)
  })
})
