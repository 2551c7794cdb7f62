import { Prisma } from '../generated/prisma/client.ts'
import type { ReadDatabase, Sql } from './database.ts'

/**
 * What a search asks of users or groups, free of any protocol. An operand without a value, or with one of another type than
 * asked for, satisfies no comparison but `ne`.
 */
export type Condition =
  | { type: 'and' | 'or'; conditions: readonly Condition[] }
  | { type: 'not'; condition: Condition }
  | { type: 'constant'; value: boolean }
  | { type: 'compare'; operand: Operand; operator: Operator; value: string | number | boolean; as: ValueType }
  | { type: 'present'; operand: Operand }
  /** Some element, or some membership, satisfies the condition; a value that is no array counts as its only element. */
  | { type: 'some'; of: Elements; condition: Condition }
  /** A user with this among the look-up keys of the e-mail addresses. */
  | { type: 'hasEmailKey'; key: string }

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

/**
 * `uuid` compares an id; `text` by code point; `folded` text without regard to case and composition (the value is folded already);
 * `key` a column that holds folded text; `dateTime` seconds since 1970, as a decimal number in text.
 */
export type ValueType = 'uuid' | 'text' | 'folded' | 'key' | 'number' | 'boolean' | 'dateTime'

/** Where a value is: a column, an attribute by its path, a part of the element at hand (or all of it), a part of the membership at hand (groups alone have a `displayKey`), a text. */
export type Operand =
  | { column: Column }
  | { attribute: readonly string[] }
  | { element: string | null }
  | { membership: 'id' | 'display' | 'displayKey' }
  | { text: string }
  | { textWithId: string; membership?: true }
  | { textWithVersion: string; end: string }

export type Elements = { attribute: readonly string[] } | 'memberships'

export type Column = 'id' | 'userNameKey' | 'displayNameKey' | 'externalId' | 'createdAt' | 'lastModifiedAt'

/** What SQL is made for: rows of this table, in this directory, named `resource`. */
export type Searched = { table: 'users' | 'groups'; directoryId: string; folding: Folding }

/** The collation under which PostgreSQL lowers text of any script; empty where it has none. */
export type Folding = Sql

const columns: Record<Column, Sql> = {
  id: Prisma.sql`resource.id`,
  userNameKey: Prisma.sql`resource.user_name_key`,
  displayNameKey: Prisma.sql`resource.display_name_key`,
  externalId: Prisma.sql`resource.external_id`,
  createdAt: Prisma.sql`resource.created_at`,
  lastModifiedAt: Prisma.sql`resource.last_modified_at`,
}

const memberships: Record<'id' | 'display' | 'displayKey', Sql> = {
  id: Prisma.sql`membership.id`,
  display: Prisma.sql`membership.display`,
  displayKey: Prisma.sql`membership.display_key`,
}

const foldings = new WeakMap<ReadDatabase, Promise<Folding>>()

/**
 * How text is lowered, asked once of each database: what `lower()` does beyond ASCII depends on its locale, while keys and filter
 * values are folded here. Without either collation (a PostgreSQL before 18 that was built without ICU) text beyond ASCII is found
 * as far as the locale goes.
 */
export function findFolding(database: ReadDatabase): Promise<Folding> {
  const known = foldings.get(database)
  if (known) return known
  const found = database.$queryRaw<{ name: string }[]>`
    SELECT collname AS name FROM pg_collation WHERE collname IN ('pg_unicode_fast', 'und-x-icu')
      AND collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding())) ORDER BY collname LIMIT 1`.then(
    ([collation]) => (collation ? Prisma.raw(` COLLATE "${collation.name}"`) : Prisma.empty),
    (error: unknown) => {
      foldings.delete(database)
      throw error
    },
  )
  foldings.set(database, found)
  return found
}

/**
 * SQL over a row named `resource`; every value is a bound parameter. What SQL calls unknown counts as false.
 *
 * What all matches have to satisfy is written so that an index gives the few candidates in the first place, whatever the planner thinks
 * of the order and the limit around it. Below `or` and `not` the same would have to hold every candidate for every row, so there
 * each row is asked by itself.
 */
export function toSql(condition: Condition, searched: Searched): Sql {
  switch (condition.type) {
    case 'and':
      return joined(condition, (part) => toSql(part, searched))
    case 'some':
      return condition.of === 'memberships' ? withMembership(condition.condition, searched) : testSql(condition, searched)
    case 'hasEmailKey':
      return Prisma.sql`resource.id = ANY(ARRAY(SELECT id FROM users WHERE directory_id = ${searched.directoryId}::uuid AND ${hasEmailKey(condition.key)}))`
    default:
      return testSql(condition, searched)
  }
}

/** A test of the row at hand. */
function testSql(condition: Condition, searched: Searched): Sql {
  switch (condition.type) {
    case 'constant':
      return condition.value ? Prisma.sql`TRUE` : Prisma.sql`FALSE`
    case 'and':
    case 'or':
      return joined(condition, (part) => testSql(part, searched))
    case 'not':
      return Prisma.sql`NOT COALESCE(${testSql(condition.condition, searched)}, FALSE)`
    case 'present':
      return present(condition.operand)
    case 'compare':
      return compare(condition, searched)
    case 'some':
      return condition.of === 'memberships'
        ? someMembership(condition.condition, searched)
        : Prisma.sql`EXISTS (SELECT FROM ${elementsOf(condition.of)} AS element (value)
            WHERE jsonb_typeof(element.value) <> 'null' AND ${testSql(condition.condition, searched)})`
    case 'hasEmailKey':
      return hasEmailKey(condition.key)
  }
}

function joined({ type, conditions }: Extract<Condition, { type: 'and' | 'or' }>, toPart: (part: Condition) => Sql): Sql {
  return Prisma.sql`(${Prisma.join(conditions.map(toPart), type === 'and' ? ' AND ' : ' OR ')})`
}

function hasEmailKey(key: string): Sql {
  return Prisma.sql`email_keys @> ARRAY[${key}]::text[]`
}

// Every leaf, at any depth, that is neither null nor an empty text.
const somethingInIt = Prisma.raw(`'$.** ? (@.type() == "number" || @.type() == "boolean" || (@.type() == "string" && @ != ""))'`)

// A complex value is present when something in it is; in the store there are no empty texts, objects or arrays, but nothing rests on that.
function present(operand: Operand): Sql {
  const json = jsonOf(operand)
  return json === undefined ? Prisma.sql`${plainValueOf(operand)} IS NOT NULL` : Prisma.sql`jsonb_path_exists(${json}, ${somethingInIt})`
}

/** The elements of a multi-valued attribute as a set of rows of one column. */
export function elementsOf(elements: Exclude<Elements, 'memberships'>): Sql {
  const value = jsonOf(elements)!
  return Prisma.sql`jsonb_array_elements(CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE jsonb_build_array(${value}) END)`
}

/** The users of such groups, the groups of such users: not correlated, so that the memberships may be read first. */
function withMembership(condition: Condition, searched: Searched): Sql {
  const [own] = membershipColumns[searched.table]
  const id = soleId(condition)
  if (id !== undefined) return Prisma.sql`resource.id IN (SELECT ${own} FROM memberships WHERE ${ofOther(id, searched)})`
  return Prisma.sql`resource.id IN (SELECT membership.of FROM ${membershipsOf(searched)} WHERE ${testSql(condition, searched)})`
}

function someMembership(condition: Condition, searched: Searched): Sql {
  const [own] = membershipColumns[searched.table]
  const id = soleId(condition)
  if (id !== undefined) return Prisma.sql`EXISTS (SELECT FROM memberships WHERE ${own} = resource.id AND ${ofOther(id, searched)})`
  return Prisma.sql`EXISTS (SELECT FROM ${membershipsOf(searched)} WHERE membership.of = resource.id AND ${testSql(condition, searched)})`
}

// Which column of a membership is the resource, and which the other end.
const membershipColumns: Record<Searched['table'], readonly [own: Sql, other: Sql]> = {
  users: [Prisma.sql`user_id`, Prisma.sql`group_id`],
  groups: [Prisma.sql`group_id`, Prisma.sql`user_id`],
}

function ofOther(id: string, { table }: Searched): Sql {
  return Prisma.sql`${membershipColumns[table][1]} = ${id}::uuid`
}

function soleId(condition: Condition): string | undefined {
  if (condition.type !== 'compare' || condition.as !== 'uuid' || condition.operator !== 'eq') return undefined
  return 'membership' in condition.operand ? String(condition.value) : undefined
}

/** The memberships of the directory: `of` is the user or group that is searched, `id` the one at the other end. */
export function membershipsOf({ table, directoryId }: Searched): Sql {
  return table === 'users'
    ? Prisma.sql`(SELECT user_id AS of, groups.id, groups.display_name AS display, groups.display_name_key AS display_key
        FROM memberships JOIN groups ON groups.id = group_id WHERE groups.directory_id = ${directoryId}::uuid) AS membership`
    : Prisma.sql`(SELECT group_id AS of, users.id, COALESCE(users.display_name, users.user_name) AS display
        FROM memberships JOIN users ON users.id = user_id WHERE users.directory_id = ${directoryId}::uuid) AS membership`
}

/** The value of an operand as SQL of its type: uuid, text, numeric or boolean; null where it has none of this type. Never an error. */
export function valueOf(operand: Operand, as: ValueType, folding: Folding): Sql {
  switch (as) {
    case 'uuid':
    case 'key':
      return plainValueOf(operand)
    case 'text':
      return textOf(operand)
    case 'folded':
      return Prisma.sql`lower(normalize(${textOf(operand)}, NFC)${folding})`
    case 'number':
      return ofJsonType('number', operand, Prisma.sql`::numeric`)
    case 'boolean':
      return ofJsonType('boolean', operand, Prisma.sql`::boolean`)
    case 'dateTime':
      return 'column' in operand ? Prisma.sql`extract(epoch FROM ${columns[operand.column]})` : secondsOf(textOf(operand))
  }
}

function textOf(operand: Operand): Sql {
  return jsonOf(operand) === undefined ? plainValueOf(operand) : ofJsonType('string', operand, Prisma.sql` #>> '{}'`)
}

// What is stored may be older than the schema that gives the type.
function ofJsonType(type: 'string' | 'number' | 'boolean', operand: Operand, conversion: Sql): Sql {
  const json = jsonOf(operand)!
  return Prisma.sql`CASE jsonb_typeof(${json}) WHEN ${Prisma.raw(`'${type}'`)} THEN (${json})${conversion} END`
}

function jsonOf(operand: Operand): Sql | undefined {
  if ('attribute' in operand) {
    const [name, ...rest] = operand.attribute
    return rest.length === 0
      ? Prisma.sql`resource.attributes -> ${name}::text`
      : Prisma.sql`resource.attributes #> ${[...operand.attribute]}::text[]`
  }
  if (!('element' in operand)) return undefined
  return operand.element === null ? Prisma.sql`element.value` : Prisma.sql`element.value -> ${operand.element}::text`
}

function plainValueOf(operand: Operand): Sql {
  if ('column' in operand) return columns[operand.column]
  if ('textWithId' in operand) {
    return operand.membership
      ? Prisma.sql`(${operand.textWithId}::text || membership.id::text)`
      : Prisma.sql`(${operand.textWithId}::text || resource.id::text)`
  }
  if ('textWithVersion' in operand) return Prisma.sql`(${operand.textWithVersion}::text || resource.version::text || ${operand.end}::text)`
  if ('membership' in operand) return memberships[operand.membership]
  if ('text' in operand) return Prisma.sql`${operand.text}::text`
  throw new Error('an attribute has a JSON value')
}

const dateTimeForm = Prisma.raw(
  String.raw`'^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$'`,
)

/**
 * Seconds since 1970 of a dateTime (RFC 7643 §2.3.5) in text, to the nanosecond; null of any other text. By arithmetic, because a
 * cast refuses some of what the application accepts (offsets of 16 hours, the year 0) with an error, and keeps microseconds.
 */
function secondsOf(text: Sql): Sql {
  return Prisma.sql`(
    SELECT extract(epoch FROM make_timestamp(y, mo, d, h, mi, s)) - 12622780800
      - CASE WHEN zone LIKE '-%' THEN -1 ELSE 1 END * (substr(zone, 2, 2)::int * 3600 + substr(zone, 5, 2)::int * 60) + fraction
    FROM (
      SELECT part[1]::int + 400 AS y, part[2]::int AS mo, part[3]::int AS d, part[4]::int AS h, part[5]::int AS mi, part[6]::int AS s,
        ('0.' || COALESCE(left(part[7], 9), '0'))::numeric AS fraction, replace(upper(COALESCE(part[8], 'Z')), 'Z', '+00:00') AS zone
      FROM regexp_match(${text}, ${dateTimeForm}, 'i') AS part
    ) AS parts
    WHERE mo BETWEEN 1 AND 12 AND h < 24 AND mi < 60 AND s < 60 AND d BETWEEN 1 AND CASE WHEN mo IN (4, 6, 9, 11) THEN 30
      WHEN mo <> 2 THEN 31 WHEN y % 4 = 0 AND (y % 100 <> 0 OR y % 400 = 0) THEN 29 ELSE 28 END
  )`
}

function compare({ operand, operator, value, as }: Extract<Condition, { type: 'compare' }>, { folding }: Searched): Sql {
  const actual = valueOf(operand, as, folding)
  switch (as) {
    case 'uuid':
      return inOrder(actual, operator, Prisma.sql`${value}::uuid`)
    case 'boolean':
      return inOrder(actual, operator, Prisma.sql`${value}::boolean`)
    case 'number':
    case 'dateTime':
      return inOrder(actual, operator, Prisma.sql`${String(value)}::numeric`)
    case 'text':
    case 'folded':
    case 'key':
      return compareText(actual, operator, String(value))
  }
}

// Functions instead of LIKE: `%` and `_` in a value are themselves.
function compareText(text: Sql, operator: Operator, value: string): Sql {
  const parameter = Prisma.sql`${value}::text`
  switch (operator) {
    case 'co':
      return Prisma.sql`strpos(${text}, ${parameter}) > 0`
    case 'sw':
      return Prisma.sql`starts_with(${text}, ${parameter})`
    case 'ew':
      return Prisma.sql`right(${text}, length(${parameter})) = ${parameter}`
    case 'eq':
    case 'ne':
      return inOrder(text, operator, parameter)
    default:
      return inOrder(Prisma.sql`${text} COLLATE "C"`, operator, parameter)
  }
}

function inOrder(left: Sql, operator: Operator, right: Sql): Sql {
  switch (operator) {
    case 'eq':
      return Prisma.sql`${left} = ${right}`
    case 'ne':
      return Prisma.sql`${left} IS DISTINCT FROM ${right}`
    case 'gt':
      return Prisma.sql`${left} > ${right}`
    case 'ge':
      return Prisma.sql`${left} >= ${right}`
    case 'lt':
      return Prisma.sql`${left} < ${right}`
    case 'le':
      return Prisma.sql`${left} <= ${right}`
    default:
      throw new Error(`${operator} compares text only`)
  }
}
