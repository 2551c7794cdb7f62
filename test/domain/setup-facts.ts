import type { DirectoryFacts, RefusedRequest } from '../../src/domain/directory-facts.ts'
import type { SetupFacts, SsoFacts } from '../../src/domain/setup.ts'

export const now = new Date('2026-11-24T12:00:00Z')
export const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000)

export const refusal: RefusedRequest = { at: hoursAgo(1), method: 'GET', path: '/Users', status: 401, scimType: null, detail: 'No token.' }

/** A directory that is in use and has nothing wrong with it. */
export function directoryFacts(differing: Partial<DirectoryFacts> = {}): DirectoryFacts {
  return {
    id: '0192a000-0000-7000-8000-00000000000d',
    name: 'Okta production',
    provider: 'OKTA',
    userCount: 12,
    groupCount: 3,
    hasActiveUser: true,
    hasMember: true,
    validCredentials: 1,
    credentials: 1,
    credentialsEndAt: null,
    lastEndedAt: null,
    lastRequestAt: hoursAgo(1),
    testedAt: null,
    hasPassedTest: null,
    removalsPausedAt: null,
    removalsPerHour: null,
    recentRequests: 20,
    recentRefusals: 0,
    lastRefusal: null,
    refusedUser: null,
    refusedGroup: null,
    ...differing,
  }
}

/** A directory that was made a moment ago. */
export function newDirectoryFacts(differing: Partial<DirectoryFacts> = {}): DirectoryFacts {
  const nothing = { userCount: 0, groupCount: 0, hasActiveUser: false, hasMember: false, lastRequestAt: null, recentRequests: 0 }
  return directoryFacts({ ...nothing, ...differing })
}

export function ssoFacts(differing: Partial<SsoFacts> = {}): SsoFacts {
  return {
    issuer: 'https://acme.okta.example',
    stateReason: 'An administrator has signed in through it',
    isHeld: false,
    verifiedAt: hoursAgo(100),
    lastError: null,
    lastErrorAt: null,
    replacementIssuer: null,
    replacementClientId: null,
    ...differing,
  }
}

/** A team for which all is done. */
export function setupFacts(differing: Partial<Omit<SetupFacts, 'team'>> & { team?: Partial<SetupFacts['team']> } = {}): SetupFacts {
  const { team, ...facts } = differing
  return {
    now,
    teamId: 'team-0192a000-0000-7000-8000-00000000000a',
    sso: ssoFacts(),
    directories: [directoryFacts()],
    hasTeamLimit: true,
    limitedGroups: 2,
    overrides: 0,
    ...facts,
    team: { name: 'Acme', plan: 'ENTERPRISE', localSso: false, ssoState: 'ACTIVE', ...team },
  }
}
