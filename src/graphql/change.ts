import { membersNamed, type Change, type ChangeKind } from '../domain/change.ts'
import { toId } from '../domain/id.ts'
import { builder } from './builder.ts'
import {
  ActorType,
  AdministratorRefType,
  ApiKeyRefType,
  DirectoryClientRefType,
  GroupRefType,
  SsoConnectionStateType,
  DirectoryRefType,
  DirectorySettingsStateType,
  DirectoryTokenRefType,
  GroupStateType,
  MemberRefType,
  SpendLimitStateType,
  SpendSettingsStateType,
  UserStateType,
} from './change-state.ts'
import { Money, SpendLimitSource } from './money.ts'
import { PlanEnum } from './team.ts'

/** The type of each kind bears the kind's own name. */
export const ChangeInterface = builder.interfaceRef<Change>('Change').implement({
  authScopes: { member: true },
  description: 'One committed change. Changes are never edited and never reordered.',
  resolveType: (change) => change.kind,
  fields: (t) => ({
    revision: t.expose('revision', { type: 'SafeInt', description: "The team's change number: 1, 2, 3, … dense, in commit order." }),
    at: t.expose('at', { type: 'DateTime' }),
    actor: t.expose('actor', { type: ActorType }),
  }),
})

const interfaces = [ChangeInterface]
const changeType = <Kind extends ChangeKind>(kind: Kind) => builder.objectRef<Change<Kind>>(kind)

for (const kind of ['UserCreated', 'UserDeleted'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({ user: t.field({ type: UserStateType, resolve: ({ data }) => data.user }) }),
  })
}

for (const kind of ['UserModified', 'UserDeactivated', 'UserReactivated'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({
      before: t.field({ type: UserStateType, resolve: ({ data }) => data.before }),
      after: t.field({ type: UserStateType, resolve: ({ data }) => data.after }),
      attributes: t.stringList({ description: 'Names of the SCIM attributes that changed.', resolve: ({ data }) => data.attributes }),
    }),
  })
}

for (const kind of ['GroupCreated', 'GroupDeleted'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({ group: t.field({ type: GroupStateType, resolve: ({ data }) => data.group }) }),
  })
}

builder.objectType(changeType('GroupModified'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    before: t.field({ type: GroupStateType, resolve: ({ data }) => data.before }),
    after: t.field({ type: GroupStateType, resolve: ({ data }) => data.after }),
    attributes: t.stringList({ description: 'Names of the SCIM attributes that changed.', resolve: ({ data }) => data.attributes }),
  }),
})

builder.objectType(changeType('MembershipChanged'), {
  authScopes: { member: true },
  interfaces,
  fields: (t) => {
    const first = t.arg.int({ defaultValue: 50 })
    const description = `For display: at most ${membersNamed}. The ids are complete.`
    return {
      group: t.field({ type: GroupStateType, resolve: ({ data }) => data.group }),
      addedCount: t.int({ resolve: ({ data }) => data.addedUserIds.length }),
      removedCount: t.int({ resolve: ({ data }) => data.removedUserIds.length }),
      addedUserIds: t.idList({ resolve: ({ data }) => data.addedUserIds.map((id) => toId('user', id)) }),
      removedUserIds: t.idList({ resolve: ({ data }) => data.removedUserIds.map((id) => toId('user', id)) }),
      added: t.field({
        type: [MemberRefType],
        description,
        args: { first },
        resolve: ({ data }, args) => data.added.slice(0, namedCount(args.first)),
      }),
      removed: t.field({
        type: [MemberRefType],
        description,
        args: { first },
        resolve: ({ data }, args) => data.removed.slice(0, namedCount(args.first)),
      }),
    }
  },
})

function namedCount(first: number | null | undefined): number {
  return Math.min(Math.max(first ?? 50, 0), membersNamed)
}

// A member is told of those that made their own effective limit another (seen-changes.ts).
builder.objectType(changeType('SpendLimitSet'), {
  authScopes: { member: true },
  interfaces,
  fields: (t) => ({
    before: t.field({ type: SpendLimitStateType, nullable: true, resolve: ({ data }) => data.before }),
    after: t.field({ type: SpendLimitStateType, resolve: ({ data }) => data.after }),
  }),
})

for (const kind of ['SpendLimitCleared', 'SpendLimitExpired'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { member: true },
    interfaces,
    fields: (t) => ({ before: t.field({ type: SpendLimitStateType, resolve: ({ data }) => data.before }) }),
  })
}

builder.objectType(changeType('SpendSettingsModified'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    before: t.field({ type: SpendSettingsStateType, resolve: ({ data }) => data.before }),
    after: t.field({ type: SpendSettingsStateType, resolve: ({ data }) => data.after }),
    attributes: t.stringList({ description: 'Names of the settings that changed.', resolve: ({ data }) => data.attributes }),
  }),
})

builder.objectType(changeType('SpendThresholdReached'), {
  authScopes: { read: true },
  description: 'Recorded spend took a user to a threshold of their limit, for the first time in its month.',
  interfaces,
  fields: (t) => ({
    user: t.field({ type: MemberRefType, resolve: ({ data }) => data.user }),
    period: t.string({ description: "The month, YYYY-MM, in the team's time zone.", resolve: ({ data }) => data.period }),
    percent: t.int({ description: 'The highest threshold that was reached.', resolve: ({ data }) => data.percent }),
    percents: t.intList({ description: 'All that were reached with this spend, ascending.', resolve: ({ data }) => data.percents }),
    spent: t.field({ type: Money, resolve: ({ data }) => ({ amountMinor: data.spentMinor, currency: data.currency }) }),
    limit: t.field({ type: Money, resolve: ({ data }) => ({ amountMinor: data.limitMinor, currency: data.currency }) }),
    source: t.field({ type: SpendLimitSource, resolve: ({ data }) => data.source }),
  }),
})

builder.objectType(changeType('TeamCreated'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    name: t.string({ resolve: ({ data }) => data.name }),
    plan: t.field({ type: PlanEnum, resolve: ({ data }) => data.plan }),
    currency: t.field({ type: 'CurrencyCode', resolve: ({ data }) => data.currency }),
  }),
})

builder.objectType(changeType('TeamPlanSet'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    before: t.field({ type: PlanEnum, resolve: ({ data }) => data.before }),
    after: t.field({ type: PlanEnum, resolve: ({ data }) => data.after }),
  }),
})

for (const kind of ['DirectoryCreated', 'DirectoryRemovalsResumed'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({ directory: t.field({ type: DirectoryRefType, resolve: ({ data }) => data.directory }) }),
  })
}

builder.objectType(changeType('DirectoryModified'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    before: t.field({ type: DirectorySettingsStateType, resolve: ({ data }) => data.before }),
    after: t.field({ type: DirectorySettingsStateType, resolve: ({ data }) => data.after }),
    attributes: t.stringList({ description: 'Names of the settings that changed.', resolve: ({ data }) => data.attributes }),
  }),
})

builder.objectType(changeType('DirectoryRemovalsPaused'), {
  authScopes: { read: true },
  description:
    'The guard stopped what would remove more than one hour may have. Further removals are refused until an administrator resumes them.',
  interfaces,
  fields: (t) => ({
    directory: t.field({ type: DirectoryRefType, resolve: ({ data }) => data.directory }),
    removalsPerHour: t.int({ description: 'What one hour could have.', resolve: ({ data }) => data.removalsPerHour }),
  }),
})

for (const kind of ['DirectoryTokenIssued', 'DirectoryTokenRevoked'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({
      directoryId: t.id({ resolve: ({ data }) => toId('directory', data.directoryId) }),
      token: t.field({ type: DirectoryTokenRefType, resolve: ({ data }) => data.token }),
    }),
  })
}

for (const kind of ['ApiKeyIssued', 'ApiKeyRevoked'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({ apiKey: t.field({ type: ApiKeyRefType, resolve: ({ data }) => data.apiKey }) }),
  })
}

builder.objectType(changeType('DirectoryDeleted'), {
  authScopes: { read: true },
  description:
    'Stands for all users, groups and memberships of the directory and the limits on them: they are gone, without changes of their own.',
  interfaces,
  fields: (t) => ({
    directory: t.field({ type: DirectoryRefType, resolve: ({ data }) => data.directory }),
    userCount: t.int({ resolve: ({ data }) => data.userCount }),
    groupCount: t.int({ resolve: ({ data }) => data.groupCount }),
  }),
})

for (const kind of ['DirectoryClientIssued', 'DirectoryClientRevoked'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({
      directoryId: t.id({ resolve: ({ data }) => toId('directory', data.directoryId) }),
      client: t.field({ type: DirectoryClientRefType, resolve: ({ data }) => data.client }),
    }),
  })
}

builder.objectType(changeType('DirectoryConnectionTested'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    directory: t.field({ type: DirectoryRefType, resolve: ({ data }) => data.directory }),
    hasPassed: t.boolean({ resolve: ({ data }) => data.hasPassed }),
  }),
})

builder.objectType(changeType('SsoConnectionSet'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    before: t.field({ type: SsoConnectionStateType, nullable: true, resolve: ({ data }) => data.before }),
    after: t.field({ type: SsoConnectionStateType, resolve: ({ data }) => data.after }),
  }),
})

for (const kind of ['SsoReplacementSet', 'SsoConnectionActivated'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({ ssoConnection: t.field({ type: SsoConnectionStateType, resolve: ({ data }) => data.ssoConnection }) }),
  })
}

builder.objectType(changeType('SsoConnectionDeactivated'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    ssoConnection: t.field({ type: SsoConnectionStateType, resolve: ({ data }) => data.ssoConnection }),
    reason: t.string({ resolve: ({ data }) => data.reason }),
  }),
})

for (const kind of ['AdministratorAdded', 'AdministratorRemoved'] as const) {
  builder.objectType(changeType(kind), {
    authScopes: { read: true },
    interfaces,
    fields: (t) => ({ administrator: t.field({ type: AdministratorRefType, resolve: ({ data }) => data.administrator }) }),
  })
}

builder.objectType(changeType('AdministratorGroupSet'), {
  authScopes: { read: true },
  description: 'The group whose members are administrators, beside those who are listed.',
  interfaces,
  fields: (t) => ({
    before: t.field({ type: GroupRefType, nullable: true, resolve: ({ data }) => data.before }),
    after: t.field({ type: GroupRefType, nullable: true, resolve: ({ data }) => data.after }),
  }),
})

builder.objectType(changeType('SignInLinkIssued'), {
  authScopes: { read: true },
  interfaces,
  fields: (t) => ({
    administrator: t.field({ type: AdministratorRefType, resolve: ({ data }) => data.administrator }),
    expiresAt: t.field({ type: 'DateTime', resolve: ({ data }) => new Date(data.expiresAt) }),
  }),
})
