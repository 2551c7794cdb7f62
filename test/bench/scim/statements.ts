import { fromId } from '../../../src/domain/id.ts'
import { literal } from '../limits.ts'
import { toScimPerson } from './person.ts'
import type { LoadedGroup } from './population.ts'
import { pageSize } from './requests.ts'
import type { World } from './world.ts'

/**
 * pgbench scripts: what one request comes down to in the product's own tables, with the same rows and indexes, and nothing around it.
 * What is read is the product's. What is written is of the limits' own team, but for the revisions of users: those touch the users
 * that the product's own requests touch, and leave them as they were but for their version.
 */
export type Statements = ReturnType<typeof statementsOf>

const columns = `id, team_id, directory_id, user_name, user_name_key, external_id, display_name, email, active, attributes, version, created_at, last_modified_at`

export function statementsOf({ population, limitRows, office, size }: World) {
  const directory = uuid('directory', population.stage.directoryId)
  const own = {
    team: uuid('team', limitRows.population.stage.teamId),
    directory: uuid('directory', limitRows.population.stage.directoryId),
  }
  const ownGroup = limitRows.group.uuid

  /** An id made from a number; `number` is SQL. */
  const idOf = (number: string, prefix = population.idPrefix) => `CAST('${prefix}' || lpad(to_hex(${number}), 12, '0') AS uuid)`
  const randomUser = `\\set number random(1, ${size})\n`
  const numbered = idOf('CAST(:number AS int)')
  const groupsOf = (users: string) =>
    `SELECT user_id, groups.id, display_name FROM memberships JOIN groups ON groups.id = group_id WHERE user_id ${users};\n`
  const findUsers = (condition: string) => `SELECT ${columns} FROM users WHERE directory_id = '${directory}' AND ${condition};\n`
  const change = (kind: string, data: string, repeated = 1) =>
    `INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_id, actor_label, data)
     SELECT '${own.team}', nextval('bench.revision'), uuidv7(), now(), '${kind}', 'DIRECTORY', '${own.directory}', 'bench', ${data} FROM generate_series(1, ${repeated});\n`
  const transaction = (...statements: string[]) => `BEGIN;\n${statements.join('')}COMMIT;\n`
  const countUsers = (more: 1 | -1) =>
    `UPDATE directory_counts SET user_count = user_count + ${more} WHERE directory_id = '${own.directory}';\n`
  const countMembers = (members: number) =>
    `UPDATE groups SET member_count = GREATEST(0, member_count + ${members}), version = version + 1, last_modified_at = now() WHERE id = '${ownGroup}';\n`
  const addMembers = (ids: string) =>
    `INSERT INTO memberships SELECT '${ownGroup}', id, now() FROM (${ids}) AS wanted (id) ON CONFLICT DO NOTHING;\n`
  const many = `SELECT ${idOf('CAST(:number AS int) + step')} FROM generate_series(0, 255) step`
  const fromMany = `\\set number random(1, ${Math.max(1, size - 255)})\n`
  const reviseUser =
    randomUser +
    transaction(
      findUsers(`id = ${numbered}`),
      `UPDATE users SET attributes = attributes || jsonb_build_object('title', attributes->'title'), version = version + 1, last_modified_at = now() WHERE id = ${numbered};\n`,
      change('UserModified', userState),
    )
  const victim = (read: 'nextval' | 'currval') => idOf(`(SELECT ${read}('bench.victim'))`, limitRows.population.idPrefix)
  const idsOf = (condition: string, offset: number) =>
    `ARRAY(SELECT id FROM users WHERE directory_id = '${directory}' ${condition} ORDER BY id LIMIT ${pageSize} OFFSET ${offset})`
  /** First the ids, from the index alone; `after`: the same page by the id before it. */
  const page = (ids: string, after: string) =>
    `SELECT ${columns} FROM users WHERE id = ANY(${ids}) ORDER BY id;\n` +
    groupsOf(`= ANY(${idsOf(`AND id > ${after}`, 0)})`) +
    `SELECT user_count FROM directory_counts WHERE directory_id = '${directory}';\n`

  return {
    createUser: transaction(
      `INSERT INTO users (${columns}, display_name_key, email_keys) SELECT uuidv7(), '${own.team}', '${own.directory}', login, login, external_id, 'Ada Lovelace', login, true,
         ${attributes}, 1, now(), now(), 'ada lovelace', ARRAY[login]
       FROM (SELECT 'limit.' || number || '@bench.example' AS login, 'limit' || number AS external_id FROM nextval('bench.number') number) AS new;\n`,
      countUsers(1),
      change('UserCreated', userState),
    ),
    lookUpUserName: randomUser + findUsers(`user_name_key = 'person.' || :number || '@bench.example'`) + groupsOf(`= ${numbered}`),
    lookUpExternalId:
      randomUser + findUsers(`external_id = '00u' || lpad(CAST(:number AS text), 9, '0') || 'bench'`) + groupsOf(`= ${numbered}`),
    lookUpWorkEmail:
      randomUser +
      findUsers(`email_keys @> ARRAY['person.' || :number || '@bench.example'] AND EXISTS (SELECT FROM jsonb_array_elements(attributes->'emails') AS element (value)
        WHERE lower(value->>'type') = 'work' AND lower(value->>'value') = 'person.' || :number || '@bench.example')`) +
      groupsOf(`= ${numbered}`),
    getUser: randomUser + findUsers(`id = ${numbered}`) + groupsOf(`= ${numbered}`),
    reviseUser,
    listPage: (startIndex: number) => page(idsOf('', startIndex - 1), idOf(`${startIndex - 1}`)),
    /** A page of which it is known after whom it begins: one or another person from this one on. */
    pageAfter: (number: number) =>
      `\\set number random(${number}, ${number + pageSize})\n` + page(idsOf(`AND id > ${numbered}`, 0), numbered),
    addMember: randomUser + transaction(addMembers(`SELECT ${numbered}`), countMembers(1), change('MembershipChanged', membersState(1))),
    /** Of the office's members, whom the limits' group has, too. */
    removeMember:
      `\\set number random(1, ${office.size})\n` +
      transaction(
        `DELETE FROM memberships WHERE group_id = '${ownGroup}' AND user_id = ${numbered};\n`,
        countMembers(-1),
        change('MembershipChanged', membersState(1)),
      ),
    addManyMembers: fromMany + transaction(addMembers(many), countMembers(256), change('MembershipChanged', membersState(256))),
    /** All users of the office, from one or another person on, so that some go and as many come. */
    replaceMembers:
      `\\set number random(0, 100)\n` +
      transaction(
        `WITH wanted AS MATERIALIZED (SELECT ${idOf('CAST(:number AS int) + step')} AS id FROM generate_series(1, ${office.size}) step),
         gone AS (DELETE FROM memberships WHERE group_id = '${ownGroup}' AND NOT EXISTS (SELECT FROM wanted WHERE id = user_id))
         INSERT INTO memberships SELECT '${ownGroup}', id, now() FROM wanted ON CONFLICT DO NOTHING;\n`,
        countMembers(0),
        change('MembershipChanged', membersState(100)),
      ),
    getGroup: (group: LoadedGroup, withMembers: boolean) =>
      `SELECT id, directory_id, display_name, external_id, attributes, member_count, version, created_at, last_modified_at FROM groups WHERE id = '${group.uuid}';\n` +
      (withMembers
        ? `SELECT users.id, user_name, display_name FROM memberships JOIN users ON users.id = user_id WHERE group_id = '${group.uuid}' ORDER BY users.id;\n`
        : ''),
    /** Of the limits' own users, one after the other, by bench.victim. */
    deleteUser: (groups: number) =>
      transaction(
        `SELECT id FROM users WHERE id = ${victim('nextval')} FOR UPDATE;\n`,
        `UPDATE groups SET member_count = GREATEST(0, member_count - 1), version = version + 1, last_modified_at = now()
         WHERE id IN (SELECT group_id FROM memberships WHERE user_id = ${victim('currval')});\n`,
        `DELETE FROM memberships WHERE user_id = ${victim('currval')};\n`,
        `DELETE FROM users WHERE id = ${victim('currval')};\n`,
        countUsers(-1),
        change('MembershipChanged', membersState(1), groups),
        change('UserDeleted', userState),
      ),
  }
}

function uuid(kind: 'team' | 'directory', id: string): string {
  const bare = fromId(kind, id)
  if (bare === undefined) throw new Error(`${id} is not the id of a ${kind}.`)
  return bare
}

const anyId = '01890000-0000-7000-8000-000000000001'
const attributes = literal(toScimPerson(1_234_567))
const user = {
  id: anyId,
  directoryId: anyId,
  externalId: '00u001234567bench',
  userName: 'person.1234567@bench.example',
  displayName: 'Ada Lovelace',
  email: 'person.1234567@bench.example',
  active: true,
  version: 1,
}
const userState = literal({ user })

/** A change carries all ids and the first 200 names. */
function membersState(count: number): string {
  const { id, userName, displayName } = user
  return literal({
    group: { id: anyId, directoryId: anyId, externalId: null, displayName: 'Written by pgbench', memberCount: count, version: 7 },
    addedUserIds: Array.from({ length: count }, () => id),
    removedUserIds: [],
    added: Array.from({ length: Math.min(count, 200) }, () => ({ id, userName, displayName })),
    removed: [],
  })
}
