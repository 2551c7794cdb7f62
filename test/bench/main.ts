import { writeFile } from 'node:fs/promises'
import { addMember } from './bars/add-member.ts'
import type { BarContext } from './bars/bar-context.ts'
import { createUsers } from './bars/create-users.ts'
import { lookUpUser } from './bars/look-up-user.ts'
import { createLimitDatabase } from './limits.ts'
import { describeMachine, formatMachine } from './machine.ts'
import { parseOptions, usage, type BarName, type BenchOptions } from './options.ts'
import { findPgbench, openPgbench } from './pgbench.ts'
import { startProduct } from './product.ts'
import { formatCheck, formatRows, type BarReport } from './report.ts'

/** `npm run bench`: the product beside its limits. docs/performance.md says how to read it. */

const bars: Record<BarName, (context: BarContext) => Promise<BarReport>> = {
  'create-users': createUsers,
  'look-up-user': lookUpUser,
  'add-member': addMember,
}

async function main(options: BenchOptions): Promise<void> {
  const say = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)}  ${text}`)
  const program = await findPgbench()
  say('starting a server')
  const product = await startProduct()
  try {
    const began = new Date()
    const pgbench = openPgbench(program, await createLimitDatabase(product.databaseUrl))
    const machine = describeMachine(product.postgresVersion)
    const reports: BarReport[] = []
    for (const name of options.names) reports.push(await bars[name]({ product, pgbench, options, say }))
    const rows = reports.flatMap((report) => report.rows)
    const checks = reports.flatMap((report) => report.checks)
    const notes = [
      'The server, PostgreSQL, pgbench and the client that asks share the cores.',
      ...reports.flatMap((report) => report.notes),
    ]

    console.log(`\n${began.toISOString()}\n${formatMachine(machine)}`)
    console.log(`${options.rounds} rounds, ${options.seconds} s each pass; median (min–max)\n`)
    console.log(`${formatRows(rows)}\n\n${checks.map(formatCheck).join('\n')}\n\n${notes.join('\n')}`)
    if (options.jsonFile !== undefined)
      await writeFile(
        options.jsonFile,
        `${JSON.stringify({ date: began.toISOString(), machine, options, rows, checks, notes }, null, 2)}\n`,
      )
    if (checks.some(({ holds }) => !holds) || rows.some(({ isMet }) => isMet === false)) process.exitCode = 1
  } finally {
    await product.stop()
  }
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === undefined) console.log(usage)
  else await main(options)
} catch (reason) {
  console.error((reason as Error).message)
  process.exitCode = 1
}
