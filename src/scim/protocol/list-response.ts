import { quoted, ScimError } from './scim-error.ts'
import { listResponseUrn } from './urns.ts'

export type ListParameters = { startIndex: number; count: number }

type PageLimits = { readonly defaultCount: number; readonly maxCount: number }

/** What /ServiceProviderConfig tells of the size of a page. */
export const pageLimits: PageLimits = { defaultCount: 100, maxCount: 1000 }

/** RFC 7644 §3.4.2.4. Takes the texts of a query string or the numbers of a SearchRequest. */
export function parseListParameters(
  query: { readonly startIndex?: unknown; readonly count?: unknown },
  { defaultCount, maxCount }: PageLimits = pageLimits,
): ListParameters {
  // RFC 7644 §3.4.2.4: startIndex below 1 is 1, a negative count is 0, and a server may return fewer than count.
  const startIndex = Math.max(1, readInteger('startIndex', query.startIndex) ?? 1)
  const count = readInteger('count', query.count) ?? defaultCount
  return { startIndex, count: Math.min(maxCount, Math.max(0, count)) }
}

function readInteger(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number === 0 ? 0 : number
  throw new ScimError(400, 'invalidValue', `${name} has to be an integer${typeof value === 'string' ? `, not ${quoted(value)}` : ''}.`)
}

export type ListResponse<Resource> = {
  schemas: [typeof listResponseUrn]
  totalResults: number
  startIndex: number
  itemsPerPage: number
  Resources: Resource[]
}

/** RFC 7644 §3.4.2, always with `Resources`, which clients expect even where it may be left out. */
export function toListResponse<Resource>(page: {
  resources: Resource[]
  totalResults: number
  startIndex: number
}): ListResponse<Resource> {
  return {
    schemas: [listResponseUrn],
    totalResults: page.totalResults,
    startIndex: page.startIndex,
    itemsPerPage: page.resources.length,
    Resources: page.resources,
  }
}

/** RFC 9865 §2: the page of a cursor has no index, and tells a total only where it is known. */
export type CursorListResponse<Resource> = Omit<ListResponse<Resource>, 'startIndex' | 'totalResults'> & {
  totalResults?: number
  nextCursor?: string
}

/** `nextCursor` is undefined on the last page, and there alone. */
export function toCursorListResponse<Resource>(page: {
  resources: Resource[]
  totalResults: number | undefined
  nextCursor: string | undefined
}): CursorListResponse<Resource> {
  return {
    schemas: [listResponseUrn],
    ...(page.totalResults === undefined ? {} : { totalResults: page.totalResults }),
    itemsPerPage: page.resources.length,
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
    Resources: page.resources,
  }
}
