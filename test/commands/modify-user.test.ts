import { expect, test } from 'vitest'
import { directoryCommands } from '../../src/commands/directory-commands.ts'
import { teamCommands } from '../../src/commands/team-commands.ts'
import type { Actor } from '../../src/domain/change.ts'
import { readChangesAfter } from '../../src/store/change-log.ts'
import { openDatabase } from '../../src/store/database.ts'
import { createExecutor } from '../../src/store/transaction.ts'
import { findUser } from '../../src/store/user.ts'
import { createDatabase } from '../support/database.ts'

const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }
const log = { error() {} }

test('revisions of one user by two nodes all count: what was read before a second writer wrote is read again', async () => {
  const { url, drop } = await createDatabase()
  const nodes = [1, 2].map(() => {
    const database = openDatabase({ url, poolSize: 5, log })
    const executor = createExecutor({ database, onCommit() {} })
    return { database, directory: directoryCommands(executor), team: teamCommands(executor) }
  })
  const [{ database, team, directory }] = nodes as [(typeof nodes)[0], (typeof nodes)[0]]
  const created = await team.createTeam({
    actor,
    name: 'Acme',
    plan: 'ENTERPRISE',
    currency: 'EUR',
    localSso: true,
    isDemonstration: false,
  })
  const teamId = created.value.id
  const { value } = await team.createDirectory({ teamId, actor, name: 'Okta', provider: 'OKTA' })
  const directoryId = value.directory.id
  const user = await directory.createUser({ teamId, directoryId, actor, attributes: { userName: 'ada', counter: 0 } })
  const { id } = user.value

  const increment = (node: number) =>
    nodes[node]!.directory.modifyUser({
      teamId,
      directoryId,
      id,
      actor,
      revise: ({ attributes }) => ({ ...attributes, counter: Number(attributes['counter']) + 1 }),
    })
  const versions: number[] = []
  const writer = async (node: number): Promise<void> => {
    for (let times = 0; times < 50; times++) versions.push((await increment(node)).value.version)
  }
  await Promise.all([writer(0), writer(1)])

  const stored = await findUser(database, directoryId, id)
  expect(stored).toMatchObject({ attributes: { counter: 100 }, version: 101 })
  expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at + 2))
  const changes = await readChangesAfter(database, teamId, 0, 1000)
  const steps = changes.flatMap((change) =>
    change.kind === 'UserModified' ? [[change.data.before.version, change.data.after.version]] : [],
  )
  expect(steps).toEqual(Array.from({ length: 100 }, (_, at) => [at + 1, at + 2]))
  for (const node of nodes) await node.database.$disconnect()
  await drop()
})
