import type { JsonObject, JsonValue } from '../protocol/json.ts'
import { coreGroupUrn, patchOpUrn } from '../protocol/urns.ts'

/**
 * One request as an identity provider sends it, and the answer that it needs. `{{name}}` stands for a value that an earlier step saved, `{{run}}` for
 * a text that is new in each test.
 */
export type TestStep = {
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the base URL, encoded for a URL. */
  path: string
  /** Over those of the provider; null leaves a header out. */
  headers?: Readonly<Record<string, string | null>>
  body?: JsonObject
  /** Any of them. */
  status: readonly number[]
  /** JSON pointer into the answer → the value there. */
  has?: Readonly<Record<string, JsonValue>>
  /** JSON pointer → how many elements are there; of what is absent none. */
  counts?: Readonly<Record<string, number>>
  /** JSON pointers to what must not be there. */
  lacks?: readonly string[]
  /** Name → JSON pointer to what later steps need. */
  saves?: Readonly<Record<string, string>>
  /** It deactivates, deletes or takes a membership: what a guard against mass removals may pause. */
  removes?: true
  /** It shows what became of a removal. */
  afterRemoval?: true
  /** Only where two groups may not have one name. */
  needsUniqueNames?: true
}

export type ProviderTest = {
  /** On every request. */
  headers: Readonly<Record<string, string>>
  steps: readonly TestStep[]
}

/** A query, encoded but for the `{{placeholders}}`; what is filled in later needs no encoding. */
export function query(parameters: Readonly<Record<string, string | number>>, { space = '%20' } = {}): string {
  const encode = (text: string): string =>
    encodeURIComponent(text)
      .replaceAll('%20', space)
      .replace(/%7B%7B(\w+)%7D%7D/g, '{{$1}}')
  return `?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encode(String(value))}`)
    .join('&')}`
}

export const scimJson = { accept: 'application/scim+json', 'content-type': 'application/scim+json' }

export const patchOf = (...operations: JsonObject[]): JsonObject => ({ schemas: [patchOpUrn], Operations: operations })

/** RFC 7644 §3.5.2 leaves the choice, and identity providers take both. */
export const patched = [200, 204]

/** What every provider needs refused: a connection that takes any token protects nothing. */
export const wrongToken = (path: string): TestStep => ({
  name: 'A wrong token is refused',
  method: 'GET',
  path,
  headers: { authorization: 'Bearer not-the-token' },
  status: [401],
})

/** Identity providers match groups by name. `body`: as the group was created. */
export const repeatedGroup = (body: JsonObject): TestStep => ({
  name: 'A second group of that name is refused',
  method: 'POST',
  path: '/Groups',
  body,
  status: [409],
  has: { '/scimType': 'uniqueness' },
  needsUniqueNames: true,
})

/** The life of a group that is kept by PATCH, with `{{user}}` as its member. */
export const groupLife = (names: { name: string; renamed: string; extra?: JsonObject }): TestStep[] => [
  {
    name: 'Create a group',
    method: 'POST',
    path: '/Groups',
    body: { schemas: [coreGroupUrn], displayName: names.name, ...names.extra },
    status: [201],
    has: { '/displayName': names.name },
    saves: { group: '/id' },
  },
  repeatedGroup({ schemas: [coreGroupUrn], displayName: names.name }),
  {
    name: 'Add a member',
    method: 'PATCH',
    path: '/Groups/{{group}}',
    body: patchOf({ op: 'add', path: 'members', value: [{ value: '{{user}}' }] }),
    status: patched,
  },
  { name: 'The member is there', method: 'GET', path: '/Groups/{{group}}', status: [200], counts: { '/members': 1 } },
  {
    name: 'Rename the group',
    method: 'PATCH',
    path: '/Groups/{{group}}',
    body: patchOf({ op: 'replace', path: 'displayName', value: names.renamed }),
    status: patched,
  },
  {
    name: 'Remove the member',
    method: 'PATCH',
    path: '/Groups/{{group}}',
    body: patchOf({ op: 'remove', path: 'members[value eq "{{user}}"]' }),
    status: patched,
    removes: true,
  },
  {
    name: 'The group is empty and has its new name',
    method: 'GET',
    path: '/Groups/{{group}}',
    status: [200],
    has: { '/displayName': names.renamed },
    counts: { '/members': 0 },
    afterRemoval: true,
  },
]

/** The end of the group and the user. */
export const deletions: readonly TestStep[] = [
  { name: 'Delete the group', method: 'DELETE', path: '/Groups/{{group}}', status: [204], removes: true },
  { name: 'The user outlives the group', method: 'GET', path: '/Users/{{user}}', status: [200] },
  { name: 'Delete the user', method: 'DELETE', path: '/Users/{{user}}', status: [204], removes: true },
  { name: 'A deleted user is not found', method: 'GET', path: '/Users/{{user}}', status: [404], afterRemoval: true },
]
