import { Prisma } from '../generated/prisma/client.ts'
import { elementsOf, membershipsOf, valueOf, type Elements, type Operand, type Searched, type ValueType } from './condition.ts'
import type { Sql } from './database.ts'

/**
 * What resources are sorted by: the value of `operand`, with `of` that of the primary element, else of the first one. Undefined: by id,
 * which is the order of creation. Text sorts by code point.
 */
export type SortKey = { operand: Operand; of?: Elements; as: Exclude<ValueType, 'uuid'> }

/** A place in an order: just after the resource with this id, whose sort key is this one as text (null: without a value, or without a SortKey). */
export type Place = { id: string; key: string | null }

/** The sort key of the row named `resource`; null where it has no value. */
export function keySql({ operand, of, as }: SortKey, searched: Searched): Sql {
  const value = valueOf(operand, as, searched.folding)
  const chosen = of === undefined ? value : Prisma.sql`(SELECT ${value} FROM ${chosenOf(of, searched)} LIMIT 1)`
  return collated(chosen, as)
}

// By code point, whatever the database's own collation.
function collated(key: Sql, as: SortKey['as']): Sql {
  return sqlTypes[as] === 'text' ? Prisma.sql`${key} COLLATE "C"` : key
}

// RFC 7644 §3.4.2.3: the primary element, else the first. Memberships stand in order of the id at the other end, and none is primary.
function chosenOf(of: Elements, searched: Searched): Sql {
  return of === 'memberships'
    ? Prisma.sql`${membershipsOf(searched)} WHERE membership.of = resource.id ORDER BY membership.id`
    : Prisma.sql`${elementsOf(of)} WITH ORDINALITY AS element (value, position) WHERE jsonb_typeof(element.value) <> 'null'
        ORDER BY (element.value -> 'primary' = 'true'::jsonb) IS TRUE DESC, position`
}

const sqlTypes: Record<SortKey['as'], 'text' | 'numeric' | 'boolean'> = {
  text: 'text',
  folded: 'text',
  key: 'text',
  number: 'numeric',
  dateTime: 'numeric',
  boolean: 'boolean',
}

/** The key of a resource that has no value there. */
export function noKey(as: SortKey['as']): Sql {
  return collated(Prisma.sql`NULL::${Prisma.raw(sqlTypes[as])}`, as)
}

/**
 * ORDER BY: those without a value last, first when descending (RFC 7644 §3.4.2.3), which is PostgreSQL's own way; ties by id, so
 * that descending is ascending turned round and pages never overlap.
 */
export function orderSql(key: Sql | undefined, id: Sql, isDescending: boolean): Sql {
  const direction = isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`
  return key === undefined ? Prisma.sql`${id} ${direction}` : Prisma.sql`${key} ${direction}, ${id} ${direction}`
}

/**
 * Condition for the rows that come after the place. The first bound is on the key alone, for an index to begin at; where some have
 * no key, those come after all others when ascending.
 */
export function afterSql(key: KeyColumn | undefined, id: Sql, place: Place, isDescending: boolean): Sql {
  const beyond = isDescending ? Prisma.sql`<` : Prisma.sql`>`
  const ofTie = Prisma.sql`${id} ${beyond} ${place.id}::uuid`
  if (key === undefined) return ofTie
  if (place.key === null) {
    const amongEmpty = Prisma.sql`${key.sql} IS NULL AND ${ofTie}`
    return isDescending ? Prisma.sql`(${key.sql} IS NOT NULL OR ${amongEmpty})` : amongEmpty
  }
  const value = Prisma.sql`${place.key}::${Prisma.raw(sqlTypes[key.as])}`
  const among = Prisma.sql`${key.sql} ${beyond}= ${value} AND (${key.sql} ${beyond} ${value} OR ${ofTie})`
  return isDescending || !key.isNullable ? among : Prisma.sql`(${among} OR ${key.sql} IS NULL)`
}

/** A sort key as a column of a query. */
export type KeyColumn = { sql: Sql; as: SortKey['as']; isNullable: boolean }

/** Names that are required have keys in columns that are never null. */
export function isNullable({ of, as }: SortKey): boolean {
  return as !== 'key' || of !== undefined
}
