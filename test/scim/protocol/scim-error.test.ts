import { describe, expect, it } from 'vitest'
import { quoted, ScimError, toErrorBody } from '../../../src/scim/protocol/scim-error.ts'

describe('a SCIM error body (rule 151)', () => {
  it('has the status as a string and the scimType beside it [R44 §3.12]', () => {
    expect(toErrorBody(new ScimError(409, 'uniqueness', 'Taken.'))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'Taken.',
    })
  })

  it('has no scimType where none applies', () => {
    expect(toErrorBody(new ScimError(404, undefined, 'Not found.'))).not.toHaveProperty('scimType')
  })

  it('repeats the client only escaped and cut', () => {
    expect(quoted('a\u0000"b')).toBe('"a\\u0000\\"b"')
    expect(quoted('x'.repeat(10_000)).length).toBeLessThan(100)
  })
})
