import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readLocalFile, type LocalServer } from './local-server.ts'

/** A server of one's own, as a user starts it: its own process and its own embedded database, which goes when it is stopped. */
export type ServerProcess = { local: LocalServer; dataDirectory: string; pid: number; stop(): Promise<void> }

const startTimeoutMs = 120_000
const stopTimeoutMs = 60_000
// Of several the last one to stop ends us, so that none leaves its folder behind.
const running = new Set<ServerProcess['stop']>()
const keptVariables = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'NODE_OPTIONS']

export async function startServerProcess(environment: Record<string, string> = {}): Promise<ServerProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headcount-server-'))
  // When we are root the database runs as another user, who has to pass.
  await chmod(folder, 0o711)
  const dataDirectory = path.join(folder, 'data')
  const inherited = Object.fromEntries(
    keptVariables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
  const server = spawn(process.execPath, [path.join(import.meta.dirname, '../../src/main.ts')], {
    env: { ...inherited, HEADCOUNT_DATA_DIR: dataDirectory, PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop it.
    detached: true,
  })
  let said = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4_000)))
  const exitWithUs = () => void server.kill('SIGTERM')
  process.once('exit', exitWithUs)
  const stop = async () => {
    process.off('exit', exitWithUs).off('SIGINT', stopOnSignal).off('SIGTERM', stopOnSignal)
    await end(server)
    // Not inside the data folder when the whole temporary folder is closed to other users.
    const database = await realpath(path.join(dataDirectory, 'postgres')).catch(() => undefined)
    if (database !== undefined) await rm(database, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
    running.delete(stop)
  }
  running.add(stop)
  const stopOnSignal = () => void stop().then(() => running.size === 0 && process.exit(130))
  process.once('SIGINT', stopOnSignal).once('SIGTERM', stopOnSignal)
  try {
    const local = await untilReady(server, dataDirectory, () => said)
    return { local, dataDirectory, pid: server.pid!, stop }
  } catch (reason) {
    await stop()
    throw reason
  }
}

async function untilReady(server: ChildProcess, dataDirectory: string, said: () => string): Promise<LocalServer> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    if (hasExited(server)) throw new Error(`Headcount did not start:\n${said()}`)
    const local = await readLocalFile(dataDirectory)
    if (local !== undefined) return local
    await delay(50)
  }
  throw new Error(`Headcount did not start within ${startTimeoutMs / 1000} s:\n${said()}`)
}

async function end(server: ChildProcess): Promise<void> {
  if (hasExited(server)) return
  const exit = once(server, 'exit')
  server.kill('SIGTERM')
  const killer = setTimeout(() => server.kill('SIGKILL'), stopTimeoutMs)
  await exit
  clearTimeout(killer)
}

function hasExited(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null
}
