import { parseArgs } from 'node:util'
import { createFreshTeam } from '../replay/fresh-directory.ts'
import { startServerProcess } from '../replay/server-process.ts'
import { seededRandom } from '../simulate/random.ts'
import { fuzzDoor, type Known } from './door.ts'
import { fuzzParsers } from './parsers.ts'
import { readSeeds } from './seeds.ts'

const usage = `Usage: npm run fuzz -- [options]

Sends malformed and strange input to the SCIM parsers and to the SCIM door of a server of its own, and says what was answered wrongly.

  --seconds N   how long (600)
  --seed N      another seed makes other input (the time)
  --help        this text`

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
if (values.help) console.log(usage)
else process.exitCode = await fuzz(Number(values.seconds ?? 600), Number(values.seed ?? Date.now() % 2 ** 32))

async function fuzz(seconds: number, seed: number): Promise<number> {
  if (!(seconds > 0) || !Number.isSafeInteger(seed)) throw new Error(usage)
  const seeds = await readSeeds()
  const server = await startServerProcess()
  const problems = new Map<string, number>()
  const counts = { parsers: 0, requests: 0 }
  const end = performance.now() + seconds * 1000
  const note = (found: readonly string[]): void => {
    for (const problem of found) {
      const kind = problem.split('\n')[0]!.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
      if (!problems.has(kind) && problems.size < 50) console.log(`\n${problem}\n`)
      problems.set(kind, (problems.get(kind) ?? 0) + 1)
    }
  }
  console.log(`seed ${seed}, ${seeds.length} requests to begin with`)
  try {
    const { graphqlUrl, platformKey } = server.local
    const team = await createFreshTeam(graphqlUrl, platformKey, 'Fuzz')
    const door = await team.createDirectory('Fuzz')
    const known: Known = { users: [], groups: [] }
    const caller = async (at: number): Promise<void> => {
      const random = seededRandom(seed + at)
      while (performance.now() < end) {
        for (let times = 0; times < 20; times++) note(fuzzParsers(random, seeds))
        counts.parsers += 20
        for (let times = 0; times < 4; times++) note(await fuzzDoor(random, seeds, door, known))
        counts.requests += 4
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, at) => caller(at)))
  } finally {
    await server.stop()
  }
  console.log(`${counts.parsers} inputs to the parsers, ${counts.requests} requests to the door: ${problems.size} kinds of problems`)
  for (const [kind, count] of problems) console.log(`  ${count} × ${kind}`)
  return problems.size > 0 ? 1 : 0
}
