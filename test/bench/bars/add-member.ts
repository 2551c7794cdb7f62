import { fromId } from '../../../src/domain/id.ts'
import { transactions } from '../limits.ts'
import { connect, unless, type Connection } from '../load.ts'
import type { Product } from '../product.ts'
import { check, toRow, type BarReport, type Check } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { percentile } from '../statistics.ts'
import type { BarContext } from './bar-context.ts'
import { newUser } from './new-user.ts'

const sizes = [100, 10_000, 100_000] as const
const membersPerLoadingPatch = 1000
const samplesPerSecond = 30
const warmUpTurns = 100

type Size = (typeof sizes)[number]
type SizedGroup = { id: string; size: Size }
// As identity providers send it, a group of 100 is answered with its members and a larger one with 204. Without members all answers are the same.
const answers = { 'as providers ask': '', 'without members in the answer': '?excludedAttributes=members' } as const
type AnswerKind = keyof typeof answers
type Figures = Record<'add' | 'remove', Record<AnswerKind, Record<Size, number[]>>>

/** PATCH /Groups/{id} that adds one member, by one caller, to groups of 100, 10,000 and 100,000 by turns; the same member is removed again. */
export async function addMember({ product, pgbench, options, say }: BarContext): Promise<BarReport> {
  const stage = await product.createStage('add-member')
  const connection = connect(stage.scimUrl, stage.scimToken, 1)
  say('add-member: loading 100,001 users')
  const { id } = JSON.parse((await connection.send('POST', '/Users', newUser(0))).text) as { id: string }
  const userIds = await product.multiplyUser(id, Math.max(...sizes))
  const groups: SizedGroup[] = []
  for (const size of sizes) {
    say(`add-member: loading the group of ${size.toLocaleString('en-US')}`)
    groups.push({ id: await createGroup(connection, userIds.slice(0, size), size), size })
  }
  await product.sql('VACUUM ANALYZE memberships')

  const problems: string[] = []
  say('add-member: warming up')
  await sample(connection, groups, id, warmUpTurns, problems)
  const { kept, voidCount: voidRounds } = await measureRounds(
    options.rounds,
    {
      limit: async () => {
        const { perSecond, latencyMs } = await pgbench.run(transactions.membership, 1, options.seconds)
        return { decides: ['perSecond'], figures: { perSecond, latencyMs } }
      },
      product: () => sample(connection, groups, id, Math.ceil(samplesPerSecond * options.seconds), problems),
    },
    (text) => say(`add-member, ${text}`),
  )
  connection.close()

  const report: BarReport = {
    rows: [],
    checks: [],
    notes: ['add member: users beside the first are copies of it made by SQL; members were loaded by SCIM, 1,000 per PATCH.'],
  }
  const p50 = (figures: Figures, act: keyof Figures, kind: AnswerKind, size: Size) => percentile(figures[act][kind][size], 50)
  for (const act of ['add', 'remove'] as const) {
    for (const kind of Object.keys(answers) as AnswerKind[]) {
      for (const size of sizes) {
        const pairs = kept.map(({ product: figures, limit }) => ({ product: p50(figures, act, kind, size), limit: limit['latencyMs']! }))
        report.rows.push(
          toRow({
            name: `${act} one member of ${size.toLocaleString('en-US')}, ${kind}, p50`,
            unit: 'ms',
            against: 'pgbench membership at 1, mean',
            pairs,
            voidRounds,
            bar: { number: '9', atMost: 3 },
          }),
        )
      }
      for (const size of sizes.slice(1)) {
        const pairs = kept.map(({ product: figures }) => ({ product: p50(figures, act, kind, size), limit: p50(figures, act, kind, 100) }))
        report.rows.push(
          toRow({
            name: `${act} one member of ${size.toLocaleString('en-US')}, ${kind}, p50`,
            unit: 'ms',
            against: 'the same at 100',
            pairs,
            voidRounds,
            bar: { number: '8', atMost: 1.25 },
          }),
        )
      }
    }
  }
  report.checks.push(
    check('add member: errors', [], problems.slice(0, 3)),
    ...(await product.checkStage(stage, 'add member', { users: Math.max(...sizes) + 1 })),
    ...(await checkMembers(product, groups)),
  )
  return report
}

async function createGroup(connection: Connection, memberIds: string[], size: Size): Promise<string> {
  const created = await connection.send('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: `Group of ${size}`,
  })
  const { id } = JSON.parse(created.text) as { id: string }
  for (let from = 0; from < memberIds.length; from += membersPerLoadingPatch) {
    const value = memberIds.slice(from, from + membersPerLoadingPatch).map((userId) => ({ value: userId }))
    const answer = await connection.send('PATCH', `/Groups/${id}?excludedAttributes=members`, patch({ op: 'add', path: 'members', value }))
    if (answer.status !== 200) throw new Error(`Loading the group of ${size} failed: ${answer.status} ${answer.text.slice(0, 200)}`)
  }
  return id
}

/** The groups take turns within each pass, so that a machine that slows down slows all of them. */
async function sample(connection: Connection, groups: SizedGroup[], userId: string, count: number, problems: string[]): Promise<Figures> {
  const perSize = () => Object.fromEntries(sizes.map((size) => [size, [] as number[]])) as Record<Size, number[]>
  const perKind = () =>
    Object.fromEntries(Object.keys(answers).map((kind) => [kind, perSize()])) as Record<AnswerKind, Record<Size, number[]>>
  const figures: Figures = { add: perKind(), remove: perKind() }
  const operations = {
    add: { op: 'add', path: 'members', value: [{ value: userId }] },
    remove: { op: 'remove', path: `members[value eq "${userId}"]` },
  }
  for (let turn = 0; turn < count; turn++) {
    for (const kind of Object.keys(answers) as AnswerKind[]) {
      for (let index = 0; index < groups.length; index++) {
        const group = groups[(turn + index) % groups.length]!
        // 204 where the answer would be the whole of a large group (the limit is 200 members).
        const status = kind === 'as providers ask' && group.size > 200 ? 204 : 200
        for (const act of ['add', 'remove'] as const) {
          const asked = performance.now()
          const answer = await connection.send('PATCH', `/Groups/${group.id}${answers[kind]}`, patch(operations[act]))
          figures[act][kind][group.size].push(performance.now() - asked)
          const problem = unless(status, answer)
          if (problem !== undefined) problems.push(problem)
        }
      }
    }
  }
  return figures
}

async function checkMembers(product: Product, groups: SizedGroup[]): Promise<Check[]> {
  const checks: Check[] = []
  for (const { id, size } of groups) {
    const { node } = await product.graphql<{ node: { memberCount: number } }>(
      'query ($id: ID!) { node(id: $id) { ... on Group { memberCount } } }',
      { id },
    )
    const [stored] = await product.sql<{ members: number }>('SELECT count(*)::int AS members FROM memberships WHERE group_id = $1', [
      fromId('group', id),
    ])
    checks.push(
      check(
        `add member: members of the group of ${size}, stored and as the product counts`,
        [size, size],
        [stored?.members, node.memberCount],
      ),
    )
  }
  return checks
}

function patch(operation: object): object {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] }
}
