import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import { changeTypenames, statementOf, type Statement } from '../../src/dashboard/components/change-statement.ts'
import type { ChangeTypename, TeamChange } from '../../src/dashboard/live/change-facts.ts'
import de from '../../src/dashboard/messages/de/changes.json' with { type: 'json' }
import en from '../../src/dashboard/messages/en/changes.json' with { type: 'json' }
import ko from '../../src/dashboard/messages/ko/changes.json' with { type: 'json' }

type Facts<Name extends ChangeTypename> = Omit<Extract<TeamChange, { __typename: Name }>, '__typename' | 'revision' | 'at' | 'actor'>
type Samples = { [Name in ChangeTypename]: Facts<Name>[] }

const user = { id: 'user-1', directoryId: 'dir-1', userName: 'bob', displayName: 'Bob', email: null, externalId: null, active: true }
const group = { id: 'group-1', directoryId: 'dir-1', displayName: 'Engineering', externalId: null, memberCount: 3 }
const members = ['Ann', 'Bob', 'Cem', 'Dan'].map((displayName, index) => ({ id: `user-${index}`, userName: displayName, displayName }))
const money = (amountMinor: number) => ({ amountMinor, currency: 'EUR', minorUnitDigits: 2 })
const limit = (targetId: string, amountMinor: number | null, expiresAt: string | null = null) => ({
  id: 'limit-1',
  targetId,
  isUnlimited: amountMinor === null,
  expiresAt,
  amount: amountMinor === null ? null : money(amountMinor),
})
const directory = { id: 'dir-1', name: 'Okta', provider: 'OKTA' as const }
const administrator = { id: 'admin-1', email: 'ada@acme.example' }
const ssoConnection = { id: 'sso-1', issuer: 'https://login.example' }
const settings = { thresholdPercents: [50, 80], timeZone: 'UTC' }
const modified = (attributes: string[], after = {}) => ({ attributes, userBefore: user, userAfter: { ...user, ...after } })

/** Each case that a sentence of its own tells. */
const samples: Samples = {
  UserCreated: [{ user }, { user: { ...user, active: false, displayName: null } }],
  UserModified: [
    modified(['title']),
    modified(['displayName'], { displayName: 'Bobby' }),
    modified(['emails'], { email: 'b@acme.example' }),
  ],
  UserDeactivated: [modified(['active'])],
  UserReactivated: [modified(['active'])],
  UserDeleted: [{ user }],
  GroupCreated: [{ group }],
  GroupModified: [
    { attributes: ['externalId'], groupBefore: group, groupAfter: group },
    { attributes: ['displayName'], groupBefore: group, groupAfter: { ...group, displayName: 'R&D' } },
  ],
  GroupDeleted: [{ group }, { group: { ...group, memberCount: 0 } }],
  MembershipChanged: [
    { group, addedCount: 7, added: members, removedCount: 0, removed: [] },
    { group, addedCount: 0, added: [], removedCount: 1, removed: members.slice(0, 1) },
    { group, addedCount: 1, added: members.slice(0, 1), removedCount: 2, removed: members.slice(1, 3) },
    { group, addedCount: 0, added: [], removedCount: 0, removed: [] },
  ],
  SpendLimitSet: ['team-1', 'group-1', 'user-1'].flatMap((target) => [
    { limitBefore: null, limitAfter: limit(target, 5_000) },
    { limitBefore: limit(target, 5_000), limitAfter: limit(target, null, '2026-12-24T12:00:00Z') },
    { limitBefore: limit(target, null), limitAfter: limit(target, 0) },
    { limitBefore: limit(target, 5_000), limitAfter: limit(target, 5_000) },
  ]),
  SpendLimitCleared: ['team-1', 'group-1', 'user-1'].map((target) => ({ cleared: limit(target, 5_000) })),
  SpendLimitExpired: [{ expired: limit('user-1', 5_000) }],
  SpendThresholdReached: [
    { percent: 80, period: '2026-11', limit: money(5_000), spent: money(4_200), source: 'GROUP', member: members[0]! },
  ],
  SpendSettingsModified: [
    { attributes: ['timeZone', 'thresholdPercents'], settingsBefore: settings, settingsAfter: settings },
    { attributes: ['timeZone'], settingsBefore: settings, settingsAfter: { ...settings, timeZone: 'Asia/Seoul' } },
    { attributes: ['thresholdPercents'], settingsBefore: settings, settingsAfter: { ...settings, thresholdPercents: [90] } },
    { attributes: ['thresholdPercents'], settingsBefore: settings, settingsAfter: { ...settings, thresholdPercents: [] } },
  ],
  DirectoryCreated: [{ directory }],
  DirectoryModified: [
    { attributes: ['isStrict', 'name'], directoryBefore: directory, directoryAfter: directory },
    { attributes: ['name'], directoryBefore: directory, directoryAfter: { ...directory, name: 'Entra' } },
  ],
  DirectoryDeleted: [{ directory, userCount: 1, groupCount: 2 }],
  DirectoryConnectionTested: [
    { directory, hasPassed: true },
    { directory, hasPassed: false },
  ],
  DirectoryRemovalsPaused: [{ directory, removalsPerHour: 100 }],
  DirectoryRemovalsResumed: [{ directory }],
  DirectoryTokenIssued: [{ directoryId: 'dir-1', token: { id: 'token-1', label: 'First token' } }],
  DirectoryTokenRevoked: [{ directoryId: 'dir-1', token: { id: 'token-1', label: 'First token' } }],
  DirectoryClientIssued: [{ directoryId: 'dir-1', client: { id: 'client-1', label: 'Okta' } }],
  DirectoryClientRevoked: [{ directoryId: 'dir-1', client: { id: 'client-1', label: 'Okta' } }],
  ApiKeyIssued: [{ apiKey: { id: 'key-1', name: 'Billing' } }],
  ApiKeyRevoked: [{ apiKey: { id: 'key-1', name: 'Billing' } }],
  AdministratorAdded: [{ administrator }],
  AdministratorRemoved: [{ administrator }],
  AdministratorGroupSet: [
    { mappedBefore: null, mappedAfter: group },
    { mappedBefore: group, mappedAfter: { ...group, displayName: 'IT' } },
    { mappedBefore: group, mappedAfter: null },
  ],
  SignInLinkIssued: [{ administrator }],
  SsoConnectionSet: [{ ssoAfter: { ...ssoConnection, clientId: 'headcount' } }],
  SsoConnectionActivated: [{ ssoConnection }],
  SsoConnectionDeactivated: [{ ssoConnection, reason: 'Deactivated by ada@acme.example.' }],
  SsoReplacementSet: [{ ssoConnection }],
  TeamCreated: [{ name: 'Acme' }],
  TeamPlanSet: [{ planBefore: 'FREE', planAfter: 'ENTERPRISE' }],
}

function changesOf(typename: ChangeTypename): TeamChange[] {
  const common = { __typename: typename, revision: 1, at: '2026-11-28T12:00:00Z', actor: { kind: 'SYSTEM', id: null, label: 'Test' } }
  return samples[typename].map((facts) => ({ ...common, ...facts }) as TeamChange)
}

const languages = { en, de, ko }

function translator(language: keyof typeof languages) {
  return createTranslator({
    locale: language,
    messages: languages[language],
    onError(error) {
      throw error
    },
  })
}

/** A part that is not in the sentence is a mistake, too: it would tell less than it knows. */
function sentence(language: keyof typeof languages, { key, parts, plain }: Statement): string {
  const tags = Object.fromEntries(Object.keys(parts).map((name) => [name, () => `[${name}]`]))
  return translator(language).markup(`sentences.${key}`, { ...plain, ...tags })
}

describe.each(['en', 'de', 'ko'] as const)('In %s', (language) => {
  test.each(changeTypenames)('%s has a name, and a sentence for each of its cases in which nothing is missing', (typename) => {
    expect(languages[language].kinds[typename]).not.toBe('')
    for (const change of changesOf(typename)) {
      const statement = statementOf(change)
      const text = sentence(language, statement)
      expect(text).not.toMatch(/[<>{}]|sentences\./)
      const said = Object.keys(statement.parts).filter((name) => text.includes(`[${name}]`))
      expect(said.length, text).toBeGreaterThanOrEqual(Math.min(1, Object.keys(statement.parts).length))
    }
  })

  test('every text has the same key in English, and every sentence the same arguments', () => {
    const english = flat(en)
    expect(Object.keys(flat(languages[language]))).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(flat(languages[language]))) {
      if (!['sentences.GroupDeleted'].includes(key)) expect([key, argumentsOf(text)]).toEqual([key, argumentsOf(english[key]!)])
    }
  })

  test('a kind that this build does not know is told by its name', () => {
    expect(sentence(language, statementOf({ ...changesOf('TeamCreated')[0], __typename: 'CatAdopted' } as never))).toBe('CatAdopted')
  })
})

test('a limit that is another is said to be raised, lowered or kept', () => {
  const said = changesOf('SpendLimitSet').map((change) => {
    const { key, plain } = statementOf(change)
    return [key, plain['how']]
  })
  expect(said.slice(4, 8)).toEqual([
    ['GroupLimitSet', 'set'],
    ['GroupLimitSet', 'raised'],
    ['GroupLimitSet', 'lowered'],
    ['GroupLimitSet', 'kept'],
  ])
  expect(sentence('en', statementOf(changesOf('SpendLimitSet')[9]!))).toBe(
    'The personal limit of [target] was raised from [before] to [after] until [end]',
  )
})

function flat(texts: object, prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(texts).map(([key, value]) =>
      typeof value === 'string' ? { [prefix + key]: value } : flat(value, `${prefix}${key}.`),
    ),
  ) as Record<string, string>
}

function argumentsOf(text: string): string[] {
  const names = [...text.matchAll(/<(\w+)>|\{(\w+)\s*[,}]/g)].map(([, tag, argument]) => tag ?? argument!)
  return [...new Set(names)].sort()
}
