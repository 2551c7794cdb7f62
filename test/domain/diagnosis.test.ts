import { describe, expect, test } from 'vitest'
import { closest } from '../../src/domain/close-names.ts'
import { diagnoseScim, findingCodes, type Finding, type FoundUser, type LoggedRequest } from '../../src/domain/diagnosis.ts'
import { diagnoseGroup, type FoundGroup, type GroupFacts } from '../../src/domain/group-diagnosis.ts'
import { diagnoseSpendLimit, type SpendLimitFacts } from '../../src/domain/spend-limit-diagnosis.ts'
import type { Candidate, SpendLimitTarget } from '../../src/domain/spend-limit.ts'
import { diagnoseUser, type UserFacts } from '../../src/domain/user-diagnosis.ts'
import { directoryFacts, hoursAgo, newDirectoryFacts, setupFacts, ssoFacts } from './setup-facts.ts'

const okta = directoryFacts()
const entra = directoryFacts({ id: '0192a000-0000-7000-8000-00000000000e', name: 'Entra', provider: 'ENTRA_ID' })

const ada: FoundUser = {
  id: '0192a000-0000-7000-8000-000000000001',
  directoryId: okta.id,
  directoryName: okta.name,
  provider: 'OKTA',
  userName: 'ada@acme.example',
  email: 'ada@acme.example',
  externalId: '00u1',
  displayName: 'Ada',
  active: true,
  groupCount: 1,
}

const engineers: FoundGroup = {
  id: '0192a000-0000-7000-8000-000000000002',
  directoryId: okta.id,
  directoryName: okta.name,
  provider: 'OKTA',
  displayName: 'Engineers',
  memberCount: 4,
  hasLimit: true,
}

function request(differing: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    id: '1',
    directoryId: okta.id,
    at: hoursAgo(1),
    method: 'GET',
    path: '/Users',
    status: 400,
    scimType: null,
    detail: null,
    tolerated: [],
    ...differing,
  }
}

const codesOf = <Request>(findings: readonly Finding<Request>[]): string[] => findings.map(({ severity, code }) => `${severity} ${code}`)

const aboutUser = (differing: Partial<UserFacts<LoggedRequest>>) =>
  diagnoseUser({
    setup: setupFacts(),
    wanted: ada.userName,
    isId: false,
    deactivations: new Map(),
    directoryId: null,
    matches: [],
    similar: [],
    deletion: null,
    directoryDeletions: [],
    failures: [],
    ...differing,
  })
const aboutGroup = (differing: Partial<GroupFacts<LoggedRequest>>) =>
  diagnoseGroup({
    setup: setupFacts(),
    wanted: 'Engineers',
    isId: false,
    directoryId: null,
    matches: [],
    similar: [],
    deletion: null,
    directoryDeletions: [],
    failures: [],
    naming: [],
    ...differing,
  })

describe('Why is SCIM not offered?', () => {
  const rows: [string, Parameters<typeof setupFacts>[0], string[]][] = [
    ['all is well', {}, ['INFO LAST_CONTACT', 'INFO SCIM_IS_OFFERED']],
    [
      'the plan and SSO are missing',
      { team: { plan: 'FREE', ssoState: null }, sso: null, directories: [] },
      ['ERROR PLAN_REQUIRED', 'ERROR SSO_NOT_SET_UP', 'INFO NO_DIRECTORY'],
    ],
    ['the connection is pending', { team: { ssoState: 'PENDING' } }, ['ERROR SSO_PENDING', 'INFO LAST_CONTACT']],
    ['the connection is inactive', { team: { ssoState: 'INACTIVE' } }, ['ERROR SSO_INACTIVE', 'INFO LAST_CONTACT']],
    ['there is no directory', { directories: [] }, ['ERROR NO_DIRECTORY']],
    ['no token is valid', { directories: [directoryFacts({ validCredentials: 0 })] }, ['ERROR NO_VALID_CREDENTIAL', 'INFO LAST_CONTACT']],
    ['nobody ever came', { directories: [newDirectoryFacts()] }, ['ERROR NEVER_CONTACTED']],
    [
      'Entra came long ago',
      { directories: [{ ...entra, lastRequestAt: hoursAgo(30), recentRequests: 0 }] },
      ['WARNING PROVIDER_SILENT', 'INFO SCIM_IS_OFFERED'],
    ],
    [
      'removals are paused',
      { directories: [directoryFacts({ removalsPausedAt: hoursAgo(1), removalsPerHour: 5 })] },
      ['WARNING REMOVALS_PAUSED', 'INFO LAST_CONTACT', 'INFO SCIM_IS_OFFERED'],
    ],
  ]
  test.each(rows)('says so when %s', (_, facts, expected) => {
    expect(codesOf(diagnoseScim(setupFacts(facts), []))).toEqual(expected)
  })

  test.each([
    [401, 'WRONG_CREDENTIAL'],
    [403, 'REQUESTS_FORBIDDEN'],
    [404, 'WRONG_URL'],
    [429, 'REQUESTS_THROTTLED'],
    [400, 'REQUESTS_REFUSED'],
    [409, 'REQUESTS_REFUSED'],
    [500, 'INTERNAL_ERRORS'],
  ])('shows the requests when all of them are answered %i', (status, code) => {
    const refused = request({ status, detail: 'Why it was.' })
    const directory = newDirectoryFacts({ recentRequests: 4, recentRefusals: 4, lastRefusal: refused })
    const [first] = diagnoseScim(setupFacts({ directories: [directory] }), [
      refused,
      request({ id: '2', status: status === 500 ? 400 : 502 }),
    ])
    expect(first).toMatchObject({ code, severity: 'ERROR', message: expect.stringMatching(`${status}: Why it was`), requests: [refused] })
  })

  test('takes requests without a valid token to a directory that has been served for a warning', () => {
    const refused = request({ status: 401 })
    const directory = directoryFacts({ recentRequests: 1, recentRefusals: 1, lastRefusal: refused })
    const findings = diagnoseScim(setupFacts({ directories: [directory] }), [refused])
    expect(codesOf(findings)).toEqual(['WARNING WRONG_CREDENTIAL', 'INFO LAST_CONTACT', 'INFO SCIM_IS_OFFERED'])
    expect(findings[0]!.requests).toEqual([refused])
  })

  test.each([
    ['GET', '/Users/Users?filter=userName eq "…"', 404],
    ['GET', '/Users/ServiceProviderConfig', 404],
    ['POST', '/Users/…', 405],
    ['POST', '/Users/Users', 405],
  ])('recognises by %s %s, answered %i, a base URL that ends in an endpoint', (method, path, status) => {
    const refused = request({ method, path, status })
    const directory = directoryFacts({ recentRequests: 1, recentRefusals: 1, lastRefusal: refused })
    const lookUp = request({ id: '2', path: `/Users/user-${ada.id}`, status: 404 })
    const [first] = diagnoseScim(setupFacts({ directories: [directory] }), [refused, lookUp])
    expect(first).toMatchObject({
      code: 'WRONG_URL',
      severity: 'ERROR',
      action: expect.stringMatching(/^Put Directory\.scimUrl into .* as it is/),
    })
    expect(first!.requests).toEqual([refused])
  })

  test('does not blame the requests that a closed gate refused', () => {
    const refused = request({ status: 403 })
    const directory = directoryFacts({ recentRequests: 1, recentRefusals: 1, lastRefusal: refused })
    const findings = diagnoseScim(setupFacts({ directories: [directory], team: { ssoState: 'INACTIVE' }, sso: ssoFacts() }), [refused])
    expect(codesOf(findings)).toEqual(['ERROR SSO_INACTIVE', 'INFO LAST_CONTACT'])
    expect(findings[0]!.requests).toEqual([refused])
  })
})

describe('Why does this person not arrive?', () => {
  const rows: [string, Partial<UserFacts<LoggedRequest>>, string[]][] = [
    ['they are here', { matches: [ada] }, ['INFO USER_IS_HERE']],
    ['they are here by another userName', { wanted: '00u1', matches: [ada] }, ['INFO USER_HAS_OTHER_NAME', 'INFO USER_IS_HERE']],
    ['they are inactive', { matches: [{ ...ada, active: false }] }, ['ERROR USER_INACTIVE', 'INFO USER_IS_HERE']],
    ['they are in no group', { matches: [{ ...ada, groupCount: 0 }] }, ['WARNING USER_IN_NO_GROUP', 'INFO USER_IS_HERE']],
    [
      'requests about them are refused',
      { matches: [ada], failures: [request({ path: `/Users/user-${ada.id}` })] },
      ['WARNING UPDATES_REFUSED', 'INFO USER_IS_HERE'],
    ],
    [
      'creating them was refused',
      { failures: [request({ method: 'POST', detail: 'userName "Ada@acme.example" is no good.' })] },
      ['ERROR CREATION_REFUSED', 'WARNING USER_NOT_HERE'],
    ],
    [
      'creating somebody was refused',
      { failures: [request({ method: 'POST', detail: 'No userName.' })] },
      ['WARNING CREATION_REFUSED', 'WARNING USER_NOT_HERE'],
    ],
    [
      'creating somebody else was refused',
      {
        failures: [
          request({ method: 'POST', detail: 'userName "not-ada@acme.example" belongs to another user of this directory already.' }),
        ],
      },
      ['WARNING USER_NOT_HERE'],
    ],
    [
      'an id is unknown, of which no refused creation can tell',
      { wanted: `user-${ada.id}`, isId: true, failures: [request({ method: 'POST', detail: 'No userName.' })] },
      ['WARNING USER_NOT_HERE'],
    ],
    [
      'a directory was deleted',
      { directoryDeletions: [{ at: hoursAgo(3), by: 'Grace', name: 'Old Okta', userCount: 3, groupCount: 0 }] },
      ['WARNING DIRECTORY_DELETED', 'WARNING USER_NOT_HERE'],
    ],
    [
      'a directory was deleted that nobody was in',
      { directoryDeletions: [{ at: hoursAgo(3), by: 'Grace', name: 'Old Okta', userCount: 0, groupCount: 2 }] },
      ['WARNING USER_NOT_HERE'],
    ],
    ['they were deleted', { deletion: { at: hoursAgo(3), by: 'Okta production' } }, ['ERROR USER_DELETED', 'WARNING USER_NOT_HERE']],
    [
      'somebody with a close name is here',
      { wanted: 'adda@acme.example', similar: [ada] },
      ['WARNING SIMILAR_USER', 'WARNING USER_NOT_HERE'],
    ],
    [
      'they are in another directory',
      { setup: setupFacts({ directories: [okta, entra] }), directoryId: entra.id, matches: [ada] },
      ['ERROR USER_IN_OTHER_DIRECTORY'],
    ],
    ['the gate is closed', { setup: setupFacts({ team: { plan: 'PRO' } }) }, ['ERROR PLAN_REQUIRED', 'WARNING USER_NOT_HERE']],
    ['there is no directory', { setup: setupFacts({ directories: [] }) }, ['ERROR NO_DIRECTORY']],
    [
      'nothing was ever sent',
      { setup: setupFacts({ directories: [newDirectoryFacts()] }) },
      ['ERROR NEVER_CONTACTED', 'WARNING USER_NOT_HERE'],
    ],
  ]
  test.each(rows)('says so when %s', (_, facts, expected) => {
    const found = codesOf(aboutUser(facts)).filter((code) => code !== 'INFO PROVIDER_RULE' && code !== 'INFO LAST_CONTACT')
    expect(found).toEqual(expected)
  })

  test('says when and by whom somebody was deactivated, and nothing of the kind where the log does not', () => {
    const inactive = { ...ada, active: false }
    const messageOf = (deactivations: UserFacts<LoggedRequest>['deactivations']): string =>
      aboutUser({ matches: [inactive], deactivations }).find(({ code }) => code === 'USER_INACTIVE')!.message
    expect(messageOf(new Map([[ada.id, { at: hoursAgo(3), by: 'Okta production' }]]))).toMatch(
      /inactive: Okta production deactivated them at 2026-11-24T09:00:00Z\.$/,
    )
    expect(messageOf(new Map())).toMatch(/inactive: they arrived inactive, or were deactivated before the log begins\.$/)
  })

  test('knows what each identity provider leaves undone', () => {
    const rulesOf = (provider: typeof okta.provider): string =>
      aboutUser({ setup: setupFacts({ directories: [directoryFacts({ provider })] }) })
        .filter(({ code }) => code === 'PROVIDER_RULE')
        .map(({ message }) => message)
        .join(' ')
    expect(rulesOf('OKTA')).toMatch(/only people who are assigned/)
    expect(rulesOf('ENTRA_ID')).toMatch(/40 minutes.*scoping filter.*quarantine/i)
    expect(rulesOf('ONELOGIN')).toMatch(/admin approval/)
  })

  test('is certain of Google Workspace, as long as nothing pushes in its place', () => {
    const google = newDirectoryFacts({ provider: 'GOOGLE_WORKSPACE' })
    const certain = aboutUser({ setup: setupFacts({ directories: [google] }) })
    expect(certain).toContainEqual(
      expect.objectContaining({ code: 'PROVIDER_RULE', severity: 'ERROR', message: expect.stringMatching(/no SCIM client/) }),
    )
    const served = aboutUser({ setup: setupFacts({ directories: [{ ...google, lastRequestAt: hoursAgo(1) }] }) })
    expect(codesOf(served)).not.toContain('ERROR PROVIDER_RULE')
  })

  test('shows at most ten requests for one finding', () => {
    const failures = Array.from({ length: 30 }, (_, index) => request({ id: String(index), method: 'POST' }))
    expect(aboutUser({ failures }).find(({ code }) => code === 'CREATION_REFUSED')!.requests).toHaveLength(10)
  })
})

describe('Why does this group not appear?', () => {
  const unknown = (text: string) => ({ ...request({ status: 200, method: 'PATCH', tolerated: [text] }), groupId: engineers.id })
  const rows: [string, Partial<GroupFacts<LoggedRequest>>, string[]][] = [
    ['it is here', { matches: [engineers] }, ['INFO GROUP_IS_HERE']],
    ['it has no limit', { matches: [{ ...engineers, hasLimit: false }] }, ['INFO GROUP_HAS_NO_LIMIT', 'INFO GROUP_IS_HERE']],
    ['it is empty', { matches: [{ ...engineers, memberCount: 0 }] }, ['ERROR GROUP_EMPTY', 'INFO GROUP_IS_HERE']],
    [
      'its members were left out',
      { matches: [{ ...engineers, memberCount: 0 }], naming: [unknown('Members that are no users of this directory: user-1, 00u9.')] },
      ['ERROR MEMBERS_UNKNOWN', 'WARNING GROUP_EMPTY', 'INFO GROUP_IS_HERE'],
    ],
    [
      'groups in it were left out',
      { matches: [engineers], naming: [unknown('Members that are no users of this directory: group-1.')] },
      ['ERROR NESTED_GROUPS', 'INFO GROUP_IS_HERE'],
    ],
    [
      'it was pushed again with members that are all here',
      {
        matches: [{ ...engineers, memberCount: 0 }],
        naming: [
          { ...request({ status: 200, method: 'PUT' }), groupId: engineers.id },
          unknown('Members that are no users of this directory: user-1, group-1.'),
        ],
      },
      ['ERROR GROUP_EMPTY', 'INFO GROUP_IS_HERE'],
    ],
    [
      'members were left out again after that',
      {
        matches: [engineers],
        naming: [
          unknown('Members that are no users of this directory: user-2.'),
          { ...request({ status: 200, method: 'PUT' }), groupId: engineers.id },
          unknown('Members that are no users of this directory: group-1.'),
        ],
      },
      ['ERROR MEMBERS_UNKNOWN', 'INFO GROUP_IS_HERE'],
    ],
    [
      'a directory with groups was deleted',
      { directoryDeletions: [{ at: hoursAgo(3), by: 'Grace', name: 'Old Okta', userCount: 0, groupCount: 2 }] },
      ['WARNING DIRECTORY_DELETED', 'WARNING GROUP_NOT_HERE'],
    ],
    [
      'something else was let pass',
      { matches: [engineers], naming: [unknown('2 more like it came before this one.')] },
      ['INFO GROUP_IS_HERE'],
    ],
    [
      'requests about it are refused',
      { matches: [engineers], failures: [request({ path: `/Groups/group-${engineers.id}` })] },
      ['WARNING UPDATES_REFUSED', 'INFO GROUP_IS_HERE'],
    ],
    [
      'its name was taken',
      { failures: [request({ method: 'POST', path: '/Groups', status: 409, detail: 'displayName "Engineers" belongs to another.' })] },
      ['ERROR CREATION_REFUSED', 'WARNING GROUP_NOT_HERE'],
    ],
    ['it was deleted', { deletion: { at: hoursAgo(3), by: 'Okta production' } }, ['ERROR GROUP_DELETED', 'WARNING GROUP_NOT_HERE']],
    ['one with a close name is here', { wanted: 'Enginers', similar: [engineers] }, ['WARNING SIMILAR_GROUP', 'WARNING GROUP_NOT_HERE']],
    [
      'it is in another directory',
      { setup: setupFacts({ directories: [okta, entra] }), directoryId: entra.id, matches: [engineers] },
      ['ERROR GROUP_IN_OTHER_DIRECTORY'],
    ],
    ['there is no directory', { setup: setupFacts({ directories: [] }) }, ['ERROR NO_DIRECTORY']],
  ]
  test.each(rows)('says so when %s', (_, facts, expected) => {
    const found = codesOf(aboutGroup(facts)).filter((code) => code !== 'INFO PROVIDER_RULE' && code !== 'INFO LAST_CONTACT')
    expect(found).toEqual(expected)
  })

  test('counts the members that were left out, those that the log does not name apart', () => {
    const findings = aboutGroup({
      matches: [engineers],
      naming: [unknown('Members that are no users of this directory: a, b, c and 7 more.')],
    })
    expect(findings.find(({ code }) => code === 'MEMBERS_UNKNOWN')!.message).toMatch(
      /^10 members of group Engineers were left out .*: a, b, c, …\.$/,
    )
  })
})

describe('Why does this limit not apply to this person?', () => {
  const limit = (kind: SpendLimitTarget['kind'], id: string, amountMinor: number | null, groupName?: string): Candidate => ({
    spendLimit: {
      id,
      teamId: 't',
      target: { kind, id },
      isSet: true,
      amountMinor,
      version: 1,
      setAt: hoursAgo(1),
      setBy: 'x',
      expiresAt: null,
    },
    ...(groupName === undefined ? {} : { groupName }),
  })
  const team = limit('TEAM', 'team-limit', 50_000)
  const low = limit('GROUP', 'low', 10_000, 'Interns')
  const high = limit('GROUP', 'high', 20_050, 'Engineers')
  const own = limit('USER', 'own', 0)
  const about = (differing: Partial<SpendLimitFacts>) =>
    diagnoseSpendLimit({
      currency: 'EUR',
      wanted: 'user-1',
      user: ada,
      deletion: null,
      directoryDeletions: [],
      candidates: [],
      limitedGroupsElsewhere: [],
      limitedGroupsElsewhereCount: 0,
      namesakes: [],
      ...differing,
    })

  const rows: [string, Partial<SpendLimitFacts>, string[]][] = [
    ['the team has one alone', { candidates: [team] }, ['WARNING GROUPS_WITHOUT_LIMIT', 'INFO LIMIT_APPLIES']],
    ["a group's takes its place", { candidates: [team, low] }, ['ERROR REPLACED_BY_GROUP_LIMIT', 'INFO LIMIT_APPLIES']],
    ['another group has a higher one', { candidates: [low, high] }, ['ERROR LOWER_THAN_ANOTHER_GROUP', 'INFO LIMIT_APPLIES']],
    [
      "the user's own goes before all",
      { candidates: [team, high, own] },
      ['ERROR OUTRANKED_BY_OWN_LIMIT', 'ERROR OUTRANKED_BY_OWN_LIMIT', 'INFO LIMIT_APPLIES'],
    ],
    ['nothing applies', {}, ['WARNING GROUPS_WITHOUT_LIMIT', 'WARNING NO_LIMIT_APPLIES']],
    ['they are in no group', { user: { ...ada, groupCount: 0 } }, ['WARNING USER_IN_NO_GROUP', 'WARNING NO_LIMIT_APPLIES']],
    ['they are inactive', { user: { ...ada, active: false }, candidates: [high] }, ['ERROR USER_INACTIVE', 'INFO NO_LIMIT_APPLIES']],
    [
      'they are not in the limited group',
      { candidates: [high], limitedGroupsElsewhere: [{ id: 'g', displayName: 'Sales' }], limitedGroupsElsewhereCount: 3 },
      ['WARNING NOT_IN_LIMITED_GROUP', 'INFO LIMIT_APPLIES'],
    ],
    [
      'they are here twice',
      { candidates: [high], namesakes: [{ ...ada, directoryName: 'Entra' }] },
      ['WARNING SAME_PERSON_ELSEWHERE', 'INFO LIMIT_APPLIES'],
    ],
    ['they were deleted', { user: null, deletion: { at: hoursAgo(1), by: 'Okta' } }, ['ERROR USER_DELETED']],
    ['there is no such user', { user: null }, ['ERROR USER_NOT_HERE']],
    [
      'there is no such user, and a directory was deleted',
      { user: null, directoryDeletions: [{ at: hoursAgo(3), by: 'Grace', name: 'Old Okta', userCount: 3, groupCount: 0 }] },
      ['ERROR USER_NOT_HERE', 'WARNING DIRECTORY_DELETED'],
    ],
  ]
  test.each(rows)('says so when %s', (_, facts, expected) => {
    expect(codesOf(about(facts))).toEqual(expected)
  })

  test.each([
    [1, /^The one group of .* has no limit/, /^Set a limit of this group/],
    [2, /^None of the 2 groups of .* has a limit/, /one of them/],
  ])('speaks of %i groups without a limit in the right number', (groupCount, message, action) => {
    expect(about({ user: { ...ada, groupCount } })[0]).toMatchObject({
      code: 'GROUPS_WITHOUT_LIMIT',
      message: expect.stringMatching(message),
      action: expect.stringMatching(action),
    })
  })

  test('names the amounts, the limit that won and the one that lost', () => {
    const findings = about({ candidates: [team, low, high] })
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^The limit of group Interns, EUR 100\.00, does not apply to ada@acme\.example\. .*less than group Engineers with EUR 200\.50/,
      ),
      expect.stringMatching(/^The team's default, EUR 500\.00, does not apply/),
      'User ada@acme.example may spend EUR 200.50 in a calendar month: the limit of group Engineers applies.',
    ])
    expect(findings[0]!.about).toContainEqual({ kind: 'spendLimit', id: 'high' })
  })
})

test('Every code of a finding says in words what it means', () => {
  expect(Object.entries(findingCodes).filter(([code, meaning]) => !/^[A-Z_]+$/.test(code) || !/^[A-Z].*\.$/.test(meaning))).toEqual([])
})

describe('Close names', () => {
  const close = (wanted: string, ...names: string[]): string[] => closest(wanted, names, (name) => [name], 5)

  test.each([
    ['a typing error', 'jon@acme.example', 'john@acme.example'],
    ['another domain', 'ada@acme.example', 'ada@acme.onmicrosoft.example'],
    ['other punctuation', 'ada.lovelace@acme.example', 'ada_lovelace@other.example'],
    ['the name without its domain', 'ada.lovelace', 'ada.lovelace@acme.example'],
    ['another case', 'ADA@acme.example', 'ada@acme.example'],
    ['part of a group name', 'Engineers', 'All Engineers'],
  ])('are those with %s', (_, wanted, name) => {
    expect(close(wanted, 'somebody.else@acme.example', name)).toEqual([name])
  })

  test('come the closest first, and are not those of strangers', () => {
    expect(close('ada@acme.example', 'bob@acme.example', 'ada@other.example', 'adda@acme.example', 'zz')).toEqual([
      'adda@acme.example',
      'ada@other.example',
    ])
  })
})
