import { describe, expect, test } from 'vitest'
import {
  isSetupComplete,
  setupStepKeys,
  setupSteps,
  type SetupFacts,
  type SetupStepKey,
  type SetupStepState,
} from '../../src/domain/setup.ts'
import { directoryFacts, hoursAgo, newDirectoryFacts, now, refusal, setupFacts, ssoFacts } from './setup-facts.ts'

const noSso = { sso: null, team: { ssoState: null } } as const
const nothing = setupFacts({ ...noSso, team: { plan: 'FREE', ssoState: null }, directories: [], hasTeamLimit: false, limitedGroups: 0 })
const planOnly = setupFacts({ ...noSso, directories: [], hasTeamLimit: false, limitedGroups: 0 })
const ssoOnly = setupFacts({ directories: [], hasTeamLimit: false, limitedGroups: 0 })
const fresh = setupFacts({ directories: [newDirectoryFacts()], hasTeamLimit: false, limitedGroups: 0 })
const tested = newDirectoryFacts({ testedAt: hoursAgo(2), hasPassedTest: true })

type Row = [step: SetupStepKey, state: SetupStepState, when: string, facts: SetupFacts, detail: RegExp, action: RegExp | null]

const rows: Row[] = [
  ['PLAN', 'DONE', 'the plan is Enterprise', setupFacts(), /Acme is on the Enterprise plan/, null],
  ['PLAN', 'TO_DO', 'nothing is set up on a smaller plan', nothing, /Acme is on FREE/, /setTeamPlan/],
  [
    'PLAN',
    'FAILING',
    'the plan was taken away beneath a directory',
    setupFacts({ team: { plan: 'PRO' } }),
    /on PRO now.*1 directory cannot be served/,
    /setTeamPlan/,
  ],
  [
    'PLAN',
    'FAILING',
    'the plan was taken away beneath a connection',
    setupFacts({ team: { plan: 'PRO' }, directories: [] }),
    /nothing can be set up/,
    /setTeamPlan/,
  ],
  ['SSO', 'DONE', 'the connection is active', setupFacts(), /sign in through https:\/\/acme\.okta\.example/, null],
  [
    'SSO',
    'DONE',
    'a replacement waits',
    setupFacts({ sso: ssoFacts({ replacementIssuer: 'https://new.example' }) }),
    /https:\/\/new\.example, waits for its proof/,
    /\/sso\/prove/,
  ],
  [
    'SSO',
    'DONE',
    'a replacement with the same issuer waits',
    setupFacts({ sso: ssoFacts({ replacementIssuer: ssoFacts().issuer, replacementClientId: '0oa2' }) }),
    /A replacement, client 0oa2 of the same issuer, waits for its proof/,
    /\/sso\/prove/,
  ],
  [
    'SSO',
    'DONE',
    'SSO is marked active for local use',
    setupFacts({ ...noSso, team: { ssoState: null, localSso: true } }),
    /local use/,
    null,
  ],
  ['SSO', 'TO_DO', 'there is no connection', planOnly, /No SSO connection/, /setUpSso.*issueSignInLink/],
  [
    'SSO',
    'TO_DO',
    'the connection waits for its first sign-in',
    setupFacts({ team: { ssoState: 'PENDING' }, sso: ssoFacts({ stateReason: 'Nobody has signed in yet' }) }),
    /is pending\. Nobody has signed in yet\./,
    /\/sign-in\/team-0192a000/,
  ],
  ['SSO', 'BLOCKED', 'the plan comes first', nothing, /after the plan/, null],
  [
    'SSO',
    'BLOCKED',
    'the plan comes before the first sign-in too',
    setupFacts({ team: { plan: 'FREE', ssoState: 'PENDING' } }),
    /after the plan/,
    null,
  ],
  [
    'SSO',
    'FAILING',
    'the first sign-in failed',
    setupFacts({ team: { ssoState: 'PENDING' }, sso: ssoFacts({ lastError: 'invalid_client', lastErrorAt: hoursAgo(1) }) }),
    /failed at 2026-11-24T11:00:00Z: invalid_client\./,
    /setUpSso/,
  ],
  [
    'SSO',
    'FAILING',
    'the connection became inactive',
    setupFacts({ team: { ssoState: 'INACTIVE' }, sso: ssoFacts({ stateReason: '10 sign-ins in a row failed' }) }),
    /inactive\. 10 sign-ins in a row failed\./,
    /Mend the cause/,
  ],
  [
    'SSO',
    'FAILING',
    'the connection was switched off by hand',
    setupFacts({ team: { ssoState: 'INACTIVE' }, sso: ssoFacts({ isHeld: true }) }),
    /inactive/,
    /reactivateSso/,
  ],
  [
    'DIRECTORY',
    'DONE',
    'a directory has a token',
    setupFacts(),
    /1 directory with a valid token or client: Okta production \(Okta\)/,
    null,
  ],
  [
    'DIRECTORY',
    'DONE',
    'the last token ends soon',
    setupFacts({ directories: [directoryFacts({ credentialsEndAt: hoursAgo(-24) })] }),
    /Okta production expires at 2026-11-25T12:00:00Z/,
    /issueDirectoryToken/,
  ],
  ['DIRECTORY', 'TO_DO', 'there is none', ssoOnly, /There is no directory/, /createDirectory/],
  [
    'DIRECTORY',
    'TO_DO',
    'an unused one has no token',
    setupFacts({ directories: [newDirectoryFacts({ validCredentials: 0 })] }),
    /no token and no client that is valid/,
    /issueDirectoryToken/,
  ],
  ['DIRECTORY', 'BLOCKED', 'SSO comes first', planOnly, /after plan and SSO/, null],
  [
    'DIRECTORY',
    'FAILING',
    'the only token of a used one expired',
    setupFacts({ directories: [directoryFacts({ validCredentials: 0, lastEndedAt: hoursAgo(3) })] }),
    /only token or client of directory Okta production is expired or revoked; the last one ended at 2026-11-24T09:00:00Z/,
    /Provisioning › Integration/,
  ],
  [
    'DIRECTORY',
    'FAILING',
    'removals are paused',
    setupFacts({ directories: [directoryFacts({ removalsPausedAt: hoursAgo(1), removalsPerHour: 50 })] }),
    /paused removals at 2026-11-24T11:00:00Z: more than 50/,
    /resumeRemovals/,
  ],
  [
    'CONNECTION_TEST',
    'DONE',
    'the identity provider has been served',
    setupFacts(),
    /Okta was last served by directory Okta production at 2026-11-24T11:00:00Z/,
    null,
  ],
  [
    'CONNECTION_TEST',
    'DONE',
    'the last test passed',
    setupFacts({ directories: [tested] }),
    /test of directory Okta production passed at 2026-11-24T10:00:00Z/,
    null,
  ],
  [
    'CONNECTION_TEST',
    'DONE',
    'the identity provider was served after a failed test',
    setupFacts({ directories: [directoryFacts({ testedAt: hoursAgo(5), hasPassedTest: false })] }),
    /last served/,
    null,
  ],
  [
    'CONNECTION_TEST',
    'DONE',
    'another directory has not been reached yet',
    setupFacts({ directories: [directoryFacts(), newDirectoryFacts({ name: 'Entra' })] }),
    /Not yet reached: Entra/,
    null,
  ],
  [
    'CONNECTION_TEST',
    'TO_DO',
    'neither a test nor the identity provider came',
    fresh,
    /has reached directory Okta production yet/,
    /testDirectoryConnection.*docs\/providers\/okta\.md/,
  ],
  ['CONNECTION_TEST', 'BLOCKED', 'there is no directory', ssoOnly, /after plan, SSO and directory/, null],
  [
    'CONNECTION_TEST',
    'BLOCKED',
    'the gate closed after it was served',
    setupFacts({ team: { ssoState: 'INACTIVE' } }),
    /last served .* An earlier step stands in its way/,
    null,
  ],
  [
    'CONNECTION_TEST',
    'FAILING',
    'the last test failed',
    setupFacts({ directories: [newDirectoryFacts({ testedAt: hoursAgo(2), hasPassedTest: false })] }),
    /last test of directory Okta production, at 2026-11-24T10:00:00Z, failed/,
    /testDirectoryConnection/,
  ],
  [
    'CONNECTION_TEST',
    'FAILING',
    'every request is refused for its token',
    setupFacts({ directories: [newDirectoryFacts({ recentRequests: 3, recentRefusals: 3, lastRefusal: refusal })] }),
    /All of the newest 3 requests .* refused\. At 2026-11-24T11:00:00Z, GET \/Users was answered 401: No token\./,
    /valid token/,
  ],
  [
    'CONNECTION_TEST',
    'DONE',
    'requests without a valid token come to a directory that has been served',
    setupFacts({ directories: [directoryFacts({ recentRequests: 3, recentRefusals: 3, lastRefusal: refusal })] }),
    /last served/,
    null,
  ],
  [
    'CONNECTION_TEST',
    'FAILING',
    'the base URL ends in an endpoint',
    setupFacts({
      directories: [
        directoryFacts({ recentRequests: 1, recentRefusals: 1, lastRefusal: { ...refusal, path: '/Users/Users?filter=…', status: 404 } }),
      ],
    }),
    /GET \/Users\/Users.* was answered 404/,
    /Put Directory\.scimUrl into .* as it is/,
  ],
  [
    'CONNECTION_TEST',
    'FAILING',
    'every request is refused for what it says',
    setupFacts({
      directories: [
        directoryFacts({ recentRequests: 1, recentRefusals: 1, lastRefusal: { ...refusal, status: 400, scimType: 'invalidValue' } }),
      ],
    }),
    /The newest request .* was refused.*400 invalidValue/,
    /onlyFailed/,
  ],
  ['FIRST_USER', 'DONE', 'users are here', setupFacts(), /12 users are here in directory Okta production\./, null],
  [
    'FIRST_USER',
    'DONE',
    'several directories have some',
    setupFacts({ directories: [directoryFacts(), directoryFacts({ name: 'Entra', userCount: 1 })] }),
    /13 users are here: 12 in Okta production, 1 in Entra\./,
    null,
  ],
  [
    'FIRST_USER',
    'TO_DO',
    'nobody has arrived',
    setupFacts({ directories: [tested] }),
    /No user has arrived/,
    /Assignments of the app; docs\/providers\/okta\.md/,
  ],
  ['FIRST_USER', 'BLOCKED', 'the connection is not proven', fresh, /after the steps before/, null],
  [
    'FIRST_USER',
    'FAILING',
    'all users are inactive',
    setupFacts({ directories: [directoryFacts({ hasActiveUser: false })] }),
    /12 users are here and none of them is active/,
    /Assignments/,
  ],
  [
    'FIRST_USER',
    'FAILING',
    'the first one was refused',
    setupFacts({ directories: [{ ...tested, refusedUser: { ...refusal, method: 'POST', status: 400 } }] }),
    /tried to create a user in directory Okta production and was refused.*POST \/Users was answered 400/,
    /System Log/,
  ],
  ['FIRST_GROUP', 'DONE', 'groups are here', setupFacts(), /3 groups are here in directory Okta production\./, null],
  [
    'FIRST_GROUP',
    'DONE',
    'they are all empty yet',
    setupFacts({ directories: [directoryFacts({ hasMember: false })] }),
    /and none of them has a member yet/,
    /diagnose/,
  ],
  [
    'FIRST_GROUP',
    'TO_DO',
    'no group has arrived',
    setupFacts({ directories: [directoryFacts({ groupCount: 0, hasMember: false })] }),
    /No group has arrived/,
    /Push Groups/,
  ],
  ['FIRST_GROUP', 'BLOCKED', 'the connection is not proven', fresh, /after the steps before/, null],
  [
    'FIRST_GROUP',
    'FAILING',
    'the first one was refused',
    setupFacts({
      directories: [
        directoryFacts({
          groupCount: 0,
          hasMember: false,
          refusedGroup: { ...refusal, path: '/Groups', status: 409, scimType: 'uniqueness' },
        }),
      ],
    }),
    /create a group .* refused.*409 uniqueness/,
    /Mend/,
  ],
  ['SPEND_LIMITS', 'DONE', 'the team and groups have limits', setupFacts(), /default limit; 2 groups have a limit\./, null],
  [
    'SPEND_LIMITS',
    'DONE',
    'a group alone has one',
    setupFacts({ hasTeamLimit: false, limitedGroups: 1 }),
    /no default limit.*without limit; 1 group has a limit/,
    null,
  ],
  [
    'SPEND_LIMITS',
    'TO_DO',
    'only an override is set',
    setupFacts({ hasTeamLimit: false, limitedGroups: 0, overrides: 1 }),
    /Neither the team nor a group.*1 user has one of their own/,
    /setSpendLimit/,
  ],
  [
    'SPEND_LIMITS',
    'BLOCKED',
    'all users are inactive',
    setupFacts({ directories: [directoryFacts({ hasActiveUser: false })], hasTeamLimit: false, limitedGroups: 0 }),
    /All 12 users are inactive, so there is nobody/,
    /setSpendLimit with the teamId/,
  ],
  ['SPEND_LIMITS', 'BLOCKED', 'nobody is here', fresh, /Nobody is here yet/, /setSpendLimit with the teamId/],
]

const stepOf = (facts: SetupFacts, key: SetupStepKey) => setupSteps(facts).find((step) => step.key === key)!

describe('A step of set-up', () => {
  test.each(rows)('%s is %s when %s', (key, state, _, facts, detail, action) => {
    const step = stepOf(facts, key)
    expect(step.state).toBe(state)
    expect(step.detail).toMatch(detail)
    if (action === null) expect(step.action).toBeNull()
    else expect(step.action).toMatch(action)
  })

  test('has a row above for every state that it can have', () => {
    // A plan has nothing before it; limits are set here, so that nothing can refuse them.
    const impossible = new Set(['PLAN BLOCKED', 'SPEND_LIMITS FAILING'])
    const covered = new Set(rows.map(([key, state]) => `${key} ${state}`))
    const all = setupStepKeys.flatMap((key) => ['DONE', 'TO_DO', 'BLOCKED', 'FAILING'].map((state) => `${key} ${state}`))
    expect(all.filter((name) => !covered.has(name) && !impossible.has(name))).toEqual([])
  })

  test('that is to be done or fails says what to do', () => {
    const silent = rows
      .flatMap(([, , , facts]) => setupSteps(facts))
      .filter(({ state, action }) => (state === 'TO_DO' || state === 'FAILING') && !action)
    expect(silent).toEqual([])
  })
})

describe('The steps of set-up', () => {
  test('come in their order', () => {
    expect(setupSteps(nothing).map(({ key }) => key)).toEqual([...setupStepKeys])
  })

  test('lead from nothing to synchronised, one to be done after the other', () => {
    const stages = [nothing, planOnly, ssoOnly, fresh, setupFacts({ directories: [tested], hasTeamLimit: false, limitedGroups: 0 })]
    const first = stages.map((facts) => setupSteps(facts).find(({ state }) => state === 'TO_DO')!.key)
    expect(first).toEqual(['PLAN', 'SSO', 'DIRECTORY', 'CONNECTION_TEST', 'FIRST_USER'])
  })

  test('are complete when all of them are done, and not before', () => {
    expect(isSetupComplete(setupSteps(setupFacts()))).toBe(true)
    expect(isSetupComplete(setupSteps(setupFacts({ hasTeamLimit: false, limitedGroups: 0 })))).toBe(false)
  })

  test('do not take a token that ends later than in two weeks for one that ends soon', () => {
    const later = new Date(now.getTime() + 15 * 24 * 3_600_000)
    expect(stepOf(setupFacts({ directories: [directoryFacts({ credentialsEndAt: later })] }), 'DIRECTORY').action).toBeNull()
  })
})
