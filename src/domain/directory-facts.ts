import type { Provider } from './directory.ts'
import { providerGuides } from './provider-guide.ts'

/** A request of the identity provider that was refused, as its directory's log has it. */
export type RefusedRequest = { at: Date; method: string; path: string; status: number; scimType: string | null; detail: string | null }

/** What is known of a directory's connection, for set-up and diagnosis. */
export type DirectoryFacts = {
  id: string
  name: string
  provider: Provider
  userCount: number
  groupCount: number
  hasActiveUser: boolean
  hasMember: boolean
  /** Of an administrator's tokens and the OAuth clients: how many open the directory now, and how many there ever were. */
  validCredentials: number
  credentials: number
  /** When the last of the valid ones ends; null: one never does. */
  credentialsEndAt: Date | null
  /** When the newest that ended did so; null when none has. */
  lastEndedAt: Date | null
  /** When the identity provider was last admitted. */
  lastRequestAt: Date | null
  testedAt: Date | null
  hasPassedTest: boolean | null
  removalsPausedAt: Date | null
  removalsPerHour: number | null
  /** Of the newest requests of the last day, without those for what is not there: how many, and how many of them were refused. */
  recentRequests: number
  recentRefusals: number
  lastRefusal: RefusedRequest | null
  /** The newest refused creation that no successful one came after. */
  refusedUser: RefusedRequest | null
  refusedGroup: RefusedRequest | null
}

/**
 * One refusal among answers is an incident; nothing but refusals is a broken connection. What came without a valid token breaks none that has been served:
 * anybody who knows the URL can send it.
 */
export function isRefusedThroughout(directory: DirectoryFacts): boolean {
  const { recentRequests, recentRefusals } = directory
  return recentRequests > 0 && recentRefusals === recentRequests && !isKnockedAt(directory)
}

/** Whether a directory that has been served got nothing but requests without a valid token since. */
export function isKnockedAt({ lastRequestAt, lastRefusal }: DirectoryFacts): boolean {
  return lastRequestAt !== null && lastRefusal?.status === 401
}

export function knockedAt({ name, recentRefusals, lastRefusal }: DirectoryFacts): string {
  const many = count(recentRefusals, 'request', 'requests')
  return `${many} without a valid token came to directory ${name} since it was last served. Anybody who knows the URL can send such; the identity provider does when its token is wrong. ${lastRefusal ? told(lastRefusal) : ''}`.trimEnd()
}

/** Paths of requests whose base URL ends in an endpoint, as `/Users/Users`. Of SQL too (`~*`). */
export const belowEndpoint = /^\/(?:users|groups)\/(?:users|groups|bulk|schemas|resourcetypes|serviceproviderconfig)(?:[/?]|$)/i

/** Whether the base URL that it was sent to ends in an endpoint: clients append `/Users` to it, and create at what they believe to be an endpoint. */
export function isBelowEndpoint({ method, path, status }: RefusedRequest): boolean {
  if (status !== 404 && status !== 405) return false
  return belowEndpoint.test(path) || (method === 'POST' && status === 405 && /^\/(?:users|groups)\/[^/]+$/i.test(path.split('?')[0]!))
}

export function refusedThroughout(directory: DirectoryFacts): string {
  const { recentRefusals, lastRefusal } = directory
  const all = recentRefusals === 1 ? 'The newest request' : `All of the newest ${recentRefusals} requests`
  return `${all} to directory ${directory.name} ${recentRefusals === 1 ? 'was' : 'were'} refused. ${lastRefusal ? told(lastRefusal) : ''}`.trimEnd()
}

export function afterRefusal(directory: DirectoryFacts): string {
  const guide = providerGuides[directory.provider]
  if (directory.lastRefusal?.status === 401) {
    return `Put a valid token into ${guide.connection}: issueDirectoryToken makes one. Check that the URL is Directory.scimUrl, whole.`
  }
  if (directory.lastRefusal && isBelowEndpoint(directory.lastRefusal)) {
    return `Put Directory.scimUrl into ${guide.connection} as it is, with nothing after the id of the directory: the identity provider appends /Users and /Groups itself (${guide.page}).`
  }
  return `Read Directory.requests with onlyFailed: true, mend what the detail names (${guide.page}), and let the identity provider try again.`
}

export function lockedOut(directory: DirectoryFacts, now: Date): string {
  const { name, credentials, lastEndedAt } = directory
  if (credentials === 0) return `Directory ${name} has no token and no client: the identity provider cannot get in.`
  const since = lastEndedAt && lastEndedAt <= now ? `; the last one ended ${iso(lastEndedAt)}` : ''
  return `${credentials === 1 ? 'The only token or client' : `All ${credentials} tokens and clients`} of directory ${name} ${credentials === 1 ? 'is' : 'are'} expired or revoked${since}. The identity provider cannot get in.`
}

export function issueCredential({ provider }: DirectoryFacts): string {
  return `Issue a new one (issueDirectoryToken or issueDirectoryClient) and put it into ${providerGuides[provider].connection}; or delete the directory if it is not used any more (deleteDirectory).`
}

/** What the identity provider was told. */
export function told({ at, method, path, status, scimType, detail }: RefusedRequest): string {
  return `At ${iso(at).slice(3)}, ${method} ${path} was answered ${status}${scimType ? ` ${scimType}` : ''}${detail ? `: ${sentence(detail)}` : '.'}`
}

export const sentence = (text: string): string => (/[.!?…)]$/.test(text) ? text : `${text}.`)
export const iso = (at: Date | null): string => (at ? `at ${at.toISOString().slice(0, 19)}Z` : '')
export const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`
