import type { JsonObject } from '../../protocol/json.ts'
import { coreUserUrn } from '../../protocol/urns.ts'
import { deletions, groupLife, patched, patchOf, query, scimJson, wrongToken, type ProviderTest } from '../step.ts'

const login = 'pia.{{run}}@ping.example'
const pia = (more: JsonObject = {}): JsonObject => ({
  schemas: [coreUserUrn],
  userName: login,
  externalId: 'pia{{run}}',
  active: true,
  displayName: 'Pia Ping',
  name: { givenName: 'Pia', familyName: 'Ping{{run}}' },
  emails: [{ value: login, type: 'work', primary: true }],
  ...more,
})
const find = (filter: string): string => `/Users${query({ filter })}`

/** Checking the connection, then a user by the filters that an administrator may set as the unique-id filter, and a group. */
export const pingIdentity: ProviderTest = {
  headers: scimJson,
  steps: [
    {
      name: 'Check the connection: what is offered',
      method: 'GET',
      path: '/ServiceProviderConfig',
      status: [200],
      has: { '/patch/supported': true, '/filter/supported': true },
    },
    {
      name: 'Check the connection: users',
      method: 'GET',
      path: `/Users${query({ startIndex: 1, count: 1 })}`,
      status: [200],
      has: { '/totalResults': 0 },
    },
    wrongToken(`/Users${query({ startIndex: 1, count: 1 })}`),
    {
      name: 'Look for the user before creating',
      method: 'GET',
      path: find(`userName eq "${login}"`),
      status: [200],
      has: { '/totalResults': 0 },
    },
    {
      name: 'Create the user',
      method: 'POST',
      path: '/Users',
      body: pia(),
      status: [201],
      has: { '/userName': login, '/active': true },
      saves: { user: '/id' },
    },
    {
      name: 'Unique-id filter: userName',
      method: 'GET',
      path: find(`userName eq "${login}"`),
      status: [200],
      has: { '/totalResults': 1, '/Resources/0/id': '{{user}}' },
    },
    {
      name: 'Unique-id filter: e-mail',
      method: 'GET',
      path: find(`emails[value eq "${login}"]`),
      status: [200],
      has: { '/totalResults': 1 },
    },
    {
      name: 'Unique-id filter: externalId',
      method: 'GET',
      path: find('externalId eq "pia{{run}}"'),
      status: [200],
      has: { '/totalResults': 1 },
    },
    {
      name: 'Update the user: PUT',
      method: 'PUT',
      path: '/Users/{{user}}',
      body: pia({ id: '{{user}}', title: 'Pilot' }),
      status: [200],
      has: { '/title': 'Pilot' },
    },
    {
      name: 'Disable the user: PATCH',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'replace', path: 'active', value: false }),
      status: patched,
      removes: true,
    },
    { name: 'The user is inactive', method: 'GET', path: '/Users/{{user}}', status: [200], has: { '/active': false }, afterRemoval: true },
    {
      name: 'Enable the user',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'replace', path: 'active', value: true }),
      status: patched,
    },
    ...groupLife({ name: 'Ping {{run}}', renamed: 'Ping {{run}} new' }),
    ...deletions,
  ],
}
