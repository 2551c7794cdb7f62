import type { JsonObject } from '../../protocol/json.ts'
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from '../../protocol/urns.ts'
import { deletions, patched, patchOf, query, repeatedGroup, wrongToken, type ProviderTest } from '../step.ts'

const login = 'ada_{{run}}@entra.example'
const user: JsonObject = {
  schemas: [coreUserUrn, enterpriseUserUrn],
  externalId: 'ada-{{run}}',
  userName: login,
  active: true,
  displayName: 'Ada Entra',
  emails: [{ primary: true, type: 'work', value: login }],
  meta: { resourceType: 'User' },
  name: { formatted: 'Ada Entra', familyName: 'Entra', givenName: 'Ada' },
  roles: [],
  [enterpriseUserUrn]: { department: 'Engineering' },
}
const group: JsonObject = {
  schemas: [coreGroupUrn, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
  externalId: 'group-{{run}}',
  displayName: 'Entra {{run}}',
  meta: { resourceType: 'Group' },
}
const probe = (endpoint: string, filter: string, more: Record<string, string> = {}): string =>
  `/${endpoint}${query({ ...more, filter }, { space: '+' })}`
const nobody = '3b6f7e1c-90f5-4a0e-8d0c-{{run}}'
const withoutMembers = { excludedAttributes: 'members' }

/** "Test Connection", then an initial cycle: one user and one group are matched, created, changed, disabled and deleted, in the dialect without aadOptscim062020 and with it. */
export const entraId: ProviderTest = {
  headers: { 'content-type': 'application/scim+json; charset=utf-8' },
  steps: [
    {
      name: 'Test Connection: a user who is nobody',
      method: 'GET',
      path: probe('Users', `userName eq "${nobody}"`),
      status: [200],
      has: { '/totalResults': 0 },
      counts: { '/Resources': 0 },
    },
    {
      name: 'Test Connection: a group that is none',
      method: 'GET',
      path: probe('Groups', `displayName eq "${nobody}"`, withoutMembers),
      status: [200],
      has: { '/totalResults': 0 },
    },
    wrongToken(probe('Users', `userName eq "${nobody}"`)),
    { name: 'Read the schemas', method: 'GET', path: '/Schemas', status: [200] },
    {
      name: 'Match the user by externalId',
      method: 'GET',
      path: probe('Users', 'externalId eq "ada-{{run}}"'),
      status: [200],
      has: { '/totalResults': 0 },
    },
    {
      name: 'Create the user',
      method: 'POST',
      path: '/Users',
      body: user,
      status: [201],
      has: { '/userName': login, [`/${enterpriseUserUrn}/department`]: 'Engineering' },
      saves: { user: '/id' },
    },
    {
      name: 'Match the user by userName',
      method: 'GET',
      path: probe('Users', `userName eq "${login}"`),
      status: [200],
      has: { '/totalResults': 1, '/Resources/0/id': '{{user}}' },
    },
    {
      name: 'Match the user by work e-mail',
      method: 'GET',
      path: probe('Users', `emails[type eq "work"].value eq "${login}"`),
      status: [200],
      has: { '/totalResults': 1 },
    },
    {
      name: 'Update attributes, one operation each',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf(
        { op: 'Replace', path: 'displayName', value: 'Ada E.' },
        { op: 'Add', path: 'emails[type eq "work"].value', value: `new.${login}` },
        { op: 'Replace', path: `${enterpriseUserUrn}:department`, value: 'Research' },
      ),
      status: patched,
    },
    {
      name: 'The attributes are there',
      method: 'GET',
      path: '/Users/{{user}}',
      status: [200],
      has: { '/displayName': 'Ada E.', '/emails/0/value': `new.${login}`, [`/${enterpriseUserUrn}/department`]: 'Research' },
    },
    {
      name: 'Update attributes, as with aadOptscim062020',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({
        op: 'replace',
        value: { displayName: 'Ada Entra', 'name.givenName': 'Augusta', [`${enterpriseUserUrn}:employeeNumber`]: '701' },
      }),
      status: patched,
    },
    {
      name: 'Disable the user: active as text',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'Replace', path: 'active', value: 'False' }),
      status: patched,
      removes: true,
    },
    {
      name: 'The user is inactive and still found',
      method: 'GET',
      path: probe('Users', `userName eq "${login}"`),
      status: [200],
      has: { '/Resources/0/active': false },
      afterRemoval: true,
    },
    {
      name: 'Enable the user',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'Replace', path: 'active', value: 'True' }),
      status: patched,
    },
    {
      name: 'Match the group by displayName',
      method: 'GET',
      path: probe('Groups', 'displayName eq "Entra {{run}}"', withoutMembers),
      status: [200],
      has: { '/totalResults': 0 },
    },
    {
      name: 'Create the group',
      method: 'POST',
      path: '/Groups',
      body: group,
      status: [201],
      has: { '/externalId': 'group-{{run}}' },
      saves: { group: '/id' },
    },
    repeatedGroup(group),
    {
      name: 'Add a member',
      method: 'PATCH',
      path: '/Groups/{{group}}',
      body: patchOf({ op: 'Add', path: 'members', value: [{ $ref: null, value: '{{user}}' }] }),
      status: patched,
    },
    {
      name: 'Rename the group',
      method: 'PATCH',
      path: '/Groups/{{group}}',
      body: patchOf({ op: 'Replace', path: 'displayName', value: 'Entra {{run}} new' }),
      status: patched,
    },
    {
      name: 'The member is there',
      method: 'GET',
      path: '/Groups/{{group}}',
      status: [200],
      has: { '/displayName': 'Entra {{run}} new' },
      counts: { '/members': 1 },
    },
    {
      name: 'Remove one member, named in the value',
      method: 'PATCH',
      path: '/Groups/{{group}}',
      body: patchOf({ op: 'Remove', path: 'members', value: [{ $ref: null, value: '{{user}}' }] }),
      status: patched,
      removes: true,
    },
    { name: 'The group is empty', method: 'GET', path: '/Groups/{{group}}', status: [200], counts: { '/members': 0 }, afterRemoval: true },
    ...deletions,
  ],
}
