import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { HttpRequest, Opening, Subscription, Trigger } from './crowd-commands.ts'

/** A server that is measured, with how its subscribers come and how they are told something. */
export type Host = {
  name: string
  pid: number
  open(count: number, subscriptions: readonly Subscription[]): Opening[]
  trigger: Trigger
  /** Requests that make so many events at once. */
  burst(count: number): HttpRequest[]
}

export type Peer = Host & {
  /** The same event through Redis. */
  triggerThroughRedis: Trigger
  /** The message that it sends, as the product sent it to a subscriber. */
  setMessage(text: string): Promise<void>
  stop(): Promise<void>
}

const scripts = { raw: 'raw-server.ts', yoga: 'yoga-server.ts', grs: 'grs-server.ts' } as const
export type PeerName = keyof typeof scripts

export async function startPeer(name: PeerName, redisUrl: string): Promise<Peer> {
  const server = spawn(process.execPath, ['--no-warnings', path.join(import.meta.dirname, scripts[name])], {
    env: { ...process.env, NODE_ENV: 'production', REDIS_URL: redisUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exitWithUs = () => void server.kill()
  process.once('exit', exitWithUs)
  const exited = once(server, 'exit')
  const [said] = await Promise.race([
    once(server.stdout, 'data'),
    exited.then(() => Promise.reject(new Error(`The peer "${name}" did not start.`))),
  ])
  const address = `127.0.0.1:${String(said).trim()}`
  const tell = (query: string): Trigger => ({ method: 'POST', url: `http://${address}/bench/tell${query}`, headers: {} })
  return {
    name,
    pid: server.pid!,
    open: (count, subscriptions) => [
      name === 'raw'
        ? { url: `ws://${address}/`, count }
        : { url: `ws://${address}/graphql`, count, protocol: { subscriptions, hasCheckpoint: false } },
    ],
    trigger: tell(''),
    triggerThroughRedis: tell('?redis'),
    burst: (count) => [tell(`?count=${count}`)],
    async setMessage(text) {
      const { ok, status } = await fetch(`http://${address}/bench/message`, { method: 'POST', body: text })
      if (!ok) throw new Error(`The peer "${name}" answered ${status} to its message.`)
    },
    async stop() {
      process.off('exit', exitWithUs)
      server.kill()
      await exited
    },
  }
}
