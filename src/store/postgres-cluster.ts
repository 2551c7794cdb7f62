import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import {
  chmod,
  chown,
  link,
  mkdir,
  open,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  canEnter,
  exists,
  findPostgresBinaries,
  ignoreExisting,
  openSharedHome,
  type Account,
  type PostgresBinaries,
} from './postgres-binaries.ts'
import { openWorkshop } from './workshop.ts'

export interface PostgresLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

interface OpenOptions {
  dataDirectory: string
  log: PostgresLog
  settings?: Record<string, string>
}

export const superuser = 'headcount'
const nobody: Account = { uid: 65534, gid: 65534 }

// Durability is PostgreSQL's default and is left alone: an acknowledged write is on the disk.
const defaultSettings = { max_connections: '100', shared_buffers: '128MB', jit: 'off' }
const logLimitBytes = 8 * 1024 * 1024

/** A folder of PostgreSQL's files, and what it takes to run a server on it. */
export interface PostgresCluster {
  /** As the operator named it, for messages. */
  name: string
  /** Without symbolic links: PostgreSQL's working directory, by which its processes are known. */
  directory: string
  account: Account | undefined
  binaries: PostgresBinaries
  password: string
  settings: Record<string, string>
  logFile: string
}

/** The cluster of `<dataDirectory>/postgres`; made first when there is none. */
export async function openCluster({ dataDirectory, log, settings = {} }: OpenOptions): Promise<PostgresCluster> {
  const home = await openDataDirectory(dataDirectory)
  const place = path.join(home, 'postgres')
  const account = await chooseAccount(place)
  const binaries = await findPostgresBinaries(account, (from, to) => {
    log.info({ from, to }, 'PostgreSQL cannot run as root, and no other user may enter its folder; copied it')
  })
  const password = await keepPassword(path.join(home, 'postgres-password'), await exists(place))
  const logFile = path.join(home, 'postgres.log')
  await boundLog(logFile)
  if (!(await exists(place))) await createCluster({ home, place, account, binaries, password, log, settings })
  const directory = await realpath(place).catch(async () => {
    throw new Error(
      `The database of ${dataDirectory} was kept in ${await readlink(place)}, which is gone. Remove ${dataDirectory} to start afresh.`,
    )
  })
  return { name: dataDirectory, directory, account, binaries, password, logFile, settings: { ...defaultSettings, ...settings } }
}

async function openDataDirectory(dataDirectory: string): Promise<string> {
  const made = await mkdir(dataDirectory, { recursive: true })
  // Whatever the umask: the account that PostgreSQL runs as has to pass, and nobody needs to look.
  if (made !== undefined) await chmod(dataDirectory, isRoot() ? 0o711 : 0o700)
  return realpath(dataDirectory)
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

// PostgreSQL refuses to be root. An existing cluster keeps its owner: it may have been made before somebody used sudo.
async function chooseAccount(place: string): Promise<Account | undefined> {
  const owner = await stat(place).catch(() => undefined)
  if (isRoot()) return owner === undefined || owner.uid === 0 ? nobody : { uid: owner.uid, gid: owner.gid }
  if (owner !== undefined && process.getuid !== undefined && owner.uid !== process.getuid()) {
    throw new Error(
      `${place} belongs to another user (uid ${owner.uid}). Start as that user, or set HEADCOUNT_DATA_DIR to a folder of your own.`,
    )
  }
  return undefined
}

async function keepPassword(file: string, clusterExists: boolean): Promise<string> {
  if (!(await exists(file))) {
    if (clusterExists)
      throw new Error(
        `${file} is missing, and without it the database beside it cannot be opened. Put it back, or remove the folder to start afresh.`,
      )
    // By link, so that of two first starts one password wins, and it is never seen half written.
    const draft = `${file}.${process.pid}`
    await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
    await link(draft, file).catch(ignoreExisting)
    await unlink(draft)
  }
  return (await readFile(file, 'utf8')).trim()
}

async function boundLog(logFile: string): Promise<void> {
  if (sizeOf(logFile) > logLimitBytes) await rename(logFile, `${logFile}.1`)
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

interface NewCluster {
  home: string
  place: string
  account: Account | undefined
  binaries: PostgresBinaries
  password: string
  settings: Record<string, string>
  log: PostgresLog
}

// The cluster gets its name when it is complete, so a kill at any moment leaves either none or a whole one.
async function createCluster({ home, place, account, binaries, password, log, settings }: NewCluster): Promise<void> {
  const elsewhere = account !== undefined && !(await canHoldCluster(home, account))
  const parent = elsewhere ? await openSharedHome() : home
  const workshop = await openWorkshop(parent)
  try {
    await initialise(workshop, { account, binaries, password, isDurable: settings['fsync'] !== 'off' })
    const destination = elsewhere ? path.join(parent, randomBytes(6).toString('hex')) : place
    await rename(path.join(workshop, 'data'), destination).catch(ignoreExisting)
    await flushFolder(parent)
    if (elsewhere) await linkCluster(destination, place, log)
    await flushFolder(home)
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

// Without this a power cut soon after the first start could undo the rename, and with it everything written since.
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder)
  await handle.sync()
  await handle.close()
}

async function canHoldCluster(home: string, account: Account): Promise<boolean> {
  if (!(await canEnter(home, account))) return false
  // Some mounts do not let root give files away.
  const trial = path.join(home, `postgres.trial-${process.pid}`)
  try {
    await mkdir(trial)
    await chown(trial, account.uid, account.gid)
    return true
  } catch {
    return false
  } finally {
    await rm(trial, { recursive: true, force: true })
  }
}

interface Initialisation {
  account: Account | undefined
  binaries: PostgresBinaries
  password: string
  isDurable: boolean
}

async function initialise(workshop: string, { account, binaries, password, isDurable }: Initialisation): Promise<void> {
  const passwordFile = path.join(workshop, 'password')
  await mkdir(workshop, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account !== undefined) {
    for (const file of [workshop, passwordFile]) await chown(file, account.uid, account.gid)
  }
  // PostgreSQL's own locale provider: the same order of text on every machine, whatever its C library.
  const flags = [
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--auth=scram-sha-256',
    `--username=${superuser}`,
  ]
  if (!isDurable) flags.push('--no-sync')
  const program = [...flags, `--pwfile=${passwordFile}`, `--pgdata=${path.join(workshop, 'data')}`]
  await promisify(execFile)(binaries.initdb, program, {
    ...account,
    cwd: path.parse(workshop).root,
    env: serverEnvironment(),
    windowsHide: true,
  }).catch((reason: Error & { stderr?: string }) => {
    throw new Error(`PostgreSQL's initdb failed: ${reason.stderr?.trim() || reason.message}`, { cause: reason })
  })
}

/** PG* variables of the operator's shell are about another server, and messages are read by us. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'])
    if (process.env[name] !== undefined) environment[name] = process.env[name]
  return environment
}

async function linkCluster(destination: string, place: string, log: PostgresLog): Promise<void> {
  try {
    await symlink(destination, place)
    log.info(
      { link: place, directory: destination },
      'PostgreSQL cannot run as root, and no other user may enter the data folder; its files are kept elsewhere',
    )
  } catch (reason) {
    await rm(destination, { recursive: true, force: true })
    ignoreExisting(reason)
  }
}
