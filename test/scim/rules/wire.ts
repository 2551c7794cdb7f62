import { expect } from 'vitest'
import { checkCustomSchemas } from '../../../src/domain/custom-schema.ts'
import type { ScimResponse } from '../../support/scim-client.ts'
import type { AppUnderTest } from '../../support/use-app.ts'

// What the rules' tests say over and over. URNs as the RFCs write them.

export const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'
export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
export const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'

export const aUser = (userName: string, more: object = {}): Record<string, unknown> => ({ schemas: [userUrn], userName, ...more })
export const aGroup = (displayName: string, more: object = {}): Record<string, unknown> => ({ schemas: [groupUrn], displayName, ...more })

/** `filter=…`, percent-encoded. */
export const filterOf = (filter: string): string => `filter=${encodeURIComponent(filter)}`

/** An error as RFC 7644 §3.12 wants it; `scimType` left out: there is none. */
export function expectError(answer: ScimResponse, status: number, scimType?: string): void {
  expect({ status: answer.status, body: answer.body }).toEqual({
    status,
    body: {
      schemas: [errorUrn],
      status: String(status),
      detail: expect.stringMatching(/\w/),
      ...(scimType === undefined ? {} : { scimType }),
    },
  })
  expect(answer.headers.get('content-type')).toMatch(/^application\/scim\+json/)
}

/** Every row of the tables that hold what an identity provider sent and what came of it. */
export async function storedRows(app: AppUnderTest): Promise<string[]> {
  const { database } = app.node.app
  const rows = await Promise.all(
    ['users', 'groups', 'memberships', 'changes'].map((table) =>
      database.$queryRawUnsafe<{ text: string }[]>(`SELECT '${table} ' || (t.*)::text AS text FROM ${table} t ORDER BY 1`),
    ),
  )
  return rows.flat().map(({ text }) => text)
}

/** Does what is to be refused, or to change nothing: no row, version, lastModified or change differs afterwards. */
export async function changingNothing<Result>(app: AppUnderTest, act: () => Promise<Result>): Promise<Result> {
  const before = await storedRows(app)
  const result = await act()
  expect(await storedRows(app)).toEqual(before)
  return result
}

/** An extension with an attribute of most types, for queries. */
export const plantUrn = 'urn:example:params:scim:2.0:Plant'
export const plantSchemas = checkCustomSchemas([
  {
    id: plantUrn,
    resourceType: 'User',
    name: 'Plant',
    attributes: [
      { name: 'floor', type: 'integer' },
      { name: 'rate', type: 'decimal' },
      { name: 'isGuest', type: 'boolean' },
      { name: 'since', type: 'dateTime' },
      { name: 'badge', caseExact: true },
      { name: 'seal', type: 'binary' },
      { name: 'skills', multiValued: true },
      { name: 'secret', returned: 'never' },
    ],
  },
])
