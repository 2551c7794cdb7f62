import http from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { decodeChangeCursor } from '../../../src/domain/change-cursor.ts'
import { percentile } from '../statistics.ts'
import {
  monotonicMs,
  type Call,
  type Counts,
  type CrowdCommands,
  type HttpRequest,
  type Opening,
  type Paced,
  type Reply,
  type Subscription,
  type Trigger,
} from './crowd-commands.ts'
import { beginAt, lostUpTo, take, type Order } from './order.ts'

/**
 * The subscribers of `npm run bench -- live`, and whoever triggers what they are told: one clock for both. It does as little with a message
 * as can prove order: it looks for revisions and the cursor in the bytes, and parses nothing.
 */

type Follower = {
  opening: Opening
  group: number
  subscription: Subscription | undefined
  socket: WebSocket | undefined
  order: Order
  cursor: string | undefined
  /** Subscribed and, where the server says so, caught up. */
  isLive: boolean
  isCloseExpected: boolean
}

/** What `pace` is waiting for. */
type Recording = {
  base: number
  sentAt: number[]
  doneAt: number[]
  pending: number[]
  samples: Float64Array
  sampleCount: number
  eventOf: Int32Array
}

const revisionNeedle = Buffer.from('"revision":')
const cursorNeedle = Buffer.from('"cursor":"')
const openingAtOnce = 200
const attemptsToCome = 40
const pauseMs = 250
const patienceMs = 120_000
// A million messages, and stock servers are measured, too.
const burstPatienceMs = 600_000

let followers: Follower[] = []
let recording: Recording | undefined
let problems: string[] = []
let messages = 0
let frames = 0
let triggered = 0
let newest: string | undefined
let closeCodes: number[] = []
/** How often anybody has tried to come. */
let attempts = 0
let isResuming = false
/** Called after whatever may be what somebody waits for. */
let progressed = (): void => {}
/** How many sockets are not yet where `untilAllHave` wants them. */
let behind = 0
let targets: readonly number[] = []

function receive(follower: Follower, data: Buffer): void {
  frames++
  let at = data.indexOf(revisionNeedle)
  if (at < 0) return receiveOther(follower, data)
  const receivedAt = recording === undefined ? 0 : monotonicMs()
  const { order, group } = follower
  const target = targets[group]
  while (at >= 0) {
    at += revisionNeedle.length
    const number = readNumber(data, at)
    const before = order.last ?? 0
    if (take(order, number)) {
      messages++
      if (recording !== undefined) record(recording, number, receivedAt)
      if (target !== undefined && before < target && number >= target && --behind === 0) progressed()
    }
    at = data.indexOf(revisionNeedle, at)
  }
  follower.cursor = readCursor(data) ?? follower.cursor
  if (follower === followers[0]) newest = data.toString()
}

function record(to: Recording, number: number, receivedAt: number): void {
  const event = number - to.base
  const sentAt = to.sentAt[event]
  if (sentAt === undefined) return
  to.eventOf[to.sampleCount] = event
  to.samples[to.sampleCount++] = receivedAt - sentAt
  if (--to.pending[event]! > 0) return
  to.doneAt[event] = receivedAt
  progressed()
}

function readNumber(data: Buffer, from: number): number {
  let number = 0
  for (let at = from; data[at]! >= 48 && data[at]! <= 57; at++) number = number * 10 + data[at]! - 48
  return number
}

function readCursor(data: Buffer): string | undefined {
  const at = data.indexOf(cursorNeedle)
  if (at < 0) return undefined
  const from = at + cursorNeedle.length
  return data.toString('latin1', from, data.indexOf(34, from))
}

/** What comes now and then. */
function receiveOther(follower: Follower, data: Buffer): void {
  const text = data.toString()
  const { opening, socket } = follower
  if (text.includes('"type":"ping"')) return socket!.send('{"type":"pong"}')
  if (text.includes('"type":"connection_ack"')) {
    socket!.send(subscribeMessage(follower))
    if (!opening.protocol!.hasCheckpoint) becomeLive(follower)
  } else if (text.includes('"__typename":"Checkpoint"')) {
    follower.cursor = readCursor(data)
    const { revision } = decodeChangeCursor(follower.cursor ?? '') ?? {}
    follower.order.last ??= revision
    // Without changes in between, the positions must still continue.
    if (revision !== follower.order.last) problems.push(`A Checkpoint stands at ${revision} after ${follower.order.last}`)
    if (text.includes('"isLive":true')) becomeLive(follower)
  } else problems.push(text.slice(0, 300))
}

function becomeLive(follower: Follower): void {
  follower.isLive = true
  progressed()
}

function subscribeMessage({ subscription, cursor }: Follower): string {
  const { query, variables } = subscription!
  const payload = { query, variables: cursor === undefined ? variables : { ...variables, after: cursor } }
  return JSON.stringify({ id: '1', type: 'subscribe', payload })
}

/** Resolves when the socket listens; rejects when it was refused. */
function connect(follower: Follower): Promise<void> {
  const { opening } = follower
  follower.isLive = false
  follower.isCloseExpected = false
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(opening.url, opening.protocol === undefined ? [] : 'graphql-transport-ws', {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      followRedirects: false,
    })
    follower.socket = socket
    let isThere = false
    const arrive = (): void => {
      if (isThere) return
      isThere = true
      resolve()
    }
    socket.on('open', () => {
      if (opening.protocol === undefined) {
        becomeLive(follower)
        arrive()
        return
      }
      const { authorization } = opening.protocol
      socket.send(JSON.stringify({ type: 'connection_init', payload: authorization === undefined ? {} : { authorization } }))
    })
    socket.on('message', (data: Buffer) => {
      receive(follower, data)
      arrive()
    })
    socket.on('error', () => {})
    socket.on('close', (code, reason) => {
      if (follower.socket !== socket) return
      follower.socket = undefined
      closeCodes.push(code)
      const why = `closed with ${code} ${reason.toString()}`
      if (!isThere) reject(new Error(`A socket was ${why} before it was let in.`))
      else if (isResuming) void come(follower, pauseMs)
      else if (!follower.isCloseExpected) problems.push(why)
      progressed()
    })
  })
}

/** Who is refused comes again, as clients do. */
async function come(follower: Follower, pause = 0): Promise<void> {
  if (pause > 0) await delay(pause)
  for (let attempt = 1; ; attempt++) {
    attempts++
    try {
      return await connect(follower)
    } catch (reason) {
      if (attempt === attemptsToCome) {
        problems.push((reason as Error).message)
        return
      }
      await delay(pauseMs)
    }
  }
}

/** So many at a time, as a listening socket's queue is short. */
async function connectAll(those: readonly Follower[]): Promise<void> {
  let next = 0
  async function connectSome(): Promise<void> {
    while (next < those.length) await come(those[next++]!)
  }
  await Promise.all(Array.from({ length: openingAtOnce }, connectSome))
}

async function until(what: string, holds: () => boolean, patience = patienceMs): Promise<void> {
  const deadline = monotonicMs() + patience
  while (!holds()) {
    const remaining = deadline - monotonicMs()
    if (remaining <= 0) throw new Error(`Within ${patience / 1000} s it did not come to that ${what}. ${describe()}`)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(remaining, 1_000))
      progressed = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  progressed = () => {}
}

function describe(): string {
  const positions = Map.groupBy(
    followers,
    ({ order, isLive, socket }) => `${order.last} ${isLive ? 'live' : 'not live'} ${socket ? '' : 'closed'}`,
  )
  const most = [...positions].sort(([, a], [, b]) => b.length - a.length).slice(0, 5)
  return `${most.map(([position, those]) => `${those.length} at ${position}`).join(', ')}; ${problems.slice(0, 3).join('; ')}`
}

/** All sockets of each group have everything up to its number. */
async function untilAllHave(upTo: readonly number[], patience?: number): Promise<void> {
  targets = upTo
  behind = followers.filter(({ order, group }) => (order.last ?? 0) < upTo[group]!).length
  try {
    if (behind > 0) await until(`all have everything up to ${upTo.join(', ')}`, () => behind <= 0, patience)
  } finally {
    targets = []
  }
}

/** Where all stand; of a group's sockets the one that is furthest. */
function heads(): number[] {
  const found: number[] = []
  for (const { group, order } of followers) found[group] = Math.max(found[group] ?? 0, order.last ?? 0)
  return found
}

// In the order in which they were sent: the numbers of what they trigger follow from it.
const oneByOne = new http.Agent({ keepAlive: true, maxSockets: 1 })

function send(request: HttpRequest, agent: http.Agent): Promise<void> {
  const body = request.body?.replaceAll('{n}', String(++triggered))
  return new Promise((resolve) => {
    const fail = (reason: string): void => {
      problems.push(`${request.method} ${request.url}: ${reason}`)
      resolve()
    }
    const headers = body === undefined ? request.headers : { ...request.headers, 'content-length': String(Buffer.byteLength(body)) }
    http
      .request(request.url, { agent, method: request.method, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => (response.statusCode! < 300 ? resolve() : fail(`${response.statusCode} ${text.slice(0, 200)}`)))
        response.on('error', (error) => fail(error.message))
      })
      .on('error', (error) => fail(error.message))
      .end(body)
  })
}

/** One event, to the end: it is answered, and all have it. */
async function triggerOnce(trigger: Trigger): Promise<void> {
  const [head = 0] = heads()
  const answered = send(trigger, oneByOne)
  await untilAllHave([head + 1])
  await answered
}

function resetCounts(): void {
  messages = 0
  frames = 0
  problems = []
  closeCodes = []
  for (const follower of followers) follower.order = beginAt(follower.order.last)
}

const commands: CrowdCommands = {
  async open(openings) {
    resetCounts()
    followers = openings.flatMap((opening) =>
      Array.from({ length: opening.count }, (_, index): Follower => {
        const subscriptions = opening.protocol?.subscriptions ?? []
        return {
          opening,
          group: opening.group ?? 0,
          subscription: subscriptions[index % subscriptions.length],
          socket: undefined,
          order: beginAt(undefined),
          cursor: undefined,
          isLive: false,
          isCloseExpected: false,
        }
      }),
    )
    const began = monotonicMs()
    await connectAll(followers)
    await until('all are live', () => followers.every(({ isLive }) => isLive))
    return monotonicMs() - began
  },

  async settle({ trigger, seconds }) {
    const deadline = monotonicMs() + patienceMs
    const end = monotonicMs() + seconds * 1000
    for (;;) {
      const before = Math.max(0, ...heads())
      const answered = send(trigger, oneByOne)
      const isEven = (): boolean => {
        const [head = 0] = heads()
        return head > 0 && followers.every(({ order }) => order.last === head)
      }
      // A server without a Checkpoint does not say when it has begun to listen for a subscriber: then the next event tells.
      await answered
      await until('anybody is told', () => Math.max(...heads()) > before, 500).catch(() => {})
      await untilAllHave(heads(), 2_000).catch(() => {})
      if (problems.length > 0) throw new Error(`It did not settle: ${problems.slice(0, 3).join('; ')}`)
      if (isEven() && monotonicMs() >= end) break
      if (monotonicMs() > deadline) throw new Error(`It did not settle: ${describe()}`)
    }
    resetCounts()
  },

  async saturate({ trigger, seconds }) {
    const before = messages
    const began = monotonicMs()
    const end = began + seconds * 1000
    let events = 0
    while (monotonicMs() < end) {
      await triggerOnce(trigger)
      events++
    }
    return { events, messages: messages - before, seconds: (monotonicMs() - began) / 1000 }
  },

  async pace({ trigger, perSecond, events }) {
    const base = heads()[0]! + 1
    const most = events * followers.length
    const to: Recording = {
      base,
      sentAt: [],
      doneAt: [],
      pending: Array.from({ length: events }, () => followers.length),
      samples: new Float64Array(most),
      sampleCount: 0,
      eventOf: new Int32Array(most),
    }
    recording = to
    const began = monotonicMs()
    const answers: Promise<void>[] = []
    for (let event = 0; event < events; event++) {
      const wait = began + (event * 1000) / perSecond - monotonicMs()
      if (wait > 0) await delay(wait)
      to.sentAt[event] = monotonicMs()
      answers.push(send(trigger, oneByOne))
    }
    await Promise.all(answers)
    try {
      await until('all have all events', () => to.pending.every((pending) => pending <= 0))
    } finally {
      recording = undefined
    }
    return summarise(to, perSecond)
  },

  async burst({ requests, callers, changes }) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: callers })
    const before = { messages, frames }
    const began = monotonicMs()
    let answeredAt = began
    const answered = Promise.all(requests.map((request) => send(request, agent))).then(() => (answeredAt = monotonicMs()))
    const [head = 0] = heads()
    await untilAllHave([head + changes], burstPatienceMs)
    const milliseconds = monotonicMs() - began
    await answered
    agent.destroy()
    return { milliseconds, answeredMilliseconds: answeredAt - began, messages: messages - before.messages, frames: frames - before.frames }
  },

  async sample() {
    if (newest === undefined) throw new Error('No change has come yet.')
    return newest
  },

  async counts() {
    const found = heads()
    const counts: Counts = {
      sockets: followers.length,
      messages,
      frames,
      lost: 0,
      duplicate: 0,
      outOfOrder: 0,
      problems: problems.slice(0, 5),
    }
    for (const { order, group } of followers) {
      counts.lost += lostUpTo(order, found[group]!)
      counts.duplicate += order.duplicates
      counts.outOfOrder += order.outOfOrder
    }
    resetCounts()
    return counts
  },

  async cut() {
    expectClose()
    for (const { socket } of followers) socket?.terminate()
    await until('all sockets are closed', () => followers.every(({ socket }) => socket === undefined))
  },

  async closedByServer() {
    expectClose()
    await until('the server has closed all sockets', () => followers.every(({ socket }) => socket === undefined))
    return [...new Set(closeCodes)]
  },

  async resume({ upTo }) {
    const began = monotonicMs()
    attempts = 0
    isResuming = true
    try {
      const arrived = untilAllHave(upTo).then(monotonicMs)
      // Its failure is heard of below; until then it is no unhandled one.
      arrived.catch(() => {})
      await connectAll(followers)
      const arrivedAt = await arrived
      await until('all are live', () => followers.every(({ isLive }) => isLive))
      return { milliseconds: arrivedAt - began, attempts }
    } finally {
      isResuming = false
    }
  },

  async close() {
    expectClose()
    for (const { socket } of followers) socket?.close()
    await until('all sockets are closed', () => followers.every(({ socket }) => socket === undefined))
    followers = []
    newest = undefined
  },
}

function expectClose(): void {
  for (const follower of followers) follower.isCloseExpected = true
}

function summarise({ samples, sampleCount, eventOf, sentAt, doneAt }: Recording, perSecond: number): Paced {
  const all = samples.subarray(0, sampleCount)
  const ofEvents = (from: number, to: number): number =>
    percentile(
      Array.from(all).filter((_, index) => eventOf[index]! >= from && eventOf[index]! < to),
      50,
    )
  const events = sentAt.length
  const inSecond = Math.min(events, Math.max(1, Math.ceil(perSecond)))
  const sorted = all.slice().sort()
  const at = (percent: number): number => sorted[Math.min(sampleCount - 1, Math.floor((percent / 100) * sampleCount))] ?? NaN
  return {
    p50: at(50),
    p95: at(95),
    p99: at(99),
    samples: sampleCount,
    firstSecond: ofEvents(0, inSecond),
    lastSecond: ofEvents(events - inSecond, events),
    sentAt,
    doneAt,
  }
}

process.on('message', ({ id, name, argument }: Call) => {
  const answer = commands[name] as (argument: unknown) => Promise<unknown>
  answer(argument).then(
    (value) => process.send!({ id, value } satisfies Reply),
    (reason: Error) => process.send!({ id, error: reason.message } satisfies Reply),
  )
})
process.on('disconnect', () => process.exit())
// Ctrl-C in the terminal reaches us too; whoever started us ends us.
process.on('SIGINT', () => {})
process.send!({ id: 0 } satisfies Reply)
