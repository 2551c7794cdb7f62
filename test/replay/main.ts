import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEntries, type Entry } from './entry.ts'
import { createFreshTeam } from './fresh-directory.ts'
import { findLocalServer } from './local-server.ts'
import { startRun, type ScimTarget } from './run.ts'
import { startServerProcess } from './server-process.ts'

/** `npm run replay -- FILES…`: plays files of SCIM requests, each against a directory of its own where one can be made. */

type Stage = { description: string; targetFor(file: string): Promise<ScimTarget>; stop(): Promise<void> }

const usage = `Usage: npm run replay -- FILES…

Plays files of SCIM requests and says which answers differ from what is expected. Plays them against
  HEADCOUNT_SCIM_URL with HEADCOUNT_SCIM_TOKEN, when both are set;
  else the server that runs on the data folder (HEADCOUNT_DATA_DIR, default .headcount), each file on a new directory;
  else a server that is started for it, on a database that is thrown away afterwards.`

async function chooseStage(): Promise<Stage> {
  const { HEADCOUNT_SCIM_URL: scimUrl, HEADCOUNT_SCIM_TOKEN: scimToken } = process.env
  if (Boolean(scimUrl) !== Boolean(scimToken))
    throw new Error('HEADCOUNT_SCIM_URL and HEADCOUNT_SCIM_TOKEN belong together: set both or none.')
  if (scimUrl && scimToken) return { description: scimUrl, targetFor: async () => ({ scimUrl, scimToken }), stop: async () => {} }
  const server = await findLocalServer(process.env)
  if (server)
    return {
      description: server.graphqlUrl,
      targetFor: await freshDirectories(server.graphqlUrl, server.platformKey),
      stop: async () => {},
    }
  const own = await startServerProcess()
  try {
    return {
      description: 'a server started for this run',
      targetFor: await freshDirectories(own.local.graphqlUrl, own.local.platformKey),
      stop: () => own.stop(),
    }
  } catch (reason) {
    await own.stop()
    throw reason
  }
}

async function freshDirectories(graphqlUrl: string, platformKey: string): Promise<Stage['targetFor']> {
  const team = await createFreshTeam(graphqlUrl, platformKey, `Replay ${new Date().toISOString()}`)
  return (file) => team.createDirectory(path.basename(file))
}

type Counts = { ok: number; failed: number }

async function playFile(file: string, entries: Entry[], target: ScimTarget): Promise<Counts> {
  const counts = { ok: 0, failed: 0 }
  const run = startRun(target)
  console.log(file)
  try {
    for (const entry of entries) {
      const { status, problems } = await run.play(entry)
      counts[problems.length === 0 ? 'ok' : 'failed']++
      console.log(`  ${problems.length === 0 ? 'ok    ' : 'FAILED'} ${status} ${entry.method.padEnd(6)} ${entry.name}`)
      for (const problem of problems) console.log(`           ${problem}`)
    }
  } finally {
    run.close()
  }
  return counts
}

async function main(files: string[]): Promise<void> {
  // All files are read first: a misspelt name is told before anything is started.
  const runs = await Promise.all(files.map(async (file) => ({ file, entries: parseEntries(await readFile(file, 'utf8'), file) })))
  const stage = await chooseStage()
  const total = { ok: 0, failed: 0 }
  try {
    console.log(`Against ${stage.description}`)
    for (const { file, entries } of runs) {
      const { ok, failed } = await playFile(file, entries, await stage.targetFor(file))
      total.ok += ok
      total.failed += failed
    }
  } finally {
    await stage.stop()
  }
  console.log(`${total.ok} ok, ${total.failed} failed, in ${runs.length} ${runs.length === 1 ? 'file' : 'files'}`)
  if (total.failed > 0) process.exitCode = 1
}

const files = process.argv.slice(2)
if (files.length === 0 || files.some((file) => file === '--help' || file === '-h')) {
  console.log(usage)
  process.exitCode = files.length === 0 ? 2 : 0
} else {
  await main(files).catch((reason: Error) => {
    console.error(reason.message)
    process.exitCode = 1
  })
}
