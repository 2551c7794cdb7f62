import type { Provider } from './directory.ts'
import { scimRefusal } from './plan.ts'
import { providerGuides, providerName } from './provider-guide.ts'
import {
  afterRefusal,
  count,
  iso,
  isBelowEndpoint,
  isKnockedAt,
  isRefusedThroughout,
  issueCredential,
  knockedAt,
  lockedOut,
  refusedThroughout,
  told,
  type DirectoryFacts,
  type RefusedRequest,
} from './directory-facts.ts'
import { setupSteps, type SetupFacts, type SetupStepKey } from './setup.ts'

const codes = {
  PLAN_REQUIRED: 'The team is not on the Enterprise plan.',
  SSO_NOT_SET_UP: 'The team has no SSO connection.',
  SSO_PENDING: 'No administrator has signed in through the SSO connection yet.',
  SSO_INACTIVE: 'The SSO connection is inactive.',
  SCIM_IS_OFFERED: 'SCIM can be set up and is served.',
  NO_DIRECTORY: 'The team has no directory.',
  DIRECTORY_DELETED: 'A directory of the team was deleted, with all users and groups in it.',
  NO_VALID_CREDENTIAL: 'No token and no OAuth client of the directory is valid.',
  WRONG_CREDENTIAL: 'Requests come without a valid token.',
  WRONG_URL: 'Requests come to endpoints that do not exist.',
  REQUESTS_FORBIDDEN: 'Requests are answered 403.',
  REQUESTS_THROTTLED: 'Requests are answered 429.',
  REQUESTS_REFUSED: 'Requests are refused for what they say.',
  INTERNAL_ERRORS: 'Requests ended in faults of the server.',
  REMOVALS_PAUSED: 'The guard against mass removals has paused the removals of the directory.',
  NEVER_CONTACTED: 'The identity provider has never been served by the directory.',
  PROVIDER_SILENT: 'The identity provider has not come for longer than it should.',
  LAST_CONTACT: 'When the identity provider came last.',
  PROVIDER_RULE: 'What this kind of identity provider does, or leaves undone.',
  USER_NOT_HERE: 'There is no such user.',
  USER_DELETED: 'The user was deleted.',
  USER_IS_HERE: 'The user is here.',
  USER_HAS_OTHER_NAME: 'The person is here under another name.',
  USER_INACTIVE: 'The user is inactive.',
  USER_IN_OTHER_DIRECTORY: 'The user is in another directory.',
  USER_IN_NO_GROUP: 'The user is in no group.',
  SIMILAR_USER: 'A user with a name close to it is here.',
  CREATION_REFUSED: 'Creating it was refused.',
  UPDATES_REFUSED: 'Requests about it were refused.',
  GROUP_NOT_HERE: 'There is no such group.',
  GROUP_DELETED: 'The group was deleted.',
  GROUP_IS_HERE: 'The group is here.',
  GROUP_EMPTY: 'The group has no members.',
  GROUP_IN_OTHER_DIRECTORY: 'The group is in another directory.',
  SIMILAR_GROUP: 'A group with a name close to it is here.',
  MEMBERS_UNKNOWN: 'Members were left out, because they are no users of the directory.',
  NESTED_GROUPS: 'Groups inside the group were left out.',
  GROUP_HAS_NO_LIMIT: 'The group has no spend limit.',
  LIMIT_APPLIES: 'The limit that applies.',
  NO_LIMIT_APPLIES: 'No limit applies.',
  OUTRANKED_BY_OWN_LIMIT: "The user's own limit goes before it.",
  LOWER_THAN_ANOTHER_GROUP: 'Another group of the user has a higher limit.',
  REPLACED_BY_GROUP_LIMIT: "A group's limit takes the place of the team's default.",
  GROUPS_WITHOUT_LIMIT: "None of the user's groups has a limit.",
  NOT_IN_LIMITED_GROUP: 'The user is not in a group that has a limit.',
  SAME_PERSON_ELSEWHERE: 'The same person is a user of another directory too.',
} as const
/** Stable; with what each says. */
export const findingCodes: Readonly<Record<FindingCode, string>> = codes
export type FindingCode = keyof typeof codes

/** ERROR: explains it. WARNING: may explain it. INFO: worth knowing. */
export type FindingSeverity = 'ERROR' | 'WARNING' | 'INFO'

/** A request in a directory's log. */
export type LoggedRequest = RefusedRequest & { id: string; directoryId: string; tolerated: readonly string[] }

export type Finding<Request> = {
  code: FindingCode
  severity: FindingSeverity
  message: string
  action: string | null
  requests: readonly Request[]
  /** What it speaks of. */
  about: readonly About[]
}
export type About = { kind: 'user' | 'group' | 'directory' | 'spendLimit'; id: string }

export type FoundUser = {
  id: string
  directoryId: string
  directoryName: string
  provider: Provider
  userName: string
  email: string | null
  externalId: string | null
  displayName: string | null
  active: boolean
  groupCount: number
}

/** Of a change that ended something: when, and by whom. */
export type Deletion = { at: Date; by: string }

/** Of a directory, which took so many users and groups along. */
export type DirectoryDeletion = Deletion & { name: string; userCount: number; groupCount: number }

const severities = { ERROR: 0, WARNING: 1, INFO: 2 } as const
const mostRequests = 10

/** A finding; `more` has what it rests on. */
export function finding<Request>(
  code: FindingCode,
  severity: FindingSeverity,
  message: string,
  action: string | null,
  more: { requests?: readonly Request[]; about?: readonly About[] } = {},
): Finding<Request> {
  return { code, severity, message, action, requests: (more.requests ?? []).slice(0, mostRequests), about: more.about ?? [] }
}

/** The most likely first: what explains it, what may explain it, what is worth knowing; each in the order in which it stands in the way. */
export function inOrder<Request>(findings: readonly Finding<Request>[]): Finding<Request>[] {
  return [...findings].sort((a, b) => severities[a.severity] - severities[b.severity])
}

/** Why is SCIM not offered? */
export function diagnoseScim<Request extends LoggedRequest>(setup: SetupFacts, failures: readonly Request[]): Finding<Request>[] {
  const found = [
    ...gateFindings(setup, failures),
    ...setup.directories.flatMap((directory) => directoryFindings(setup, directory, failures)),
  ]
  if (setup.directories.length === 0) found.push(noDirectory(setup))
  if (!scimRefusal(setup.team) && !found.some(({ severity }) => severity === 'ERROR')) {
    const many = setup.directories.length
    found.push(
      finding(
        'SCIM_IS_OFFERED',
        'INFO',
        `SCIM is offered and served: plan and SSO hold, and there ${many === 1 ? 'is' : 'are'} ${count(many, 'directory', 'directories')} with a valid token.`,
        null,
      ),
    )
  }
  return inOrder(found)
}

/** What stands between every identity provider of the team and its directories. */
export function gateFindings<Request extends LoggedRequest>(setup: SetupFacts, failures: readonly Request[]): Finding<Request>[] {
  const refused = { requests: failures.filter(({ status }) => status === 403) }
  const found: Finding<Request>[] = []
  const add = (code: FindingCode, key: SetupStepKey): void => {
    const { detail, action } = setupSteps(setup).find((step) => step.key === key)!
    found.push(finding(code, 'ERROR', detail, action, refused))
  }
  if (setup.team.plan !== 'ENTERPRISE') add('PLAN_REQUIRED', 'PLAN')
  if (setup.team.localSso || setup.team.ssoState === 'ACTIVE') return found
  add(setup.team.ssoState === null ? 'SSO_NOT_SET_UP' : setup.team.ssoState === 'PENDING' ? 'SSO_PENDING' : 'SSO_INACTIVE', 'SSO')
  return found
}

export function noDirectory<Request>(setup: SetupFacts): Finding<Request> {
  const { detail, action } = setupSteps(setup).find((step) => step.key === 'DIRECTORY')!
  return finding('NO_DIRECTORY', scimRefusal(setup.team) ? 'INFO' : 'ERROR', detail, action)
}

/** What stands between the identity provider and one directory, by what came and what did not. */
export function directoryFindings<Request extends LoggedRequest>(
  { team, now }: SetupFacts,
  directory: DirectoryFacts,
  failures: readonly Request[],
): Finding<Request>[] {
  const own = failures.filter(({ directoryId }) => directoryId === directory.id)
  const about: About[] = [{ kind: 'directory', id: directory.id }]
  const guide = providerGuides[directory.provider]
  const found: Finding<Request>[] = []
  const unauthorized = own.filter(({ status }) => status === 401)
  const isRefused = scimRefusal(team) === undefined && isRefusedThroughout(directory)
  if (directory.validCredentials === 0) {
    found.push(
      finding('NO_VALID_CREDENTIAL', 'ERROR', lockedOut(directory, now), issueCredential(directory), { requests: unauthorized, about }),
    )
  } else if (isRefused) {
    const code = codeOf(directory.lastRefusal)
    found.push(
      finding(code, 'ERROR', refusedThroughout(directory), afterRefusal(directory), {
        requests: own.filter(isLike(directory.lastRefusal)),
        about,
      }),
    )
  } else if (isKnockedAt(directory)) {
    found.push(finding('WRONG_CREDENTIAL', 'WARNING', knockedAt(directory), afterRefusal(directory), { requests: unauthorized, about }))
  }
  if (directory.removalsPausedAt) {
    found.push(
      finding(
        'REMOVALS_PAUSED',
        'WARNING',
        `Directory ${directory.name} applies no deactivation, no deletion and no lost membership since ${iso(directory.removalsPausedAt).slice(3)}: more than ${directory.removalsPerHour} came in an hour.`,
        'Look whether they are meant, then call modifyDirectory with resumeRemovals: true, perhaps with a higher removalsPerHour.',
        { requests: own.filter(({ status }) => status === 429), about },
      ),
    )
  }
  const contact = contactOf(directory, now)
  if (contact) found.push({ ...contact, about, requests: [] })
  else if (!directory.lastRequestAt && own.length === 0) {
    found.push(
      finding(
        'NEVER_CONTACTED',
        'ERROR',
        `${providerName(directory.provider)} has never sent anything to directory ${directory.name}.`,
        `Put Directory.scimUrl and the token into ${guide.connection} and switch provisioning on: ${guide.page}.`,
        { about },
      ),
    )
  }
  return found
}

function contactOf({ name, provider, lastRequestAt }: DirectoryFacts, now: Date): Omit<Finding<never>, 'about' | 'requests'> | undefined {
  if (!lastRequestAt) return undefined
  const { longestSilenceHours, log, page } = providerGuides[provider]
  const hours = Math.floor((now.getTime() - lastRequestAt.getTime()) / 3_600_000)
  const last = `${providerName(provider)} was last served by directory ${name} ${iso(lastRequestAt)}`
  if (longestSilenceHours !== null && hours >= longestSilenceHours) {
    const message = `${last}, ${count(hours, 'hour', 'hours')} ago; it should come at least every ${longestSilenceHours}.`
    return {
      code: 'PROVIDER_SILENT',
      severity: 'WARNING',
      message,
      action: `See whether its job was stopped or put into quarantine (${log}; ${page}).`,
    }
  }
  return { code: 'LAST_CONTACT', severity: 'INFO', message: `${last}.`, action: null }
}

function codeOf(request: RefusedRequest | null): FindingCode {
  const status = request?.status ?? 0
  if (status === 401) return 'WRONG_CREDENTIAL'
  if (status === 403) return 'REQUESTS_FORBIDDEN'
  if (status === 404 || status === 405) return 'WRONG_URL'
  if (status === 429) return 'REQUESTS_THROTTLED'
  return status >= 500 ? 'INTERNAL_ERRORS' : 'REQUESTS_REFUSED'
}

function isLike(refusal: RefusedRequest | null): (request: RefusedRequest) => boolean {
  if (refusal && isBelowEndpoint(refusal)) return isBelowEndpoint
  const code = codeOf(refusal)
  return (request) => codeOf(request) === code
}

/** Directories that are no more, the newest first: what is looked for may have been in one, and the log names of none of its users when they went. */
export function directoriesDeleted<Request>(deletions: readonly DirectoryDeletion[], what: 'userCount' | 'groupCount'): Finding<Request>[] {
  return deletions
    .filter((deletion) => deletion[what] > 0)
    .map(({ name, at, by, userCount, groupCount }) =>
      finding(
        'DIRECTORY_DELETED',
        'WARNING',
        `Directory ${name} was deleted ${iso(at)} by ${by}, with all that was in it: ${count(userCount, 'user', 'users')} and ${count(groupCount, 'group', 'groups')}. What is looked for may have been there.`,
        'If so, let the identity provider push it into a directory that the team has.',
      ),
    )
}

/** Refused requests that would have created one: those that name it explain it, those that name nobody may. `name` is no id: what was refused never had one. */
export function refusedCreations<Request extends LoggedRequest>(
  kind: 'Users' | 'Groups',
  name: string,
  failures: readonly Request[],
): Finding<Request>[] {
  const posts = failures.filter(({ method, path }) => method === 'POST' && path.split('?')[0] === `/${kind}`)
  const creations = posts.filter(({ detail }) => !namesAnother(detail, name))
  const naming = creations.filter(({ detail }) => detail?.toLowerCase().includes(name.toLowerCase()))
  const what = kind === 'Users' ? 'a user' : 'a group'
  if (naming.length > 0) {
    const message = `Creating ${what} was refused with an answer that names "${name}". ${told(naming[0]!)}`
    return [
      finding('CREATION_REFUSED', 'ERROR', message, 'Mend what the answer names, then let the identity provider try again.', {
        requests: naming,
      }),
    ]
  }
  if (creations.length === 0) return []
  const message = `${count(creations.length, `creation of ${what} was`, `creations of ${what} were`)} refused lately; it may have been this one. ${told(creations[0]!)}`
  return [
    finding('CREATION_REFUSED', 'WARNING', message, 'Read the requests; the log of the identity provider says whom they were about.', {
      requests: creations,
    }),
  ]
}

/** Whether a sentence quotes the name of somebody else, as that about a name that is taken does. */
function namesAnother(detail: string | null, name: string): boolean {
  const quoted = [...(detail ?? '').matchAll(/\b(?:userName|displayName) "([^"]*)"/gi)].map(([, text]) => text!.toLowerCase())
  return quoted.length > 0 && !quoted.includes(name.toLowerCase())
}

/** What this kind of identity provider leaves undone, for those of these directories. */
export function providerRules<Request>(
  directories: readonly DirectoryFacts[],
  what: 'missingPeople' | 'missingGroups',
): Finding<Request>[] {
  const places = what === 'missingPeople' ? 'people' : 'groups'
  const providers = [...new Set(directories.map(({ provider }) => provider))]
  return providers.flatMap((provider) => {
    const guide = providerGuides[provider]
    const about = directories.filter((directory) => directory.provider === provider).map(({ id }): About => ({ kind: 'directory', id }))
    // Of Google it is certain, as long as nothing else has pushed in its place.
    const isCertain = provider === 'GOOGLE_WORKSPACE' && directories.every(({ lastRequestAt }) => lastRequestAt === null)
    return guide[what].map((rule, index) =>
      finding<Request>('PROVIDER_RULE', isCertain && index === 0 ? 'ERROR' : 'INFO', rule, `Look at ${guide[places]} (${guide.page}).`, {
        about,
      }),
    )
  })
}
