import { once } from 'node:events'
import { WebSocket, type ClientOptions } from 'ws'
import type { Node } from './graphql-client.ts'

/** graphql-transport-ws by hand: for what no well-behaved client does. */
export class RawSocket {
  readonly socket: WebSocket
  private readonly messages: string[] = []
  private wake = (): void => {}
  readonly closed: Promise<{ code: number; reason: string }>

  constructor({ subscriptionsUrl }: Node, options: ClientOptions = {}, protocol = 'graphql-transport-ws') {
    this.socket = new WebSocket(subscriptionsUrl, protocol, options)
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(data.toString())
      this.wake()
    })
    this.socket.on('error', () => {})
    this.closed = new Promise((resolve) => this.socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })))
  }

  async open(): Promise<this> {
    await once(this.socket, 'open')
    return this
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message))
  }

  async next(): Promise<Record<string, unknown>> {
    const deadline = AbortSignal.timeout(10_000)
    while (this.messages.length === 0) {
      deadline.throwIfAborted()
      await new Promise<void>((resolve) => {
        this.wake = resolve
        deadline.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    return JSON.parse(this.messages.shift()!) as Record<string, unknown>
  }

  /** Opened and let in. */
  async admitted(key: string): Promise<this> {
    await this.open()
    this.send({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } })
    const { type } = await this.next()
    if (type !== 'connection_ack') throw new Error(`${String(type)} came instead of connection_ack`)
    return this
  }

  /** Subscribes, and waits for the opening Checkpoint. */
  async subscribed(id = '1', query = 'subscription { changes { __typename } }'): Promise<this> {
    this.send({ id, type: 'subscribe', payload: { query } })
    await this.next()
    return this
  }
}
