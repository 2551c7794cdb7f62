import { viewerActor } from '../access/viewer.ts'
import { toId } from '../domain/id.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { cursorAfter } from './cursor.ts'
import { Directory } from './directory.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { mostItems, usualMost } from './list-size.ts'
import { requireId, requireTeam } from './reach.ts'

const DirectoryClient = builder.prismaObject('DirectoryClient', {
  description: 'An OAuth 2.0 client of a directory, which fetches short-lived tokens. Its secret was shown once, when it was issued.',
  authScopes: { read: true, setup: true },
  select: { id: true },
  fields: (t) => ({
    id: t.id({ description: 'The client_id, too.', resolve: (client) => toId('directoryClient', client.id) }),
    label: t.exposeString('label'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { description: 'When it last fetched a token.', type: 'DateTime', nullable: true }),
  }),
})

builder.prismaObjectFields(Directory, (t) => ({
  clients: t.relation('clients', { type: DirectoryClient, query: { orderBy: { id: 'asc' } }, ...mostItems(usualMost) }),
  tokenUrl: t.string({
    description: 'Where OAuth clients of this directory fetch their tokens (RFC 6749, client credentials).',
    resolve: (directory, _, context) => tokenUrlOf(context, directory.id),
  }),
}))

function tokenUrlOf(context: Context, directoryId: string): string {
  return `${context.publicUrl()}/oauth/${toId('directory', directoryId)}/token`
}

const issueCodes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN', 'PLAN_REQUIRED', 'SSO_REQUIRED'] as const

const IssueDirectoryClientInput = builder.inputType('IssueDirectoryClientInput', {
  fields: (t) => ({
    directoryId: t.id({ required: true }),
    label: t.string({ required: true, description: 'What tells this client from others, such as where it is used.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it gets no more tokens and those that it has end.' }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the directory says which team.' }),
  }),
})

type ClientResult = { clientId: string; changeCursor: string }

const IssueDirectoryClientSuccess = builder
  .objectRef<ClientResult & { directoryId: string; secret: string }>('IssueDirectoryClientSuccess')
  .implement({
    authScopes: { everybody: true },
    fields: (t) => ({
      directoryClient: t.prismaField({
        type: DirectoryClient,
        resolve: (query, { clientId }, _, { database }) =>
          database.directoryClient.findUniqueOrThrow({ ...query, where: { id: clientId } }),
      }),
      clientId: t.id({ resolve: ({ clientId }) => toId('directoryClient', clientId) }),
      clientSecret: t.string({ description: 'For the identity provider. It is shown this once.', resolve: ({ secret }) => secret }),
      tokenUrl: t.string({ resolve: ({ directoryId }, _, context) => tokenUrlOf(context, directoryId) }),
      changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
    }),
  })

builder.mutationField('issueDirectoryClient', (t) =>
  t.field({
    ...requires('setup'),
    description:
      'An OAuth 2.0 client for an identity provider that fetches short-lived tokens: they open the SCIM endpoints for an hour. Clients and tokens before it stay valid. Scope SETUP.',
    type: resultUnion('IssueDirectoryClientResult', IssueDirectoryClientSuccess, issueCodes),
    args: { input: t.arg({ type: IssueDirectoryClientInput, required: true }) },
    resolve: (_, { input: { directoryId, label, expiresAt, teamId } }, context) =>
      orRefusal(issueCodes, async () => {
        const team = await requireTeam(context, teamId, { kind: 'directory', id: directoryId })
        const input = { directoryId: requireId('directory', directoryId), label, expiresAt: expiresAt ?? null }
        const committed = await context.commands.issueDirectoryClient({ teamId: team, actor: viewerActor(context.viewer), ...input })
        const { client, secret } = committed.value
        return { clientId: client.id, directoryId: client.directoryId, secret, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)

const revokeCodes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN'] as const

const RevokeDirectoryClientInput = builder.inputType('RevokeDirectoryClientInput', {
  fields: (t) => ({
    clientId: t.id({ required: true }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the client says which team.' }),
  }),
})

const RevokeDirectoryClientSuccess = builder.objectRef<ClientResult>('RevokeDirectoryClientSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    directoryClient: t.prismaField({
      type: DirectoryClient,
      resolve: (query, { clientId }, _, { database }) => database.directoryClient.findUniqueOrThrow({ ...query, where: { id: clientId } }),
    }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

builder.mutationField('revokeDirectoryClient', (t) =>
  t.field({
    ...requires('setup'),
    description: 'Ends an OAuth client and all of its tokens at once. Again: nothing changes. Scope SETUP.',
    type: resultUnion('RevokeDirectoryClientResult', RevokeDirectoryClientSuccess, revokeCodes),
    args: { input: t.arg({ type: RevokeDirectoryClientInput, required: true }) },
    resolve: (_, { input: { clientId, teamId } }, context) =>
      orRefusal(revokeCodes, async () => {
        const team = await requireTeam(context, teamId, { kind: 'directoryClient', id: clientId })
        const committed = await context.commands.revokeDirectoryClient({
          teamId: team,
          actor: viewerActor(context.viewer),
          clientId: requireId('directoryClient', clientId),
        })
        return { clientId: committed.value.id, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)
