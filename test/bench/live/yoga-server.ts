import { useServer } from 'graphql-ws/use/ws'
import { createPubSub, createSchema, createYoga } from 'graphql-yoga'
import type { ExecutionArgs } from 'graphql'
import { WebSocketServer } from 'ws'
import { serveControl, splitAtRevision } from './peer-control.ts'
import { toEvent, typeDefs } from './peer-schema.ts'

/** The stock path: Yoga and graphql-ws as Yoga's documentation wires them, its own publisher within the process. One execution for each subscriber. */

type Executable = ExecutionArgs & { rootValue: { execute(args: unknown): never; subscribe(args: unknown): never } }

const events = createPubSub<{ changes: [object] }>()
const yoga = createYoga({
  logging: false,
  schema: createSchema({
    typeDefs,
    resolvers: {
      Query: { isThere: () => true },
      Subscription: { changes: { subscribe: () => events.subscribe('changes'), resolve: (event: object) => event } },
    },
  }),
})

let before = ''
let after = ''
const server = serveControl(
  {
    onMessage: (text) => ([before, after] = splitAtRevision(text)),
    tell: (revision) => events.publish('changes', toEvent(`${before}${revision}${after}`)),
  },
  yoga,
)
useServer(
  {
    execute: (args) => (args as Executable).rootValue.execute(args),
    subscribe: (args) => (args as Executable).rootValue.subscribe(args),
    onSubscribe: async (context, _, params) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
        ...context,
        req: context.extra.request,
        socket: context.extra.socket,
        params,
      })
      const args = {
        schema,
        operationName: params.operationName,
        document: parse(params.query),
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe },
      }
      const errors = validate(args.schema, args.document)
      return errors.length > 0 ? errors : args
    },
  },
  new WebSocketServer({ server, path: yoga.graphqlEndpoint }),
)
