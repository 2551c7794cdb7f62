import { isJsonObject } from '../protocol/json.ts'
import { comparedValues } from './logged-filter.ts'
import { cut } from './logged-path.ts'

/** The parts of a request that its texts may repeat. */
export type Said = {
  authorization: string | undefined
  query: Readonly<Record<string, string | string[] | undefined>>
  body: unknown
  /** Attributes that no answer shows, in lower case (RFC 7643 §7, `returned` is never). */
  secretNames?: ReadonlySet<string>
}

const hidden = '…'

/**
 * Takes what must not be kept out of sentences about a request, such as the detail of its refusal: its token, values of its body whose
 * names say that they are secret, whatever looks like one of our secrets, and what it compared in filters. Names of users and groups stay: they are
 * the directory's own.
 */
export function createTextFilter({ authorization = '', query, body, secretNames }: Said): (text: string, longest: number) => string {
  const secrets = [authorization, authorization.split(' ').at(-1) ?? '', ...secretsIn(body, secretNames)].filter(Boolean)
  const compared = comparedIn(query, body)
  const unquotable = { values: [...secrets, ...compared.values], texts: compared.texts }
  // Short ones would tear words apart; between quotes they are found whole.
  const findable = secrets.filter((secret) => secret.length >= 6)
  return (text, longest) => {
    let kept = text.toWellFormed().replaceAll('\0', '')
    for (const secret of findable) kept = kept.replaceAll(secret, hidden)
    kept = kept.replace(/\bhc_[a-z]+_[\w-]+/g, hidden).replace(/\b(Bearer|Basic) [\w.~+/=-]{6,}/gi, `$1 ${hidden}`)
    return cut(
      kept.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => withoutValue(literal, unquotable)),
      longest,
    )
  }
}

/** `values`: not to be quoted. `texts`: nothing of them is to be quoted, because nobody knows which part of them is a value. */
type Unquotable = { values: string[]; texts: string[] }

/** What filters compare with, in the query, in a SearchRequest and in the paths of a PATCH, and the values of parameters that nobody knows. */
function comparedIn({ filter, ...others }: Said['query'], body: unknown): Unquotable {
  const values = Object.entries(others).flatMap(([name, value]) => (readable.has(name) ? [] : (value ?? [])))
  const texts: string[] = []
  for (const text of [...[filter].flat(), ...filtersIn(body)]) {
    const compared = text === undefined ? [] : comparedValues(text)
    if (compared) values.push(...compared)
    else texts.push(text!)
  }
  return { values, texts }
}

function filtersIn(body: unknown): string[] {
  if (!isJsonObject(body)) return []
  const operations: unknown[] = Array.isArray(body['Operations']) ? body['Operations'] : []
  const paths = operations.map((operation) => (isJsonObject(operation) ? bracketed(operation['path']) : undefined))
  return [body['filter'], ...paths].filter((text): text is string => typeof text === 'string')
}

/** `emails[type eq "work"]` of `emails[type eq "work"].value`. */
function bracketed(path: unknown): string | undefined {
  return typeof path === 'string' && path.includes('[') ? path.slice(0, path.lastIndexOf(']') + 1 || undefined) : undefined
}

/** Parameters whose values say nothing about people. */
const readable: ReadonlySet<string> = new Set(['startIndex', 'count', 'sortBy', 'sortOrder', 'attributes', 'excludedAttributes'])

/** A quotation, if it may be repeated. `quoted` (protocol/scim-error.ts) cuts long ones, so the beginning of a value counts as the value. */
function withoutValue(literal: string, { values, texts }: Unquotable): string {
  const text = unescape(literal)
  const isCut = text.endsWith(hidden)
  const known = isCut ? text.slice(0, -hidden.length) : text
  if (known === '') return literal
  const isValue = values.some((value) => (isCut ? value.startsWith(known) : value === known))
  if (isValue || texts.some((whole) => whole.includes(known))) return `"${hidden}"`
  return literal.replace(/\[.*$/s, `[${hidden}]"`)
}

function unescape(literal: string): string {
  try {
    return String(JSON.parse(literal))
  } catch {
    return literal.slice(1, -1)
  }
}

const secretName = /pass(?:word|wd|phrase)|secret|token|credential/i

/** Texts in a body under names such as `password`, also where a PATCH operation names one as its path. No recursion: bodies nest deeply. */
function secretsIn(body: unknown, secretNames: ReadonlySet<string> = new Set()): string[] {
  const isSecretName = (name: string): boolean => secretName.test(name) || secretNames.has(name.toLowerCase().split(/[:.]/).at(-1)!)
  const found: string[] = []
  const waiting: { value: unknown; isSecret: boolean }[] = [{ value: body, isSecret: false }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, isSecret } = next
    if (typeof value === 'string') {
      if (isSecret) found.push(value)
    } else if (Array.isArray(value)) for (const element of value) waiting.push({ value: element, isSecret })
    else if (isJsonObject(value)) {
      const isSecretOperation = typeof value['path'] === 'string' && isSecretName(value['path'])
      for (const [name, inner] of Object.entries(value)) {
        const isPath = name === 'op' || name === 'path'
        waiting.push({ value: inner, isSecret: isSecret || isSecretName(name) || (isSecretOperation && !isPath) })
      }
    }
  }
  return found
}
