import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

export type PgbenchResult = { perSecond: number; latencyMs: number }
/** For how long, or how often by each client. */
export type PgbenchExtent = number | { transactions: number }
export type Pgbench = { run(script: string, clients: number, extent: PgbenchExtent): Promise<PgbenchResult> }

/** pgbench against one database. */
export function openPgbench(program: string, databaseUrl: string): Pgbench {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  const target = ['-h', hostname, '-p', port, '-U', decodeURIComponent(username), pathname.slice(1)]
  return {
    async run(script, clients, extent) {
      const folder = await mkdtemp(path.join(tmpdir(), 'headcount-pgbench-'))
      try {
        const file = path.join(folder, 'transaction.sql')
        await writeFile(file, script)
        const how = [
          '-n',
          '-M',
          'prepared',
          '-f',
          file,
          '-c',
          String(clients),
          '-j',
          String(Math.min(clients, 2)),
          ...(typeof extent === 'number' ? ['-T', String(wholeSeconds(extent, clients))] : ['-t', String(extent.transactions)]),
        ]
        const { stdout } = await promisify(execFile)(program, [...how, ...target], {
          // For statements as short as these, starting parallel workers would be most of what is measured.
          env: {
            PATH: process.env['PATH'],
            PGPASSWORD: decodeURIComponent(password),
            PGOPTIONS: '-c max_parallel_workers_per_gather=0',
            LC_ALL: 'C',
          },
        })
        return parsePgbench(stdout)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

// pgbench's time runs from before its clients have connected: with many of them one second may be over by then.
function wholeSeconds(seconds: number, clients: number): number {
  return Math.max(clients > 8 ? 2 : 1, Math.round(seconds))
}

export function parsePgbench(output: string): PgbenchResult {
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(output)?.[1])
  const latencyMs = Number(/^latency average = ([\d.]+) ms/m.exec(output)?.[1])
  const failed = Number(/^number of failed transactions: (\d+)/m.exec(output)?.[1] ?? 0)
  if (Number.isNaN(perSecond) || Number.isNaN(latencyMs) || failed > 0) throw new Error(`pgbench did not succeed:\n${output}`)
  return { perSecond, latencyMs }
}

/** Throws a sentence that says how to get it when this machine has none. */
export async function findPgbench(): Promise<string> {
  const onPath = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.join(folder, 'pgbench'))
  const ofDebian = globSync('/usr/lib/postgresql/*/bin/pgbench').sort().reverse()
  for (const program of [...onPath, ...ofDebian]) {
    if (
      await access(program, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return program
  }
  throw new Error(
    'The limits are measured by pgbench, which is not on the PATH: it comes with PostgreSQL (Debian "sudo apt-get install postgresql-contrib", macOS "brew install postgresql").',
  )
}
