import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ExecutionResult } from 'graphql'
import type { OwnSite } from '../access/session-secret.ts'
import type { Admission, Admitted, Refused } from './admission.ts'
import { isSameAccess } from '../access/viewer.ts'
import { credentialIn } from './credential.ts'
import { drained } from './drained.ts'
import type { Live, LiveOperation, LiveSubscriptions, Sink } from './live-subscriptions.ts'
import type { Payload } from './payload.ts'

/**
 * Subscriptions as server-sent events, for those whose proxies break WebSockets: the distinct connections mode of the GraphQL over SSE
 * protocol (`event: next`, `event: complete`). Each event's id is the cursor after it, so that a client that comes again with
 * Last-Event-ID goes on from there.
 */
export type EventStreams = {
  /** Answers the request with the stream, or says why not. Resolves when the stream has begun. */
  open(operation: LiveOperation, request: FastifyRequest, reply: FastifyReply): Promise<StreamRefusal | undefined>
  close(): void
  stats(): { eventStreams: number; messages: number; bytes: number; slowReadersClosed: number }
}
export type StreamRefusal = { status: number; code: string; message: string }

export type EventStreamOptions = { live: LiveSubscriptions; admission: Admission; site: OwnSite; maxBufferedBytes: number }

const closeMilliseconds = 2_000

const refusals: Readonly<Record<Refused['refusal'], StreamRefusal>> = {
  UNAUTHORIZED: { status: 401, code: 'UNAUTHENTICATED', message: 'This credential is missing, unknown or revoked.' },
  EXPIRED: { status: 401, code: 'UNAUTHENTICATED', message: 'This credential has expired; come again with another one.' },
  CROWDED: { status: 503, code: 'OVERLOADED', message: 'The team has too many connections here; come again later.' },
  UNAVAILABLE: { status: 503, code: 'OVERLOADED', message: 'Try again later.' },
}

export function createEventStreams({ live, admission, site, maxBufferedBytes }: EventStreamOptions): EventStreams {
  const streams = new Set<() => void>()
  const stats = { messages: 0, bytes: 0, slowReadersClosed: 0 }
  let isClosing = false

  async function open(operation: LiveOperation, request: FastifyRequest, reply: FastifyReply): Promise<StreamRefusal | undefined> {
    if (isClosing) return refusals.UNAVAILABLE
    const response = reply.raw
    const access: { admitted?: Admitted } = {}
    let started: Live | undefined
    let hasBegun = false
    let isEnded = false
    // A client that is cut off without a word comes again and is told why not.
    const answer = await admission.admit(credentialIn(request.headers, site), () => end())
    if ('refusal' in answer) return refusals[answer.refusal]
    access.admitted = answer
    // Who was looked up before the body came may be somebody else by now: they come again as that.
    const isOther = !isSameAccess(answer.viewer(), operation.caller.viewer)
    if (isEnded || isClosing || isOther) {
      answer.leave()
      return isClosing ? refusals.UNAVAILABLE : isOther ? refusals.EXPIRED : refusals.UNAUTHORIZED
    }

    function end(): void {
      if (isEnded) return
      isEnded = true
      streams.delete(end)
      started?.leave()
      access.admitted?.leave()
      if (hasBegun) endSoon(response)
    }

    function write(bytes: Buffer | string): void {
      if (isEnded) return
      // What waits from before counts: an event that is larger than that goes out all the same, or its reader could never get past it.
      if (response.writableLength <= maxBufferedBytes) {
        stats.bytes += bytes.length
        response.write(bytes)
        return
      }
      stats.slowReadersClosed++
      end()
      // What waits for it would wait for ever.
      response.destroy()
    }

    function complete(): void {
      write('event: complete\ndata:\n\n')
      end()
    }

    const sink: Sink = {
      send(payload) {
        stats.messages++
        write(eventOf(payload))
      },
      drained: () => drained(response),
      complete,
      // The log has the cause; the client comes again, and goes on from its last event.
      fail: end,
      overflow: end,
      comeAgain: end,
    }

    reply.hijack()
    hasBegun = true
    response.on('close', end)
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // nginx holds answers back otherwise.
      'x-accel-buffering': 'no',
    })
    response.flushHeaders()
    if (response.destroyed) end()
    if (isEnded) return undefined
    streams.add(end)
    const result = await live.subscribe(operation, sink)
    if ('leave' in result) {
      started = result
      if (isEnded) started.leave()
    } else if (!isEnded) {
      write(`event: next\ndata: ${JSON.stringify(result satisfies ExecutionResult)}\n\n`)
      complete()
    }
    return undefined
  }

  return {
    open,
    close() {
      isClosing = true
      for (const end of streams) end()
    },
    stats: () => ({ ...stats, eventStreams: streams.size }),
  }
}

/** Does not wait for a reader that does not read. */
function endSoon(response: ServerResponse): void {
  response.end()
  const timer = setTimeout(() => response.destroy(), closeMilliseconds).unref()
  response.once('close', () => clearTimeout(timer))
}

function eventOf(payload: Payload): Buffer {
  const id = payload.cursor === undefined ? '' : `id: ${payload.cursor}\n`
  return (payload.event ??= Buffer.concat([Buffer.from(`${id}event: next\ndata: `), payload.json, Buffer.from('\n\n')]))
}
