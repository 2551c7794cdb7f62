import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { ConnectionTest, StepVerdict, TestedStep } from '../../domain/connection-test.ts'
import type { CustomSchema } from '../../domain/custom-schema.ts'
import type { JsonObject, JsonValue } from '../protocol/json.ts'
import { withRequired } from './declared-sample.ts'
import type { ProviderTest, TestStep } from './step.ts'

export type TestRequest = { method: string; path: string; headers: Record<string, string>; body: string | undefined }
/** Header names are lower-case; `body` is undefined when it is no JSON. */
export type TestAnswer = { status: number; headers: Readonly<Record<string, string | undefined>>; body: unknown }

export type PlayOptions = {
  send(request: TestRequest): Promise<TestAnswer>
  token: string
  /** New in each test. */
  run: string
  settings: { allowsRepeatedGroupNames: boolean; removalsPerHour: number | null; customSchemas: readonly CustomSchema[] }
  mostMilliseconds: number
}

type Play = PlayOptions & {
  variables: Map<string, string>
  headers: Readonly<Record<string, string>>
  endsAt: number
  /** Why nothing more is sent. */
  ended: string | undefined
  /** Whether the guard against mass removals paused one. */
  hasPausedRemovals: boolean
}

/** Sends the steps one after the other, as the identity provider would, and says of each what came. */
export async function playTest({ headers, steps }: ProviderTest, options: PlayOptions): Promise<ConnectionTest> {
  const variables = new Map([['run', options.run]])
  const endsAt = performance.now() + options.mostMilliseconds
  const play: Play = { ...options, variables, headers, endsAt, ended: undefined, hasPausedRemovals: false }
  const tested: TestedStep[] = []
  for (const step of steps) {
    if (step.needsUniqueNames && options.settings.allowsRepeatedGroupNames) continue
    tested.push(await playStep(play, step))
  }
  return { steps: tested, hasPassed: play.ended === undefined && tested.every(({ verdict }) => verdict !== 'FAILED') }
}

async function playStep(play: Play, step: TestStep): Promise<TestedStep> {
  const request = toRequest(play, step)
  const named = { name: step.name, request: `${step.method} ${request.path}`, expected: describe(play, step) }
  const without = reasonToSkip(play, step, request)
  if (without !== undefined) return { ...named, got: null, verdict: 'SKIPPED', detail: without }
  const answer = await sendPatiently(play, request)
  if (!answer) {
    play.ended = 'The test had taken its time.'
    return {
      ...named,
      got: null,
      verdict: 'FAILED',
      detail: "The directory's limit of requests per second held it up for so long that the test ended here.",
    }
  }
  return { ...named, got: gotOf(play, step, answer), ...judge(play, step, answer) }
}

function reasonToSkip({ ended, hasPausedRemovals }: Play, step: TestStep, { path, body = '' }: TestRequest): string | undefined {
  if (ended !== undefined) return ended
  if (step.afterRemoval && hasPausedRemovals) return 'The guard against mass removals paused the removal before it.'
  const missing = /\{\{(\w+)\}\}/.exec(path + body)?.[1]
  return missing === undefined ? undefined : `It needs the ${missing}, which no step before it could make.`
}

function toRequest({ variables, headers, token, settings }: Play, { method, path, headers: own = {}, body }: TestStep): TestRequest {
  const sent: Record<string, string> = { authorization: `Bearer ${token}` }
  for (const [name, value] of Object.entries({ ...headers, ...own })) {
    if (value === null) delete sent[name]
    else sent[name] = value
  }
  const isWhole = method === 'POST' || method === 'PUT'
  const complete = body && isWhole ? withRequired(body, path.startsWith('/Users') ? 'User' : 'Group', settings.customSchemas) : body
  const text = complete && JSON.stringify(fill(complete, variables))
  return { method, path: fillText(path, variables), headers: sent, body: text }
}

/** A limit of requests makes an identity provider wait, and so does it here; a paused removal is not waited for. Undefined when the time is over. */
async function sendPatiently({ send, endsAt }: Play, request: TestRequest): Promise<TestAnswer | undefined> {
  for (;;) {
    const answer = await send(request)
    const seconds = Number(answer.headers['retry-after'])
    if (answer.status !== 429 || !(seconds <= longestWaitSeconds)) return answer
    if (performance.now() + seconds * 1000 > endsAt) return undefined
    await pause(seconds * 1000)
  }
}

/** Of the limit of requests, whose windows have ten seconds; the guard asks for more. */
const longestWaitSeconds = 15

function judge(play: Play, step: TestStep, answer: TestAnswer): { verdict: StepVerdict; detail: string | null } {
  const { status, body } = answer
  const said = detailOf(body)
  if (status === 429 && step.removes && play.settings.removalsPerHour !== null) {
    play.hasPausedRemovals = true
    return { verdict: 'PASSED', detail: said }
  }
  if (!step.status.includes(status)) {
    if (status === 403 || (status === 401 && !step.headers))
      play.ended = 'The directory does not serve its identity provider; the step before says why.'
    return { verdict: 'FAILED', detail: said }
  }
  const problems = problemsOf(play, step, body)
  for (const [name, pointer] of Object.entries(step.saves ?? {})) {
    const value = at(body, pointer)
    if (typeof value === 'string') play.variables.set(name, value)
    else problems.push(`${pointer} is missing`)
  }
  return problems.length > 0 ? { verdict: 'FAILED', detail: `${problems.join('; ')}.` } : { verdict: 'PASSED', detail: null }
}

function problemsOf({ variables }: Play, { has = {}, counts = {}, lacks = [] }: TestStep, body: unknown): string[] {
  return [
    ...Object.entries(has).flatMap(([pointer, wanted]) => {
      const value = at(body, pointer)
      return isDeepStrictEqual(value, fill(wanted, variables)) ? [] : [`${pointer} is ${show(value)}`]
    }),
    ...Object.entries(counts).flatMap(([pointer, wanted]) =>
      countAt(body, pointer) === wanted ? [] : [`${pointer} has ${countAt(body, pointer)}`],
    ),
    ...lacks.flatMap((pointer) => (at(body, pointer) === undefined ? [] : [`${pointer} is ${show(at(body, pointer))}`])),
  ]
}

function describe({ variables }: Play, { status, has = {}, counts = {}, lacks = [] }: TestStep): string {
  return [
    status.join(' or '),
    ...Object.entries(has).map(([pointer, wanted]) => `${pointer} ${show(fill(wanted, variables))}`),
    ...Object.entries(counts).map(([pointer, wanted]) => `${wanted} ${pointer}`),
    ...lacks.map((pointer) => `no ${pointer}`),
  ].join(', ')
}

/** The answer in the terms in which it was expected. */
function gotOf(_: Play, { status: expected, has = {}, counts = {} }: TestStep, { status, body }: TestAnswer): string {
  const scimType = at(body, '/scimType')
  if (!expected.includes(status)) return typeof scimType === 'string' ? `${status}, /scimType ${show(scimType)}` : String(status)
  const values = Object.keys(has).map((pointer) => `${pointer} ${show(at(body, pointer))}`)
  return [status, ...values, ...Object.keys(counts).map((pointer) => `${countAt(body, pointer)} ${pointer}`)].join(', ')
}

function detailOf(body: unknown): string | null {
  const detail = at(body, '/detail')
  return typeof detail === 'string' ? detail : null
}

function countAt(body: unknown, pointer: string): number {
  const value = at(body, pointer)
  return Array.isArray(value) ? value.length : 0
}

/** RFC 6901. */
function at(value: unknown, pointer: string): unknown {
  let found = value
  for (const part of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = (found as Record<string, unknown>)[part]
  }
  return found
}

function show(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`
}

function fillText(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => variables.get(name) ?? placeholder)
}

function fill(value: JsonValue, variables: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string') return fillText(value, variables)
  if (Array.isArray(value)) return value.map((element) => fill(element, variables))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner, variables)])) satisfies JsonObject
}
