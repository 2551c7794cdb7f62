import type { JsonObject } from '../../protocol/json.ts'
import { coreUserUrn, enterpriseUserUrn } from '../../protocol/urns.ts'
import { deletions, patched, patchOf, query, scimJson, wrongToken, type ProviderTest } from '../step.ts'

const login = 'gina.{{run}}@google.example'
const gina = (more: JsonObject = {}): JsonObject => ({
  schemas: [coreUserUrn, enterpriseUserUrn],
  userName: login,
  externalId: '1034{{run}}',
  active: true,
  displayName: 'Gina Google',
  name: { givenName: 'Gina', familyName: 'Google', formatted: 'Gina Google' },
  emails: [{ value: login, type: 'work', primary: true }],
  [enterpriseUserUrn]: { department: 'Sales' },
  ...more,
})
const first = `/Users${query({ startIndex: 1, count: 1 })}`

/** Authorising the app, then a person who is put in scope, changed, suspended and removed. Google pushes users and no groups. */
export const googleWorkspace: ProviderTest = {
  headers: scimJson,
  steps: [
    { name: 'Authorise: list users', method: 'GET', path: first, status: [200], has: { '/totalResults': 0 } },
    { name: 'Authorise: what is offered', method: 'GET', path: '/ServiceProviderConfig', status: [200], has: { '/patch/supported': true } },
    wrongToken(first),
    {
      name: 'Look for the user before creating',
      method: 'GET',
      path: `/Users${query({ filter: `userName eq "${login}"` })}`,
      status: [200],
      has: { '/totalResults': 0 },
    },
    {
      name: 'Create the user',
      method: 'POST',
      path: '/Users',
      body: gina(),
      status: [201],
      has: { '/userName': login, '/active': true },
      saves: { user: '/id' },
    },
    {
      name: 'Find the user by userName',
      method: 'GET',
      path: `/Users${query({ filter: `userName eq "${login}"` })}`,
      status: [200],
      has: { '/totalResults': 1, '/Resources/0/id': '{{user}}' },
    },
    {
      name: 'Update the user: PUT',
      method: 'PUT',
      path: '/Users/{{user}}',
      body: gina({ id: '{{user}}', title: 'Lead' }),
      status: [200],
      has: { '/title': 'Lead', '/active': true },
    },
    {
      name: 'Suspend',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'replace', path: 'active', value: false }),
      status: patched,
      removes: true,
    },
    { name: 'The user is inactive', method: 'GET', path: '/Users/{{user}}', status: [200], has: { '/active': false }, afterRemoval: true },
    {
      name: 'Restore',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf({ op: 'replace', value: { active: true } }),
      status: patched,
    },
    {
      name: 'A new primary address',
      method: 'PATCH',
      path: '/Users/{{user}}',
      body: patchOf(
        { op: 'replace', path: 'userName', value: `new.${login}` },
        { op: 'replace', path: 'emails', value: [{ value: `new.${login}`, type: 'work', primary: true }] },
      ),
      status: patched,
    },
    {
      name: 'The new address is there',
      method: 'GET',
      path: '/Users/{{user}}',
      status: [200],
      has: { '/userName': `new.${login}`, '/emails/0/value': `new.${login}` },
      counts: { '/emails': 1 },
    },
    ...deletions.slice(2),
  ],
}
