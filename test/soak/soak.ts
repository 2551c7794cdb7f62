import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { decodeChangeCursor } from '../../src/domain/change-cursor.ts'
import { seededRandom, type Random } from '../simulate/random.ts'
import { startRedisServer } from '../support/redis-server.ts'
import { Audit } from './audit.ts'
import { fairWeather, silence, startBusProxy } from './bus-proxy.ts'
import { Caller, patient } from './caller.ts'
import { formatPosition } from './change-form.ts'
import { startFaults, type Scene } from './faults.ts'
import { Findings } from './finding.ts'
import { createCrowd } from './crowd.ts'
import { commandOf, type SoakOptions } from './options.ts'
import { startPostgres } from './postgres-server.ts'
import { ServerNode } from './server-node.ts'
import { SoakSubscriber, type Habits } from './soak-subscriber.ts'
import { createSoakTeam, keptEntries, revokeKey, type SoakTeam } from './soak-team.ts'
import { readTables } from './tables.ts'
import { Tally } from './tally.ts'
import { wishForGroup, wishForKinds, wishForMemberships, wishForTooMuch } from './wish.ts'
import { Writer } from './writer.ts'

const platformKey = 'hc_platform_soak-key-of-the-soak-test'
const healSeconds = 60

export type SoakReport = { findings: readonly string[]; tally: Tally; lines: string[] }

type Run = Scene & { audit: Audit; writers: readonly Writer[]; findings: Findings }

/** The whole of it: builds the scene, breaks and heals it phase after phase, and tells what was found. Throws only when the scene cannot be built. */
export async function soak(options: SoakOptions, redisProgram: string, say: (line: string) => void = () => {}): Promise<SoakReport> {
  const ends: (() => Promise<unknown>)[] = []
  const findings = new Findings()
  const tally = new Tally()
  try {
    const run = await build(options, redisProgram, { findings, tally, ends })
    const end = performance.now() + options.seconds * 1000
    for (let phase = 1; performance.now() < end && !findings.signal.aborted; phase++) {
      const seconds = Math.min(options.phaseSeconds, Math.max(1, (end - performance.now()) / 1000))
      await playPhase(run, options.faults, seconds)
      if (!findings.signal.aborted) await heal(run, phase % 2 === 1)
      say(`phase ${phase}: ${tally.sum('faults')} faults, ${tally.sum('writes')} writes, ${tally.sum('delivered')} changes delivered`)
    }
  } finally {
    for (const close of ends.reverse()) await close().catch((error: unknown) => say(`could not be closed: ${String(error)}`))
  }
  const told = findings.texts.length === 0 ? [] : ['', ...findings.texts, '', `Again: ${commandOf(options)}`]
  return { findings: findings.texts, tally, lines: [...tally.lines(), ...told] }
}

type Building = { findings: Findings; tally: Tally; ends: (() => Promise<unknown>)[] }

async function build(options: SoakOptions, redisProgram: string, { findings, tally, ends }: Building): Promise<Run> {
  const randomFor = randoms(options.seed)
  const postgres = await startPostgres()
  ends.push(() => postgres.remove())
  const redis = await startRedisServer(redisProgram)
  ends.push(() => redis.stop())
  const bus = await startBusProxy(Number(new URL(redis.url).port), randomFor('bus'), tally)
  ends.push(() => bus.close())
  const nodes = await startNodes(options, { findings, tally, ends }, postgres.nodeUrl, `redis://127.0.0.1:${bus.port}`)
  const caller = (name: string): Caller => new Caller(nodes, randomFor(`${name} calls`), tally, findings.signal)

  const setup = new Caller(nodes, randomFor('setup'), tally, findings.signal, patient)

  const audit = new Audit(postgres.url, findings)
  // Before anything is written, and so before anything is pruned.
  audit.start()
  ends.push(() => audit.stop())
  const teams: SoakTeam[] = []
  for (let index = 1; index <= options.teams; index++)
    teams.push(await createSoakTeam(setup, platformKey, `Team ${index}`, (teamId) => audit.add(teamId)))
  const crowdTeam = options.crowd === 0 ? undefined : await createSoakTeam(setup, platformKey, 'Crowd', (teamId) => audit.add(teamId))
  const crowd = crowdTeam && (await createCrowd(setup, crowdTeam, options.crowd))
  const writers = Array.from({ length: options.writers }, (_, index) => {
    const name = `w${index + 1}`
    return new Writer(name, teams, caller(name), randomFor(name), tally, findings)
  })
  for (const team of teams) await writers[0]!.furnish(team)
  const subscribers = Array.from({ length: options.subscribers }, (_, index) => {
    const name = `s${index + 1}`
    const parts = { nodes, caller: caller(name), random: randomFor(name), tally, findings }
    return new SoakSubscriber(name, teams[index % teams.length]!, habitsOf(Math.floor(index / teams.length)), parts)
  })
  for (const transport of crowdTeam ? (['WebSocket', 'WebSocket', 'event stream'] as const) : []) {
    const name = `c${subscribers.length + 1}`
    const parts = { nodes, caller: caller(name), random: randomFor(name), tally, findings }
    subscribers.push(
      new SoakSubscriber(name, crowdTeam!, { ...plain, kind: 'memberships of the crowd', wish: wishForTooMuch, transport }, parts),
    )
  }
  audit.onAdvanced = () => {
    for (const subscriber of subscribers) subscriber.verify()
  }
  ends.push(async () => {
    await Promise.all(writers.map((writer) => writer.pause()))
    await Promise.all(subscribers.map((subscriber) => subscriber.stop()))
  })
  for (const subscriber of subscribers) subscriber.start()
  return {
    nodes,
    postgres,
    redis,
    bus,
    teams: crowdTeam ? [...teams, crowdTeam] : teams,
    subscribers,
    crowd,
    caller: caller('faults'),
    callerOf: (some) => new Caller(some, randomFor('floods'), tally, findings.signal),
    random: randomFor('faults'),
    tally,
    findings,
    audit,
    writers,
  }
}

/** A stream of chance for each name. */
function randoms(seed: number): (name: string) => Random {
  return (name) =>
    seededRandom([...name].reduce((mixed, letter) => Math.imul(mixed ^ letter.codePointAt(0)!, 16_777_619), seed ^ 0x811c9dc5))
}

async function startNodes(
  { nodes: count }: SoakOptions,
  { findings, tally, ends }: Building,
  databaseUrl: string,
  redisUrl: string,
): Promise<ServerNode[]> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'headcount-soak-node-'))
  ends.push(() => rm(dataDirectory, { recursive: true, force: true }))
  const environment = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    HEADCOUNT_PLATFORM_KEY: platformKey,
    HEADCOUNT_DATA_DIR: dataDirectory,
    DATABASE_POOL_SIZE: '6',
    CHANGE_LOG_ENTRIES: String(keptEntries),
    CHANGE_LOG_PRUNE_SECONDS: '2',
    // Small, so that who comes back is now served from memory and now from the log, and a stalled reader is soon too slow.
    RECENT_CHANGES_PER_TEAM: '60',
    CONNECTION_BUFFER_BYTES: '65536',
  }
  const nodes: ServerNode[] = []
  for (let index = 1; index <= count; index++) nodes.push(await ServerNode.create(`node ${index}`, environment, tally, findings))
  ends.push(() => Promise.all(nodes.map(async (node) => (await node.end('SIGTERM'), await node.proxy.close()))))
  await Promise.all(nodes.map((node) => node.start()))
  return nodes
}

const plain = { variant: undefined, key: 'lasting', isForgetful: false, transport: 'WebSocket', renews: false } as const

/** Of the subscribers of one team: one of each kind first, so that few are already a mixture. */
function habitsOf(index: number): Habits {
  const kinds: Habits[] = [
    { ...plain, kind: 'everything' },
    { ...plain, kind: 'everything, forgetful', isForgetful: true },
    { ...plain, kind: 'memberships', wish: wishForMemberships },
    { ...plain, kind: 'everything, own key', key: 'own' },
    { ...plain, kind: 'everything, event stream', transport: 'event stream' },
    { ...plain, kind: 'some kinds', wish: wishForKinds },
    { ...plain, kind: 'everything, brief keys', key: 'brief' },
    { ...plain, kind: 'one group', wish: wishForGroup },
    { ...plain, kind: 'everything, own document', variant: index },
    { ...plain, kind: 'everything, renewed keys', key: 'brief', renews: true },
    { ...plain, kind: 'everything' },
    { ...plain, kind: 'some kinds, own key, event stream', wish: wishForKinds, key: 'own', transport: 'event stream' },
  ]
  return kinds[index % kinds.length]!
}

async function playPhase(run: Run, lanes: number, seconds: number): Promise<void> {
  const { writers, findings } = run
  for (const writer of writers) writer.go()
  const faults = startFaults(run, lanes)
  await delay(seconds * 1000, undefined, { signal: findings.signal }).catch(() => {})
  await faults.stop()
  await Promise.all(writers.map((writer) => writer.pause()))
}

/** In silence the last messages of the phase are lost, and whatever is committed from then on is found by looking at the heads of the logs. */
async function heal(run: Run, inSilence: boolean): Promise<void> {
  run.bus.weather = inSilence ? silence : fairWeather
  await compare(run)
  run.tally.count('phases', run.findings.signal.aborted ? 'ended by a finding' : inSilence ? 'healed without a message' : 'healed')
  run.bus.weather = fairWeather
}

/** Everything runs again and nobody writes: each subscriber gets to the end, and what it has is what the tables hold. */
async function compare(run: Run): Promise<void> {
  const { nodes, subscribers, audit, findings } = run
  await until(run, 'every node is ready', async () => (await Promise.all(nodes.map((node) => node.isReady()))).every(Boolean))
  const client = new pg.Client({ connectionString: run.postgres.url() })
  client.on('error', () => {})
  await client.connect()
  try {
    await until(run, 'the audit has read the whole log', async () => {
      const { rows } = await client.query<{ team_id: string; revision: string }>('SELECT team_id, revision FROM team_heads')
      return rows.every(({ team_id: teamId, revision }) => (audit.teams.get(teamId)?.revision ?? Number(revision)) === Number(revision))
    })
    const isBehind = (subscriber: SoakSubscriber): boolean => !subscriber.isAtHead || subscriber.isOverstaying
    await until(
      run,
      'every subscriber is at the head, and none stays on a key that ended',
      () => !subscribers.some(isBehind),
      () =>
        subscribers
          .filter(isBehind)
          .slice(0, 3)
          .map((subscriber) => subscriber.describe())
          .join('\n'),
    )
    await revokeOwnKeys(run)
    await until(run, 'every subscriber is at the head again', () => subscribers.every((subscriber) => subscriber.isAtHead))
    for (const team of run.teams) if (!findings.signal.aborted) await compareTeam(run, team, client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** With everything in order: whoever holds a key that is revoked at some node is let go by its own node, without being told otherwise. */
async function revokeOwnKeys(run: Run): Promise<void> {
  const revoked = run.subscribers.flatMap((subscriber) => (subscriber.holdsOwnKey ? [{ subscriber, key: subscriber.key! }] : []))
  await Promise.all(revoked.map(({ subscriber, key }) => revokeKey(run.caller, subscriber.team, key)))
  const staying = (): SoakSubscriber[] => revoked.flatMap(({ subscriber, key }) => (subscriber.key === key ? [subscriber] : []))
  await until(
    run,
    'those whose keys were revoked came again with others',
    () => staying().length === 0,
    () =>
      staying()
        .slice(0, 3)
        .map((subscriber) => subscriber.describe())
        .join('\n'),
  )
  run.tally.count('comparisons', 'revoked keys', revoked.length)
}

async function until(run: Run, what: string, holds: () => boolean | Promise<boolean>, explain = (): string => ''): Promise<void> {
  const deadline = Date.now() + healSeconds * 1000
  while (!run.findings.signal.aborted && !(await holds())) {
    if (Date.now() > deadline) return run.findings.add(`${healSeconds} s after the last fault it is not so that ${what}\n${explain()}`)
    await delay(50)
  }
}

async function compareTeam({ subscribers, findings, tally }: Run, team: SoakTeam, client: pg.Client): Promise<void> {
  const { audit, acknowledged } = team
  const { head, folded, versions, counts } = await readTables(client, audit.teamId)
  const named = `team ${team.teamId} at ${formatPosition(head)}`
  // A key that was just issued moves the log: the next phase compares.
  if (head.revision !== audit.revision) return tally.count('comparisons', 'skipped, the log moved')
  if (!audit.has(head)) findings.add(`${named}: the head names another change than the log`)
  const compareFolded = (who: string, digest: string, differences: () => string[]): void => {
    if (digest !== folded.digest) findings.add(`${named}: ${who} has ${differences().join('; ')}`)
    tally.count('comparisons', who === 'the log' ? 'logs' : 'subscribers')
  }
  compareFolded('the log', audit.folded.digest, () => audit.folded.differences(folded))
  for (const subscriber of subscribers) {
    const { folded: own } = subscriber
    if (subscriber.team !== team) continue
    for (const id of subscriber.unexplainedRefusals)
      findings.add(`${named}: ${subscriber.name} was told that group ${id} is gone, and it never was deleted`)
    // The log may have moved again since it was at its head.
    if (own && subscriber.cursor?.revision === head.revision)
      compareFolded(subscriber.describe(), own.digest, () => own.differences(folded))
  }
  for (const [id, version] of audit.versions)
    if (versions.get(id) !== version) findings.add(`${named}: ${id} is at version ${versions.get(id)}, its last change says ${version}`)
  const count = (kind: string): number => [...folded.entries.keys()].filter((key) => key.startsWith(kind)).length
  if (counts.users !== count('user ') || counts.groups !== count('group '))
    findings.add(
      `${named}: the counts say ${counts.users} users and ${counts.groups} groups; there are ${count('user ')} and ${count('group ')}`,
    )
  for (const id of acknowledged.created)
    if (!audit.created.has(id)) findings.add(`${named}: the creation of ${id} was acknowledged and is not in the log`)
  for (const id of acknowledged.deleted)
    if (!audit.deleted.has(id)) findings.add(`${named}: the deletion of ${id} was acknowledged and is not in the log`)
  for (const cursor of acknowledged.cursors)
    if (!audit.has(decodeChangeCursor(cursor)!))
      findings.add(`${named}: the answer to a mutation named cursor ${cursor}, which is not in the log`)
  tally.count('acknowledged', 'found in the log', acknowledged.created.size + acknowledged.deleted.size + acknowledged.cursors.size)
  for (const ids of Object.values(acknowledged)) ids.clear()
}
