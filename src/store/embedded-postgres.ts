import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { readFile, readlink, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { openCluster, serverEnvironment, sizeOf, superuser, type PostgresCluster, type PostgresLog } from './postgres-cluster.ts'
import { exists } from './postgres-binaries.ts'
import { identityOf, isLiveIdentity } from './process-identity.ts'

export interface EmbeddedPostgresOptions {
  dataDirectory: string
  log: PostgresLog
  settings?: Record<string, string>
}

/** A PostgreSQL server of our own. It keeps its port for as long as this object lives, also over a restart after a crash. */
export interface EmbeddedPostgres {
  readonly url: string
  readonly port: number
  /** Called once, when the server has ended by itself and could not be brought back. */
  onExit(callback: (reason: Error) => void): void
  stop(): Promise<void>
}

const loopback = '127.0.0.1'
const databaseName = 'headcount'
// Any constant of ours: held in database "postgres" by the Headcount that supervises this server.
const supervisorLock = '4716230118'

const startTimeoutMs = 120_000
const conflictTimeoutMs = 30_000
const stopTimeoutMs = 20_000
const restartDelaysMs = [0, 250, 500, 1_000, 2_000, 4_000]
const healthyAfterMs = 60_000
const conflictPauseMs = 200
const pollMs = 25

/**
 * Starts the PostgreSQL that came with npm on the cluster in `<dataDirectory>/postgres`, making that first when there is none.
 * Recovers from killed predecessors; refuses when another Headcount is alive on the same folder.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const supervisor = new Supervisor(await openCluster(options), options.log)
  await supervisor.start()
  return supervisor
}

/**
 * The database of the Headcount that runs on this folder, for a program beside it; undefined when none runs. Starts, ends and makes nothing.
 * An error when the folder holds no database.
 */
export async function findEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<string | undefined> {
  const { dataDirectory } = options
  if (!(await exists(path.join(dataDirectory, 'postgres')))) throw new Error(`There is no database in ${dataDirectory}.`)
  const cluster = await openCluster(options)
  const postmaster = await findPostmaster(cluster)
  return postmaster && urlOf(cluster, postmaster.port)
}

function urlOf({ password }: PostgresCluster, port: number): string {
  return `postgresql://${superuser}:${password}@127.0.0.1:${port}/${databaseName}`
}

class Supervisor implements EmbeddedPostgres {
  readonly #cluster: PostgresCluster
  readonly #log: PostgresLog
  readonly #exitCallbacks: ((reason: Error) => void)[] = []
  readonly #abort = new AbortController()
  #port = 0
  #server: ChildProcess | undefined
  #serverSince = 0
  #lockHolder: pg.Client | undefined
  #restart: Promise<void> | undefined
  #restartsInARow = 0
  #stopped: Promise<void> | undefined

  constructor(cluster: PostgresCluster, log: PostgresLog) {
    this.#cluster = cluster
    this.#log = log
  }

  get port(): number {
    return this.#port
  }

  get url(): string {
    return urlOf(this.#cluster, this.#port)
  }

  onExit(callback: (reason: Error) => void): void {
    this.#exitCallbacks.push(callback)
  }

  async start(): Promise<void> {
    // A fault that ends this process must not leave a server behind; only a kill can, and the next start mends that.
    process.on('exit', this.#interruptServer)
    try {
      await this.#bringUp()
      await ensureDatabase(this.#cluster, this.#port)
    } catch (reason) {
      await this.stop()
      throw reason
    }
  }

  async stop(): Promise<void> {
    this.#stopped ??= this.#bringDown()
    return this.#stopped
  }

  async #bringDown(): Promise<void> {
    this.#abort.abort()
    await this.#restart
    // The lock is kept until the server is gone: until then nobody else may take the folder.
    if (this.#server?.pid !== undefined) await endServer(this.#server.pid, this.#cluster)
    await this.#lockHolder?.end().catch(() => {})
    process.off('exit', this.#interruptServer)
  }

  readonly #interruptServer = (): void => {
    this.#server?.kill('SIGINT')
  }

  /** Returns with a server that runs and is locked as ours. On a restart the port stays the same. */
  async #bringUp(): Promise<void> {
    const keptPort = this.#port === 0 ? undefined : this.#port
    const deadline = Date.now() + conflictTimeoutMs
    for (;;) {
      await settleWithPredecessor(this.#cluster, this.#log)
      const port = keptPort ?? (await freePort())
      const logStart = sizeOf(this.#cluster.logFile)
      this.#server = spawnServer(this.#cluster, port)
      const launch = await becomeReady(this.#server, { cluster: this.#cluster, port, logStart, signal: this.#abort.signal })
      if (launch.outcome === 'ready') return this.#adopt(this.#server, launch.lockHolder, port)
      this.#server = undefined
      if (launch.outcome === 'failed' || Date.now() > deadline)
        throw new Error(`PostgreSQL did not start: ${launch.reason} Its log is ${this.#cluster.logFile}.`)
      await delay(conflictPauseMs, undefined, { signal: this.#abort.signal })
    }
  }

  #adopt(server: ChildProcess, lockHolder: pg.Client, port: number): void {
    this.#port = port
    this.#serverSince = Date.now()
    this.#keepLock(lockHolder)
    const onExit = () => {
      this.#server = undefined
      // Its session ends with the server, and is not to be replaced before the next server is ours.
      this.#lockHolder = undefined
      if (!this.#abort.signal.aborted) this.#restart = this.#bringBack(server)
    }
    if (hasExited(server)) onExit()
    else server.once('exit', onExit)
  }

  async #bringBack(ended: ChildProcess): Promise<void> {
    if (Date.now() - this.#serverSince > healthyAfterMs) this.#restartsInARow = 0
    this.#log.warn(
      { port: this.#port, exitCode: ended.exitCode, signal: ended.signalCode },
      'PostgreSQL ended by itself; restarting it on the same port',
    )
    let reason = new Error('PostgreSQL ended by itself again and again.')
    for (;;) {
      const pause = restartDelaysMs[this.#restartsInARow++]
      if (pause === undefined) return this.#giveUp(reason)
      try {
        await delay(pause, undefined, { signal: this.#abort.signal })
        await this.#bringUp()
        this.#log.info({ port: this.#port }, 'PostgreSQL runs again')
        return
      } catch (failure) {
        if (this.#abort.signal.aborted) return
        reason = failure as Error
        this.#log.error({ err: reason }, 'PostgreSQL could not be restarted')
      }
    }
  }

  #giveUp(reason: Error): void {
    for (const callback of this.#exitCallbacks) callback(reason)
  }

  // When one backend crashes, PostgreSQL drops all sessions and goes on; the lock then has to be taken anew.
  #keepLock(client: pg.Client): void {
    this.#lockHolder = client
    client.once('end', () => {
      if (this.#lockHolder === client) void this.#retakeLock()
    })
  }

  async #retakeLock(): Promise<void> {
    this.#lockHolder = undefined
    const server = this.#server
    while (server !== undefined && server === this.#server && !this.#abort.signal.aborted) {
      const client = await connectAndLock(this.#cluster, this.#port).catch(() => undefined)
      if (client === undefined) await delay(conflictPauseMs)
      else if (server === this.#server) return this.#keepLock(client)
      // A restart of the server has come in between, and takes the lock itself.
      else return client.end()
    }
  }
}

function spawnServer({ binaries, directory, account, settings, logFile }: PostgresCluster, port: number): ChildProcess {
  const own = {
    listen_addresses: loopback,
    port: String(port),
    unix_socket_directories: '',
    // Tells a later start whether whoever launched this server still lives.
    'headcount.supervisor': identityOf(process.pid) ?? '',
  }
  const flags = Object.entries({ ...settings, ...own }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // To a file and not to a pipe of ours: a server that outlives us must not stumble over it.
  const log = openSync(logFile, 'a', 0o600)
  try {
    // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop the server after its last client.
    return spawn(binaries.postgres, ['-D', directory, ...flags], {
      ...account,
      cwd: path.parse(directory).root,
      detached: true,
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
      windowsHide: true,
    })
  } finally {
    closeSync(log)
  }
}

type Launch = { outcome: 'ready'; lockHolder: pg.Client } | { outcome: 'conflict' | 'failed'; reason: string }

interface Expectation {
  cluster: PostgresCluster
  port: number
  logStart: number
  signal: AbortSignal
}

/** Waits until the server answers and is locked as ours. On any other outcome no server of this launch is left. */
async function becomeReady(server: ChildProcess, { cluster, port, logStart, signal }: Expectation): Promise<Launch> {
  let spawnFailure: Error | undefined
  server.once('error', (reason) => (spawnFailure = reason))
  const deadline = Date.now() + startTimeoutMs
  let reason = 'it did not answer in time.'
  while (Date.now() < deadline && !signal.aborted) {
    if (spawnFailure !== undefined) return { outcome: 'failed', reason: `${spawnFailure.message}.` }
    if (hasExited(server)) return explainExit(cluster.logFile, logStart)
    const client = await connectAndLock(cluster, port).catch((failure: Error) => void (reason = `${failure.message}.`))
    if (client !== undefined) return { outcome: 'ready', lockHolder: client }
    await delay(pollMs)
  }
  if (server.pid !== undefined) await endServer(server.pid, cluster)
  return { outcome: 'failed', reason: signal.aborted ? 'it is being stopped.' : reason }
}

// "could not bind": the free port was taken meanwhile. The others: a killed server is not quite gone, or a rival start was faster.
const conflict = /could not bind|lock file ".*" already exists|pre-existing shared memory block/

function explainExit(logFile: string, logStart: number): Launch {
  const lines = readFileSync(logFile).subarray(logStart).toString('utf8').trim().split('\n')
  const fatal = lines.findLastIndex((line) => /FATAL|PANIC/.test(line))
  const detail = lines[fatal + 1]?.split('DETAIL:')[1]
  const reason = [lines.at(fatal)?.replace(/^.*?(FATAL|PANIC): +/, ''), detail].filter(Boolean).join('.')
  return { outcome: conflict.test(lines.join('\n')) ? 'conflict' : 'failed', reason: reason.endsWith('.') ? reason : `${reason}.` }
}

function hasExited(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null
}

function newClient(cluster: PostgresCluster, port: number): pg.Client {
  const client = new pg.Client({
    host: loopback,
    port,
    user: superuser,
    password: cluster.password,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 2_000,
  })
  // A broken session is told by its 'end', and by the query that fails.
  client.on('error', () => {})
  return client
}

async function connectAndLock(cluster: PostgresCluster, port: number): Promise<pg.Client> {
  const client = newClient(cluster, port)
  await client.connect()
  try {
    // Waits a little: a rival start that is looking at us may hold it for a moment.
    await client.query(`SET lock_timeout = '5s'`)
    await client.query('SELECT pg_advisory_lock($1)', [supervisorLock])
    return client
  } catch (reason) {
    await client.end()
    throw reason
  }
}

async function ensureDatabase(cluster: PostgresCluster, port: number): Promise<void> {
  const client = newClient(cluster, port)
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`)
  } finally {
    await client.end()
  }
}

interface Postmaster {
  pid: number
  port: number
}

/**
 * Returns when no server runs on this cluster. One whose Headcount was killed is stopped; one whose Headcount lives is
 * a reason to refuse.
 */
async function settleWithPredecessor(cluster: PostgresCluster, log: PostgresLog): Promise<void> {
  const deadline = Date.now() + conflictTimeoutMs
  for (;;) {
    const postmaster = await findPostmaster(cluster)
    if (postmaster === undefined) return
    const state = await examine(cluster, postmaster)
    if (state.is === 'supervised') {
      throw new Error(
        `Another Headcount is using ${cluster.name} (PostgreSQL pid ${postmaster.pid}). Stop it, or set HEADCOUNT_DATA_DIR to another folder.`,
      )
    }
    if (state.is === 'orphaned') {
      log.warn({ pid: postmaster.pid }, 'A PostgreSQL of a Headcount that was killed still runs; stopping it')
      await endServer(postmaster.pid, cluster)
      await state.lockHolder.end().catch(() => {})
      return
    }
    if (Date.now() > deadline)
      throw new Error(
        `The PostgreSQL of ${cluster.name} (pid ${postmaster.pid}) runs but does not let us in: ${state.reason}. Stop it and start again.`,
      )
    await delay(conflictPauseMs)
  }
}

type PostmasterState = { is: 'supervised' } | { is: 'orphaned'; lockHolder: pg.Client } | { is: 'unclear'; reason: string }

async function examine(cluster: PostgresCluster, postmaster: Postmaster): Promise<PostmasterState> {
  const client = newClient(cluster, postmaster.port)
  try {
    await client.connect()
    const { rows } = await client.query<{ supervisor: string | null }>(`SELECT current_setting('headcount.supervisor', true) AS supervisor`)
    const supervisor = rows[0]?.supervisor ?? ''
    if (supervisor !== '' && supervisor !== identityOf(process.pid) && isLiveIdentity(supervisor)) {
      await client.end()
      return { is: 'supervised' }
    }
    // The lock decides where process ids do not tell, and lets only one start take an orphan over.
    const lock = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [supervisorLock])
    if (lock.rows[0]?.taken === true) return { is: 'orphaned', lockHolder: client }
    await client.end()
    return { is: 'supervised' }
  } catch (reason) {
    await client.end().catch(() => {})
    return { is: 'unclear', reason: (reason as Error).message }
  }
}

async function findPostmaster({ directory }: PostgresCluster): Promise<Postmaster | undefined> {
  const file = path.join(directory, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  if (Number.isNaN(pid) || identityOf(pid) === undefined) return undefined
  if (await isPostgresOf(directory, pid)) return { pid, port: Number.parseInt(lines[3] ?? '', 10) || 0 }
  // The process id of a killed server now belongs to somebody else, for which PostgreSQL itself would refuse to start.
  await rm(file, { force: true })
  return undefined
}

async function isPostgresOf(directory: string, pid: number): Promise<boolean> {
  // A server works in its data directory.
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === directory
  if (process.platform === 'win32') return true
  const ps = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'command=']).catch(() => ({ stdout: '' }))
  return ps.stdout.includes('postgres') && ps.stdout.includes(directory)
}

/** Ends a server in ever ruder ways: fast shutdown (clients are cut off), immediate (recovers at the next start), kill. */
async function endServer(pid: number, cluster: PostgresCluster): Promise<void> {
  const identity = identityOf(pid)
  if (identity === undefined) return
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    await signalServer(pid, signal, cluster)
    const deadline = Date.now() + stopTimeoutMs
    while (Date.now() < deadline) {
      if (identityOf(pid) !== identity) return
      await delay(pollMs)
    }
  }
  throw new Error(`PostgreSQL (pid ${pid}) of ${cluster.name} does not end.`)
}

async function signalServer(
  pid: number,
  signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL',
  { binaries, directory }: PostgresCluster,
): Promise<void> {
  // Windows has no signals; PostgreSQL's own tool knows another way.
  if (process.platform === 'win32' && signal !== 'SIGKILL') {
    await promisify(execFile)(binaries.pgCtl, ['stop', '-D', directory, '-W', '-m', signal === 'SIGINT' ? 'fast' : 'immediate']).catch(
      () => {},
    )
    return
  }
  try {
    process.kill(pid, signal)
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code !== 'ESRCH') throw reason
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, loopback, resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
