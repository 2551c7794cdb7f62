import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keepLogLines } from './kept-logs.ts'
import type { LocalFile } from '../../src/local-mode.ts'

const root = join(import.meta.dirname, '../..')

export type ServerProcess = {
  child: ChildProcess
  output(): string
  /** Resolves when the text was printed; rejects when the process ended or the time is over. */
  printed(text: string | RegExp, timeoutMilliseconds?: number): Promise<void>
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** `node src/main.ts` as `npm start` runs it, with only these variables. */
export function startServerProcess(environment: Record<string, string>): ServerProcess {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const listeners = new Set<() => void>()
  const take = (chunk: Buffer): void => {
    text += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout!.on('data', take)
  child.stderr!.on('data', take)
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.on('exit', (code, signal) => resolve({ code, signal })),
  )
  child.on('close', () => keepLogLines(text))
  return {
    child,
    output: () => text,
    exited,
    printed: (wanted, timeoutMilliseconds = 60_000) =>
      new Promise((resolve, reject) => {
        const matches = (): boolean => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text))
        const end = (settle: () => void): void => {
          clearTimeout(timer)
          listeners.delete(look)
          settle()
        }
        const look = (): void => void (matches() && end(resolve))
        const timer = setTimeout(() => end(() => reject(new Error(`"${wanted}" was not printed:\n${text}`))), timeoutMilliseconds)
        listeners.add(look)
        void exited.then(() =>
          setImmediate(() => (matches() ? end(resolve) : end(() => reject(new Error(`ended before "${wanted}":\n${text}`))))),
        )
        look()
      }),
  }
}

export async function readLocalJson(dataDirectory: string): Promise<LocalFile> {
  return JSON.parse(await readFile(join(dataDirectory, 'local.json'), 'utf8')) as LocalFile
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return true
}

/** Waits until the condition holds; fails after the time. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, timeoutMilliseconds = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMilliseconds
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMilliseconds} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
