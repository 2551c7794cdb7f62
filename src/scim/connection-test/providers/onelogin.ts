import type { JsonObject } from '../../protocol/json.ts'
import { coreGroupUrn, coreUserUrn } from '../../protocol/urns.ts'
import { deletions, patched, patchOf, query, repeatedGroup, wrongToken, type ProviderTest, type TestStep } from '../step.ts'

const login = 'olga.{{run}}@onelogin.example'
// OneLogin names the schemas of SCIM drafts.
const olga = (more: JsonObject = {}): JsonObject => ({
  schemas: ['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0'],
  userName: login,
  externalId: 'olga{{run}}',
  name: { givenName: 'Olga', familyName: 'One', formatted: 'Olga One' },
  displayName: 'Olga One',
  emails: [{ value: login, type: 'work', primary: true }],
  ...more,
})
// It ends its URLs with an empty query.
const lookUp = `/Users${query({ filter: `userName eq "${login}"` }, { space: '+' })}&`
const withTail = (steps: readonly TestStep[]): TestStep[] => steps.map((step) => ({ ...step, path: `${step.path}?` }))

/** Enabling the API connection, then a user and a role that becomes a group, in the dialect of its SCIM provisioner. */
export const onelogin: ProviderTest = {
  headers: { accept: 'application/scim+json', 'content-type': 'application/scim+json', 'user-agent': '' },
  steps: [
    { name: 'Enable the API connection: what is offered', method: 'GET', path: '/ServiceProviderConfig', status: [200] },
    {
      name: 'Enable the API connection: users',
      method: 'GET',
      path: `/Users${query({ startIndex: 1, count: 1 })}`,
      status: [200],
      has: { '/totalResults': 0 },
    },
    wrongToken(`/Users${query({ startIndex: 1, count: 1 })}`),
    { name: 'Look for the user before creating', method: 'GET', path: lookUp, status: [200], has: { '/totalResults': 0 } },
    {
      name: 'Create the user',
      method: 'POST',
      path: '/Users',
      body: olga(),
      status: [201],
      has: { '/userName': login, '/active': true },
      saves: { user: '/id' },
    },
    {
      name: 'Find the user by userName',
      method: 'GET',
      path: lookUp,
      status: [200],
      has: { '/totalResults': 1, '/Resources/0/id': '{{user}}' },
    },
    {
      name: 'Update the user: PUT, unmapped fields empty',
      method: 'PUT',
      path: '/Users/{{user}}?',
      body: olga({ schemas: [coreUserUrn], displayName: 'Olga O.', title: '' }),
      status: [200],
      has: { '/displayName': 'Olga O.', '/active': true },
      lacks: ['/title'],
    },
    { name: 'Suspend the user', method: 'PUT', path: '/Users/{{user}}?', body: olga({ active: false }), status: [200], removes: true },
    { name: 'The user is inactive', method: 'GET', path: '/Users/{{user}}?', status: [200], has: { '/active': false }, afterRemoval: true },
    {
      name: 'Reactivate the user',
      method: 'PUT',
      path: '/Users/{{user}}?',
      body: olga({ active: true }),
      status: [200],
      has: { '/active': true },
    },
    {
      name: 'List groups for entitlements',
      method: 'GET',
      path: `/Groups${query({ startIndex: 1, count: 100 })}&`,
      status: [200],
      has: { '/totalResults': 0 },
    },
    {
      name: 'Create a group from a role',
      method: 'POST',
      path: '/Groups',
      body: { schemas: ['urn:scim:schemas:core:2.0'], displayName: 'OneLogin {{run}}' },
      status: [201],
      saves: { group: '/id' },
    },
    repeatedGroup({ schemas: [coreGroupUrn], displayName: 'OneLogin {{run}}' }),
    {
      name: 'Add a member',
      method: 'PATCH',
      path: '/Groups/{{group}}?',
      body: patchOf({ op: 'add', path: 'members', value: [{ value: '{{user}}' }] }),
      status: patched,
    },
    { name: 'The member is there', method: 'GET', path: '/Groups/{{group}}?', status: [200], counts: { '/members': 1 } },
    {
      name: 'Remove the member',
      method: 'PATCH',
      path: '/Groups/{{group}}?',
      body: patchOf({ op: 'remove', path: 'members[value eq "{{user}}"]' }),
      status: patched,
      removes: true,
    },
    { name: 'The group is empty', method: 'GET', path: '/Groups/{{group}}?', status: [200], counts: { '/members': 0 }, afterRemoval: true },
    ...withTail(deletions),
  ],
}
