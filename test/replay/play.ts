import { isDeepStrictEqual } from 'node:util'
import type { Entry, Expectations } from './entry.ts'
import { resolvePointer } from './json-pointer.ts'

export type Variables = Map<string, string>
export type WireRequest = { method: string; path: string; headers: Record<string, string>; body: string | undefined }
/** `body` is undefined when there was none or it is not JSON. Header names are lower-case. */
export type WireAnswer = { status: number; headers: Record<string, string>; body: unknown }
export type Send = (request: WireRequest) => Promise<WireAnswer>
export type Outcome = { name: string; status: number; problems: string[] }

/** Text with its `{{placeholders}}` filled in; one without a value stays as it is. */
export function fillText(text: string, variables: Variables): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => variables.get(name) ?? placeholder)
}

/** A JSON value with the placeholders in all its strings and keys filled in. */
export function fill(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return fillText(value, variables)
  if (Array.isArray(value)) return value.map((element) => fill(element, variables))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [fillText(key, variables), fill(inner, variables)]))
}

export function toWireRequest(
  entry: Pick<Entry, 'method' | 'path' | 'headers' | 'body' | 'rawBody'>,
  variables: Variables,
  token: string,
): WireRequest {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` }
  for (const [name, value] of Object.entries(entry.headers ?? {})) {
    if (value === null) delete headers[name.toLowerCase()]
    else headers[name.toLowerCase()] = fillText(value, variables)
  }
  const body = entry.rawBody ?? (entry.body === undefined ? undefined : JSON.stringify(fill(entry.body, variables)))
  return { method: entry.method, path: fillText(entry.path, variables), headers, body }
}

/** What an answer's status differs in; nothing when it is one of the expected. */
export function checkStatus(expected: number | number[], answer: WireAnswer): string[] {
  const accepted = [expected].flat()
  if (accepted.includes(answer.status)) return []
  const detail = resolvePointer(answer.body, '/detail')
  return [`status ${answer.status}, expected ${accepted.join(' or ')}${typeof detail === 'string' ? `: ${detail}` : ''}`]
}

export function checkHeaders(expected: Entry['expectHeaders'], answer: WireAnswer, variables: Variables): string[] {
  return Object.entries(expected ?? {}).flatMap(([name, wanted]) => {
    const got = answer.headers[name.toLowerCase()]
    if (got === undefined) return [`header ${name} is missing`]
    if (wanted === true) return []
    const value = fillText(wanted, variables)
    return got === value ? [] : [`header ${name} is ${show(got)}, expected ${show(value)}`]
  })
}

/** What an answer's body differs in, one sentence each. */
export function checkBody(expectations: Expectations, body: unknown, variables: Variables): string[] {
  const {
    expect = {},
    expectContains = {},
    expectAbsent = [],
    expectCount = {},
    expectType = {},
    expectOnePrimary = [],
  } = fill(expectations, variables) as Expectations
  const at = (pointer: string) => resolvePointer(body, pointer)
  return [
    ...Object.entries(expect).flatMap(([pointer, wanted]) =>
      isDeepStrictEqual(at(pointer), wanted) ? [] : [`${pointer} is ${show(at(pointer))}, expected ${show(wanted)}`],
    ),
    ...Object.entries(expectContains).flatMap(([pointer, wanted]) =>
      contains(at(pointer), wanted) ? [] : [`${pointer} is ${show(at(pointer))}, expected text with ${show(wanted)} in it`],
    ),
    ...expectAbsent.flatMap((pointer) =>
      at(pointer) === undefined ? [] : [`${pointer} is ${show(at(pointer))}, expected it to be absent`],
    ),
    ...Object.entries(expectCount).flatMap(([pointer, wanted]) => checkCount(pointer, at(pointer), wanted)),
    ...Object.entries(expectType).flatMap(([pointer, wanted]) =>
      typeOf(at(pointer)) === wanted ? [] : [`${pointer} is ${show(at(pointer))}, expected its type to be ${wanted}`],
    ),
    ...expectOnePrimary.flatMap((pointer) => checkOnePrimary(pointer, at(pointer))),
  ]
}

function checkCount(pointer: string, value: unknown, wanted: number): string[] {
  const list = value === undefined ? [] : value
  if (!Array.isArray(list)) return [`${pointer} is ${show(value)}, expected an array of ${wanted}`]
  return list.length === wanted ? [] : [`${pointer} has length ${list.length}, expected ${wanted}: ${show(list)}`]
}

function checkOnePrimary(pointer: string, value: unknown): string[] {
  const list = value === undefined ? [] : value
  if (!Array.isArray(list)) return [`${pointer} is ${show(value)}, expected an array`]
  const primaries = list.filter((element) => resolvePointer(element, '/primary') === true)
  return primaries.length <= 1 ? [] : [`${pointer} has ${primaries.length} primary elements, expected at most one`]
}

function contains(value: unknown, text: string): boolean {
  return typeof value === 'string' && value.includes(text)
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function show(value: unknown): string {
  if (value === undefined) return 'absent'
  const text = JSON.stringify(value)
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`
}

/** Keeps what `save` names; what is not there cannot be kept, and that is a difference. */
function saveFrom(save: Entry['save'], body: unknown, variables: Variables): string[] {
  return Object.entries(save ?? {}).flatMap(([name, pointer]) => {
    const value = resolvePointer(body, pointer)
    if (value === undefined || typeof value === 'object') return [`${pointer} is ${show(value)}, expected a value to keep as {{${name}}}`]
    variables.set(name, String(value))
    return []
  })
}

/** Sends one entry, with its `verify`, and says what differs. Throws only when no answer came. */
export async function playEntry(entry: Entry, run: { variables: Variables; token: string; send: Send }): Promise<Outcome> {
  const { variables, token, send } = run
  const answer = await send(toWireRequest(entry, variables, token))
  const problems = checkStatus(entry.expectStatus, answer)
  // A refusal that is allowed beside a success is a courtesy not shown: there is nothing more to look at.
  const isRefusedCourtesy = answer.status >= 400 && [entry.expectStatus].flat().some((status) => status < 400)
  if (problems.length === 0 && !isRefusedCourtesy) {
    problems.push(...saveFrom(entry.save, answer.body, variables))
    problems.push(...checkHeaders(entry.expectHeaders, answer, variables), ...checkBody(entry, answer.body, variables))
    problems.push(...(await verify(entry, run)))
  }
  return { name: entry.name, status: answer.status, problems }
}

async function verify(
  { verify: check }: Entry,
  { variables, token, send }: { variables: Variables; token: string; send: Send },
): Promise<string[]> {
  if (check === undefined) return []
  const request = { method: 'GET', path: check.path, headers: { accept: 'application/scim+json' } } as const
  const answer = await send(toWireRequest(request, variables, token))
  const problems = checkStatus(check.expectStatus ?? 200, answer)
  if (problems.length === 0) problems.push(...checkBody(check, answer.body, variables))
  return problems.map((problem) => `afterwards GET ${fillText(check.path, variables)}: ${problem}`)
}
