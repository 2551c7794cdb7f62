import type { JsonObject } from '../../protocol/json.ts'
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from '../../protocol/urns.ts'
import { deletions, groupLife, query, scimJson, wrongToken, type ProviderTest } from '../step.ts'

const login = 'jo.{{run}}@jumpcloud.example'
const jo = (more: JsonObject = {}): JsonObject => ({
  schemas: [coreUserUrn, enterpriseUserUrn],
  userName: login,
  externalId: '5f1e{{run}}',
  active: true,
  displayName: 'Jo Cloud',
  locale: 'en-US',
  preferredLanguage: 'en-US',
  name: { givenName: 'Jo', familyName: 'Cloud' },
  emails: [{ primary: true, type: 'work', value: login }],
  addresses: [
    { type: 'work', streetAddress: '1 Main St', locality: 'Boulder', region: 'CO', postalCode: '80301', country: 'US', primary: true },
  ],
  phoneNumbers: [{ type: 'work', value: 'tel:+1-303-555-0100', primary: true }],
  ...more,
})
const first = `/Users${query({ startIndex: 1, count: 100 })}`

/** Activating the integration, then a user who is created, changed, suspended and deleted by PUT, and a group. */
export const jumpcloud: ProviderTest = {
  headers: scimJson,
  steps: [
    { name: 'Activate: list users', method: 'GET', path: first, status: [200], has: { '/totalResults': 0 } },
    {
      name: 'Activate: list groups',
      method: 'GET',
      path: `/Groups${query({ startIndex: 1, count: 100 })}`,
      status: [200],
      has: { '/totalResults': 0 },
    },
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
      body: jo(),
      status: [201],
      has: { '/userName': login, '/addresses/0/locality': 'Boulder' },
      saves: { user: '/id' },
    },
    {
      name: 'Update the user: PUT, empty where nothing is set',
      method: 'PUT',
      path: '/Users/{{user}}',
      body: jo({ id: '{{user}}', addresses: [], phoneNumbers: [], title: 'Captain', [enterpriseUserUrn]: { department: 'Deck' } }),
      status: [200],
      has: { '/title': 'Captain', [`/${enterpriseUserUrn}/department`]: 'Deck' },
      lacks: ['/addresses', '/phoneNumbers'],
    },
    {
      name: 'Suspend the user',
      method: 'PUT',
      path: '/Users/{{user}}',
      body: jo({ id: '{{user}}', active: false }),
      status: [200],
      removes: true,
    },
    { name: 'The user is inactive', method: 'GET', path: '/Users/{{user}}', status: [200], has: { '/active': false }, afterRemoval: true },
    {
      name: 'Reactivate the user',
      method: 'PUT',
      path: '/Users/{{user}}',
      body: jo({ id: '{{user}}' }),
      status: [200],
      has: { '/active': true },
    },
    ...groupLife({ name: 'JumpCloud {{run}}', renamed: 'JumpCloud {{run}} new', extra: { externalId: 'group-{{run}}' } }),
    {
      name: 'All members by PUT',
      method: 'PUT',
      path: '/Groups/{{group}}',
      body: {
        schemas: [coreGroupUrn],
        id: '{{group}}',
        displayName: 'JumpCloud {{run}} new',
        externalId: 'group-{{run}}',
        members: [{ value: '{{user}}' }],
      },
      status: [200],
      counts: { '/members': 1 },
    },
    ...deletions,
  ],
}
