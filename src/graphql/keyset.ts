import { badInput } from './errors.ts'
import { decodePosition, encodePosition, toConnection, toPage, type Connection, type PageArguments } from './page.ts'

/** An order of rows by one column, ties broken by id. Rows without a value come last. */
export type Order = { name: string; column: string; isNullable?: boolean; isTime?: boolean }

type Where = Record<string, unknown>
type Query = { where: Where; orderBy: Record<string, unknown>[]; take: number }

/** Reads one page by where it begins, not by counting rows: it stays right while rows come and go, and costs the same anywhere. */
export async function readPage<Row extends { id: string }>(
  order: Order,
  args: PageArguments,
  where: Where,
  read: (query: Query) => Promise<Row[]>,
  totalCount: () => Promise<number>,
): Promise<Connection<Row>> {
  const page = toPage(args)
  const { isBackward } = page
  const bounds = [beyond(order, args.after, 'gt'), beyond(order, args.before, 'lt')].filter((bound) => bound !== undefined)
  const direction = isBackward ? 'desc' : 'asc'
  const sort = order.isNullable ? { sort: direction, nulls: isBackward ? 'first' : 'last' } : direction
  const rows =
    page.size === 0
      ? []
      : await read({ where: { AND: [where, ...bounds] }, orderBy: [{ [order.column]: sort }, { id: direction }], take: page.size + 1 })
  if (isBackward) rows.reverse()
  const edges = rows.map((node) => ({
    node,
    cursor: encodePosition(order.name, { value: textOf((node as Record<string, unknown>)[order.column]), id: node.id }),
  }))
  return toConnection<Row, (typeof edges)[number]>(edges, page, args, totalCount)
}

/** Rows after (`gt`) or before (`lt`) the cursor; the first bound on the column alone lets an index find them. */
function beyond(order: Order, cursor: string | null | undefined, side: 'gt' | 'lt'): Where | undefined {
  const position = decodePosition(order.name, cursor)
  if (!position) return undefined
  const { column } = order
  const ofTie = { id: { [side]: position.id } }
  if (position.value === null) {
    if (!order.isNullable) throw badInput('This cursor is not one of this connection and order. Start again without it.')
    const amongEmpty = { [column]: null, ...ofTie }
    return side === 'gt' ? amongEmpty : { OR: [{ [column]: { not: null } }, amongEmpty] }
  }
  const value = order.isTime ? timeOf(position.value) : position.value
  const among = { [column]: { [`${side}e`]: value }, OR: [{ [column]: { [side]: value } }, ofTie] }
  return order.isNullable && side === 'gt' ? { OR: [among, { [column]: null }] } : among
}

function textOf(value: unknown): string | null {
  return value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : null
}

function timeOf(text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime()) || time.toISOString() !== text)
    throw badInput('This cursor is not one of this connection and order. Start again without it.')
  return time
}

// `%`, `_` and `\` in a search are themselves.
export function escapePattern(search: string): string {
  return search.replace(/[\\%_]/g, '\\$&')
}
