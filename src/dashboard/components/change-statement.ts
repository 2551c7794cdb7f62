import type { MoneyFactsFragment } from '../gql/graphql.ts'
import type { ChangeTypename, TeamChange } from '../live/change-facts.ts'
import type texts from '../messages/en/changes.json'

type Texts = typeof texts
type LimitFacts = { isUnlimited: boolean; amount: MoneyFactsFragment | null }
type Person = { id: string; userName: string; displayName: string | null }

/** What stands in a sentence and is more than a text. */
export type StatementPart =
  | { type: 'user' | 'group'; id: string; name: string }
  /** Whose limit it is. A change tells the id alone. */
  | { type: 'target'; id: string }
  | { type: 'members'; named: Person[]; count: number }
  | { type: 'limit'; limit: LimitFacts | null }
  | { type: 'money'; money: MoneyFactsFragment }
  | { type: 'attributes'; names: string[] }
  /** A value as it was sent; null when there was none. */
  | { type: 'value'; text: string | null }
  | { type: 'text'; text: string }
  | { type: 'percents'; percents: number[] }
  | { type: 'plan'; plan: keyof Texts['plans'] }
  | { type: 'month'; period: string }
  | { type: 'moment'; at: string }

type StatementKey = keyof Texts['sentences']

/** A sentence of `messages/changes.json`: `parts` are its tags, `plain` its other arguments. */
export type Statement = { key: StatementKey; parts: Record<string, StatementPart>; plain: Record<string, string | number> }

type Of<Name extends ChangeTypename> = Extract<TeamChange, { __typename: Name }>
type Statements = { [Name in ChangeTypename]: (change: Of<Name>) => Statement }

/** Total: a new kind of change does not compile until there is a sentence for it. */
const statements: Statements = {
  UserCreated: ({ user }) => say(user.active ? 'UserCreated' : 'UserCreatedInactive', { user: userPart(user) }),
  UserModified: userModified,
  UserDeactivated: ({ userAfter }) => say('UserDeactivated', { user: userPart(userAfter) }),
  UserReactivated: ({ userAfter }) => say('UserReactivated', { user: userPart(userAfter) }),
  UserDeleted: ({ user }) => say('UserDeleted', { user: userPart(user) }),
  GroupCreated: ({ group }) => say('GroupCreated', { group: groupPart(group) }),
  GroupModified: groupModified,
  GroupDeleted: ({ group }) => say('GroupDeleted', { group: groupPart(group) }, { count: group.memberCount }),
  MembershipChanged: membershipChanged,
  SpendLimitSet: limitSet,
  SpendLimitCleared: ({ cleared }) => limitCleared(cleared),
  SpendLimitExpired: ({ expired }) => say('SpendLimitExpired', { target: targetPart(expired), before: limitPart(expired) }),
  SpendThresholdReached: ({ member, percent, period, spent, limit }) =>
    say(
      'SpendThresholdReached',
      {
        user: userPart(member),
        month: { type: 'month', period },
        spent: { type: 'money', money: spent },
        limit: { type: 'money', money: limit },
      },
      { percent: percent / 100 },
    ),
  SpendSettingsModified: settingsModified,
  DirectoryCreated: ({ directory }) => say('DirectoryCreated', { directory: text(directory.name) }),
  DirectoryModified: directoryModified,
  DirectoryDeleted: ({ directory, userCount, groupCount }) =>
    say('DirectoryDeleted', { directory: text(directory.name) }, { users: userCount, groups: groupCount }),
  DirectoryConnectionTested: ({ directory, hasPassed }) =>
    say('DirectoryConnectionTested', { directory: text(directory.name) }, { verdict: hasPassed ? 'passed' : 'failed' }),
  DirectoryRemovalsPaused: ({ directory, removalsPerHour }) =>
    say('DirectoryRemovalsPaused', { directory: text(directory.name) }, { count: removalsPerHour }),
  DirectoryRemovalsResumed: ({ directory }) => say('DirectoryRemovalsResumed', { directory: text(directory.name) }),
  DirectoryTokenIssued: ({ token }) => say('DirectoryTokenIssued', { label: text(token.label) }),
  DirectoryTokenRevoked: ({ token }) => say('DirectoryTokenRevoked', { label: text(token.label) }),
  DirectoryClientIssued: ({ client }) => say('DirectoryClientIssued', { label: text(client.label) }),
  DirectoryClientRevoked: ({ client }) => say('DirectoryClientRevoked', { label: text(client.label) }),
  ApiKeyIssued: ({ apiKey }) => say('ApiKeyIssued', { label: text(apiKey.name) }),
  ApiKeyRevoked: ({ apiKey }) => say('ApiKeyRevoked', { label: text(apiKey.name) }),
  AdministratorAdded: ({ administrator }) => say('AdministratorAdded', { email: text(administrator.email) }),
  AdministratorRemoved: ({ administrator }) => say('AdministratorRemoved', { email: text(administrator.email) }),
  AdministratorGroupSet: administratorGroupSet,
  SignInLinkIssued: ({ administrator }) => say('SignInLinkIssued', { email: text(administrator.email) }),
  SsoConnectionSet: ({ ssoAfter }) => say('SsoConnectionSet', { issuer: text(ssoAfter.issuer) }),
  SsoConnectionActivated: ({ ssoConnection }) => say('SsoConnectionActivated', { issuer: text(ssoConnection.issuer) }),
  SsoConnectionDeactivated: ({ ssoConnection, reason }) =>
    say('SsoConnectionDeactivated', { issuer: text(ssoConnection.issuer), reason: { type: 'text', text: reason } }),
  SsoReplacementSet: ({ ssoConnection }) => say('SsoReplacementSet', { issuer: text(ssoConnection.issuer) }),
  TeamCreated: ({ name }) => say('TeamCreated', { team: text(name) }),
  TeamPlanSet: ({ planBefore, planAfter }) =>
    say('TeamPlanSet', { before: { type: 'plan', plan: planBefore }, after: { type: 'plan', plan: planAfter } }),
}

export const changeTypenames = Object.keys(statements) as ChangeTypename[]

/** What a change says. Of a kind that this build does not know, its name. */
export function statementOf(change: TeamChange): Statement {
  const statement = (statements as Partial<Record<string, (change: TeamChange) => Statement>>)[change.__typename]
  return statement ? statement(change) : say('Unknown', {}, { kind: change.__typename })
}

function say(key: StatementKey, parts: Statement['parts'], plain: Statement['plain'] = {}): Statement {
  return { key, parts, plain }
}

function text(value: string): StatementPart {
  return { type: 'text', text: value }
}

export function nameOfPerson({ displayName, userName }: Pick<Person, 'displayName' | 'userName'>): string {
  return displayName === null || displayName === '' ? userName : displayName
}

function userPart(user: Person): StatementPart {
  return { type: 'user', id: user.id, name: nameOfPerson(user) }
}

function groupPart(group: { id: string; displayName: string }): StatementPart {
  return { type: 'group', id: group.id, name: group.displayName }
}

function targetPart({ targetId }: { targetId: string }): StatementPart {
  return { type: 'target', id: targetId }
}

function limitPart(limit: LimitFacts | null): StatementPart {
  return { type: 'limit', limit }
}

/** Attributes whose value a change has before and after it. */
const userValues = { userName: 'userName', displayName: 'displayName', emails: 'email', externalId: 'externalId' } as const

function userModified({ attributes, userBefore, userAfter }: Of<'UserModified'>): Statement {
  const parts = { user: userPart(userAfter), attributes: { type: 'attributes' as const, names: attributes } }
  const [only] = attributes
  const field = attributes.length === 1 ? userValues[only as keyof typeof userValues] : undefined
  if (!field || userBefore[field] === userAfter[field]) return say('UserModified', parts)
  return say('UserValueModified', { ...parts, ...values(userBefore[field], userAfter[field]) })
}

function values(before: string | null, after: string | null): Record<'before' | 'after', StatementPart> {
  return { before: { type: 'value', text: before }, after: { type: 'value', text: after } }
}

function groupModified({ attributes, groupBefore, groupAfter }: Of<'GroupModified'>): Statement {
  const group = groupPart(groupAfter)
  return groupBefore.displayName === groupAfter.displayName
    ? say('GroupModified', { group, attributes: { type: 'attributes', names: attributes } })
    : say('GroupRenamed', { group, before: { type: 'value', text: groupBefore.displayName } })
}

function membershipChanged({ group, added, addedCount, removed, removedCount }: Of<'MembershipChanged'>): Statement {
  const parts: Statement['parts'] = {
    group: groupPart(group),
    added: { type: 'members', named: added, count: addedCount },
    removed: { type: 'members', named: removed, count: removedCount },
  }
  if (addedCount > 0) return say(removedCount > 0 ? 'MembersAddedAndRemoved' : 'MembersAdded', parts)
  return say(removedCount > 0 ? 'MembersRemoved' : 'MembersModified', parts)
}

function limitSet({ limitBefore, limitAfter }: Of<'SpendLimitSet'>): Statement {
  const parts: Statement['parts'] = { target: targetPart(limitAfter), before: limitPart(limitBefore), after: limitPart(limitAfter) }
  if (limitAfter.expiresAt !== null) parts['end'] = { type: 'moment', at: limitAfter.expiresAt }
  const plain = { how: direction(limitBefore, limitAfter), ends: limitAfter.expiresAt === null ? 'no' : 'yes' }
  const key = { team: 'TeamLimitSet', group: 'GroupLimitSet', user: 'UserLimitSet' } as const
  return say(key[targetKind(limitAfter.targetId)], parts, plain)
}

function limitCleared(cleared: LimitFacts & { targetId: string }): Statement {
  const key = { team: 'TeamLimitCleared', group: 'GroupLimitCleared', user: 'UserLimitCleared' } as const
  return say(key[targetKind(cleared.targetId)], { target: targetPart(cleared), before: limitPart(cleared) })
}

export function targetKind(targetId: string): 'team' | 'group' | 'user' {
  if (targetId.startsWith('team-')) return 'team'
  return targetId.startsWith('group-') ? 'group' : 'user'
}

function direction(before: LimitFacts | null, after: LimitFacts): 'set' | 'raised' | 'lowered' | 'kept' {
  if (before === null) return 'set'
  const [from, to] = [before, after].map(({ isUnlimited, amount }) => (isUnlimited ? Infinity : (amount?.amountMinor ?? 0))) as [
    number,
    number,
  ]
  if (from === to) return 'kept'
  return from < to ? 'raised' : 'lowered'
}

function settingsModified({ attributes, settingsBefore, settingsAfter }: Of<'SpendSettingsModified'>): Statement {
  if (attributes.length !== 1) return say('SpendSettingsModified', { attributes: { type: 'attributes', names: attributes } })
  if (settingsBefore.timeZone !== settingsAfter.timeZone)
    return say('TimeZoneModified', { before: text(settingsBefore.timeZone), after: text(settingsAfter.timeZone) })
  const percents = settingsAfter.thresholdPercents
  return percents.length === 0 ? say('ThresholdsRemoved', {}) : say('ThresholdsModified', { after: { type: 'percents', percents } })
}

function directoryModified({ attributes, directoryBefore, directoryAfter }: Of<'DirectoryModified'>): Statement {
  const directory = text(directoryAfter.name)
  return attributes.length === 1 && directoryBefore.name !== directoryAfter.name
    ? say('DirectoryRenamed', { directory, before: { type: 'value', text: directoryBefore.name } })
    : say('DirectoryModified', { directory, attributes: { type: 'attributes', names: attributes } })
}

function administratorGroupSet({ mappedBefore, mappedAfter }: Of<'AdministratorGroupSet'>): Statement {
  const parts: Statement['parts'] = {}
  if (mappedBefore) parts['before'] = groupPart(mappedBefore)
  if (mappedAfter) parts['after'] = groupPart(mappedAfter)
  if (!mappedAfter) return say('AdministratorGroupCleared', parts)
  return say(mappedBefore ? 'AdministratorGroupReplaced' : 'AdministratorGroupSet', parts)
}
