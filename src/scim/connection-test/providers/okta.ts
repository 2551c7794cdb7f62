import type { JsonObject } from '../../protocol/json.ts'
import { coreGroupUrn, coreUserUrn } from '../../protocol/urns.ts'
import { deletions, patched, patchOf, query, repeatedGroup, wrongToken, type ProviderTest } from '../step.ts'

const login = 'ann.{{run}}@okta.example'
const ann = (more: JsonObject = {}): JsonObject => ({
  schemas: [coreUserUrn],
  userName: login,
  name: { givenName: 'Ann', familyName: 'Okta' },
  emails: [{ primary: true, value: login, type: 'work' }],
  displayName: 'Ann Okta',
  locale: 'en-US',
  externalId: '00u{{run}}',
  groups: [],
  // Okta sends one with each user; it is not kept.
  password: 'not-kept-{{run}}',
  active: true,
  ...more,
})
const lookUp = `/Users${query({ filter: `userName eq "${login}"`, startIndex: 1, count: 100 })}`
const firstUsers = `/Users${query({ startIndex: 1, count: 2 })}`

/** "Test API Credentials", then a person who is assigned, changed, unassigned and assigned again, and a group that is pushed. */
export const okta: ProviderTest = {
  headers: {
    'user-agent': 'Okta SCIM Client 1.0.0',
    accept: 'application/scim+json',
    'accept-charset': 'utf-8',
    'content-type': 'application/scim+json; charset=utf-8',
  },
  steps: [
    {
      name: 'Test API credentials',
      method: 'GET',
      path: firstUsers,
      status: [200],
      has: { '/totalResults': 0 },
      counts: { '/Resources': 0 },
    },
    {
      name: 'Test API credentials: groups',
      method: 'GET',
      path: `/Groups${query({ startIndex: 1, count: 2 })}`,
      status: [200],
      has: { '/totalResults': 0 },
    },
    wrongToken(firstUsers),
    { name: 'Look for the user before creating', method: 'GET', path: lookUp, status: [200], has: { '/totalResults': 0 } },
    {
      name: 'Assign: create the user',
      method: 'POST',
      path: '/Users',
      body: ann(),
      status: [201],
      has: { '/userName': login, '/active': true },
      lacks: ['/password'],
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
      name: 'Creating the user again is refused',
      method: 'POST',
      path: '/Users',
      body: ann(),
      status: [409],
      has: { '/scimType': 'uniqueness' },
    },
    { name: 'An unknown id is not found', method: 'GET', path: '/Users/010101001010101011001010101011', status: [404] },
    {
      name: 'Update the profile: PUT of the whole user',
      method: 'PUT',
      path: '/Users/{{user}}',
      body: ann({ id: '{{user}}', displayName: 'Ann O.' }),
      status: [200],
      has: { '/displayName': 'Ann O.', '/active': true },
    },
    {
      name: 'Unassign: deactivate, PATCH without a path',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'replace', value: { active: false } }),
      status: patched,
      removes: true,
    },
    { name: 'The user is inactive', method: 'GET', path: '/Users/{{user}}', status: [200], has: { '/active': false }, afterRemoval: true },
    {
      name: 'Assign again: reactivate',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'replace', value: { active: true } }),
      status: patched,
    },
    {
      name: 'Push a group',
      method: 'POST',
      path: '/Groups',
      body: { schemas: [coreGroupUrn], displayName: 'Okta {{run}}', members: [] },
      status: [201],
      has: { '/displayName': 'Okta {{run}}' },
      saves: { group: '/id' },
    },
    repeatedGroup({ schemas: [coreGroupUrn], displayName: 'Okta {{run}}', members: [] }),
    {
      name: 'Add a member, with the name that comes along',
      method: 'PATCH',
      path: '/Groups/{{group}}',
      body: patchOf(
        { op: 'replace', value: { id: '{{group}}', displayName: 'Okta {{run}}' } },
        { op: 'add', path: 'members', value: [{ value: '{{user}}', display: login }] },
      ),
      status: patched,
    },
    { name: 'The member is there', method: 'GET', path: '/Groups/{{group}}', status: [200], counts: { '/members': 1 } },
    {
      name: 'Remove the member',
      method: 'PATCH',
      path: '/Groups/{{group}}',
      body: patchOf({ op: 'remove', path: 'members[value eq "{{user}}"]' }),
      status: patched,
      removes: true,
    },
    { name: 'The group is empty', method: 'GET', path: '/Groups/{{group}}', status: [200], counts: { '/members': 0 }, afterRemoval: true },
    {
      name: 'Push all members: PUT of the whole group',
      method: 'PUT',
      path: '/Groups/{{group}}',
      body: { schemas: [coreGroupUrn], id: '{{group}}', displayName: 'Okta {{run}} new', members: [{ value: '{{user}}', display: login }] },
      status: [200],
      has: { '/displayName': 'Okta {{run}} new' },
    },
    {
      name: 'Import: a page of users',
      method: 'GET',
      path: `/Users${query({ startIndex: 1, count: 100 })}`,
      status: [200],
      has: { '/totalResults': 1, '/startIndex': 1 },
    },
    // Okta deactivates and never deletes a user; what unlinking a group does is chosen there.
    deletions[0]!,
    deletions[1]!,
  ],
}
