import { WebSocket } from 'ws'
import type { Body } from './caller.ts'

/** `lastEventId`: the newest cursor, for a transport that resumes by it; `after` then stays what it was at the first request. */
export type LiveRequest = {
  url: string
  secret: string
  query: string
  variables: Record<string, unknown>
  lastEventId?: string | undefined
}

/** `closed` is called once, last. Its code is that of the WebSocket, the HTTP status, or 200 for a stream that ended. */
export type LiveHandlers = {
  admitted(): void
  /** What the subscription's field answered. */
  message(message: Body): void
  /** Errors of the operation, by their codes. */
  failed(codes: string): void
  completed(): void
  /** What came of a renewal. */
  renewed(answer: Body): void
  closed(code: number, reason: string): void
}

export type LiveConnection = {
  terminate(): void
  renew(secret: string): void
}

export type Transport = 'WebSocket' | 'event stream'

export const transports: Record<Transport, (request: LiveRequest, handlers: LiveHandlers) => LiveConnection> = {
  WebSocket: openSocket,
  'event stream': openEventStream,
}

const codesOf = (errors: Body): string =>
  (Array.isArray(errors) ? errors : [errors]).map((error: Body) => error?.extensions?.code ?? error?.message).join(' ')

function receive(result: Body, handlers: LiveHandlers): void {
  if (result?.data?.message) handlers.message(result.data.message)
  else handlers.failed(codesOf(result?.errors ?? result))
}

/** graphql-transport-ws by hand. */
function openSocket({ url, secret, query, variables }: LiveRequest, handlers: LiveHandlers): LiveConnection {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { handshakeTimeout: 10_000 })
  const send = (message: object): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  socket.on('open', () => send({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } }))
  socket.on('error', () => {})
  socket.on('close', (code, reason) => handlers.closed(code, reason.toString()))
  socket.on('message', (data: Buffer) => {
    const { type, payload } = JSON.parse(data.toString()) as { type: string; payload?: Body }
    switch (type) {
      case 'connection_ack':
        handlers.admitted()
        return send({ id: '1', type: 'subscribe', payload: { query, variables } })
      case 'next':
        return receive(payload, handlers)
      case 'error':
        return handlers.failed(codesOf(payload))
      case 'complete':
        return handlers.completed()
      case 'ping':
        return send({ type: 'pong' })
      case 'pong':
        return payload && handlers.renewed(payload)
      default:
        handlers.failed(`a message of type ${type}`)
    }
  })
  return {
    terminate: () => socket.terminate(),
    renew: (renewed) => send({ type: 'ping', payload: { authorization: `Bearer ${renewed}` } }),
  }
}

/** Server-sent events as the HTML Standard reads them (§9.2.6), over a request of their own. */
function openEventStream({ url, secret, query, variables, lastEventId }: LiveRequest, handlers: LiveHandlers): LiveConnection {
  const ending = new AbortController()
  async function read(): Promise<[code: number, reason: string]> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        authorization: `Bearer ${secret}`,
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      body: JSON.stringify({ query, variables }),
      signal: ending.signal,
    })
    if (!response.ok || !response.headers.get('content-type')?.startsWith('text/event-stream'))
      return [response.ok ? 406 : response.status, (await response.text()).slice(0, 500)]
    handlers.admitted()
    let text = ''
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      const events = `${text}${piece}`.split('\n\n')
      text = events.pop()!
      for (const event of events) take(event)
    }
    return [200, 'the stream ended']
  }
  function take(event: string): void {
    const fields = new Map(
      event.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
    )
    if (fields.get('event') === 'complete') return handlers.completed()
    if (fields.get('event') !== 'next') return
    const result = JSON.parse(fields.get('data')!)
    const id = fields.get('id')
    const { cursor, __typename: type } = result.data?.message ?? {}
    // The id is what the client comes back with: it has to be the cursor of the message.
    if (id !== undefined ? id !== cursor : type === 'Checkpoint' || type === 'ChangeBatch')
      handlers.failed(`an event with the id ${id} for the cursor ${cursor}`)
    receive(result, handlers)
  }
  read().then(
    ([code, reason]) => handlers.closed(code, reason),
    (error: unknown) => handlers.closed(1006, String(error)),
  )
  return { terminate: () => ending.abort(), renew() {} }
}
