import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Findings } from './finding.ts'
import type { Tally } from './tally.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

const root = path.join(import.meta.dirname, '../..')
const stopSeconds = 60

/** One node: `src/main.ts` in a process of its own, always at the same port. Clients reach it through the proxy. */
export class ServerNode {
  readonly name: string
  readonly proxy: TcpProxy
  readonly #port: number
  readonly #environment: Record<string, string>
  readonly #tally: Tally
  readonly #findings: Findings
  #child: ChildProcess | undefined
  #isEnding = false
  #said = ''

  private constructor(name: string, port: number, proxy: TcpProxy, environment: Record<string, string>, tally: Tally, findings: Findings) {
    this.name = name
    this.#port = port
    this.proxy = proxy
    this.#environment = environment
    this.#tally = tally
    this.#findings = findings
  }

  static async create(name: string, environment: Record<string, string>, tally: Tally, findings: Findings): Promise<ServerNode> {
    const port = await quietPort()
    return new ServerNode(name, port, await startTcpProxy({ target: port }), environment, tally, findings)
  }

  get url(): string {
    return `http://127.0.0.1:${this.proxy.port}`
  }

  get isRunning(): boolean {
    return this.#child !== undefined
  }

  /** Starts it, again and again while PostgreSQL is away; resolves when it listens, or when it is being ended. */
  async start(): Promise<void> {
    this.#isEnding = false
    while (!this.isRunning && !this.#isEnding) {
      const child = this.#spawn()
      while (this.#child === child && !(await this.#answers('/health', 1_000))) await delay(50)
      if (this.#child !== child) await delay(200)
    }
  }

  async isReady(): Promise<boolean> {
    return this.isRunning && (await this.#answers('/ready', 3_000))
  }

  /** `SIGKILL` ends it in the middle of whatever it does; `SIGTERM` lets it finish. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#isEnding = true
    const child = this.#child
    if (!child) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const late = setTimeout(() => {
      this.#findings.add(`${this.name} did not end within ${stopSeconds} s of ${signal}:\n${this.#said}`)
      child.kill('SIGKILL')
    }, stopSeconds * 1000)
    await exited
    clearTimeout(late)
  }

  #spawn(): ChildProcess {
    this.#said = ''
    let isListening = false
    const child = spawn(process.execPath, ['src/main.ts'], {
      cwd: root,
      env: { PATH: process.env['PATH'], PORT: String(this.#port), LOG_LEVEL: 'warn', ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    void this.#answersOnce(child).then((answered) => (isListening = answered))
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#said = `${this.#said}${text}`.slice(-8_000)
        this.#countWarnings(text)
      })
    const exitWithUs = () => void child.kill('SIGKILL')
    process.once('exit', exitWithUs)
    child.once('exit', (code, signal) => {
      process.off('exit', exitWithUs)
      if (this.#child === child) this.#child = undefined
      this.#tally.count('node exits', signal ?? `code ${code}`)
      if (isListening && !this.#isEnding) this.#findings.add(`${this.name} ended by itself (${signal ?? code}):\n${this.#said}`)
    })
    return child
  }

  async #answersOnce(child: ChildProcess): Promise<boolean> {
    while (this.#child === child) {
      if (await this.#answers('/health', 1_000)) return true
      await delay(50)
    }
    return false
  }

  #countWarnings(text: string): void {
    for (const [, level, message] of text.matchAll(/^\{"level":(\d+).*"msg":"([^"]*)"/gm))
      this.#tally.count(Number(level) >= 50 ? 'node errors' : 'node warnings', message!)
  }

  async #answers(at: string, milliseconds: number): Promise<boolean> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.#port}${at}`, { signal: AbortSignal.timeout(milliseconds) })
      await response.arrayBuffer()
      return response.ok
    } catch {
      return false
    }
  }
}

/** Below the ports that the system gives to outgoing connections, so that nobody takes it while its node is down. */
async function quietPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}
