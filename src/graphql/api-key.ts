import { hasScope, viewerActor } from '../access/viewer.ts'
import type { ApiKeyScope } from '../domain/directory.ts'
import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import type { ApiKey as StoredKey } from '../store/api-key.ts'
import { builder } from './builder.ts'
import { cursorAfter } from './cursor.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { requireId, requireScope, requireTeam } from './reach.ts'

export const ApiKeyScopeEnum = builder.enumType('ApiKeyScope', {
  values: {
    READ: { description: 'May read the team and follow its changes.' },
    LIMITS: { description: 'May set and clear spend limits.' },
    SETUP: { description: 'May set up directories, their tokens, and API keys.' },
  } as const satisfies Record<ApiKeyScope, object>,
})

const ApiKey = builder.objectRef<Omit<StoredKey, 'hash'>>('ApiKey').implement({
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
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey }),
    key: t.string({ description: 'The bearer key. It is shown this once.', resolve: (success) => success.secret }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

builder.mutationField('issueApiKey', (t) =>
  t.field({
    description: 'A key of one team. Scope SETUP; an API key gives no scope that it does not have.',
    type: resultUnion('IssueApiKeyResult', IssueApiKeySuccess, codes),
    args: { input: t.arg({ type: IssueApiKeyInput, required: true }) },
    resolve: (_, { input: { name, scopes, expiresAt, teamId } }, context) =>
      orRefusal(codes, async () => {
        const { viewer } = context
        requireScope(viewer, 'SETUP')
        const lacking = scopes.filter((scope) => !hasScope(viewer, scope))
        if (lacking.length > 0)
          throw new DomainError('FORBIDDEN', `This API key does not have the scope ${lacking.join(', ')}, so it cannot give it.`)
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

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  fields: (t) => ({
    apiKeyId: t.id({ required: true }),
    teamId: t.id({ description: 'For the platform key, which may leave it out: the key says which team.' }),
  }),
})

const RevokeApiKeySuccess = builder.objectRef<KeyResult>('RevokeApiKeySuccess').implement({
  fields: (t) => ({
    apiKey: t.expose('apiKey', { type: ApiKey }),
    changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
  }),
})

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    description: 'Ends a key at once, with the sockets that it opened. Again: nothing changes. Scope SETUP.',
    type: resultUnion('RevokeApiKeyResult', RevokeApiKeySuccess, codes),
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true }) },
    resolve: (_, { input: { apiKeyId, teamId } }, context) =>
      orRefusal(codes, async () => {
        requireScope(context.viewer, 'SETUP')
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
