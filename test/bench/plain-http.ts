import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

/** node:http with nothing behind it, in a process of its own. */
export type PlainHttp = { url: string; pid: number; stop(): Promise<void> }

export async function startPlainHttp(): Promise<PlainHttp> {
  const server = spawn(process.execPath, [path.join(import.meta.dirname, 'plain-http-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exitWithUs = () => void server.kill()
  process.once('exit', exitWithUs)
  const exited = once(server, 'exit')
  const [port] = await Promise.race([
    once(server.stdout, 'data'),
    exited.then(() => Promise.reject(new Error('The plain HTTP server did not start.'))),
  ])
  return {
    url: `http://127.0.0.1:${String(port).trim()}`,
    pid: server.pid!,
    async stop() {
      process.off('exit', exitWithUs)
      server.kill()
      await exited
    },
  }
}
