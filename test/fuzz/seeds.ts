import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

export type Seed = { method: string; path: string; body: unknown }

/** Requests as providers send them; what is to be filled in stays as it is written. */
export async function readSeeds(): Promise<Seed[]> {
  const folder = path.join(import.meta.dirname, '../scim/providers')
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort()
  const entries = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(path.join(folder, file), 'utf8')) as Partial<Seed>[]),
  )
  return [
    ...entries.flat().flatMap(({ method, path: at, body }) => (method && at ? [{ method, path: at, body }] : [])),
    ...queries.map((query) => ({ method: 'GET', path: query, body: undefined })),
    { method: 'POST', path: '/Bulk', body: bulk },
    { method: 'POST', path: '/Users/.search', body: search },
    { method: 'POST', path: '/.search', body: search },
  ]
}

export const filters = [
  'userName eq "ada@acme.example"',
  'emails[type eq "work" and value co "@acme"] and not (active eq false)',
  'name.familyName sw "L" or title pr and (userType ne "Intern" or meta.created ge "2020-01-01T00:00:00Z")',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "R&D"',
  'groups.value eq "group-01a20cdf-64bb-71ef-85b2-b58aefca8081"',
  'id eq "user-01a20cdf-64bb-71ef-85b2-b58aefca8081" or externalId eq null',
  'schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"',
  'phoneNumbers.value ew "\\u0037" and x509Certificates pr',
]
const queries = [
  ...filters.map((filter) => `/Users?filter=${encodeURIComponent(filter)}`),
  '/Groups?filter=members.value%20eq%20%22user-01a20cdf-64bb-71ef-85b2-b58aefca8081%22&excludedAttributes=members',
  '/Users?sortBy=name.familyName&sortOrder=descending&startIndex=2&count=3',
  '/Users?cursor&count=2&attributes=userName,emails.value',
  '/?filter=displayName%20sw%20%22A%22',
  '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User',
]
const search = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
  attributes: ['displayName', 'userName'],
  filter: 'displayName sw "A" or userName co "a"',
  sortBy: 'displayName',
  startIndex: 1,
  count: 3,
}
const bulk = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  failOnErrors: 2,
  Operations: [
    {
      method: 'POST',
      path: '/Users',
      bulkId: 'a',
      data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'bulk.{{run}}' },
    },
    {
      method: 'POST',
      path: '/Groups',
      bulkId: 'g',
      data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Bulk {{run}}', members: [{ value: 'bulkId:a' }] },
    },
    {
      method: 'PATCH',
      path: '/Groups/bulkId:g',
      data: { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:a"]' }] },
    },
    { method: 'DELETE', path: '/Users/bulkId:a' },
  ],
}
