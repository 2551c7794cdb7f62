import { viewerActor } from '../access/viewer.ts'
import { providers } from '../domain/directory.ts'
import type { SsoState } from '../domain/sso.ts'
import { toId } from '../domain/id.ts'
import { scimRefusal, type Plan } from '../domain/plan.ts'
import { toCustomSchemas } from '../store/directory.ts'
import { teamGate } from '../store/team.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { cursorAfter } from './cursor.ts'
import { CustomSchemaType } from './custom-schema.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { mostItems, usualMost } from './list-size.ts'
import { requireId, requireTeam } from './reach.ts'

export const ProviderEnum = builder.enumType('Provider', { values: providers })

const DirectoryStateEnum = builder.enumType('DirectoryState', {
  description: 'Whether the identity provider is served, or what is missing.',
  values: {
    SERVED: { description: 'Requests of the identity provider are served.' },
    PLAN_REQUIRED: { description: "The team's plan does not include SCIM: requests are refused, and nothing is lost." },
    SSO_REQUIRED: { description: 'The team has no active SSO connection: requests are refused, and nothing is lost.' },
  } as const,
})

const DirectoryToken = builder.prismaObject('DirectoryToken', {
  authScopes: { read: true, setup: true },
  description: 'A bearer token of a directory. Its secret was shown once, when it was issued.',
  select: { id: true },
  fields: (t) => ({
    id: t.id({ resolve: (token) => toId('directoryToken', token.id) }),
    label: t.exposeString('label'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
  }),
})

export const Directory = builder.prismaNode('Directory', {
  authScopes: { read: true, setup: true },
  description: 'One SCIM connection of a team to one identity provider.',
  id: { field: 'id' },
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name'),
    provider: t.field({
      type: ProviderEnum,
      select: { provider: true },
      resolve: (directory) => directory.provider as (typeof providers)[number],
    }),
    scimUrl: t.string({
      description: 'The base URL to give to the identity provider.',
      resolve: (directory, _, context) => scimUrlOf(context, directory.id),
    }),
    state: t.field({
      type: DirectoryStateEnum,
      select: { team: { select: { name: true, plan: true, localSso: true, ssoState: true } } },
      resolve({ team }) {
        const refusal = scimRefusal(teamGate({ ...team, plan: team.plan as Plan, ssoState: team.ssoState as SsoState | null }))
        return refusal ? (refusal.code as 'PLAN_REQUIRED' | 'SSO_REQUIRED') : 'SERVED'
      },
    }),
    lastRequestAt: t.expose('lastRequestAt', { type: 'DateTime', nullable: true }),
    userCount: t.int({ select: { counts: { select: { userCount: true } } }, resolve: ({ counts }) => counts?.userCount ?? 0 }),
    groupCount: t.int({ select: { counts: { select: { groupCount: true } } }, resolve: ({ counts }) => counts?.groupCount ?? 0 }),
    isStrict: t.exposeBoolean('isStrict', {
      description: 'Whether what RFC 7643 and 7644 do not allow, but identity providers send, is refused.',
    }),
    allowsRepeatedGroupNames: t.exposeBoolean('allowsRepeatedGroupNames', {
      description: 'Whether two groups may have one displayName.',
    }),
    customSchemas: t.field({
      description: 'Schema extensions that this directory declares.',
      type: [CustomSchemaType],
      select: { customSchemas: true },
      resolve: ({ customSchemas }) => toCustomSchemas(customSchemas),
    }),
    requestsPerSecond: t.int({
      description: 'What the identity provider may send.',
      select: { requestsPerSecond: true },
      resolve: ({ requestsPerSecond }, _, context) => requestsPerSecond ?? context.defaultRequestsPerSecond,
    }),
    usesDefaultRequestsPerSecond: t.boolean({
      description: 'Whether requestsPerSecond is the default of the deployment.',
      select: { requestsPerSecond: true },
      resolve: ({ requestsPerSecond }) => requestsPerSecond === null,
    }),
    removalsPerHour: t.exposeInt('removalsPerHour', {
      description:
        'How many deactivations, deletions and lost memberships one hour may have before further ones are paused; null for no guard.',
      nullable: true,
    }),
    removalsPausedAt: t.expose('removalsPausedAt', {
      description: 'Since when removals are paused; null when they are not. modifyDirectory resumes them.',
      type: 'DateTime',
      nullable: true,
    }),
    version: t.exposeInt('version', { description: 'Grows with each modification of the settings.' }),
    tokens: t.relation('tokens', {
      description: 'Those that were issued by hand, also when they are revoked; what OAuth clients fetched is not among them.',
      query: { where: { clientId: null }, orderBy: { id: 'asc' } },
      ...mostItems(usualMost),
    }),
  }),
})

function scimUrlOf(context: Context, directoryId: string): string {
  return `${context.publicUrl()}/scim/v2/${toId('directory', directoryId)}`
}

const codes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN', 'PLAN_REQUIRED', 'SSO_REQUIRED'] as const

const CreateDirectoryInput = builder.inputType('CreateDirectoryInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    provider: t.field({ type: ProviderEnum, required: true }),
    teamId: t.id({ description: 'For the platform key: which team.' }),
  }),
})

const CreateDirectorySuccess = builder
  .objectRef<{ directoryId: string; secret: string; changeCursor: string }>('CreateDirectorySuccess')
  .implement({
    authScopes: { everybody: true },
    fields: (t) => ({
      directory: t.prismaField({
        type: Directory,
        resolve: (query, { directoryId }, _, { database }) =>
          database.directory.findUniqueOrThrow({ ...query, where: { id: directoryId } }),
      }),
      scimUrl: t.string({ resolve: ({ directoryId }, _, context) => scimUrlOf(context, directoryId) }),
      token: t.string({
        description: 'The bearer token for the identity provider. It is shown this once.',
        resolve: (success) => success.secret,
      }),
      changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
    }),
  })

builder.mutationField('createDirectory', (t) =>
  t.field({
    description: 'A directory with its first token; only on the Enterprise plan with an active SSO connection. Scope SETUP.',
    ...requires('setup'),
    type: resultUnion('CreateDirectoryResult', CreateDirectorySuccess, codes),
    args: { input: t.arg({ type: CreateDirectoryInput, required: true }) },
    resolve: (_, { input: { name, provider, teamId } }, context) =>
      orRefusal(codes, async () => {
        const team = await requireTeam(context, teamId)
        const committed = await context.commands.createDirectory({ teamId: team, actor: viewerActor(context.viewer), name, provider })
        const { directory, secret } = committed.value
        return { directoryId: directory.id, secret, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)

const IssueDirectoryTokenInput = builder.inputType('IssueDirectoryTokenInput', {
  fields: (t) => ({
    directoryId: t.id({ required: true }),
    label: t.string({ required: true, description: 'What tells this token from others, such as where it is used.' }),
    expiresAt: t.field({ type: 'DateTime' }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the directory says which team.' }),
  }),
})

type TokenResult = { tokenId: string; changeCursor: string }

const IssueDirectoryTokenSuccess = builder.objectRef<TokenResult & { secret: string }>('IssueDirectoryTokenSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    directoryToken: t.prismaField({
      type: DirectoryToken,
      resolve: (query, { tokenId }, _, { database }) => database.directoryToken.findUniqueOrThrow({ ...query, where: { id: tokenId } }),
    }),
    token: t.string({
      description: 'The bearer token for the identity provider. It is shown this once.',
      resolve: (success) => success.secret,
    }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

builder.mutationField('issueDirectoryToken', (t) =>
  t.field({
    description: 'One more token; those before it stay valid until they are revoked or expire. Scope SETUP.',
    ...requires('setup'),
    type: resultUnion('IssueDirectoryTokenResult', IssueDirectoryTokenSuccess, codes),
    args: { input: t.arg({ type: IssueDirectoryTokenInput, required: true }) },
    resolve: (_, { input: { directoryId, label, expiresAt, teamId } }, context) =>
      orRefusal(codes, async () => {
        const team = await requireTeam(context, teamId, { kind: 'directory', id: directoryId })
        const input = { directoryId: requireId('directory', directoryId), label, expiresAt: expiresAt ?? null }
        const committed = await context.commands.issueDirectoryToken({ teamId: team, actor: viewerActor(context.viewer), ...input })
        const { token, secret } = committed.value
        return { tokenId: token.id, secret, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)

const revokeCodes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN'] as const

const RevokeDirectoryTokenInput = builder.inputType('RevokeDirectoryTokenInput', {
  fields: (t) => ({
    tokenId: t.id({ required: true }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the token says which team.' }),
  }),
})

const RevokeDirectoryTokenSuccess = builder.objectRef<TokenResult>('RevokeDirectoryTokenSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    directoryToken: t.prismaField({
      type: DirectoryToken,
      resolve: (query, { tokenId }, _, { database }) => database.directoryToken.findUniqueOrThrow({ ...query, where: { id: tokenId } }),
    }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

builder.mutationField('revokeDirectoryToken', (t) =>
  t.field({
    description: 'Ends a token at once. Again: nothing changes. Scope SETUP.',
    ...requires('setup'),
    type: resultUnion('RevokeDirectoryTokenResult', RevokeDirectoryTokenSuccess, revokeCodes),
    args: { input: t.arg({ type: RevokeDirectoryTokenInput, required: true }) },
    resolve: (_, { input: { tokenId, teamId } }, context) =>
      orRefusal(revokeCodes, async () => {
        const team = await requireTeam(context, teamId, { kind: 'directoryToken', id: tokenId })
        const committed = await context.commands.revokeDirectoryToken({
          teamId: team,
          actor: viewerActor(context.viewer),
          tokenId: requireId('directoryToken', tokenId),
        })
        return { tokenId: committed.value.id, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)
