import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

type Pair = { client: Socket; server: Socket; isDead: boolean }

/** Stands between client and server, and fails as networks do: it is far away, cuts connections, and swallows what is sent over them. */
export class TcpProxy {
  readonly url: string
  /** Connections that were accepted since the start. */
  accepted = 0
  /** How long everything takes on its way, in milliseconds. */
  delayMilliseconds = 0
  private readonly pairs = new Set<Pair>()
  private readonly sockets = new Set<Socket>()
  private readonly listener: Server
  private target: URL
  private isStalled = false
  private isRefusing = false

  private constructor(listener: Server, target: string) {
    this.listener = listener
    this.target = new URL(target)
    const { port } = listener.address() as AddressInfo
    this.url = `${this.target.protocol}//127.0.0.1:${port}${this.target.pathname}`
    listener.on('connection', (client) => this.join(client))
  }

  static async to(target: string): Promise<TcpProxy> {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    return new TcpProxy(listener, target)
  }

  /** Breaks all connections without a farewell. */
  cut(): void {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy()
      server.destroy()
    }
  }

  /** From now on nothing gets through, in either direction, and no connection is closed. New ones are accepted and get no answer. */
  stall(): void {
    this.isStalled = true
    for (const pair of this.pairs) pair.isDead = true
  }

  /** New connections get through again; those that were stalled stay dead. */
  unstall(): void {
    this.isStalled = false
  }

  /** New connections are reset, as by a server that is not there. */
  refuse(isRefusing: boolean): void {
    this.isRefusing = isRefusing
  }

  /** New connections go there. */
  redirect(target: string): void {
    this.target = new URL(target)
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.listener.close(resolve))
  }

  private join(client: Socket): void {
    this.accepted++
    client.on('error', () => {})
    if (this.isRefusing) return void client.resetAndDestroy()
    const server = connect(Number(this.target.port), '127.0.0.1')
    server.on('error', () => client.resetAndDestroy())
    const pair: Pair = { client, server, isDead: this.isStalled }
    this.pairs.add(pair)
    this.carry(pair, client, server)
    this.carry(pair, server, client)
    client.on('close', () => this.pairs.delete(pair))
    for (const socket of [client, server]) {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
    }
  }

  private carry(pair: Pair, from: Socket, to: Socket): void {
    // The order of what waits equally long is kept.
    const later = (act: () => void): void => {
      if (this.delayMilliseconds > 0) setTimeout(act, this.delayMilliseconds)
      else act()
    }
    from.on('data', (chunk) => later(() => pair.isDead || to.write(chunk)))
    from.on('close', () => later(() => pair.isDead || to.end()))
  }
}
