import { describe, expect, it } from 'vitest'
import { formatResolvedPath } from '../../../src/scim/protocol/attribute-path.ts'
import { groupResourceType, userResourceType } from '../../../src/scim/protocol/schemas.ts'
import { parseSort, resolveSort } from '../../../src/scim/protocol/sort.ts'
import { enterpriseUserUrn } from '../../../src/scim/protocol/urns.ts'
import { refusal } from './refusal.ts'

const resolved = (sortBy: string, types = [userResourceType]) =>
  resolveSort(types, parseSort(sortBy, undefined)!).map((path) => path && formatResolvedPath(path))

describe('sortBy and sortOrder (RFC 7644 §3.4.2.3)', () => {
  it.each([
    ['USERNAME', 'userName'],
    ['emails', 'emails.value'],
    ['emails.type', 'emails.type'],
    ['name.givenname', 'name.givenName'],
    [`${enterpriseUserUrn}:manager`, `${enterpriseUserUrn}:manager.value`],
    ['schemas', 'schemas'],
    ['meta.lastModified', 'meta.lastModified'],
  ])('rule 81: %s is %s', (sortBy, path) => expect(resolved(sortBy)).toEqual([path]))

  it.each([
    'name',
    'addresses',
    'meta',
    enterpriseUserUrn,
    'nothing',
    'emails.nothing',
    'password',
    'title pr',
    'emails[type eq "work"]',
    'a.b.c',
    '__proto__',
  ])('rule 84: %s is invalidPath', (sortBy) =>
    expect(refusal(() => resolved(sortBy))).toMatchObject({ status: 400, scimType: 'invalidPath' }),
  )

  it('rule 60: of several types each has its own, or none', () => {
    const both = [userResourceType, groupResourceType]
    expect(resolved('displayName', both)).toEqual(['displayName', 'displayName'])
    expect(resolved('userName', both)).toEqual(['userName', undefined])
    expect(resolved('members', both)).toEqual([undefined, 'members.value'])
    expect(refusal(() => resolved('nothing', both))).toMatchObject({ scimType: 'invalidPath' })
  })

  it('rule 82: the order is ascending by default, and nothing without sortBy', () => {
    for (const order of [undefined, '', 'ascending', ' ASCENDING']) expect(parseSort('userName', order)?.isDescending).toBe(false)
    expect(parseSort('userName', 'Descending')?.isDescending).toBe(true)
    for (const sortBy of [undefined, '', ' ']) expect(parseSort(sortBy, 'nonsense')).toBeUndefined()
    expect(refusal(() => parseSort('userName', 'desc'))).toMatchObject({ status: 400, scimType: 'invalidValue' })
  })
})
