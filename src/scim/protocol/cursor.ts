import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { parseListParameters, pageLimits } from './list-response.ts'
import { ScimError } from './scim-error.ts'

// RFC 9865. A cursor is a place in an order and no state of ours: any node reads what another one issued.

/** Seconds for which a cursor can be used after it was issued (RFC 9865 §4, cursorTimeout). */
export const cursorTimeoutSeconds = 3600

/** What stays the same from page to page. `secret` is the token's: another token, of another directory least of all, opens nothing. */
export type Walk = {
  readonly secret: Uint8Array
  /** Everything that decides what is listed and in which order: endpoint, filter, sort, projection. */
  readonly query: readonly unknown[]
}

/**
 * Where the next page begins: after this resource, whose sort key is `key` (null: it has none). A key that is too long to carry is
 * named by its digest, to be read again by the id.
 */
export type CursorPlace = { readonly id: string } & ({ readonly key: string | null } | { readonly keyDigest: string })

const mostKeyCharacters = 512

export function toCursorPlace(id: string, key: string | null): CursorPlace {
  return key === null || key.length <= mostKeyCharacters ? { id, key } : { id, keyDigest: digestOf(key) }
}

/** Whether the key read again is the one that the cursor means. */
export function isKeyOf(place: { readonly keyDigest: string }, key: string | null): boolean {
  return key !== null && digestOf(key) === place.keyDigest
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

export type CursorPage = { readonly count: number; readonly after: CursorPlace | undefined }

/** Payload as JSON: seconds since 1970 when it was issued, page size, digest of the query, id, key, digest of a long key. */
type Payload = [issuedAt: number, count: number, query: string, id: string, key: string | null, keyDigest?: string]

export function issueCursor(walk: Walk, count: number, place: CursorPlace, now: Date): string {
  const key: [string | null, string?] = 'keyDigest' in place ? [null, place.keyDigest] : [place.key]
  const payload: Payload = [secondsOf(now), count, queryDigest(walk), place.id, ...key]
  // RFC 9865 §2: characters that a URL may hold as they are; a dot parts the two.
  const text = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `${text}.${sign(walk, text)}`
}

/**
 * The page that a cursor asks for; an empty one asks for the first. Refuses with invalidCursor, expiredCursor or invalidCount; of a
 * cursor that was forged, cut, or issued for another token it tells nothing but that.
 */
export function readCursor(walk: Walk, cursor: string, count: unknown, now: Date): CursorPage {
  if (cursor === '') return { count: parseListParameters({ count }).count, after: undefined }
  const [issuedAt, issuedCount, query, id, key, keyDigest] = readPayload(walk, cursor)
  if (secondsOf(now) - issuedAt > cursorTimeoutSeconds) {
    throw new ScimError(400, 'expiredCursor', `This cursor is older than ${cursorTimeoutSeconds} seconds. ${startAgain}`)
  }
  if (query !== queryDigest(walk)) {
    const detail =
      'This cursor belongs to another filter, sort, projection or endpoint. Repeat the parameters of the first page, or start again.'
    throw new ScimError(400, 'invalidCursor', detail)
  }
  if (count !== undefined && !isSameCount(count, issuedCount)) {
    throw new ScimError(400, 'invalidCount', `This cursor pages by ${issuedCount}. Send the same count on every page, or start again.`)
  }
  return { count: issuedCount, after: keyDigest === undefined ? { id, key } : { id, keyDigest } }
}

/** The way out of every cursor that does not go on. */
export const startAgain = 'Start again with an empty cursor.'

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}

function isSameCount(count: unknown, issued: number): boolean {
  try {
    return parseListParameters({ count }, pageLimits).count === issued
  } catch {
    return false
  }
}

function readPayload(walk: Walk, cursor: string): Payload {
  const [text = '', signature = '', ...rest] = cursor.split('.')
  const expected = Buffer.from(sign(walk, text))
  const given = Buffer.from(signature)
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ScimError(400, 'invalidCursor', `This is no cursor of this directory and token. ${startAgain}`)
  }
  // Signed, so it has the form that issueCursor gave it.
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Payload
}

function sign({ secret }: Walk, text: string): string {
  const key = createHmac('sha256', secret).update('headcount scim cursor 1').digest()
  return createHmac('sha256', key).update(text).digest('base64url')
}

function queryDigest({ query }: Walk): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 22)
}
