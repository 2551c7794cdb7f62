import { parseArgs } from 'node:util'
import pino from 'pino'
import { ConfigError, parseConfig } from './config.ts'
import { fromId, toId } from './domain/id.ts'
import { openDatabase } from './store/database.ts'
import { findEmbeddedPostgres, startEmbeddedPostgres } from './store/embedded-postgres.ts'
import { verifyTeams } from './store/verification.ts'

// `npm run verify [-- --team team-…]`: works out again everything that is derived, in the database that `npm start` would use, while it runs or not.
// It writes nothing. Exit codes: 0 nothing differs, 1 something does, 2 it could not be done.

const perTeamMilliseconds = 3_600_000

async function main(): Promise<number> {
  const named = readTeam()
  const config = parseConfig(process.env)
  const log = pino({ level: 'error' }, pino.destination(2))
  if (config.databaseUrl !== undefined) return verify(config.databaseUrl, named)
  const embedded = { dataDirectory: config.dataDirectory, log }
  const running = await findEmbeddedPostgres(embedded)
  if (running !== undefined) return verify(running, named)
  const postgres = await startEmbeddedPostgres(embedded)
  try {
    return await verify(postgres.url, named)
  } finally {
    await postgres.stop()
  }
}

async function verify(url: string, teamId: string | undefined): Promise<number> {
  const database = openDatabase({
    url,
    poolSize: 1,
    statementTimeoutSeconds: perTeamMilliseconds / 1_000,
    log: pino({ level: 'error' }, pino.destination(2)),
  })
  try {
    if (teamId !== undefined && !(await database.team.findUnique({ where: { id: teamId }, select: { id: true } })))
      throw new Error(`Team ${toId('team', teamId)} does not exist.`)
    let teams = 0
    let differences = 0
    for await (const { teamId: of, findings } of verifyTeams(database, { teamId, milliseconds: perTeamMilliseconds })) {
      teams++
      differences += findings.length
      for (const { check, subjectId, message } of findings) console.log(`${toId('team', of)} ${check} ${subjectId}: ${message}`)
    }
    console.log(`Verified ${teams} team(s): ${differences === 0 ? 'nothing differs' : `${differences} finding(s)`}.`)
    return differences === 0 ? 0 : 1
  } finally {
    await database.$disconnect()
  }
}

function readTeam(): string | undefined {
  const { team } = parseArgs({ options: { team: { type: 'string' } } }).values
  if (team === undefined) return undefined
  const id = fromId('team', team)
  if (id === undefined) throw new Error(`--team is the id of a team, such as team-0192…; got "${team}".`)
  return id
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof ConfigError || !(error instanceof Error) ? String(error) : `Could not verify: ${error.message}`)
  process.exitCode = 2
}
