import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

type Payload = Record<string, unknown> | undefined

/** One subscription as the server sees it. */
export type Subscription = {
  id: string
  after: string | undefined
  query: string
  variables: Record<string, unknown> | undefined
  socket: WebSocket
  /** A message of the field `changes`. */
  next(message: unknown): void
  result(payload: unknown): void
  error(errors: unknown): void
  complete(): void
}

export type Script = {
  /** A socket was opened; nothing was said yet. */
  opened?: () => void
  /** The answer to connection_init: true, the payload of the acknowledgement, or a close code. Nothing for undefined. */
  admit?: (payload: Payload, count: number) => boolean | Record<string, unknown> | number | undefined
  /** The answer to a ping; none for null. Without it: a pong. */
  pong?: (payload: Payload, socket: WebSocket) => Payload | null
}

/** A real WebSocket server that speaks graphql-transport-ws and says what a test tells it to: for what the real one never does. */
export class ScriptedServer {
  url = ''
  readonly admitted: Payload[] = []
  readonly completed: string[] = []
  readonly sockets = new Set<WebSocket>()
  readonly pings: Payload[] = []
  readonly closeCodes: number[] = []
  script: Script
  private readonly server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'graphql-transport-ws' })
  private readonly arrived: Subscription[] = []
  private readonly wakes = new Set<() => void>()

  constructor(script: Script = {}) {
    this.script = script
    this.server.on('connection', (socket) => this.accept(socket))
  }

  async start(): Promise<this> {
    if (this.server.address() === null) await once(this.server, 'listening')
    this.url = `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`
    return this
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.terminate()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** The next subscription that arrives. */
  async subscription(): Promise<Subscription> {
    await this.until('a subscription arrives', () => this.arrived.length > 0)
    return this.arrived.shift()!
  }

  /** How many subscriptions arrived that no test has taken. */
  get untaken(): number {
    return this.arrived.length
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    const deadline = AbortSignal.timeout(10_000)
    while (!holds()) {
      if (deadline.aborted) throw new Error(`not in time: ${what}`)
      await new Promise<void>((resolve) => {
        this.wakes.add(resolve)
        deadline.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  private wake(): void {
    for (const wake of this.wakes) wake()
    this.wakes.clear()
  }

  private accept(socket: WebSocket): void {
    this.sockets.add(socket)
    this.script.opened?.()
    this.wake()
    socket.on('error', () => {})
    socket.on('close', (code) => {
      this.sockets.delete(socket)
      this.closeCodes.push(code)
      this.wake()
    })
    socket.on('message', (data: Buffer) => {
      this.answer(socket, JSON.parse(data.toString()) as { type: string; id: string; payload: Payload })
      this.wake()
    })
  }

  private answer(socket: WebSocket, { type, id, payload }: { type: string; id: string; payload: Payload }): void {
    const send = (message: unknown): void => socket.send(JSON.stringify(message))
    if (type === 'connection_init') {
      this.admitted.push(payload)
      const answer = this.script.admit?.(payload, this.admitted.length) ?? (this.script.admit ? undefined : true)
      if (typeof answer === 'number') socket.close(answer, `scripted ${answer}`)
      else if (answer === true) send({ type: 'connection_ack' })
      else if (answer) send({ type: 'connection_ack', payload: answer })
    } else if (type === 'ping') {
      this.pings.push(payload)
      const answer = this.script.pong ? this.script.pong(payload, socket) : undefined
      if (answer !== null) send({ type: 'pong', payload: answer })
    } else if (type === 'complete') {
      this.completed.push(id)
    } else if (type === 'subscribe') {
      const { query, variables } = payload as { query: string; variables?: { after?: string } }
      const result = (result: unknown): void => send({ id, type: 'next', payload: result })
      this.arrived.push({
        id,
        query,
        variables,
        after: variables?.after,
        socket,
        result,
        next: (message) => result({ data: { changes: message } }),
        error: (errors) => send({ id, type: 'error', payload: errors }),
        complete: () => send({ id, type: 'complete' }),
      })
    }
  }
}

export const checkpoint = (previousCursor: string, cursor = previousCursor, isLive = true) => ({
  __typename: 'Checkpoint',
  previousCursor,
  cursor,
  at: '2026-01-01T00:00:00Z',
  isLive,
})

/** A batch with one change for each cursor that it passes. */
export const batch = (previousCursor: string, cursor: string) => ({
  __typename: 'ChangeBatch',
  previousCursor,
  cursor,
  changes: [{ to: cursor }],
})

export const minimalDocument = `subscription Follow($after: ChangeCursor) {
  changes(after: $after) {
    __typename
    ... on Checkpoint { previousCursor cursor at isLive }
    ... on ChangeBatch { previousCursor cursor changes { revision } }
    ... on ResyncRequired { reason cursor }
    ... on InvalidInputError { message }
    ... on NotFoundError { message }
  }
}`
