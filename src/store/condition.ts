import { Prisma } from '../generated/prisma/client.ts'

/**
 * What a search asks of users or groups, free of any protocol. An operand without a value satisfies no comparison but `ne`.
 * `uuid` compares an id; `folded` text without regard to case and composition (the value is folded already);
 * `dateTime` compares with seconds since 1970.
 */
export type Condition =
  | { type: 'and' | 'or'; conditions: readonly Condition[] }
  | { type: 'not'; condition: Condition }
  | { type: 'constant'; value: boolean }
  | {
      type: 'compare'
      operand: Operand
      operator: Operator
      value: string | number | boolean
      as: 'uuid' | 'text' | 'folded' | 'number' | 'boolean' | 'dateTime'
    }
  | { type: 'present'; operand: Operand }
  /** Some element, or some membership, satisfies the condition. */
  | { type: 'some'; of: { attribute: readonly string[] } | 'memberships'; condition: Condition }

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

/** Where a value is: a column, an attribute by its path, a part of the element at hand (or all of it), a part of the membership at hand, a text. */
export type Operand =
  | { column: Column }
  | { attribute: readonly string[] }
  | { element: string | null }
  | { membership: 'id' | 'display' }
  | { text: string }
  | { textWithId: string; membership?: true }
  | { textWithVersion: string; end: string }

export type Column = 'id' | 'userNameKey' | 'displayNameKey' | 'externalId' | 'createdAt' | 'lastModifiedAt'

const columns: Record<Column, Prisma.Sql> = {
  id: Prisma.sql`resource.id`,
  userNameKey: Prisma.sql`resource.user_name_key`,
  displayNameKey: Prisma.sql`resource.display_name_key`,
  externalId: Prisma.sql`resource.external_id`,
  createdAt: Prisma.sql`resource.created_at`,
  lastModifiedAt: Prisma.sql`resource.last_modified_at`,
}

/** SQL over a row named `resource` of `users` or `groups`; every value is a bound parameter. */
export function toSql(condition: Condition, table: 'users' | 'groups'): Prisma.Sql {
  switch (condition.type) {
    case 'constant':
      return condition.value ? Prisma.sql`TRUE` : Prisma.sql`FALSE`
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((part) => toSql(part, table))
      return Prisma.sql`(${Prisma.join(parts, condition.type === 'and' ? ' AND ' : ' OR ')})`
    }
    case 'not':
      // What SQL calls unknown is false here, so its negation is true.
      return Prisma.sql`NOT COALESCE(${toSql(condition.condition, table)}, FALSE)`
    case 'present':
      return present(condition.operand)
    case 'compare':
      return compare(condition)
    case 'some':
      return condition.of === 'memberships'
        ? someMembership(condition.condition, table)
        : someElement(condition.of.attribute, condition.condition, table)
  }
}

function present(operand: Operand): Prisma.Sql {
  return Prisma.sql`${valueOf(operand)} IS NOT NULL`
}

function someElement(path: readonly string[], condition: Condition, table: 'users' | 'groups'): Prisma.Sql {
  const value = Prisma.sql`resource.attributes #> ${[...path]}::text[]`
  // A value that is no array counts as its only element.
  return Prisma.sql`EXISTS (SELECT FROM jsonb_array_elements(CASE jsonb_typeof(${value}) WHEN 'array' THEN ${value} ELSE jsonb_build_array(${value}) END)
    AS element (value) WHERE jsonb_typeof(element.value) <> 'null' AND ${toSql(condition, table)})`
}

function someMembership(condition: Condition, table: 'users' | 'groups'): Prisma.Sql {
  return table === 'users'
    ? Prisma.sql`EXISTS (SELECT FROM (SELECT groups.id, groups.display_name AS display FROM memberships JOIN groups ON groups.id = group_id
        WHERE user_id = resource.id) AS membership WHERE ${toSql(condition, table)})`
    : Prisma.sql`EXISTS (SELECT FROM (SELECT users.id, COALESCE(users.display_name, users.user_name) AS display FROM memberships JOIN users ON users.id = user_id
        WHERE group_id = resource.id) AS membership WHERE ${toSql(condition, table)})`
}

function valueOf(operand: Operand): Prisma.Sql {
  if ('column' in operand) return columns[operand.column]
  if ('attribute' in operand) return Prisma.sql`resource.attributes #>> ${[...operand.attribute]}::text[]`
  if ('element' in operand) {
    return operand.element === null ? Prisma.sql`element.value #>> '{}'` : Prisma.sql`element.value ->> ${operand.element}::text`
  }
  if ('textWithId' in operand) {
    return operand.membership
      ? Prisma.sql`(${operand.textWithId}::text || membership.id::text)`
      : Prisma.sql`(${operand.textWithId}::text || resource.id::text)`
  }
  if ('textWithVersion' in operand) return Prisma.sql`(${operand.textWithVersion}::text || resource.version::text || ${operand.end}::text)`
  if ('membership' in operand) return operand.membership === 'id' ? Prisma.sql`membership.id` : Prisma.sql`membership.display`
  return Prisma.sql`${operand.text}::text`
}

function compare({ operand, operator, value, as }: Extract<Condition, { type: 'compare' }>): Prisma.Sql {
  const raw = valueOf(operand)
  switch (as) {
    case 'uuid':
      return inOrder(raw, operator, Prisma.sql`${value}::uuid`)
    case 'boolean':
      return inOrder(raw, operator, Prisma.sql`${String(value)}::text`)
    case 'number':
      return inOrder(Prisma.sql`(${raw})::numeric`, operator, Prisma.sql`${String(value)}::numeric`)
    case 'dateTime':
      return inOrder(Prisma.sql`(${raw})::timestamptz`, operator, Prisma.sql`to_timestamp(${Number(value)}::float8)`)
    case 'text':
      return compareText(raw, operator, String(value))
    case 'folded':
      return compareText('column' in operand ? raw : Prisma.sql`lower(normalize(${raw}, NFC))`, operator, String(value))
  }
}

// Functions instead of LIKE: `%` and `_` in a value are themselves.
function compareText(text: Prisma.Sql, operator: Operator, value: string): Prisma.Sql {
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

function inOrder(left: Prisma.Sql, operator: Operator, right: Prisma.Sql): Prisma.Sql {
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
