import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { directoryCommands } from '../../src/commands/directory-commands.ts'
import { fromId } from '../../src/domain/id.ts'
import { newId } from '../../src/store/id.ts'
import { createExecutor } from '../../src/store/transaction.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { modifyDirectory } from '../support/modify-directory.ts'
import type { ScimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()

let team: TestTeam & { scim: ScimClient }
let directory: string
/** A second writer, as another node would be. */
let other: pg.Client

beforeEach(async () => {
  team = await app.newTeam()
  directory = fromId('directory', team.directoryId)!
  other = new pg.Client({ connectionString: app.database.url })
  await other.connect()
})
afterEach(() => other.end())

const set = (allowsRepeatedGroupNames: boolean) =>
  modifyDirectory(graphqlClient(app.node, team.apiKey), { directoryId: team.directoryId, allowsRepeatedGroupNames })

/** As modifyDirectory does it, up to the commit. */
async function beginSwitch(allows: boolean): Promise<void> {
  await other.query('BEGIN')
  await other.query('SELECT FROM directories WHERE id = $1 FOR UPDATE', [directory])
  await other.query('UPDATE directories SET allows_repeated_group_names = $2, version = version + 1 WHERE id = $1', [directory, allows])
  await other.query('UPDATE groups SET unique_name_key = CASE WHEN $2 THEN NULL ELSE display_name_key END WHERE directory_id = $1', [
    directory,
    allows,
  ])
}

/** Until a statement of the application waits for what the second writer holds. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await other.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    if (rows.length > 0) return
  }
}

async function duringSwitch<Result>(allows: boolean, act: () => Promise<Result>): Promise<Result> {
  await beginSwitch(allows)
  const result = act()
  await somebodyWaits()
  await other.query('COMMIT')
  return result
}

const uniqueKeys = async (): Promise<(string | null)[]> =>
  (await other.query('SELECT unique_name_key AS key FROM groups WHERE directory_id = $1 ORDER BY key', [directory])).rows.map(
    ({ key }) => key,
  )

const post = (displayName: string) => team.scim.post('/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName })
const rename = (id: string, value: string) => team.scim.patch(`/Groups/${id}`, { op: 'replace', path: 'displayName', value })

describe('While one transaction switches repeated group names, another one', () => {
  test('on: that creates a group waits, and obeys what it then finds', async () => {
    await post('A')
    expect((await duringSwitch(true, () => post('a'))).status).toBe(201)
    expect(await uniqueKeys()).toEqual([null, null])
  })

  test('off: that creates a group waits, and obeys what it then finds', async () => {
    await set(true)
    await post('A')
    expect(await duringSwitch(false, () => post('a'))).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    expect((await post('B')).status).toBe(201)
    expect(await uniqueKeys()).toEqual(['a', 'b'])
  })

  test('on: that renames a group waits, and obeys what it then finds', async () => {
    const id = (await post('A')).body['id']
    await post('B')
    expect((await duringSwitch(true, () => rename(id, 'b'))).status).toBe(200)
    expect(await uniqueKeys()).toEqual([null, null])
  })

  test('off: that renames a group waits, and obeys what it then finds', async () => {
    await set(true)
    const id = (await post('A')).body['id']
    await post('B')
    expect(await duringSwitch(false, () => rename(id, 'b'))).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
    expect(await uniqueKeys()).toEqual(['a', 'b'])
  })

  test('that only adds members to a group waits, and leaves the name as it is then', async () => {
    await set(true)
    const id = (await post('A')).body['id']
    const value = await team.scim.createUser('ada')
    expect(
      (await duringSwitch(false, () => team.scim.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value }] }))).status,
    ).toBe(200)
    expect(await uniqueKeys()).toEqual(['a'])
  })
})

describe('Switching repeated group names off', () => {
  test('waits for a group that is being created, and counts it', async () => {
    await set(true)
    await post('A')
    await other.query('BEGIN')
    await other.query(
      `INSERT INTO groups (id, team_id, directory_id, display_name, display_name_key, attributes, version, created_at, last_modified_at)
       VALUES ($1, $2, $3, 'a', 'a', '{}', 1, now(), now())`,
      [newId(), fromId('team', team.teamId), directory],
    )
    const switched = set(false)
    await somebodyWaits()
    await other.query('COMMIT')
    expect(await switched).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await uniqueKeys()).toEqual([null, null])
  })

  test('waits for a group that is being renamed, and counts its new name', async () => {
    await set(true)
    const id = fromId('group', (await post('A')).body['id'])
    await post('B')
    await other.query('BEGIN')
    await other.query("UPDATE groups SET display_name = 'b', display_name_key = 'b' WHERE id = $1", [id])
    const switched = set(false)
    await somebodyWaits()
    await other.query('COMMIT')
    expect(await switched).toMatchObject({ code: 'INVALID_INPUT' })
    expect(await uniqueKeys()).toEqual([null, null])
  })
})

describe('Two groups that get one name in one commit', () => {
  const renameBoth = async (): Promise<string[]> => {
    const ids = [(await post('A')).body['id'], (await post('B')).body['id']]
    const commands = directoryCommands(createExecutor({ database: app.node.app.database, onCommit() {} }))
    const results = await Promise.allSettled(
      ids.map((id) =>
        commands.modifyGroup({
          teamId: fromId('team', team.teamId)!,
          directoryId: directory,
          id: fromId('group', id)!,
          actor: { kind: 'SYSTEM', id: null, label: 'Test' },
          revise: ({ attributes }) => ({ ...attributes, displayName: 'Same' }),
          refusesUnknownMembers: false,
        }),
      ),
    )
    return results.map((result) => (result.status === 'fulfilled' ? 'renamed' : result.reason.code))
  }

  test('both have it where names may repeat', async () => {
    await set(true)
    expect(await renameBoth()).toEqual(['renamed', 'renamed'])
    expect(await uniqueKeys()).toEqual([null, null])
  })

  test('the first has it where they may not', async () => {
    expect(await renameBoth()).toEqual(['renamed', 'NOT_UNIQUE'])
    expect(await uniqueKeys()).toEqual(['b', 'same'])
  })
})
