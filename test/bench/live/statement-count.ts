import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'

/**
 * Stands between a node and its PostgreSQL and counts what is executed, by the statement's text: every Execute of the extended protocol and
 * every simple Query (https://www.postgresql.org/docs/current/protocol-message-formats.html). Only what this node asks passes through here.
 */
export type StatementCount = {
  /** The database's URL for the node. */
  url: string
  /** Since the last call. */
  take(): { reads: number; others: number; byText: Map<string, number> }
  stop(): Promise<void>
}

export async function startStatementCount(databaseUrl: string): Promise<StatementCount> {
  const target = new URL(databaseUrl)
  let byText = new Map<string, number>()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname)
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
    client.on('close', () => database.destroy())
    database.on('close', () => client.destroy())
    database.pipe(client)
    client.pipe(database)
    const read = statementReader((text) => byText.set(text, (byText.get(text) ?? 0) + 1))
    client.on('data', read)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    take() {
      const counts = { reads: 0, others: 0, byText }
      for (const [text, count] of byText) {
        if (isRead(text)) counts.reads += count
        else counts.others += count
      }
      byText = new Map()
      return counts
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

export function isRead(text: string): boolean {
  return /^\s*(select|with|values|table)\b/i.test(text) && !/\b(insert into|update\s+\S+\s+set|delete from)\b/i.test(text)
}

/** Takes what a client sends, in whatever pieces, and names each statement when it is executed. */
export function statementReader(executed: (text: string) => void): (chunk: Buffer) => void {
  const textOfStatement = new Map<string, string>()
  const textOfPortal = new Map<string, string>()
  let rest = Buffer.alloc(0)
  // The first message has no type, and is a request for TLS or the start.
  let isStarted = false

  function takeMessage(type: string, body: Buffer): void {
    if (type === 'Q') executed(stringAt(body, 0).text)
    else if (type === 'P') {
      const name = stringAt(body, 0)
      textOfStatement.set(name.text, stringAt(body, name.end).text)
    } else if (type === 'B') {
      const portal = stringAt(body, 0)
      textOfPortal.set(portal.text, textOfStatement.get(stringAt(body, portal.end).text) ?? '(unknown)')
    } else if (type === 'E') executed(textOfPortal.get(stringAt(body, 0).text) ?? '(unknown)')
  }

  return (chunk) => {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    for (;;) {
      const header = isStarted ? 5 : 4
      if (rest.length < header) return
      const length = rest.readUInt32BE(header - 4) + header - 4
      if (rest.length < length) return
      if (isStarted) takeMessage(String.fromCharCode(rest[0]!), rest.subarray(header, length))
      // A start names the protocol 3; what asks for TLS or to cancel has a number of its own.
      else isStarted = rest.readUInt32BE(4) >>> 16 === 3
      rest = rest.subarray(length)
    }
  }
}

function stringAt(body: Buffer, from: number): { text: string; end: number } {
  const zero = body.indexOf(0, from)
  return { text: body.toString('utf8', from, zero), end: zero + 1 }
}
