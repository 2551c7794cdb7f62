import type { JsonObject } from '../../protocol/json.ts'
import { coreUserUrn } from '../../protocol/urns.ts'
import { deletions, groupLife, patched, patchOf, query, scimJson, wrongToken, type ProviderTest } from '../step.ts'

const login = 'sam.{{run}}@idp.example'
const sam = (more: JsonObject = {}): JsonObject => ({
  schemas: [coreUserUrn],
  userName: login,
  externalId: 'sam-{{run}}',
  name: { givenName: 'Sam', familyName: 'Plain' },
  displayName: 'Sam Plain',
  emails: [{ value: login, type: 'work', primary: true }],
  active: true,
  ...more,
})

/** What any client of RFC 7644 does: it reads what is offered, and keeps a user and a group. */
export const other: ProviderTest = {
  headers: scimJson,
  steps: [
    {
      name: 'What is offered',
      method: 'GET',
      path: '/ServiceProviderConfig',
      status: [200],
      has: { '/patch/supported': true, '/filter/supported': true },
    },
    { name: 'Resource types', method: 'GET', path: '/ResourceTypes', status: [200], has: { '/totalResults': 2 } },
    { name: 'Schemas', method: 'GET', path: '/Schemas', status: [200] },
    { name: 'List users', method: 'GET', path: `/Users${query({ startIndex: 1, count: 10 })}`, status: [200], has: { '/totalResults': 0 } },
    wrongToken(`/Users${query({ startIndex: 1, count: 10 })}`),
    {
      name: 'Create the user',
      method: 'POST',
      path: '/Users',
      body: sam(),
      status: [201],
      has: { '/userName': login, '/active': true },
      saves: { user: '/id' },
    },
    {
      name: 'Creating the user again is refused',
      method: 'POST',
      path: '/Users',
      body: sam(),
      status: [409],
      has: { '/scimType': 'uniqueness' },
    },
    {
      name: 'Find the user by userName',
      method: 'GET',
      path: `/Users${query({ filter: `userName eq "${login}"` })}`,
      status: [200],
      has: { '/totalResults': 1, '/Resources/0/id': '{{user}}' },
    },
    {
      name: 'Replace the user: PUT',
      method: 'PUT',
      path: '/Users/{{user}}',
      body: sam({ id: '{{user}}', title: 'Lead' }),
      status: [200],
      has: { '/title': 'Lead' },
    },
    {
      name: 'Deactivate the user: PATCH',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'replace', path: 'active', value: false }),
      status: patched,
      removes: true,
    },
    { name: 'The user is inactive', method: 'GET', path: '/Users/{{user}}', status: [200], has: { '/active': false }, afterRemoval: true },
    {
      name: 'Reactivate the user',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'replace', path: 'active', value: true }),
      status: patched,
    },
    ...groupLife({ name: 'Everybody {{run}}', renamed: 'Everybody {{run}} new' }),
    ...deletions,
  ],
}
