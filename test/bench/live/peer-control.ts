import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** What a peer is told over HTTP: the message that it is to send, and when. */
export type PeerControl = {
  /** The text of one message of the product's, with a revision in it. */
  onMessage(text: string): void
  /** Tells all subscribers the event with this revision. */
  tell(revision: number, isThroughRedis: boolean): void
}

/**
 * `POST /bench/message` gives the text; `POST /bench/tell` tells one event, `?count=n` n of them, `?redis` through Redis. All else goes to
 * `others`. Prints its port; the process runs until it is killed.
 */
export function serveControl(control: PeerControl, others?: RequestListener): Server {
  let revision = 0
  const server = http.createServer((request, response) => {
    const url = new URL(request.url!, 'http://peer')
    if (url.pathname === '/bench/message') {
      void textOf(request).then((text) => {
        control.onMessage(text)
        response.writeHead(204).end()
      })
    } else if (url.pathname === '/bench/tell') {
      const count = Number(url.searchParams.get('count') ?? 1)
      const isThroughRedis = url.searchParams.has('redis')
      // A write is answered before those who only listen are told; so it is with the product.
      response.writeHead(204).end()
      void tellAll(count, isThroughRedis)
    } else if (others === undefined) response.writeHead(404).end()
    else others(request, response)
  })

  async function tellAll(count: number, isThroughRedis: boolean): Promise<void> {
    for (let told = 0; told < count; told++) {
      control.tell(++revision, isThroughRedis)
      // Of many events each leaves for the network before the next is written, so that they do not all pile up first.
      if (count > 1) await nextTurn()
    }
  }

  server.listen(0, '127.0.0.1', 4_096, () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
  return server
}

/** The text around a message's revision. */
export function splitAtRevision(text: string): [before: string, after: string] {
  const [, before, after] = /^(.*?"revision":)\d+(.*)$/s.exec(text) ?? []
  if (before === undefined || after === undefined) throw new Error(`There is no revision in ${text.slice(0, 200)}`)
  return [before, after]
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
