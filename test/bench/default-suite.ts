import { addMember } from './bars/add-member.ts'
import type { BarContext } from './bars/bar-context.ts'
import { createUsers } from './bars/create-users.ts'
import { lookUpUser } from './bars/look-up-user.ts'
import { createLimitDatabase } from './limits.ts'
import type { BarName, BenchOptions } from './options.ts'
import { findPgbench, openPgbench } from './pgbench.ts'
import { startProduct } from './product.ts'
import type { BarReport } from './report.ts'
import type { Suite } from './suite.ts'

const bars: Record<BarName, (context: BarContext) => Promise<BarReport>> = {
  'create-users': createUsers,
  'look-up-user': lookUpUser,
  'add-member': addMember,
}

export async function openDefaultSuite(options: BenchOptions, say: (text: string) => void): Promise<Suite> {
  const program = await findPgbench()
  say('starting a server')
  const product = await startProduct()
  try {
    const pgbench = openPgbench(program, await createLimitDatabase(product.databaseUrl))
    const context: BarContext = { product, pgbench, options, say }
    return {
      postgresVersion: product.postgresVersion,
      bars: options.names.map((name) => ({ name, measure: () => bars[name](context) })),
      stop: () => product.stop(),
    }
  } catch (reason) {
    await product.stop()
    throw reason
  }
}
