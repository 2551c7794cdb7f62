import { Redis } from 'ioredis'
import { WebSocketServer } from 'ws'
import { serveControl, splitAtRevision } from './peer-control.ts'

/** The limit: a WebSocket server that sends the same bytes to everybody, made once for each event. With REDIS_URL also through Redis. */

const { REDIS_URL: redisUrl } = process.env
const channel = `bench:raw:${process.pid}`

let before = ''
let after = ''
const server = serveControl({
  onMessage: (text) => ([before, after] = splitAtRevision(text)),
  tell(revision, isThroughRedis) {
    const text = `${before}${revision}${after}`
    if (isThroughRedis) void publisher!.publish(channel, text)
    else broadcast(text)
  },
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket) => socket.on('error', () => socket.terminate()))

const publisher = redisUrl === undefined ? undefined : open(redisUrl)
if (redisUrl !== undefined) {
  const subscriber = open(redisUrl)
  subscriber.on('message', (_: string, text: string) => broadcast(text))
  await subscriber.subscribe(channel)
}

/** When Redis is away, it comes again by itself. */
function open(url: string): Redis {
  return new Redis(url).on('error', () => {})
}

function broadcast(text: string): void {
  const bytes = Buffer.from(text)
  for (const socket of sockets.clients) if (socket.readyState === socket.OPEN) socket.send(bytes, { binary: false })
}
