import { fromId, toId } from '../../../src/domain/id.ts'
import { coreGroup } from '../../simulate/dialect.ts'
import { connect } from '../load.ts'
import type { Product, Stage } from '../product.ts'
import { personSql, personValues, toScimPerson } from './person.ts'

/**
 * The people of one directory, loaded by SQL as copies of one who came in by SCIM (person 0). Ids follow from numbers as everything
 * does, so nothing has to be remembered of a million of them; in order of id they are in order of number.
 */
export type Population = {
  stage: Stage
  /** The part of their ids that they have in common. */
  idPrefix: string
  uuidOf(number: number): string
  idOf(number: number): string
  /** How many users the directory has to hold. */
  stored: number
  /** Adds persons `from` to `to`. */
  load(from: number, to: number): Promise<void>
}

export type LoadedGroup = { id: string; uuid: string; size: number }

// Beyond this indexes are dropped and made anew, which is three times as fast as filling them row by row.
const worthDroppingIndexes = 50_000
const rowsPerStatement = 100_000
let series = 0

/** A directory in a team of its own with persons 0 to `count`. */
export async function populate(product: Product, name: string, count: number): Promise<Population> {
  const stage = await product.createStage(name)
  const connection = connect(stage.scimUrl, stage.scimToken, 1)
  const answer = await connection.send('POST', '/Users', toScimPerson(0))
  connection.close()
  if (answer.status !== 201) throw new Error(`The first user of ${name} was refused: ${answer.status} ${answer.text.slice(0, 200)}`)
  const original = fromId('user', (JSON.parse(answer.text) as { id: string }).id)!
  // Well before what a server of today hands out: what is created later comes after them.
  const idPrefix = `0190${hexadecimal(++series, 4)}-0000-7000-8000-`
  const uuidOf = (number: number) => `${idPrefix}${hexadecimal(number, 12)}`
  const population: Population = {
    stage,
    idPrefix,
    uuidOf,
    idOf: (number) => toId('user', uuidOf(number)),
    stored: 1,
    async load(from, to) {
      await withFewIndexes(product, 'users', to - from + 1, async () => {
        for (let first = from; first <= to; first += rowsPerStatement)
          await product.sql(
            `INSERT INTO users SELECT copy.* FROM users original, generate_series($6::int, $7::int) number, ${personSql}
             WHERE original.id = $5 ORDER BY number`,
            [...personValues(idPrefix), original, first, Math.min(to, first + rowsPerStatement - 1)],
          )
      })
      const added = Math.max(0, to - from + 1)
      await product.sql('UPDATE directory_counts SET user_count = user_count + $2 WHERE directory_id = $1', [
        fromId('directory', stage.directoryId),
        added,
      ])
      population.stored += added
    },
  }
  await population.load(1, count)
  return population
}

/** A group that came in by SCIM, with these persons as members by SQL. */
export async function loadGroup(product: Product, population: Population, name: string, from: number, to: number): Promise<LoadedGroup> {
  const { scimUrl, scimToken } = population.stage
  const connection = connect(scimUrl, scimToken, 1)
  const answer = await connection.send('POST', '/Groups', { schemas: [coreGroup], displayName: name })
  connection.close()
  if (answer.status !== 201) throw new Error(`The group ${name} was refused: ${answer.status} ${answer.text.slice(0, 200)}`)
  const { id } = JSON.parse(answer.text) as { id: string }
  const group = { id, uuid: fromId('group', id)!, size: Math.max(0, to - from + 1) }
  await loadMembers(product, population, [group.uuid], from, to)
  return group
}

/** Puts persons `from` to `to` into each of these groups, which none of them is in yet. */
export async function loadMembers(
  product: Product,
  { idPrefix }: Population,
  groupUuids: readonly string[],
  from: number,
  to: number,
): Promise<void> {
  await product.sql(
    `INSERT INTO memberships SELECT group_id, ($2::text || lpad(to_hex(number), 12, '0'))::uuid, now()
     FROM unnest($1::uuid[]) group_id, generate_series($3::int, $4::int) number`,
    [groupUuids, idPrefix, from, to],
  )
  await product.sql('UPDATE groups SET member_count = member_count + $2 WHERE id = ANY($1)', [groupUuids, Math.max(0, to - from + 1)])
}

/** While `load` runs, only those indexes of the table are kept that a constraint needs. The server is to be idle meanwhile. */
export async function withFewIndexes(product: Product, table: string, rows: number, load: () => Promise<void>): Promise<void> {
  if (rows < worthDroppingIndexes) return load()
  const indexes = await product.sql<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE schemaname = 'public' AND tablename = $1 AND indexname NOT IN (SELECT conname FROM pg_constraint)`,
    [table],
  )
  for (const { name } of indexes) await product.sql(`DROP INDEX "${name}"`)
  await load()
  for (const { definition } of indexes) await product.sql(definition)
}

function hexadecimal(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}
