import type {
  Actor,
  AdministratorState,
  ApiKeyState,
  DirectoryClientState,
  GroupRef,
  DirectoryRef,
  DirectorySettingsState,
  DirectoryTokenState,
  MemberRef,
} from '../domain/change.ts'
import type { GroupState } from '../domain/group.ts'
import { toId } from '../domain/id.ts'
import type { SpendSettings } from '../domain/spend-settings.ts'
import type { SpendLimitState } from '../domain/spend-limit.ts'
import { ssoStates, userMatchings, type SsoConnectionState } from '../domain/sso.ts'
import type { UserState } from '../domain/user.ts'
import { ApiKeyScopeEnum } from './api-key.ts'
import { builder } from './builder.ts'
import { CustomSchemaType } from './custom-schema.ts'
import { ProviderEnum } from './directory.ts'
import { Money } from './money.ts'

// What changes carry. All of it is resolved from the change alone: no read, and the same for whoever may see it.

export const ActorKind = builder.enumType('ActorKind', { values: ['DIRECTORY', 'ADMINISTRATOR', 'API_KEY', 'PLATFORM', 'SYSTEM'] as const })
const actorIds = { DIRECTORY: 'directory', API_KEY: 'apiKey', ADMINISTRATOR: 'person', PLATFORM: null, SYSTEM: null } as const

export const ActorType = builder.objectRef<Actor>('Actor').implement({
  authScopes: { member: true },
  fields: (t) => ({
    kind: t.expose('kind', { type: ActorKind }),
    id: t.id({
      nullable: true,
      authScopes: { read: true },
      resolve({ kind, id }) {
        const idKind = actorIds[kind]
        return id === null || idKind === null ? null : toId(idKind, id)
      },
    }),
    label: t.exposeString('label', {
      authScopes: { read: true },
      description: "The directory's name, the administrator's e-mail, or the key's name.",
    }),
  }),
})

export const UserStateType = builder.objectRef<UserState>('UserState').implement({
  authScopes: { read: true },
  description: 'What a user was at that revision. It outlives the user.',
  fields: (t) => ({
    id: t.id({ resolve: (user) => toId('user', user.id) }),
    directoryId: t.id({ resolve: (user) => toId('directory', user.directoryId) }),
    externalId: t.exposeString('externalId', { nullable: true }),
    userName: t.exposeString('userName'),
    displayName: t.exposeString('displayName', { nullable: true }),
    email: t.exposeString('email', { nullable: true }),
    active: t.exposeBoolean('active'),
    version: t.exposeInt('version'),
  }),
})

export const GroupStateType = builder.objectRef<GroupState>('GroupState').implement({
  authScopes: { member: true },
  description: 'What a group was at that revision. It outlives the group.',
  fields: (t) => ({
    id: t.id({ resolve: (group) => toId('group', group.id) }),
    directoryId: t.id({ authScopes: { read: true }, resolve: (group) => toId('directory', group.directoryId) }),
    externalId: t.exposeString('externalId', { nullable: true, authScopes: { read: true } }),
    displayName: t.exposeString('displayName'),
    memberCount: t.exposeInt('memberCount', { authScopes: { read: true } }),
    version: t.exposeInt('version', { authScopes: { read: true } }),
  }),
})

const targetIds = { TEAM: 'team', GROUP: 'group', USER: 'user' } as const

export const SpendLimitStateType = builder.objectRef<SpendLimitState>('SpendLimitState').implement({
  authScopes: { member: true },
  description: 'What a limit was at that revision. It outlives the limit.',
  fields: (t) => ({
    id: t.id({ resolve: (limit) => toId('spendLimit', limit.id) }),
    targetId: t.id({ resolve: ({ target }) => toId(targetIds[target.kind], target.id) }),
    isUnlimited: t.boolean({ resolve: (limit) => limit.amountMinor === null }),
    amount: t.field({
      type: Money,
      nullable: true,
      resolve: ({ amountMinor, currency }) => (amountMinor === null ? null : { amountMinor, currency }),
    }),
    version: t.exposeInt('version', { authScopes: { read: true } }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Of an override that stops to count by itself.',
      resolve: ({ expiresAt }) => (expiresAt == null ? null : new Date(expiresAt)),
    }),
  }),
})

export const SpendSettingsStateType = builder.objectRef<SpendSettings & { version: number }>('SpendSettingsState').implement({
  authScopes: { read: true },
  fields: (t) => ({
    timeZone: t.exposeString('timeZone', { description: 'IANA name.' }),
    thresholdPercents: t.exposeIntList('thresholdPercents'),
    version: t.exposeInt('version'),
  }),
})

export const MemberRefType = builder.objectRef<MemberRef>('MemberRef').implement({
  authScopes: { member: true },
  fields: (t) => ({
    id: t.id({ resolve: (member) => toId('user', member.id) }),
    userName: t.exposeString('userName'),
    displayName: t.exposeString('displayName', { nullable: true }),
  }),
})

export const DirectoryRefType = builder.objectRef<DirectoryRef>('DirectoryRef').implement({
  authScopes: { read: true },
  description: 'A directory as it was called at that revision. It outlives the directory.',
  fields: (t) => ({
    id: t.id({ resolve: (directory) => toId('directory', directory.id) }),
    name: t.exposeString('name'),
    provider: t.expose('provider', { type: ProviderEnum }),
  }),
})

export const DirectorySettingsStateType = builder.objectRef<DirectorySettingsState>('DirectorySettingsState').implement({
  authScopes: { read: true },
  description: 'What the settings of a directory were at that revision. It outlives the directory.',
  fields: (t) => ({
    id: t.id({ resolve: (directory) => toId('directory', directory.id) }),
    name: t.exposeString('name'),
    provider: t.expose('provider', { type: ProviderEnum }),
    isStrict: t.exposeBoolean('isStrict'),
    allowsRepeatedGroupNames: t.exposeBoolean('allowsRepeatedGroupNames'),
    customSchemas: t.expose('customSchemas', { type: [CustomSchemaType] }),
    requestsPerSecond: t.exposeInt('requestsPerSecond', { nullable: true, description: 'Null: the default of the deployment.' }),
    removalsPerHour: t.exposeInt('removalsPerHour', { nullable: true, description: 'Null: no guard.' }),
    version: t.exposeInt('version'),
  }),
})

export const DirectoryTokenRefType = builder.objectRef<DirectoryTokenState>('DirectoryTokenRef').implement({
  authScopes: { read: true },
  fields: (t) => ({
    id: t.id({ resolve: (token) => toId('directoryToken', token.id) }),
    label: t.exposeString('label'),
    expiresAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ expiresAt }) => (expiresAt === null ? null : new Date(expiresAt)) }),
  }),
})

export const ApiKeyRefType = builder.objectRef<ApiKeyState>('ApiKeyRef').implement({
  authScopes: { read: true },
  fields: (t) => ({
    id: t.id({ resolve: (key) => toId('apiKey', key.id) }),
    name: t.exposeString('name'),
    scopes: t.expose('scopes', { type: [ApiKeyScopeEnum] }),
    expiresAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ expiresAt }) => (expiresAt === null ? null : new Date(expiresAt)) }),
  }),
})

const expiryOf = ({ expiresAt }: { expiresAt: string | null }): Date | null => (expiresAt === null ? null : new Date(expiresAt))

export const DirectoryClientRefType = builder.objectRef<DirectoryClientState>('DirectoryClientRef').implement({
  authScopes: { read: true },
  fields: (t) => ({
    id: t.id({ resolve: (client) => toId('directoryClient', client.id) }),
    label: t.exposeString('label'),
    expiresAt: t.field({ type: 'DateTime', nullable: true, resolve: expiryOf }),
  }),
})

export const AdministratorRefType = builder.objectRef<AdministratorState>('AdministratorRef').implement({
  authScopes: { read: true },
  fields: (t) => ({ id: t.id({ resolve: ({ id }) => toId('administrator', id) }), email: t.exposeString('email') }),
})

export const GroupRefType = builder.objectRef<GroupRef>('GroupRef').implement({
  authScopes: { read: true },
  fields: (t) => ({ id: t.id({ resolve: ({ id }) => toId('group', id) }), displayName: t.exposeString('displayName') }),
})

export const SsoStateEnum = builder.enumType('SsoState', { values: ssoStates as readonly ['PENDING', 'ACTIVE', 'INACTIVE'] })
export const UserMatchingEnum = builder.enumType('UserMatching', {
  description: 'By which attribute somebody who signs in is found in the directory, unless they have been found before.',
  values: userMatchings,
})

export const SsoConnectionStateType = builder.objectRef<SsoConnectionState>('SsoConnectionState').implement({
  authScopes: { read: true },
  description: 'What an SSO connection was at that revision. It outlives the connection.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => toId('ssoConnection', id) }),
    issuer: t.exposeString('issuer'),
    clientId: t.exposeString('clientId'),
    userMatching: t.expose('userMatching', { type: UserMatchingEnum }),
    matchingClaim: t.exposeString('matchingClaim'),
    trustsEmail: t.exposeBoolean('trustsEmail'),
    directoryId: t.id({ nullable: true, resolve: ({ directoryId }) => (directoryId === null ? null : toId('directory', directoryId)) }),
    version: t.exposeInt('version'),
  }),
})
