import {
  afterRefusal,
  count,
  iso,
  isRefusedThroughout,
  issueCredential,
  lockedOut,
  refusedThroughout,
  sentence,
  told,
  type DirectoryFacts,
} from './directory-facts.ts'
import { scimRefusal, type TeamGate } from './plan.ts'
import { providerGuides, providerName } from './provider-guide.ts'

export const setupStepKeys = ['PLAN', 'SSO', 'DIRECTORY', 'CONNECTION_TEST', 'FIRST_USER', 'FIRST_GROUP', 'SPEND_LIMITS'] as const
export type SetupStepKey = (typeof setupStepKeys)[number]

/** BLOCKED: an earlier step comes first. FAILING: it was done, or tried, and something stands in its way. */
export const setupStepStates = ['DONE', 'TO_DO', 'BLOCKED', 'FAILING'] as const
export type SetupStepState = (typeof setupStepStates)[number]

/** `detail` says what is so, `action` what to do next and where; null when there is nothing to do. */
export type SetupStep = { key: SetupStepKey; state: SetupStepState; detail: string; action: string | null }

export type SsoFacts = {
  issuer: string
  stateReason: string
  isHeld: boolean
  verifiedAt: Date | null
  lastError: string | null
  lastErrorAt: Date | null
  /** Of the connection that waits to take its place. */
  replacementIssuer: string | null
  replacementClientId: string | null
}

export type SetupFacts = {
  now: Date
  /** The id as the doors show it, for paths. */
  teamId: string
  team: TeamGate
  sso: SsoFacts | null
  directories: readonly DirectoryFacts[]
  hasTeamLimit: boolean
  limitedGroups: number
  overrides: number
}

type Verdict = Omit<SetupStep, 'key'>

/** The way from nothing to synchronised, in order. */
export function setupSteps(facts: SetupFacts): SetupStep[] {
  const plan = planStep(facts)
  const sso = ssoStep(facts, plan)
  const directory = directoryStep(facts, [plan, sso])
  const test = testStep(facts, [plan, sso, directory])
  const user = userStep(facts, [plan, sso, directory, test])
  const group = groupStep(facts, [plan, sso, directory, test])
  const limits = limitsStep(facts, [user])
  const verdicts = {
    PLAN: plan,
    SSO: sso,
    DIRECTORY: directory,
    CONNECTION_TEST: test,
    FIRST_USER: user,
    FIRST_GROUP: group,
    SPEND_LIMITS: limits,
  }
  return setupStepKeys.map((key) => ({ key, ...verdicts[key] }))
}

export function isSetupComplete(steps: readonly SetupStep[]): boolean {
  return steps.every((step) => step.state === 'DONE')
}

function planStep({ team, sso, directories }: SetupFacts): Verdict {
  if (team.plan === 'ENTERPRISE') return done(`Team ${team.name} is on the Enterprise plan, which includes SCIM.`)
  const action = 'Upgrade the team to the Enterprise plan: whoever operates this deployment does so (setTeamPlan, with the platform key).'
  if (directories.length === 0 && sso === null) return toDo(`Team ${team.name} is on ${team.plan}; SCIM needs the Enterprise plan.`, action)
  const refused =
    directories.length === 0 ? 'nothing can be set up' : `${count(directories.length, 'directory', 'directories')} cannot be served`
  return failing(`Team ${team.name} is on ${team.plan} now; SCIM needs the Enterprise plan, so ${refused}. Nothing is lost.`, action)
}

function ssoStep({ team, sso, teamId }: SetupFacts, plan: Verdict): Verdict {
  const signIn = `/sign-in/${teamId}`
  if (team.ssoState === 'INACTIVE') {
    const reason = sso ? `${sentence(sso.stateReason)}${lastErrorOf(sso)}` : 'No reason is known.'
    const action = sso?.isHeld
      ? 'It was switched off by hand: switch it on again with reactivateSso.'
      : `Mend the cause at the identity provider, or correct the connection with setUpSso. Then let an administrator sign in at ${signIn}.`
    if (!team.localSso) return failing(`The SSO connection${to(sso)} is inactive. ${reason}`, action)
  }
  if (team.ssoState === 'ACTIVE') {
    const detail = `Administrators and members sign in through ${sso?.issuer ?? 'the SSO connection'}.`
    if (!sso?.replacementIssuer) return done(detail)
    const replacement =
      sso.replacementIssuer === sso.issuer && sso.replacementClientId !== null
        ? `client ${sso.replacementClientId} of the same issuer`
        : sso.replacementIssuer
    return done(
      `${detail} A replacement, ${replacement}, waits for its proof.`,
      'Let an administrator prove the replacement: open /sso/prove in the browser in which they are signed in, and sign in through it.',
    )
  }
  if (team.localSso) return done('SSO is marked active for local use; real sign-in is not set up.')
  if (!isDone([plan])) return blocked('SSO comes after the plan.')
  if (team.ssoState === 'PENDING') {
    const action = `Let a listed administrator sign in at ${signIn}; the connection becomes active with that.`
    if (sso?.lastError) return failing(`The SSO connection${to(sso)} is pending.${lastErrorOf(sso)}`, `Correct it with setUpSso. ${action}`)
    return toDo(`The SSO connection${to(sso)} is pending. ${sso ? sentence(sso.stateReason) : ''}`.trimEnd(), action)
  }
  return toDo(
    'No SSO connection is set up.',
    'Make an OpenID Connect app at the identity provider, then call setUpSso with its issuer, client id and secret. An administrator who has no sign-in yet gets in by issueSignInLink.',
  )
}

function directoryStep({ directories, now }: SetupFacts, earlier: Verdict[]): Verdict {
  const paused = directories.find((directory) => directory.removalsPausedAt)
  const used = directories.filter((directory) => directory.validCredentials > 0 || directory.userCount > 0 || directory.lastRequestAt)
  const locked = used.find((directory) => directory.validCredentials === 0)
  if (locked) return failing(lockedOut(locked, now), issueCredential(locked))
  if (paused) {
    return failing(
      `The guard against mass removals of directory ${paused.name} paused removals ${iso(paused.removalsPausedAt)}: more than ${paused.removalsPerHour} in an hour.`,
      'Look whether the removals are meant, then call modifyDirectory with resumeRemovals: true, perhaps with a higher removalsPerHour.',
    )
  }
  if (directories.length === 0) {
    if (!isDone(earlier)) return blocked('A directory comes after plan and SSO.')
    return toDo(
      'There is no directory, so there is no URL and no token for the identity provider.',
      'Call createDirectory with the name and the provider; it answers the URL and, once, the token.',
    )
  }
  const open = directories.filter((directory) => directory.validCredentials > 0)
  if (open.length === 0) {
    const [first] = directories
    return toDo(`Directory ${first!.name} has no token and no client that is valid.`, issueCredential(first!))
  }
  const ending = open.find(
    (directory) => directory.credentialsEndAt && directory.credentialsEndAt.getTime() - now.getTime() < soonMilliseconds,
  )
  const names = open.map((directory) => `${directory.name} (${providerGuides[directory.provider].label})`)
  const detail = `${count(open.length, 'directory', 'directories')} with a valid token or client: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}.`
  if (!ending) return done(detail)
  return done(
    `${detail} The last one of ${ending.name} expires ${iso(ending.credentialsEndAt)}.`,
    'Issue the next one now (issueDirectoryToken or issueDirectoryClient) and give it to the identity provider: old and new are valid together.',
  )
}

function testStep({ directories, team }: SetupFacts, earlier: Verdict[]): Verdict {
  const isServed = scimRefusal(team) === undefined
  const broken = directories.find((directory) => isServed && directory.validCredentials > 0 && isRefusedThroughout(directory))
  if (broken) return failing(refusedThroughout(broken), afterRefusal(broken))
  const failed = directories.find((directory) => directory.hasPassedTest === false && !isServedSince(directory, directory.testedAt))
  if (failed) {
    return failing(
      `The last test of directory ${failed.name}, ${iso(failed.testedAt)}, failed.`,
      'Run testDirectoryConnection again: it shows the verdict of each call, and what to change.',
    )
  }
  const proven = directories.filter((directory) => directory.hasPassedTest || directory.lastRequestAt)
  if (!isDone(earlier)) {
    return blocked(
      proven.length > 0 ? `${proofOf(proven[0]!)} An earlier step stands in its way now.` : 'The test comes after plan, SSO and directory.',
    )
  }
  if (proven.length === 0) {
    const [first] = directories
    return toDo(
      `Neither a test nor ${providerGuides[first?.provider ?? 'OTHER'].label} has reached directory ${first?.name ?? ''} yet.`,
      `Run testDirectoryConnection; then give the identity provider Directory.scimUrl and the token (${first ? `${providerGuides[first.provider].connection}; ${providerGuides[first.provider].page}` : 'docs/providers/'}) and use its own connection test.`,
    )
  }
  const unproven = directories.filter((directory) => !proven.includes(directory))
  const rest = unproven.length > 0 ? ` Not yet reached: ${unproven.map((directory) => directory.name).join(', ')}.` : ''
  return done(`${proofOf(proven[0]!)}${rest}`)
}

function userStep({ directories }: SetupFacts, earlier: Verdict[]): Verdict {
  const users = sum(directories, (directory) => directory.userCount)
  if (users > 0 && !directories.some((directory) => directory.hasActiveUser)) {
    return failing(
      `${count(users, 'user is', 'users are')} here and none of them is active, so nobody may spend anything.`,
      `Look at the identity provider why it deactivated them: ${placesOf(directories, 'people')}.`,
    )
  }
  if (users > 0) return done(`${count(users, 'user is', 'users are')} here${inDirectories(directories, 'userCount')}.`)
  const refused = directories.find((directory) => directory.refusedUser)
  if (refused)
    return failing(
      `The identity provider tried to create a user in directory ${refused.name} and was refused. ${told(refused.refusedUser!)}`,
      mendAt(refused),
    )
  if (!isDone(earlier)) return blocked('Users come after the steps before this one.')
  const [first] = directories
  const guide = providerGuides[first?.provider ?? 'OTHER']
  return toDo(
    'No user has arrived.',
    `Assign somebody at the identity provider (${guide.people}; ${guide.page}). Team.diagnose says why one person does not arrive.`,
  )
}

function groupStep({ directories }: SetupFacts, earlier: Verdict[]): Verdict {
  const groups = sum(directories, (directory) => directory.groupCount)
  if (groups > 0) {
    const detail = `${count(groups, 'group is', 'groups are')} here${inDirectories(directories, 'groupCount')}`
    if (directories.some((directory) => directory.hasMember)) return done(`${detail}.`)
    return done(
      `${detail}, and ${groups === 1 ? 'it has no' : 'none of them has a'} member yet.`,
      'Team.diagnose says why a group stays empty.',
    )
  }
  const refused = directories.find((directory) => directory.refusedGroup)
  if (refused)
    return failing(
      `The identity provider tried to create a group in directory ${refused.name} and was refused. ${told(refused.refusedGroup!)}`,
      mendAt(refused),
    )
  if (!isDone(earlier)) return blocked('Groups come after the steps before this one.')
  const [first] = directories
  const guide = providerGuides[first?.provider ?? 'OTHER']
  return toDo(
    'No group has arrived.',
    `Choose groups to push at the identity provider (${guide.groups}; ${guide.page}). Team.diagnose says why one group does not appear.`,
  )
}

function limitsStep({ directories, hasTeamLimit, limitedGroups, overrides }: SetupFacts, earlier: Verdict[]): Verdict {
  const own = overrides > 0 ? `, ${count(overrides, 'user has one of their own', 'users have one of their own')}` : ''
  if (hasTeamLimit || limitedGroups > 0) {
    const team = hasTeamLimit
      ? 'The team has a default limit'
      : 'The team has no default limit, so whoever is in no limited group may spend without limit'
    return done(`${team}; ${count(limitedGroups, 'group has a limit', 'groups have a limit')}${own}.`)
  }
  const detail = `Neither the team nor a group has a limit${own}: everybody else may spend without limit.`
  if (!isDone(earlier)) {
    const users = sum(directories, (directory) => directory.userCount)
    const nobody =
      users === 0
        ? 'Nobody is here yet whom a limit could bind.'
        : `${users === 1 ? 'The only user is' : `All ${users} users are`} inactive, so there is nobody whom a limit could bind.`
    return blocked(`${detail} ${nobody}`, 'A default for the team may be set already: setSpendLimit with the teamId.')
  }
  return toDo(detail, 'Call setSpendLimit for the team (the default) or for a group.')
}

const soonMilliseconds = 14 * 24 * 3_600_000

function proofOf(directory: DirectoryFacts): string {
  if (directory.lastRequestAt)
    return `${providerName(directory.provider)} was last served by directory ${directory.name} ${iso(directory.lastRequestAt)}.`
  return `The test of directory ${directory.name} passed ${iso(directory.testedAt)}.`
}

function isServedSince(directory: DirectoryFacts, since: Date | null): boolean {
  return directory.lastRequestAt !== null && since !== null && directory.lastRequestAt > since
}

function mendAt(directory: DirectoryFacts): string {
  const guide = providerGuides[directory.provider]
  return `Mend what the answer names (${guide.page}), then let the identity provider try again; ${guide.log} shows its side.`
}

function placesOf(directories: readonly DirectoryFacts[], what: 'people' | 'groups'): string {
  return [...new Set(directories.map((directory) => providerGuides[directory.provider][what]))].join('; ')
}

function inDirectories(directories: readonly DirectoryFacts[], what: 'userCount' | 'groupCount'): string {
  const filled = directories.filter((directory) => directory[what] > 0)
  if (directories.length === 1) return ` in directory ${directories[0]!.name}`
  return `: ${filled.map((directory) => `${directory[what]} in ${directory.name}`).join(', ')}`
}

function lastErrorOf({ lastError, lastErrorAt }: SsoFacts): string {
  return lastError ? ` The last sign-in failed${lastErrorAt ? ` ${iso(lastErrorAt)}` : ''}: ${sentence(lastError)}` : ''
}

const to = (sso: SsoFacts | null): string => (sso ? ` to ${sso.issuer}` : '')
const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number => items.reduce((total, item) => total + of(item), 0)

const isDone = (verdicts: readonly Verdict[]): boolean => verdicts.every((verdict) => verdict.state === 'DONE')
const done = (detail: string, action: string | null = null): Verdict => ({ state: 'DONE', detail, action })
const toDo = (detail: string, action: string): Verdict => ({ state: 'TO_DO', detail, action })
const failing = (detail: string, action: string): Verdict => ({ state: 'FAILING', detail, action })
const blocked = (detail: string, action: string | null = null): Verdict => ({ state: 'BLOCKED', detail, action })
