import { parseListParameters } from './list-response.ts'
import { ScimError } from './scim-error.ts'

/** The parameters of a list by their names in RFC 7644 §3.4.2, with whatever the client sent as their values. */
export type ListParameterValues = { readonly [Name in ListParameterName]?: unknown }

export const listParameterNames = [
  'filter',
  'sortBy',
  'sortOrder',
  'attributes',
  'excludedAttributes',
  'startIndex',
  'count',
  'cursor',
] as const
export type ListParameterName = (typeof listParameterNames)[number]

/** What a list is asked for. A query string (RFC 7644 §3.4.2) and a SearchRequest (§3.4.3) with the same parameters give the same. */
export type ListQuery = {
  readonly filter: string | undefined
  readonly sortBy: string | undefined
  readonly sortOrder: string | undefined
  readonly attributes: unknown
  readonly excludedAttributes: unknown
  readonly page: PageQuery
}

/** RFC 9865 §2: an empty cursor starts a walk. Its `count` is undefined where the client does not repeat it. */
export type PageQuery =
  | { readonly by: 'index'; readonly startIndex: number; readonly count: number }
  | { readonly by: 'cursor'; readonly cursor: string; readonly count: unknown }

/** Refuses with invalidValue a value of the wrong type, and a cursor together with a startIndex. */
export function parseListQuery(values: ListParameterValues): ListQuery {
  return {
    filter: readText('filter', values.filter),
    sortBy: readText('sortBy', values.sortBy),
    sortOrder: readText('sortOrder', values.sortOrder),
    attributes: values.attributes ?? undefined,
    excludedAttributes: values.excludedAttributes ?? undefined,
    page: readPage(values),
  }
}

function readPage(values: ListParameterValues): PageQuery {
  const cursor = readText('cursor', values.cursor)
  if (cursor === undefined) return { by: 'index', ...parseListParameters(values) }
  if (isGiven(values.startIndex)) {
    throw new ScimError(400, 'invalidValue', '"cursor" and "startIndex" are two ways to page. Send one of them.')
  }
  return { by: 'cursor', cursor, count: isGiven(values.count) ? values.count : undefined }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function readText(name: ListParameterName, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw new ScimError(400, 'invalidValue', `"${name}" has to be a string.`)
}

/** What decides which resources are listed and in which order; alike for a query string and a SearchRequest of the same parameters. */
export function orderIdentity({ filter, sortBy, sortOrder }: ListQuery): unknown[] {
  const by = (sortBy ?? '').trim().toLowerCase()
  return [filter ?? null, by, by === '' ? '' : (sortOrder ?? '').trim().toLowerCase() || 'ascending']
}

/** What decides which attributes are shown. */
export function projectionIdentity({ attributes, excludedAttributes }: ListQuery): unknown[] {
  return [nameList(attributes), nameList(excludedAttributes)]
}

function nameList(names: unknown): string[] {
  const list: unknown[] = Array.isArray(names) ? names : [names]
  const texts = list.flatMap((name) => (typeof name === 'string' ? name.split(',') : []))
  return [...new Set(texts.map((name) => name.trim().toLowerCase()).filter((name) => name !== ''))].sort()
}
