import { describe, expect, it } from 'vitest'
import {
  formatAttributePath,
  formatResolvedPath,
  isWholeExtension,
  parseAttributePath,
  resolvePath,
} from '../../../src/scim/protocol/attribute-path.ts'
import { groupResourceType, userResourceType } from '../../../src/scim/protocol/schemas.ts'
import { refusal } from './refusal.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const resolve = (text: string) => resolvePath(userResourceType, parseAttributePath(text))

describe('an attribute path', () => {
  it.each([
    ['userName', { attribute: 'userName' }],
    ['name.givenName', { attribute: 'name', subAttribute: 'givenName' }],
    ['members.$ref', { attribute: 'members', subAttribute: '$ref' }],
    [`${enterprise}:department`, { schema: enterprise, attribute: 'department' }],
    [`${enterprise}:manager.value`, { schema: enterprise, attribute: 'manager', subAttribute: 'value' }],
  ])('%s is read and written back', (text, path) => {
    expect(parseAttributePath(text)).toEqual(path)
    expect(formatAttributePath(parseAttributePath(text))).toBe(text)
  })

  it.each(['', '.', 'a.', '.a', 'a.b.c', 'a b', '1a', 'a:b', ':a', 'urn:x:', 'urn:x:a.b.c.d', '__proto__', 'a[b]', 'a\u0000', 'é'])(
    '%j is invalidPath',
    (text) => {
      expect(refusal(() => parseAttributePath(text))).toMatchObject({ status: 400, scimType: 'invalidPath' })
    },
  )

  it.each([
    ['USERNAME', 'userName'],
    ['ID', 'id'],
    ['externalid', 'externalId'],
    ['Meta.LastModified', 'meta.lastModified'],
    ['Emails.Type', 'emails.type'],
    ['urn:ietf:params:scim:schemas:core:2.0:USER:name.GivenName', 'name.givenName'],
    [`${enterprise.toUpperCase().replace('URN', 'urn')}:MANAGER.$REF`, `${enterprise}:manager.$ref`],
    [`${enterprise}.manager`, `${enterprise}:manager`],
    [`${enterprise}.manager.value`, `${enterprise}:manager.value`],
    [enterprise, enterprise],
    [enterprise.toUpperCase(), enterprise],
  ])('%s means %s', (text, canonical) => {
    const path = resolve(text)
    expect(path && formatResolvedPath(path)).toBe(canonical)
  })

  it.each([
    'colour',
    'name.colour',
    'userName.value',
    'department',
    'urn:example:x:userName',
    `${enterprise}:userName`,
    `${enterprise}:manager.x`,
    'constructor',
    'toString',
  ])('%s means nothing to a User', (text) => {
    expect(resolve(text)).toBeUndefined()
  })

  it('knows an extension as a whole and what belongs to it', () => {
    expect(resolve(enterprise)).toMatchObject({ isExtension: true, attribute: { name: enterprise, type: 'complex' } })
    expect([resolve(enterprise), resolve(`${enterprise}:manager`), resolve('name')].map((path) => path && isWholeExtension(path))).toEqual([
      true,
      false,
      false,
    ])
  })

  it('is asked of one resource type: a Group has no enterprise extension', () => {
    expect(resolvePath(groupResourceType, parseAttributePath(`${enterprise}:department`))).toBeUndefined()
    expect(resolvePath(groupResourceType, parseAttributePath('MEMBERS.VALUE'))).toMatchObject({ attribute: { name: 'members' } })
  })
})
