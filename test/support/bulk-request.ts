import type { ScimBody, ScimClient } from './scim-client.ts'

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

export type SentOperation = { method: string; path: string; bulkId?: string; version?: string; data?: unknown }

export const bulkRequest = (operations: readonly unknown[], more: object = {}): Record<string, unknown> => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  ...more,
  Operations: operations,
})

export const postUser = (bulkId: string, userName: string, more: object = {}): SentOperation => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [userUrn], userName, ...more },
})

export const postGroup = (bulkId: string, displayName: string, members: readonly string[] = []): SentOperation => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { schemas: [groupUrn], displayName, members: members.map((value) => ({ value })) },
})

export const managedBy = (value: string): object => ({ schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: { manager: { value } } })

/** `operations` of a PATCH, as a client may send them in a bulk request. */
export const patchOf = (path: string, ...operations: unknown[]): SentOperation => ({
  method: 'PATCH',
  path,
  data: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations },
})

/** What became of the operations, in the order of the answer; fails when the request as a whole was refused. */
export async function bulk(scim: ScimClient, operations: readonly unknown[], more: object = {}): Promise<ScimBody[]> {
  const { status, text, body } = await scim.post('/Bulk', bulkRequest(operations, more))
  if (status !== 200) throw new Error(`${status} ${text}`)
  return body['Operations']
}

export const statusesOf = (results: readonly ScimBody[]): string[] => results.map((result) => result['status'])

/** The id of the resource that a result is about. */
export const idOf = (result: ScimBody | undefined): string => String(result?.['location']).split('/').at(-1)!
