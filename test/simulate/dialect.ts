import type { Group, Person, Profile } from './company.ts'

export const requestKinds = [
  'test connection',
  'look up user',
  'create user',
  'read user',
  'update user',
  'deactivate user',
  'reactivate user',
  'delete user',
  'look up group',
  'create group',
  'read group',
  'rename group',
  'add members',
  'remove members',
  'replace members',
  'delete group',
] as const
export type RequestKind = (typeof requestKinds)[number]

/** One SCIM request; `path` is relative to the base URL and percent-encoded. */
export type ScimCall = { kind: RequestKind; method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; body?: unknown }

export type DialectName = 'okta' | 'entra'

/** How one identity provider says things. Pure: people and groups in, requests out. */
export type Dialect = {
  name: DialectName
  domain: string
  groupPrefix: string
  headers: Record<string, string>
  testConnection(): ScimCall
  findUser(userName: string): ScimCall
  createUser(person: Person): ScimCall
  /** Whether it reads a user before it updates them, and hands the answer to `updateUser`. */
  readsBeforeUpdate: boolean
  /** `before` is what it last sent; without it everything is sent. */
  updateUser(person: Person, before: Profile | undefined, current: unknown): ScimCall
  setActive(person: Person, active: boolean): ScimCall
  /** Absent where the provider never deletes a user. */
  deleteUser?(person: Person): ScimCall
  findGroup(displayName: string): ScimCall
  createGroup(group: Group): ScimCall
  renameGroup(group: Group, displayName: string): ScimCall
  changeMembers(group: Group, change: { add: readonly Person[]; remove: readonly Person[] }): ScimCall[]
  /** The whole list at once. Absent where the provider only sends differences. */
  replaceMembers?(group: Group, members: readonly Person[]): ScimCall
  /** Of members that it did not put there: it knows their ids alone. */
  removeStrangers?(group: Group, userIds: readonly string[]): ScimCall[]
  deleteGroup(group: Group): ScimCall
}

export const coreUser = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const enterpriseUser = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

export function patchOp(...operations: object[]): object {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations }
}

export function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}

/** A value as a filter writes it (RFC 7644 §3.4.2.2: a JSON string). */
export function filterString(value: string): string {
  return JSON.stringify(value)
}
