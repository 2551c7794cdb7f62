import type { Random } from '../simulate/random.ts'
import { mutateJson, mutateText } from './mutate.ts'
import type { Seed } from './seeds.ts'

const answerTimeoutMilliseconds = 20_000
const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error'

export type Door = { scimUrl: string; scimToken: string }
export type Known = { users: string[]; groups: string[] }

/** One odd request at the HTTP door. Answers what was wrong with its answer, if anything; keeps ids that it learns in `known`. */
export async function fuzzDoor(random: Random, seeds: readonly Seed[], { scimUrl, scimToken }: Door, known: Known): Promise<string[]> {
  const seed = random.pick(seeds)
  const fill = (text: string): string =>
    text
      .replaceAll('{{run}}', String(random.below(40)))
      .replace(/\{\{[^}]*[gG]roup[^}]*\}\}/g, () => (known.groups.length > 0 ? random.pick(known.groups) : 'group'))
      .replace(/\{\{[^}]*\}\}/g, () => (known.users.length > 0 ? random.pick(known.users) : 'user'))
  const bodies = seeds.flatMap((one) => one.body ?? [])
  const isMutated = random.below(4) > 0
  const method = random.below(30) === 0 ? random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) : seed.method
  const path = fill(random.below(6) === 0 ? mutateText(random, seed.path) : seed.path)
  const raw = seed.body === undefined ? undefined : fill(JSON.stringify(isMutated ? mutateJson(random, seed.body, bodies) : seed.body))
  const body = raw !== undefined && random.below(20) === 0 ? mutateText(random, raw) : raw
  const headers: Record<string, string> = { authorization: `Bearer ${scimToken}`, 'content-type': 'application/scim+json' }
  if (random.below(12) === 0) headers['if-match'] = random.pick(['*', 'W/"1"', '"1"', 'W/"x"', ',', ''])
  if (random.below(12) === 0) headers['accept'] = random.pick(['*/*', 'text/html', 'application/json;q=0.5, */*;q=0.1', ';;;'])

  const at = new URL(encodeURI(`${scimUrl}/`).replace(/\/$/, '')).href
  const url = at + (path.startsWith('/') ? path : `/${path}`).toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent)
  const describe = (what: string): string[] => [`${what}\n${method} ${path}\n${JSON.stringify(headers)}\n${body?.slice(0, 6_000)}`]
  let target: URL
  try {
    target = new URL(url)
  } catch {
    return []
  }
  if (!target.href.startsWith(scimUrl)) return []
  try {
    const hasBody = method !== 'GET' && body !== undefined
    const response = await fetch(target, {
      method,
      headers,
      ...(hasBody ? { body } : {}),
      signal: AbortSignal.timeout(answerTimeoutMilliseconds),
    })
    const text = await response.text()
    learn(known, text)
    const problem = problemOf(method, response, text)
    return problem === undefined ? [] : describe(problem)
  } catch (reason) {
    return describe(`no answer: ${(reason as Error).message} ${String((reason as Error).cause ?? '')}`)
  }
}

function problemOf(method: string, response: Response, text: string): string | undefined {
  const { status } = response
  if (status >= 500 && status !== 501) return `${status}: ${text.slice(0, 500)}`
  if (status === 204 || status === 304) return text === '' ? undefined : `${status} with a body`
  if (method === 'OPTIONS' && text === '') return undefined
  let body: { schemas?: unknown; status?: unknown; detail?: unknown; id?: unknown }
  try {
    body = JSON.parse(text) as typeof body
  } catch {
    return `${status} with a body that is no JSON: ${text.slice(0, 200)}`
  }
  if (status >= 400) {
    const isError =
      Array.isArray(body.schemas) && body.schemas[0] === errorUrn && body.status === String(status) && typeof body.detail === 'string'
    return isError ? undefined : `${status} without a SCIM error: ${text.slice(0, 300)}`
  }
  if (/"password"/i.test(text) && !text.includes('urn:ietf:params:scim:schemas:core:2.0:Schema'))
    return `an answer with a password: ${text.slice(0, 300)}`
  return Array.isArray(body.schemas) ? undefined : `${status} without schemas: ${text.slice(0, 200)}`
}

const mostKnown = 60

function learn(known: Known, text: string): void {
  for (const [id, kind] of text.matchAll(/\b(user|group)-[0-9a-f]{8}-[0-9a-f-]{27}/g)) {
    const ids = kind === 'user' ? known.users : known.groups
    if (ids.includes(id)) continue
    if (ids.length >= mostKnown) ids.shift()
    ids.push(id)
  }
}
