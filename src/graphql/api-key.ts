import { hasScope, viewerActor, type Viewer } from '../access/viewer.ts'
import type { ApiKeyScope } from '../domain/directory.ts'
import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { findApiKeys, type ApiKey as StoredKey } from '../store/api-key.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { cursorAfter } from './cursor.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { mostItems, usualMost } from './list-size.ts'
import { requireId, requireTeam } from './reach.ts'

export const ApiKeyScopeEnum = builder.enumType('ApiKeyScope', {
  values: {
    READ: { description: 'May read the team and follow its changes.' },
    LIMITS: { description: 'May set and clear spend limits.' },
    SPEND: { description: 'May record and reserve spend, and ask what a user may spend.' },
    SETUP: { description: 'May set up directories, their tokens, and API keys.' },
  } as const satisfies Record<ApiKeyScope, object>,
})

const ApiKey = builder.objectRef<Omit<StoredKey, 'hash'>>('ApiKey').implement({
  authScopes: { read: true, setup: true },
  description: "A server's credential for this API, bound to one team. Its secret was shown once, when it was issued.",
  fields: (t) => ({
    id: t.id({ resolve: (key) => toId('apiKey', key.id) }),
    name: t.exposeString('name'),
    scopes: t.field({ type: [ApiKeyScopeEnum], resolve: (key) => key.scopes }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true }),
  }),
})

const codes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN'] as const

const IssueApiKeyInput = builder.inputType('IssueApiKeyInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    scopes: t.field({ type: [ApiKeyScopeEnum], required: true }),
    expiresAt: t.field({ type: 'DateTime' }),
    teamId: t.id({ description: 'For the platform key: which team.' }),
  }),
})

type KeyResult = { apiKey: StoredKey; changeCursor: string }

const IssueApiKeySuccess = builder.objectRef<KeyResult & { secret: string }>('IssueApiKeySuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey }),
    key: t.string({ description: 'The bearer key. It is shown this once.', resolve: (success) => success.secret }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

builder.mutationField('issueApiKey', (t) =>
  t.field({
    description:
      'A key of one team. Scope SETUP; an API key gives no scope that it does not have, and no key that lives longer than itself.',
    ...requires('setup'),
    type: resultUnion('IssueApiKeyResult', IssueApiKeySuccess, codes),
    args: { input: t.arg({ type: IssueApiKeyInput, required: true }) },
    resolve: (_, { input: { name, scopes, expiresAt, teamId } }, context) =>
      orRefusal(codes, async () => {
        const { viewer } = context
        refuseMoreThanItsOwn(viewer, scopes, expiresAt)
        const team = await requireTeam(context, teamId)
        const committed = await context.commands.issueApiKey({
          teamId: team,
          actor: viewerActor(viewer),
          name,
          scopes,
          expiresAt: expiresAt ?? null,
        })
        return { ...committed.value, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)

/** What a key gives is not more than it has itself, so that its end is the end of what was done with it. */
function refuseMoreThanItsOwn(viewer: Viewer, scopes: readonly ApiKeyScope[], expiresAt: Date | null | undefined): void {
  if (viewer.kind !== 'API_KEY') return
  const lacking = scopes.filter((scope) => !hasScope(viewer, scope))
  if (lacking.length > 0)
    throw new DomainError('FORBIDDEN', `This API key does not have the scope ${lacking.join(', ')}, so it cannot give it.`)
  if (viewer.expiresAt && (expiresAt == null || expiresAt > viewer.expiresAt)) {
    const until = viewer.expiresAt.toISOString()
    throw new DomainError(
      'FORBIDDEN',
      `This API key expires at ${until}, so it gives no key that lives longer. Send an expiresAt of at most that.`,
    )
  }
}

builder.prismaObjectField('Team', 'apiKeys', (t) =>
  t.field({
    description: 'Every API key that was issued, oldest first; those that are expired or revoked too.',
    type: [ApiKey],
    ...mostItems(usualMost),
    authScopes: { read: true },
    resolve: ({ id }, _, { database }) => findApiKeys(database, id),
  }),
)

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  fields: (t) => ({
    apiKeyId: t.id({ required: true }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the key says which team.' }),
  }),
})

const RevokeApiKeySuccess = builder.objectRef<KeyResult>('RevokeApiKeySuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    description: 'Ends a key at once, with the sockets that it opened. Again: nothing changes. Scope SETUP.',
    ...requires('setup'),
    type: resultUnion('RevokeApiKeyResult', RevokeApiKeySuccess, codes),
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true }) },
    resolve: (_, { input: { apiKeyId, teamId } }, context) =>
      orRefusal(codes, async () => {
        const team = await requireTeam(context, teamId, { kind: 'apiKey', id: apiKeyId })
        const committed = await context.commands.revokeApiKey({
          teamId: team,
          actor: viewerActor(context.viewer),
          apiKeyId: requireId('apiKey', apiKeyId),
        })
        return { apiKey: committed.value, changeCursor: await cursorAfter(context, team, committed) }
      }),
  }),
)
