import { coreGroup, patchOp } from '../../simulate/dialect.ts'
import { unless, type Answer, type Connection } from '../load.ts'

/** The requests that are measured, as identity providers send them. */

export type ScimRequest = { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string; body?: unknown }

/** What is wrong with an answer, or nothing. */
export type Judge = (answer: Answer) => string | undefined

export const pageSize = 100
const withoutMembers = '?excludedAttributes=members'

export const createUser = (person: object): ScimRequest => ({ method: 'POST', path: '/Users', body: person })
export const getUser = (id: string): ScimRequest => ({ method: 'GET', path: `/Users/${id}` })
export const putUser = (id: string, person: object): ScimRequest => ({ method: 'PUT', path: `/Users/${id}`, body: person })
export const deleteUser = (id: string): ScimRequest => ({ method: 'DELETE', path: `/Users/${id}` })
export const patchActive = (id: string, active: boolean): ScimRequest => ({
  method: 'PATCH',
  path: `/Users/${id}`,
  body: patchOp({ op: 'replace', value: { active } }),
})
export const lookUp = (attribute: string, value: string): ScimRequest => ({
  method: 'GET',
  path: `/Users?filter=${encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`)}&startIndex=1&count=${pageSize}`,
})
export const listPage = (startIndex: number): ScimRequest => ({ method: 'GET', path: `/Users?startIndex=${startIndex}&count=${pageSize}` })
/** RFC 9865 §2: an empty cursor asks for the first page. */
export const cursorPage = (cursor: string): ScimRequest => ({
  method: 'GET',
  path: `/Users?cursor=${encodeURIComponent(cursor)}&count=${pageSize}`,
})
export const getGroup = (id: string, withMembers: boolean): ScimRequest => ({
  method: 'GET',
  path: `/Groups/${id}${withMembers ? '' : withoutMembers}`,
})
export const createGroup = (displayName: string): ScimRequest => ({
  method: 'POST',
  path: '/Groups',
  body: { schemas: [coreGroup], displayName },
})

/** `withMembers`: the answer has them as far as the server gives them, which is how providers ask. */
export function addMembers(groupId: string, userIds: readonly string[], withMembers: boolean): ScimRequest {
  return patchMembers(groupId, withMembers, { op: 'add', path: 'members', value: userIds.map((value) => ({ value })) })
}
export function removeMembers(groupId: string, userIds: readonly string[], withMembers: boolean): ScimRequest {
  return patchMembers(groupId, withMembers, ...userIds.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })))
}
export function replaceMembers(groupId: string, userIds: readonly string[]): ScimRequest {
  return patchMembers(groupId, false, { op: 'replace', path: 'members', value: userIds.map((value) => ({ value })) })
}
function patchMembers(groupId: string, withMembers: boolean, ...operations: object[]): ScimRequest {
  // As text, so that a client's work on a large list is not measured.
  return { method: 'PATCH', path: `/Groups/${groupId}${withMembers ? '' : withoutMembers}`, body: JSON.stringify(patchOp(...operations)) }
}

export function send(connection: Connection, { method, path, body }: ScimRequest): Promise<Answer> {
  return connection.send(method, path, body)
}

export const hasStatus =
  (status: number): Judge =>
  (answer) =>
    unless(status, answer)

/** The id is looked for as text: a client that parses whole pages would be a good part of what is measured. */
export const isOnly =
  (id: string): Judge =>
  (answer) =>
    unless(200, answer) ??
    (answer.text.includes(`"totalResults":1,`) && answer.text.includes(`"id":"${id}"`) ? undefined : wrong(`not ${id} alone`, answer))

export const isResource =
  (id: string, status = 200): Judge =>
  (answer) =>
    unless(status, answer) ?? (answer.text.includes(`"id":"${id}"`) ? undefined : wrong(`not ${id}`, answer))

/** A full page from one user to another, of a list of so many. */
export const isPage =
  ({ first, last, total }: { first: string; last: string; total: number }): Judge =>
  (answer) => {
    const { text } = answer
    const isRight =
      text.includes(`"totalResults":${total},`) &&
      text.includes(`"itemsPerPage":${pageSize},`) &&
      text.includes(`"id":"${first}"`) &&
      text.includes(`"id":"${last}"`)
    return unless(200, answer) ?? (isRight ? undefined : wrong(`not the page from ${first} to ${last} of ${total}`, answer))
  }

/** A group with so many members in the answer. */
export const isGroup =
  (id: string, members: number): Judge =>
  (answer) => {
    const seen = answer.text.split('"$ref"').length - 1
    return isResource(id)(answer) ?? (seen === members ? undefined : `${id} was answered with ${seen} members instead of ${members}`)
  }

export function nextCursorOf({ status, text }: Answer): string {
  const nextCursor = /"nextCursor":"([^"]+)"/.exec(text)?.[1]
  if (nextCursor === undefined) throw new Error(`There is no nextCursor in ${status}: ${text.slice(0, 200)}`)
  return nextCursor
}

function wrong(what: string, answer: Answer): string {
  return `${what}: ${answer.text.slice(0, 200)}`
}
