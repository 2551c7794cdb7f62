import { setTimeout as delay } from 'node:timers/promises'
import { toFigureRow, type BarReport, type Check, type Row } from '../report.ts'
import { monotonicMs } from './crowd-commands.ts'
import { everything } from './documents.ts'
import { formatCount, type LiveContext } from './live-context.ts'
import { startNode, type NodeProcess } from './node-process.ts'
import { startTally } from './passes.ts'
import { startStatementCount, type StatementCount } from './statement-count.ts'
import { openingOf, renameTrigger, type Team } from './world.ts'

const changesMeanwhile = 20
// Reads that a watched team may take: its head, its newest changes, the keys of those who come, each perhaps several times.
const readsPerTeam = 20

type Resumed = { seconds: number; reads: number; others: number; attempts: number; downSeconds: number }

/**
 * Everybody loses the connection at once and comes back with a cursor, while changes went on: because the node is restarted, which then
 * remembers nothing, or because the network failed, when it does. Reads are counted on the wire between that node and PostgreSQL.
 */
export async function massResume(context: LiveContext): Promise<BarReport> {
  const { world, options, say } = context
  const count = options.subscriberCounts.at(-1)!
  const counting = await startStatementCount(world.databaseUrl)
  const rows: Row[] = []
  const checks: Check[] = []
  const notes: string[] = []
  const node: { current: NodeProcess | undefined } = { current: undefined }
  try {
    node.current = await startNode({ databaseUrl: counting.url, redisUrl: world.redis.url })
    for (const teamCount of options.teamCounts) {
      const teams: Team[] = []
      while (teams.length < teamCount) teams.push(await world.createTeam(`Resume ${teamCount}.${teams.length + 1}`, node.current, 1))
      for (const way of ['cut', 'restart'] as const) {
        const title = `${formatCount(count)} subscribers of ${teamCount} team${teamCount === 1 ? '' : 's'} come back after ${way === 'cut' ? 'the network failed' : 'the node was restarted'}`
        const tally = startTally()
        const rounds: Resumed[] = []
        for (let round = 1; round <= options.rounds; round++) {
          say(`${title}: round ${round} of ${options.rounds}`)
          const { resumed, counts } = await resumeOnce(context, node, counting, teams, count, way, notes)
          tally.add('product', counts, count * changesMeanwhile)
          rounds.push(resumed)
        }
        rows.push(...rowsOf(title, teamCount, way, rounds))
        checks.push(...tally.checks(title))
      }
      checks.push(await world.checkLogs(teams, `mass resume: ${teamCount} team${teamCount === 1 ? '' : 's'}`))
    }
  } finally {
    await node.current?.stop()
    await counting.stop()
  }
  return { rows, checks, notes }
}

function rowsOf(title: string, teamCount: number, way: 'cut' | 'restart', rounds: readonly Resumed[]): Row[] {
  const figure = (name: string, unit: Row['unit'], of: keyof Resumed) =>
    toFigureRow({ name: `${title}: ${name}`, unit, figures: rounds.map((seen) => seen[of]), voidRounds: 0 })
  return [
    figure('until all have caught up', 's', 'seconds'),
    ...(way === 'restart' ? [figure('until the node was there again', 's', 'downSeconds')] : []),
    toFigureRow({
      name: `${title}: reads of the database`,
      unit: 'statements',
      figures: rounds.map(({ reads }) => reads),
      voidRounds: 0,
      bar: { number: 'resume', atMost: readsPerTeam * teamCount },
    }),
    figure('other statements', 'statements', 'others'),
  ]
}

async function resumeOnce(
  { crowd, world, options }: LiveContext,
  node: { current: NodeProcess | undefined },
  counting: StatementCount,
  teams: readonly Team[],
  count: number,
  way: 'cut' | 'restart',
  notes: string[],
) {
  const shares = teams.map((_, index) => Math.floor(count / teams.length) + (index < count % teams.length ? 1 : 0))
  await crowd.open(teams.map((team, index) => openingOf(node.current!, team, shares[index]!, [everything], index)))
  await crowd.counts()
  let downSeconds = 0
  if (way === 'cut') await crowd.cut()
  else {
    const closed = crowd.closedByServer()
    const stoppedAt = monotonicMs()
    const { port, stop } = node.current!
    await Promise.all([stop(), closed])
    node.current = await startNode({ databaseUrl: counting.url, redisUrl: world.redis.url, port })
    downSeconds = (monotonicMs() - stoppedAt) / 1000
  }
  for (const team of teams) await changeSomething(node.current!, team)
  const upTo = await world.headsOf(teams)
  counting.take()
  const { milliseconds, attempts } = await crowd.resume({ upTo })
  const busy = counting.take()
  // What the node asks now and then for teams that are watched is not the resume's.
  const { pauseSeconds: idleSeconds } = options
  await delay(idleSeconds * 1000)
  const idle = counting.take()
  const seconds = milliseconds / 1000
  const ofResume = (seen: number, anyway: number): number => Math.max(0, Math.round(seen - (anyway * seconds) / idleSeconds))
  const counts = await crowd.counts()
  await crowd.close()
  notes.push(`${formatCount(count)} of ${teams.length} teams, ${way}: ${attempts - count} had to come again; ${describe(busy.byText)}`)
  const resumed: Resumed = {
    seconds,
    reads: ofResume(busy.reads, idle.reads),
    others: ofResume(busy.others, idle.others),
    attempts,
    downSeconds,
  }
  return { resumed, counts }
}

/** The commonest statements, shortened. */
function describe(byText: ReadonlyMap<string, number>): string {
  const most = [...byText].sort(([, a], [, b]) => b - a).slice(0, 4)
  return most.map(([text, count]) => `${count} × ${text.replaceAll(/\s+/g, ' ').slice(0, 100)}`).join('; ') || 'no statement'
}

async function changeSomething(node: NodeProcess, team: Team): Promise<void> {
  const { method, url, headers, body } = renameTrigger(node, team, 0)
  for (let change = 0; change < changesMeanwhile; change++) {
    const answer = await fetch(url, { method, headers, body: body!.replace('{n}', `${Date.now()}.${change}`) })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    await answer.text()
  }
}
