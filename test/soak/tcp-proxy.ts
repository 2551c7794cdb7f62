import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Sends what arrived from the target on to the client, whole, in part, later or not at all. Made anew for each connection. */
export type Relay = (chunk: Buffer, send: (data: Buffer) => void) => void

export type Link = {
  /** Both sides lose the connection without a farewell. */
  cut(): void
  /** Nothing passes until `go`; what the buffers of the sockets cannot hold stays with its sender. */
  stall(): void
  go(): void
}

export type TcpProxy = {
  readonly port: number
  /** Where connections go; those that are open stay where they are. */
  target: number
  links(): Link[]
  close(): Promise<void>
}

/** A loopback port that leads to another one, and that can be cut and stalled. */
export async function startTcpProxy({
  port = 0,
  target,
  relay,
}: {
  port?: number
  target: number
  relay?: () => Relay
}): Promise<TcpProxy> {
  const links = new Set<Link>()
  const server = createServer((client) => {
    const link = join(client, connect({ host: '127.0.0.1', port: proxy.target }), relay?.(), () => links.delete(link))
    links.add(link)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { port: number }
  const proxy: TcpProxy = {
    port: address.port,
    target,
    links: () => [...links],
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const link of links) link.cut()
      await closed
    },
  }
  return proxy
}

function join(client: Socket, server: Socket, relay: Relay | undefined, onEnd: () => void): Link {
  let isStalled = false
  const cut = (): void => {
    client.destroy()
    server.destroy()
  }
  const pass = (from: Socket, to: Socket, through?: Relay): void => {
    const send = (data: Buffer): void => {
      if (!to.destroyed && to.writable && !to.write(data)) from.pause()
    }
    from.setNoDelay(true)
    from.on('data', (chunk: Buffer) => (through ? through(chunk, send) : send(chunk)))
    to.on('drain', () => {
      if (!isStalled) from.resume()
    })
    from.on('error', cut)
    // What was sent before the end still arrives.
    from.on('close', () => {
      if (to.destroyed) onEnd()
      else to.destroySoon()
    })
  }
  pass(client, server)
  pass(server, client, relay)
  return {
    cut,
    stall() {
      isStalled = true
      client.pause()
      server.pause()
    },
    go() {
      isStalled = false
      client.resume()
      server.resume()
    },
  }
}
