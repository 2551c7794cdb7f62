import { parseArgs } from 'node:util'

export const barNames = ['create-users', 'look-up-user', 'add-member'] as const
export type BarName = (typeof barNames)[number]

/** In the order in which they are measured: first what asks how many users are stored, before other bars have stored more. */
export const scimBarNames = [
  'sizes',
  'first-sync',
  'create-users',
  'modify-users',
  'look-up-users',
  'list-users',
  'change-members',
  'share-group',
  'replace-members',
  'get-groups',
  'full-sync',
  'memory',
] as const
export type ScimBarName = (typeof scimBarNames)[number]

/** In the order in which they are measured. */
export const liveBarNames = [
  'equal-subscribers',
  'few-fields',
  'distinct-documents',
  'distinct-variables',
  'offered-load',
  'burst',
  'without-redis',
  'redis-outage',
  'idle-memory',
  'mass-resume',
] as const
export type LiveBarName = (typeof liveBarNames)[number]

export const accessBarNames = ['leaving', 'not-yours'] as const
export type AccessBarName = (typeof accessBarNames)[number]

/** In the order in which they are measured: first what asks, before others have recorded more. */
export const spendBarNames = ['decision', 'explain', 'preview', 'report', 'reserve', 'record'] as const
export type SpendBarName = (typeof spendBarNames)[number]

export const dashboardBarNames = ['interaction', 'memory'] as const
export type DashboardBarName = (typeof dashboardBarNames)[number]

type Common = { rounds: number; seconds: number; jsonFile: string | undefined }
export type BenchOptions = Common & { suite: 'default'; names: BarName[] }
export type ScimBenchOptions = Common & { suite: 'scim'; names: ScimBarName[]; userCounts: [number, ...number[]]; isQuick: boolean }
export type LiveBenchOptions = Common & { suite: 'live'; names: LiveBarName[]; subscriberCounts: [number, ...number[]]; isQuick: boolean }
export type AccessBenchOptions = Common & { suite: 'access'; names: AccessBarName[] }
export type SpendBenchOptions = Common & { suite: 'spend'; names: SpendBarName[]; userCounts: [number, ...number[]] }
export type DashboardBenchOptions = Common & { suite: 'dashboard'; names: DashboardBarName[]; users: number; minutes: number }
/** What can be asked for. */
export type AnyBenchOptions =
  | BenchOptions
  | ScimBenchOptions
  | LiveBenchOptions
  | AccessBenchOptions
  | SpendBenchOptions
  | DashboardBenchOptions

export const usage = `Usage: npm run bench -- [names…] [options]
       npm run bench -- scim [names…] [options]
       npm run bench -- live [names…] [options]
       npm run bench -- access [names…] [options]
       npm run bench -- spend [names…] [options]
       npm run bench -- dashboard [names…] [options]

Measures Headcount beside what its PostgreSQL can do by itself, in the same minute on the same server. The first form takes a few figures
in about six minutes; names: ${barNames.join(', ')}.
The second one takes all figures of the SCIM door in about half an hour; names:
${scimBarNames.join(', ')}.
The third one measures live delivery beside a plain WebSocket broadcast of the same bytes and beside stock GraphQL servers, in about 40 minutes; names:
${liveBarNames.join(', ')}.
The fourth one measures how soon access ends and whether time tells of what is another team's, in about a minute; names:
${accessBarNames.join(', ')}.
The fifth one measures spend and the limits that it has beside pgbench with the same statements, in about ten minutes; names:
${spendBarNames.join(', ')}.
The sixth one measures the dashboard in a real Chromium while changes arrive, in about half an hour; names:
${dashboardBarNames.join(', ')}.
All without a name.

  --rounds N     rounds of each figure (3)
  --seconds S    of each pass (3; with scim 2)
  --json FILE    writes the figures there (without it all but the first form write them into .bench/)
  --users N,N    with scim: users stored, a server for each number; bars are about the first (10000,1000000);
                 with spend: users of a team, a team for each number; bars are about the last (1000,100000);
                 with dashboard: users of the team (100000)
  --subscribers N,N
                 with live: how many subscribers at a time (100,1000,5000,10000)
  --minutes N    with dashboard: how long changes come while memory is looked at (20)
  --quick        with scim: one round of passes of 1 s among 10,000 users, in about three minutes;
                 with live: the same with 100 and 500 subscribers, in about four minutes;
                 with spend: once, among 1,000 and 10,000 users;
                 with dashboard: once, among 2,000 users, for 1 minute
  --help         this text`

export function parseOptions(args: string[]): AnyBenchOptions | undefined {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: text,
      seconds: text,
      json: text,
      users: text,
      subscribers: text,
      minutes: text,
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return undefined
  const isScim = positionals[0] === 'scim'
  const isQuick = values.quick === true
  const common = {
    rounds: number('rounds', values.rounds, isQuick ? 1 : 3, 1),
    seconds: number('seconds', values.seconds, isQuick ? 1 : isScim ? 2 : 3, 0.1),
    jsonFile: values.json,
  }
  if (positionals[0] === 'dashboard') {
    const [users] = readUserCounts(values.users ?? (isQuick ? '2000' : '100000'))
    const minutes = number('minutes', values.minutes, isQuick ? 1 : 20, 0.1)
    return { suite: 'dashboard', names: readNames(positionals.slice(1), dashboardBarNames), ...common, users, minutes }
  }
  if (values.minutes !== undefined) throw new Error('--minutes is for "npm run bench -- dashboard".')
  if (positionals[0] === 'live') {
    if (values.users !== undefined) throw new Error('--users is for "npm run bench -- scim".')
    const subscriberCounts = readSubscriberCounts(values.subscribers ?? (isQuick ? '100,500' : '100,1000,5000,10000'))
    return { suite: 'live', names: readNames(positionals.slice(1), liveBarNames), ...common, subscriberCounts, isQuick }
  }
  if (values.subscribers !== undefined) throw new Error('--subscribers is for "npm run bench -- live".')
  if (isScim) {
    const userCounts = readUserCounts(values.users ?? (isQuick ? '10000' : '10000,1000000'))
    return { suite: 'scim', names: readNames(positionals.slice(1), scimBarNames), ...common, userCounts, isQuick }
  }
  if (positionals[0] === 'spend') {
    const userCounts = readUserCounts(values.users ?? (isQuick ? '1000,10000' : '1000,100000'))
    return { suite: 'spend', names: readNames(positionals.slice(1), spendBarNames), ...common, userCounts }
  }
  if (isQuick || values.users !== undefined)
    throw new Error('--quick and --users are for "npm run bench -- scim" and spend (--quick also for live).')
  if (positionals[0] === 'access') return { suite: 'access', names: readNames(positionals.slice(1), accessBarNames), ...common }
  return { suite: 'default', names: readNames(positionals, barNames), ...common }
}

/** Those that were named, in their own order; all when none was. */
function readNames<Name extends string>(seen: readonly string[], known: readonly Name[]): Name[] {
  const stranger = seen.find((name) => !(known as readonly string[]).includes(name))
  if (stranger !== undefined) throw new Error(`There is no "${stranger}"; there are ${known.join(', ')}.`)
  return known.filter((name) => seen.length === 0 || seen.includes(name))
}

// A page, and groups of 100 with some users beside them.
const fewestUsers = 300
const mostUsers = 5_000_000

function readUserCounts(seen: string): [number, ...number[]] {
  return readCounts('users', seen, fewestUsers, mostUsers, '10000,1000000')
}

// Twenty teams, one of whose members would be none; and the ports of one address are not many more.
const fewestSubscribers = 20
const mostSubscribers = 25_000

function readSubscriberCounts(seen: string): [number, ...number[]] {
  return readCounts('subscribers', seen, fewestSubscribers, mostSubscribers, '100,1000,10000')
}

function readCounts(name: string, seen: string, fewest: number, most: number, example: string): [number, ...number[]] {
  const counts = seen.split(',').map((part) => Number(part))
  const isGood = counts.every(
    (count, index) => Number.isInteger(count) && count >= (index === 0 ? fewest : counts[index - 1]! + 1) && count <= most,
  )
  if (!isGood)
    throw new Error(`--${name} is "${seen}"; expected whole numbers from ${fewest} to ${most}, the least first, such as ${example}.`)
  return counts as [number, ...number[]]
}

function number(name: string, seen: string | undefined, otherwise: number, least: number): number {
  const value = seen === undefined ? otherwise : Number(seen)
  const isWhole = name !== 'rounds' || Number.isInteger(value)
  if (!isWhole || !(value >= least && value <= 1000))
    throw new Error(`--${name} is "${seen}"; expected a ${name === 'rounds' ? 'whole ' : ''}number from ${least} to 1000.`)
  return value
}
