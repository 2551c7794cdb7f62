import type { Group, Person, Profile } from './company.ts'
import { coreGroup, coreUser, filterString, inBatches, patchOp, type Dialect, type ScimCall } from './dialect.ts'

// Seen in production: no more memberships than this in one PATCH.
const membershipsPerPatch = 256

function lookup(resource: 'Users' | 'Groups', filter: string): string {
  return `/${resource}?filter=${encodeURIComponent(filter)}&startIndex=1&count=100`
}

function attributesOf({ userName, givenName, familyName, displayName }: Profile): object {
  return {
    userName,
    name: { givenName, familyName },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName,
    locale: 'en-US',
  }
}

function memberOf({ id, profile }: Person): object {
  return { value: id, display: profile.userName }
}

function renameGroup(group: Group, displayName: string): ScimCall {
  // The read-only id comes along.
  return {
    kind: 'rename group',
    method: 'PATCH',
    path: `/Groups/${group.id}`,
    body: patchOp({ op: 'replace', value: { id: group.id, displayName } }),
  }
}

/** Okta's catalogue apps: PUT for profiles after a GET, PATCH without a path for `active`, users are never deleted. */
export const okta: Dialect = {
  name: 'okta',
  domain: 'okta.example',
  groupPrefix: '',
  headers: {
    'user-agent': 'Okta SCIM Client 1.0.0',
    accept: 'application/scim+json',
    'content-type': 'application/scim+json; charset=utf-8',
  },
  testConnection: () => ({ kind: 'test connection', method: 'GET', path: '/Users?startIndex=1&count=2' }),
  findUser: (userName) => ({ kind: 'look up user', method: 'GET', path: lookup('Users', `userName eq ${filterString(userName)}`) }),
  createUser: (person) => ({
    kind: 'create user',
    method: 'POST',
    path: '/Users',
    // The password is a placeholder of Okta's own making; a server is to drop it.
    body: {
      schemas: [coreUser],
      ...attributesOf(person.profile),
      externalId: person.externalId,
      groups: [],
      password: `1mz050nq${person.number}`,
      active: true,
    },
  }),
  readsBeforeUpdate: true,
  updateUser: (person, _before, current) => ({
    kind: 'update user',
    method: 'PUT',
    path: `/Users/${person.id}`,
    // What was read goes back, meta and groups included.
    body: { ...(current as object), ...attributesOf(person.profile), externalId: person.externalId, active: person.active },
  }),
  setActive: (person, active) => ({
    kind: active ? 'reactivate user' : 'deactivate user',
    method: 'PATCH',
    path: `/Users/${person.id}`,
    body: patchOp({ op: 'replace', value: { active } }),
  }),
  findGroup: (displayName) => ({
    kind: 'look up group',
    method: 'GET',
    path: lookup('Groups', `displayName eq ${filterString(displayName)}`),
  }),
  createGroup: (group) => ({
    kind: 'create group',
    method: 'POST',
    path: '/Groups',
    body: { schemas: [coreGroup], displayName: group.displayName, members: [] },
  }),
  renameGroup,
  changeMembers(group, { add, remove }) {
    const removals = remove.map((person) => ({ op: 'remove', path: `members[value eq ${filterString(person.id)}]` }))
    const additions = inBatches(add, membershipsPerPatch).map((batch): ScimCall => {
      const operations = [
        ...removals.splice(0, membershipsPerPatch - batch.length),
        { op: 'add', path: 'members', value: batch.map(memberOf) },
      ]
      return { kind: 'add members', method: 'PATCH', path: `/Groups/${group.id}`, body: patchOp(...operations) }
    })
    const rest = inBatches(removals, membershipsPerPatch).map((batch): ScimCall => ({
      kind: 'remove members',
      method: 'PATCH',
      path: `/Groups/${group.id}`,
      body: patchOp(...batch),
    }))
    // Each membership update brings the name along, though it is the same.
    return [renameGroup(group, group.displayName), ...additions, ...rest]
  },
  replaceMembers: (group, members) => ({
    kind: 'replace members',
    method: 'PATCH',
    path: `/Groups/${group.id}`,
    body: patchOp({ op: 'replace', path: 'members', value: members.map(memberOf) }),
  }),
  deleteGroup: (group) => ({ kind: 'delete group', method: 'DELETE', path: `/Groups/${group.id}` }),
}
