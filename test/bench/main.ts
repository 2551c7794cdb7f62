import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openAccessSuite } from './access/access-suite.ts'
import { openDashboardSuite } from './dashboard/dashboard-suite.ts'
import { openDefaultSuite } from './default-suite.ts'
import { openLiveSuite } from './live/live-suite.ts'
import { describeMachine, formatMachine } from './machine.ts'
import { parseOptions, usage, type AnyBenchOptions } from './options.ts'
import { findPgbench, openPgbench } from './pgbench.ts'
import { formatBars, formatCheck, formatRows, unmeasured, type BarReport } from './report.ts'
import { openScimSuite } from './scim/scim-suite.ts'
import { openSpendSuite } from './spend/spend-suite.ts'
import type { Suite } from './suite.ts'

/** `npm run bench`: the product beside its limits. docs/performance.md says how to read it. */

const say = (text: string) => console.error(`${new Date().toISOString().slice(11, 19)}  ${text}`)

async function openSuite(options: AnyBenchOptions): Promise<Suite> {
  if (options.suite === 'default') return openDefaultSuite(options, say)
  if (options.suite === 'access') return openAccessSuite(options, say)
  if (options.suite === 'dashboard') return openDashboardSuite(options, say)
  if (options.suite === 'live') return openLiveSuite(options, say)
  const program = await findPgbench()
  if (options.suite === 'spend') return openSpendSuite(options, (databaseUrl) => openPgbench(program, databaseUrl), say)
  return openScimSuite(options, (databaseUrl) => openPgbench(program, databaseUrl), say)
}

async function main(options: AnyBenchOptions): Promise<void> {
  const began = new Date()
  const jsonFile = options.jsonFile ?? (options.suite === 'default' ? undefined : await newFile(options.suite, began))
  const suite = await openSuite(options)
  try {
    const machine = describeMachine(suite.postgresVersion)
    const total: BarReport = { rows: [], checks: [], notes: ['Servers, PostgreSQL, the limits and the clients share the cores.'] }
    for (const bar of suite.bars) {
      const { rows, checks, notes } = await bar.measure().catch((reason: Error) => failed(bar.name, reason))
      total.rows.push(...rows)
      total.checks.push(...checks)
      total.notes.push(...notes)
      // After each bar: of a run that is ended early there is what it had.
      if (jsonFile !== undefined)
        await writeFile(jsonFile, `${JSON.stringify({ date: began.toISOString(), machine, options, ...total }, null, 2)}\n`)
    }

    console.log(`\n${began.toISOString()}\n${formatMachine(machine)}`)
    console.log(`${options.rounds} rounds, ${options.seconds} s each pass; median (min–max)\n`)
    console.log(
      `${formatRows(total.rows)}\n\n${formatBars(total.rows)}\n\n${total.checks.map(formatCheck).join('\n')}\n\n${total.notes.join('\n')}`,
    )
    if (jsonFile !== undefined) console.log(`\nThe figures for a program are in ${jsonFile}.`)
    if (total.checks.some(({ holds }) => !holds) || total.rows.some(({ isMet }) => isMet === false)) process.exitCode = 1
  } finally {
    await suite.stop()
  }
}

function failed(name: string, reason: Error): BarReport {
  say(`${name} failed: ${reason.stack ?? reason.message}`)
  return { rows: [], checks: [unmeasured(name, reason)], notes: [] }
}

async function newFile(suite: string, began: Date): Promise<string> {
  const folder = path.join(import.meta.dirname, '../../.bench')
  await mkdir(folder, { recursive: true })
  return path.join(folder, `${suite}-${began.toISOString().slice(0, 19).replaceAll(':', '-')}.json`)
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === undefined) console.log(usage)
  else await main(options)
} catch (reason) {
  console.error((reason as Error).message)
  process.exitCode = 1
}
