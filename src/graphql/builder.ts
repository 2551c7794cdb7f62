import SchemaBuilder from '@pothos/core'
import PrismaPlugin, { type PrismaClient } from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import { GraphQLScalarType } from 'graphql'
import { GraphQLDateTime, GraphQLSafeInt } from 'graphql-scalars'
import { toId, type IdKind } from '../domain/id.ts'
import { getDatamodel, type default as PrismaTypes } from '../generated/pothos.ts'
import { scopesOf, unauthorizedError, type Scopes } from './authorization.ts'
import type { Context } from './context.ts'

export const builder = new SchemaBuilder<{
  Context: Context
  AuthScopes: Scopes
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  PrismaTypes: PrismaTypes
  Connection: { totalCount: () => number | Promise<number> }
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    SafeInt: { Input: number; Output: number }
    CurrencyCode: { Input: string; Output: string }
    ChangeCursor: { Input: string; Output: string }
  }
}>({
  plugins: [ScopeAuthPlugin, PrismaPlugin, RelayPlugin],
  scopeAuth: {
    authScopes: ({ access }) => scopesOf(access),
    // Of each object once, and not again of each of its fields: a batch of changes costs about a quarter more than without, and not nearly twice as much.
    runScopesOnType: true,
    // Once, by who asks; not for each event.
    authorizeOnSubscribe: true,
    unauthorizedError: (_, { access }, __, result) => unauthorizedError(access, result),
  },
  defaultFieldNullability: false,
  prisma: {
    // Of the operation, not of the node: an operation may read in one snapshot. It has the methods that read; the plugin calls no others.
    client: (context) => context.database as unknown as PrismaClient,
    dmmf: getDatamodel(),
  },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    encodeGlobalID: (typeName, id) => toId(idKinds[typeName as NodeTypeName], String(id)),
    decodeGlobalID: () => {
      throw new Error('ids are read by domain/id.ts, each where it is used')
    },
    nodesOnConnection: true,
    edgesFieldOptions: { nullable: false },
    nodeFieldOptions: { nullable: false },
    nodeTypeOptions: { authScopes: { everybody: true } },
  },
})

const idKinds = {
  Team: 'team',
  Directory: 'directory',
  User: 'user',
  Group: 'group',
  SpendLimit: 'spendLimit',
  SsoConnection: 'ssoConnection',
  SpendEntry: 'spendEntry',
  SpendReservation: 'spendReservation',
} as const satisfies Record<string, IdKind>
type NodeTypeName = keyof typeof idKinds

builder.queryType({})
builder.mutationType({})
builder.subscriptionType({})

builder.addScalarType('DateTime', described(GraphQLDateTime, 'A date and time of RFC 3339, in UTC.'))
builder.addScalarType('SafeInt', described(GraphQLSafeInt, 'A whole number of at most 2^53 - 1.'))
builder.addScalarType('CurrencyCode', textScalar('CurrencyCode', 'A currency code of ISO 4217, such as EUR.'))
builder.addScalarType(
  'ChangeCursor',
  textScalar('ChangeCursor', "A position in one team's change log. Opaque: keep it, give it back, compare it for equality."),
)

/** Text whose form is checked where it is used, so that a wrong one is answered as an expected refusal. */
function textScalar(name: string, description: string): GraphQLScalarType<string, string> {
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: (value) => value as string,
    parseValue(value) {
      if (typeof value !== 'string') throw new TypeError(`${name} must be a string.`)
      return value
    },
  })
}

function described<Input, Output>(scalar: GraphQLScalarType<Input, Output>, description: string): GraphQLScalarType<Input, Output> {
  return new GraphQLScalarType({ ...scalar.toConfig(), description, specifiedByURL: undefined, extensions: {} })
}

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'Counted only when it is selected.',
    resolve: (connection) => (connection as unknown as { totalCount: () => number | Promise<number> }).totalCount(),
  }),
)
