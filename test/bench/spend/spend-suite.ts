import type { SpendBarName, SpendBenchOptions } from '../options.ts'
import type { Pgbench } from '../pgbench.ts'
import { startProduct } from '../product.ts'
import type { BarReport } from '../report.ts'
import { createStartedParts } from '../started.ts'
import type { Suite } from '../suite.ts'
import { decision } from './decision.ts'
import { explain } from './explain.ts'
import { openSpendTeam } from './open-spend-team.ts'
import { preview } from './preview.ts'
import { record } from './record.ts'
import { report } from './report.ts'
import { reserve } from './reserve.ts'
import type { SpendContext, SpendTeam } from './spend-context.ts'

const bars: Record<SpendBarName, (context: SpendContext) => Promise<BarReport>> = { decision, explain, preview, report, reserve, record }

/** What applications and administrators ask of limits and spend, in a small and in a large team. */
export async function openSpendSuite(
  { names, userCounts, ...options }: SpendBenchOptions,
  pgbenchAt: (databaseUrl: string) => Pgbench,
  say: (text: string) => void,
): Promise<Suite> {
  const { start, stop } = createStartedParts()
  try {
    say('starting a server')
    // What is asked is how fast the product is, not how often one credential may ask.
    const product = await start(startProduct({ GRAPHQL_REQUESTS_PER_SECOND: '1000000' }))
    const teams: SpendTeam[] = []
    for (const size of userCounts) {
      say(`loading a team of ${size.toLocaleString('en-US')} users`)
      teams.push(await openSpendTeam(product, size))
    }
    const context: SpendContext = { product, teams, tables: pgbenchAt(product.databaseUrl), options, say }
    return { postgresVersion: product.postgresVersion, bars: names.map((name) => ({ name, measure: () => bars[name](context) })), stop }
  } catch (reason) {
    await stop()
    throw reason
  }
}
