import { findLocalServer } from '../replay/local-server.ts'
import type { ScimTarget } from '../replay/run.ts'
import { createIdentityProvider, type IdentityProvider } from './identity-provider.ts'
import { parseOptions, shareOut, usage, type SimulateOptions } from './options.ts'
import { createPace } from './pace.ts'
import { createProgress, type Progress } from './progress.ts'
import { ScimRefusal } from './scim-caller.ts'
import { Tally } from './tally.ts'

/** `npm run simulate`: an identity provider with a company that never rests. */

const refusalsInARowAtMost = 10

async function findTarget(): Promise<ScimTarget> {
  const { HEADCOUNT_SCIM_URL: scimUrl, HEADCOUNT_SCIM_TOKEN: scimToken } = process.env
  if (Boolean(scimUrl) !== Boolean(scimToken))
    throw new Error('HEADCOUNT_SCIM_URL and HEADCOUNT_SCIM_TOKEN belong together: set both or none.')
  if (scimUrl && scimToken) return { scimUrl, scimToken }
  const server = await findLocalServer(process.env)
  if (server) return server
  throw new Error(
    'No Headcount runs here. Start one with `npm start` in another terminal (both use the data folder HEADCOUNT_DATA_DIR, default .headcount), or set HEADCOUNT_SCIM_URL and HEADCOUNT_SCIM_TOKEN.',
  )
}

async function firstSync(providers: IdentityProvider[], { users, groups }: SimulateOptions, progress: Progress): Promise<void> {
  for (const provider of providers) await provider.testConnection()
  progress.start('Users ', users)
  const userShares = shareOut(users, providers.length)
  await Promise.all(providers.map((provider, index) => provider.syncUsers(userShares[index]!)))
  progress.start('Groups', groups)
  const groupShares = shareOut(groups, providers.length)
  await Promise.all(providers.map((provider, index) => provider.syncGroups(groupShares[index]!)))
}

/** The providers take turns. A refusal is told and lived with; many in a row end it. */
async function liveOn(
  providers: IdentityProvider[],
  { durationSeconds }: SimulateOptions,
  progress: Progress,
  refusals: string[],
): Promise<void> {
  const end = performance.now() + (durationSeconds ?? Infinity) * 1000
  progress.start('Events', Infinity)
  let refusedInARow = 0
  for (let turn = 0; performance.now() < end; turn++) {
    try {
      progress.say((await providers[turn % providers.length]!.step()).description)
      refusedInARow = 0
    } catch (reason) {
      if (!(reason instanceof ScimRefusal) || reason.status === 0 || ++refusedInARow === refusalsInARowAtMost) throw reason
      refusals.push(reason.message)
      progress.say(reason.message)
    }
  }
}

async function main(options: SimulateOptions): Promise<void> {
  const { scimUrl, scimToken } = await findTarget()
  const stop = new AbortController()
  // A terminal's Ctrl-C arrives twice, from the terminal and from npm.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort())

  const tally = new Tally()
  const began = performance.now()
  const progress = createProgress(
    process.stderr,
    () => `${tally.total} requests, ${(tally.total / ((performance.now() - began) / 1000)).toFixed(1)}/s`,
  )
  const pace = createPace(options.rate, stop.signal)
  const providers = options.dialects.map((dialect) =>
    createIdentityProvider({
      dialect,
      seed: options.seed,
      scimUrl,
      token: scimToken,
      pace,
      signal: stop.signal,
      onAnswer: (kind, status) => tally.count(kind, status),
      onSynced: () => progress.advance(),
    }),
  )
  const refusals: string[] = []
  console.log(
    `${options.dialects.join(' and ')} against ${scimUrl}, seed ${options.seed}, ${options.rate} requests per second. Ctrl-C ends it.`,
  )
  try {
    await firstSync(providers, options, progress)
    if (options.durationSeconds !== 0) await liveOn(providers, options, progress, refusals)
  } catch (reason) {
    if (!stop.signal.aborted) refusals.push((reason as Error).message)
  } finally {
    progress.stop()
  }
  console.log(`\n${tally.lines().join('\n')}`)
  for (const refusal of refusals) console.error(refusal)
  if (refusals.length > 0) process.exitCode = 1
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options === undefined) console.log(usage)
  else await main(options)
} catch (reason) {
  console.error((reason as Error).message)
  process.exitCode = 1
}
