import { transactions } from '../limits.ts'
import { check, toFigureRow, toRow, type BarReport, type Check } from '../report.ts'
import { measureRounds } from '../rounds.ts'
import { populate } from './population.ts'
import type { ScimContext } from './scim-context.ts'
import { checkSync, dialectNames, sync, syncSizeIn, tenThousand, thousand, type SyncResult } from './sync.ts'
import type { World } from './world.ts'

const callers = 8
const usersBefore = 10_000

/** What has to hold after each sync, told once for all of them as long as it holds. */
type Ledger = { problems: string[]; wrong: Check[]; checked: number }

/** Bar 14: 1,000 users and 20 groups of 100, into an empty directory and into one that has 10,000 users. */
export async function fullSync({ worlds: [world], options, say }: ScimContext): Promise<BarReport> {
  const { product } = world
  const size = syncSizeIn(world, thousand)
  const before = Math.min(usersBefore, world.size)
  const report: BarReport = { rows: [], checks: [], notes: [] }
  const ledger: Ledger = { problems: [], wrong: [], checked: 0 }
  for (const dialect of dialectNames) {
    const empty = async (): Promise<SyncResult> => {
      const stage = await product.createStage(`${dialect} anew`)
      const result = await sync(stage, dialect, size, callers)
      await note(ledger, result, await checkSync(product, stage, `sync as ${dialect}`, size, 0))
      return result
    }
    const filled = async (): Promise<SyncResult> => {
      const { stage, stored } = await populate(product, `${dialect} on ${before}`, before)
      await product.sql('ANALYZE users')
      const result = await sync(stage, dialect, size, callers)
      await note(ledger, result, await checkSync(product, stage, `sync as ${dialect} on ${before}`, size, stored))
      return result
    }
    let round = 0
    say(`full-sync as ${dialect}: warming up`)
    await empty()
    const { kept, voidCount: voidRounds } = await measureRounds(
      options.rounds,
      {
        limit: () => limitOf(world, options.seconds),
        product: async () => {
          // The one that comes second finds everything warmer: they take turns.
          const isEmptyFirst = round++ % 2 === 0
          const first = await (isEmptyFirst ? empty() : filled())
          const second = await (isEmptyFirst ? filled() : empty())
          return isEmptyFirst ? { empty: first, filled: second } : { empty: second, filled: first }
        },
      },
      (text) => say(`full-sync as ${dialect}, ${text}`),
    )
    const name = `sync ${size.users.toLocaleString('en-US')} users and ${size.groups} groups of ${size.members} as ${dialect}`
    report.rows.push(
      toRow({
        name: `${name}, requests`,
        unit: '/s',
        against: `pgbench user at ${callers}`,
        pairs: kept.map(({ product: { empty: result }, limit }) => ({ product: result.requests / result.seconds, limit: limit['user']! })),
        voidRounds,
        bar: { number: '14', atLeast: 0.35 },
      }),
      toRow({
        name: `${name}, on ${before.toLocaleString('en-US')} users`,
        unit: 'ms',
        against: 'the same in an empty directory',
        pairs: kept.map(({ product: results }) => ({ product: results.filled.seconds * 1000, limit: results.empty.seconds * 1000 })),
        voidRounds,
        bar: { number: '14', atMost: 1.2 },
      }),
    )
  }
  report.checks.push(...summary('full sync', ledger))
  return report
}

/** 10,000 users and 200 groups of 100 into a new directory, on servers with so many users in another one. */
export async function firstSync({ worlds, options, say }: ScimContext): Promise<BarReport> {
  const size = syncSizeIn(worlds[0], options.isQuick ? thousand : tenThousand)
  const report: BarReport = { rows: [], checks: [], notes: [] }
  const ledger: Ledger = { problems: [], wrong: [], checked: 0 }
  for (const dialect of dialectNames) {
    const name = `first sync of ${size.users.toLocaleString('en-US')} users and ${size.groups} groups of ${size.members} as ${dialect}`
    // One takes as long as many passes of others.
    const { kept, voidCount: voidRounds } = await measureRounds(
      1,
      {
        limit: async () => {
          const figures: Record<string, number> = {}
          for (const world of worlds) figures[world.size] = (await limitOf(world, options.seconds)).figures['user']!
          return { decides: Object.keys(figures), figures }
        },
        product: async () => {
          const results: SyncResult[] = []
          for (const { product, size: stored } of worlds) {
            const stage = await product.createStage(`${dialect}, first sync`)
            const result = await sync(stage, dialect, size, callers)
            await note(ledger, result, await checkSync(product, stage, `first sync as ${dialect}, ${stored} users`, size, 0))
            results.push(result)
          }
          return results
        },
      },
      (text) => say(`${name}, ${text}`),
    )
    for (const [index, world] of worlds.entries()) {
      const title = `${name}, ${world.size.toLocaleString('en-US')} users stored`
      report.rows.push(
        toRow({
          name: `${title}, requests`,
          unit: '/s',
          against: `pgbench user at ${callers}`,
          pairs: kept.map(({ product, limit }) => ({
            product: product[index]!.requests / product[index]!.seconds,
            limit: limit[world.size]!,
          })),
          voidRounds,
        }),
        index === 0
          ? toFigureRow({ name: title, unit: 'ms', figures: kept.map(({ product }) => product[0]!.seconds * 1000), voidRounds })
          : toRow({
              name: title,
              unit: 'ms',
              against: `the same at ${worlds[0].size.toLocaleString('en-US')}`,
              pairs: kept.map(({ product }) => ({ product: product[index]!.seconds * 1000, limit: product[0]!.seconds * 1000 })),
              voidRounds,
              bar: { number: 'size', atMost: 1.5 },
            }),
      )
    }
  }
  report.checks.push(...summary('first sync', ledger))
  return report
}

async function limitOf({ limits }: World, seconds: number) {
  const { perSecond } = await limits.run(transactions.user, callers, seconds)
  return { decides: ['user'], figures: { user: perSecond } }
}

async function note(ledger: Ledger, { problems }: SyncResult, checks: Check[]): Promise<void> {
  ledger.problems.push(...problems)
  ledger.checked += checks.length
  ledger.wrong.push(...checks.filter(({ holds }) => !holds))
}

function summary(title: string, { problems, wrong, checked }: Ledger): Check[] {
  return [
    check(`${title}: requests that were refused`, [], problems.slice(0, 3)),
    check(`${title}: of ${checked} counts of what is stored, wrong`, 0, wrong.length),
    ...wrong.slice(0, 3),
  ]
}
