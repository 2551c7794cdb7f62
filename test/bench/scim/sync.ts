import { createActs, type Company } from '../../simulate/acts.ts'
import { newGroup, newPerson } from '../../simulate/company.ts'
import type { Dialect, DialectName, ScimCall } from '../../simulate/dialect.ts'
import { entra } from '../../simulate/entra-dialect.ts'
import { okta } from '../../simulate/okta-dialect.ts'
import { seededRandom } from '../../simulate/random.ts'
import type { ScimAnswer } from '../../simulate/scim-caller.ts'
import { connect } from '../load.ts'
import type { Product, Stage } from '../product.ts'
import { check, type Check } from '../report.ts'
import { fromId } from '../../../src/domain/id.ts'

/** A first sync: every user is looked up and created, every group looked up, created and filled. */

export type SyncSize = { users: number; groups: number; members: number }
export type SyncResult = { seconds: number; requests: number; problems: string[] }

export const thousand: SyncSize = { users: 1000, groups: 20, members: 100 }
export const tenThousand: SyncSize = { users: 10_000, groups: 200, members: 100 }

/** Less where a world is too small to be measured. */
export function syncSizeIn(world: { size: number }, size: SyncSize): SyncSize {
  return world.size < 10_000 ? { users: 50, groups: 2, members: 20 } : size
}

const dialects: Record<DialectName, Dialect> = { okta, entra }
export const dialectNames = ['okta', 'entra'] as const

/** As the simulated identity provider does it, but with the leanest client, so that it is the server that is measured. */
export async function sync(stage: Stage, name: DialectName, { users, groups, members }: SyncSize, callers: number): Promise<SyncResult> {
  const dialect = dialects[name]
  const company: Company = { people: [], groups: [] }
  const connection = connect(stage.scimUrl, stage.scimToken, callers, dialect.headers)
  const problems: string[] = []
  let requests = 0
  const call = async ({ method, path, body }: ScimCall): Promise<ScimAnswer> => {
    requests++
    const { status, text } = await connection.send(method, path, body)
    return { status, body: text === '' ? undefined : JSON.parse(text), attempts: 1 }
  }
  const acts = createActs(dialect, call, company)
  // Made up before anything is timed.
  const random = seededRandom(users)
  const people = Array.from({ length: users }, (_, index) => newPerson(random, index + 1, dialect.domain))
  const plans = Array.from({ length: groups }, (_, index) => ({
    group: newGroup(random, index + 1, dialect.groupPrefix),
    members: random.sample(people, members),
  }))

  const began = performance.now()
  await eachOf(people, callers, (person) => acts.provision(person), problems)
  await eachOf(plans, callers, (plan) => acts.provisionGroup(plan.group, plan.members), problems)
  const seconds = (performance.now() - began) / 1000
  connection.close()
  return { seconds, requests, problems }
}

async function eachOf<Item>(
  items: readonly Item[],
  callers: number,
  work: (item: Item) => Promise<void>,
  problems: string[],
): Promise<void> {
  const rest = items.values()
  const caller = async (): Promise<void> => {
    for (const item of rest) await work(item).catch((reason: Error) => void problems.push(reason.message))
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

/** That everything arrived. `before`: users that were there already. */
export async function checkSync(product: Product, stage: Stage, title: string, size: SyncSize, before: number): Promise<Check[]> {
  const directoryId = fromId('directory', stage.directoryId)
  const [stored] = await product.sql<{ groups: number; members: number }>(
    `SELECT (SELECT count(*)::int FROM groups WHERE directory_id = $1) AS groups,
       (SELECT count(*)::int FROM memberships JOIN groups ON groups.id = group_id WHERE directory_id = $1) AS members`,
    [directoryId],
  )
  const [counted] = await product.sql<{ groups: number; members: number }>(
    `SELECT (SELECT group_count FROM directory_counts WHERE directory_id = $1) AS groups,
       (SELECT sum(member_count)::int FROM groups WHERE directory_id = $1) AS members`,
    [directoryId],
  )
  const expected = { groups: size.groups, members: size.groups * size.members }
  return [
    ...(await product.checkStage(stage, title, { users: before + size.users })),
    check(`${title}: groups and members, stored and counted`, [expected, expected], [stored, counted]),
  ]
}
