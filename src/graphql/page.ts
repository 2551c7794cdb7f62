import { badInput } from './errors.ts'

export const defaultPageSize = 50
export const maxPageSize = 200

/** Arguments of a Relay connection (GraphQL Cursor Connections §4). */
export type PageArguments = { first?: number | null; last?: number | null; after?: string | null; before?: string | null }

/** How many rows are wanted, and from which end. One more is read, which tells whether there is another page. */
export type Page = { size: number; isBackward: boolean }

export function toPage({ first, last }: PageArguments): Page {
  if (first != null && last != null) throw badInput('Give `first` or `last`, not both.')
  const size = first ?? last ?? defaultPageSize
  if (size < 0 || size > maxPageSize)
    throw badInput(
      `\`${last == null ? 'first' : 'last'}\` must be from 0 to ${maxPageSize}; got ${size}. Take the next page with \`${last == null ? 'after' : 'before'}\`.`,
    )
  return { size, isBackward: last != null }
}

export type Edge<Node> = { cursor: string; node: Node }
export type Connection<Node, E extends Edge<Node> = Edge<Node>> = {
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
  edges: E[]
  totalCount: () => number | Promise<number>
}

/** `edges` in the order of the connection, at most one more than the page has: the last one going forward, the first one going backward. */
export function toConnection<Node, E extends Edge<Node>>(
  edges: readonly E[],
  { size, isBackward }: Page,
  args: PageArguments,
  totalCount: () => number | Promise<number>,
): Connection<Node, E> {
  const hasMore = edges.length > size
  const kept = isBackward ? edges.slice(Math.max(0, edges.length - size)) : edges.slice(0, size)
  return {
    edges: kept,
    pageInfo: {
      hasNextPage: isBackward ? args.before != null : hasMore,
      hasPreviousPage: isBackward ? hasMore : args.after != null,
      startCursor: kept[0]?.cursor ?? null,
      endCursor: kept.at(-1)?.cursor ?? null,
    },
    totalCount,
  }
}

/** A position in an order: the name of the order, the value there, and the id that breaks ties. */
export type KeysetPosition = { value: string | null; id: string }

export function encodePosition(order: string, { value, id }: KeysetPosition): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString('base64url')
}

/** Undefined without a cursor; refuses text that is no cursor of this order. A position is only a place between rows: it says nothing about what is there. */
export function decodePosition(order: string, cursor: string | null | undefined): KeysetPosition | undefined {
  if (cursor == null) return undefined
  const [cursorOrder, value, id] = parseCursor(cursor)
  const isValue = value === null || (typeof value === 'string' && value.isWellFormed() && !value.includes('\0'))
  if (cursorOrder === order && isValue && typeof id === 'string' && uuid.test(id)) return { value, id }
  throw badInput('This cursor is not one of this connection and order. Start again without it.')
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function parseCursor(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parsed) && parsed.length === 3 ? parsed : []
  } catch {
    return []
  }
}
