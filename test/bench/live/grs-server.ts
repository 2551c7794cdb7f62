import { RedisPubSub } from 'graphql-redis-subscriptions'
import { useServer } from 'graphql-ws/use/ws'
import { createSchema } from 'graphql-yoga'
import { Redis } from 'ioredis'
import { WebSocketServer } from 'ws'
import { serveControl, splitAtRevision } from './peer-control.ts'
import { toEvent, typeDefs } from './peer-schema.ts'

/** The usual set-up of Apollo's world: graphql, graphql-ws and graphql-redis-subscriptions. Takes REDIS_URL. One execution for each subscriber. */

const redisUrl = process.env['REDIS_URL']!
const topic = `bench:grs:${process.pid}`
// Its types know older clients; it calls nothing that has changed since.
type Client = NonNullable<NonNullable<ConstructorParameters<typeof RedisPubSub>[0]>['publisher']>
const newClient = (): Client => new Redis(redisUrl).on('error', () => {}) as unknown as Client
const events = new RedisPubSub({ publisher: newClient(), subscriber: newClient() })
const schema = createSchema({
  typeDefs,
  resolvers: {
    Query: { isThere: () => true },
    Subscription: { changes: { subscribe: () => events.asyncIterableIterator(topic) as never, resolve: (event: object) => event } },
  },
})

let before = ''
let after = ''
const server = serveControl({
  onMessage: (text) => ([before, after] = splitAtRevision(text)),
  tell: (revision) => void events.publish(topic, toEvent(`${before}${revision}${after}`)),
})
useServer({ schema }, new WebSocketServer({ server, path: '/graphql' }))
