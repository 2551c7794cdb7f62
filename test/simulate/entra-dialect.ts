import type { Profile } from './company.ts'
import { coreGroup, coreUser, enterpriseUser, filterString, inBatches, patchOp, type Dialect, type ScimCall } from './dialect.ts'

const membershipsPerPatch = 100
const nobody = '0d6bd1c5-2f3e-4f3e-8a0a-0f5f2d3b9c11'

/** A filter as Entra encodes it: "+" for a space. */
function encoded(filter: string): string {
  return encodeURIComponent(filter).replaceAll('%20', '+')
}

const paths = {
  userName: ['Replace', 'userName'],
  displayName: ['Replace', 'displayName'],
  givenName: ['Replace', 'name.givenName'],
  familyName: ['Replace', 'name.familyName'],
  title: ['Add', 'title'],
  department: ['Add', `${enterpriseUser}:department`],
} as const satisfies Record<keyof Profile, readonly [string, string]>

/** One operation per attribute that differs. */
function differences(before: Profile | undefined, after: Profile): object[] {
  const changed = (Object.keys(paths) as (keyof Profile)[]).filter((name) => before?.[name] !== after[name])
  const operations: object[] = changed.map((name) => ({ op: paths[name][0], path: paths[name][1], value: after[name] }))
  // The work mail follows the login, and is not there yet on a user that was linked.
  if (changed.includes('userName')) operations.push({ op: 'Replace', path: 'emails[type eq "work"].value', value: after.userName })
  return operations
}

function memberPatches(groupId: string, op: 'Add' | 'Remove', userIds: readonly string[]): ScimCall[] {
  return inBatches(userIds, membershipsPerPatch).map((batch) => ({
    kind: op === 'Add' ? 'add members' : 'remove members',
    method: 'PATCH',
    path: `/Groups/${groupId}`,
    // Remove with a value list: only those, never all.
    body: patchOp({ op, path: 'members', value: batch.map((value) => ({ $ref: null, value })) }),
  }))
}

/** Microsoft Entra ID's default job: capitalised operations, booleans as text, members removed by a value list. */
export const entra: Dialect = {
  name: 'entra',
  domain: 'entra.example',
  groupPrefix: 'SG ',
  headers: { accept: 'application/scim+json', 'content-type': 'application/scim+json; charset=utf-8' },
  testConnection: () => ({
    kind: 'test connection',
    method: 'GET',
    path: `/Users?filter=${encoded(`userName eq ${filterString(nobody)}`)}`,
  }),
  findUser: (userName) => ({
    kind: 'look up user',
    method: 'GET',
    path: `/Users?filter=${encoded(`userName eq ${filterString(userName)}`)}`,
  }),
  createUser: ({ externalId, profile: { userName, givenName, familyName, displayName, title, department }, number }) => ({
    kind: 'create user',
    method: 'POST',
    path: '/Users',
    body: {
      schemas: [coreUser, enterpriseUser],
      externalId,
      userName,
      active: true,
      displayName,
      title,
      emails: [{ primary: true, type: 'work', value: userName }],
      meta: { resourceType: 'User' },
      name: { formatted: displayName, familyName, givenName },
      roles: [],
      [enterpriseUser]: { employeeNumber: String(1000 + number), department },
    },
  }),
  readsBeforeUpdate: false,
  updateUser: (person, before) => ({
    kind: 'update user',
    method: 'PATCH',
    path: `/Users/${person.id}`,
    body: patchOp(...differences(before, person.profile)),
  }),
  setActive: (person, active) => ({
    kind: active ? 'reactivate user' : 'deactivate user',
    method: 'PATCH',
    path: `/Users/${person.id}`,
    body: patchOp({ op: 'Replace', path: 'active', value: active ? 'True' : 'False' }),
  }),
  deleteUser: (person) => ({ kind: 'delete user', method: 'DELETE', path: `/Users/${person.id}` }),
  findGroup: (displayName) => ({
    kind: 'look up group',
    method: 'GET',
    path: `/Groups?excludedAttributes=members&filter=${encoded(`displayName eq ${filterString(displayName)}`)}`,
  }),
  createGroup: (group) => ({
    kind: 'create group',
    method: 'POST',
    path: '/Groups',
    body: {
      schemas: [coreGroup, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: group.externalId,
      displayName: group.displayName,
      meta: { resourceType: 'Group' },
    },
  }),
  renameGroup: (group, displayName) => ({
    kind: 'rename group',
    method: 'PATCH',
    path: `/Groups/${group.id}`,
    body: patchOp({ op: 'Replace', path: 'displayName', value: displayName }),
  }),
  changeMembers: (group, { add, remove }) => [
    ...memberPatches(
      group.id,
      'Add',
      add.map((person) => person.id),
    ),
    ...memberPatches(
      group.id,
      'Remove',
      remove.map((person) => person.id),
    ),
  ],
  removeStrangers: (group, userIds) => memberPatches(group.id, 'Remove', userIds),
  deleteGroup: (group) => ({ kind: 'delete group', method: 'DELETE', path: `/Groups/${group.id}` }),
}
