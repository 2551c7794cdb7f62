import { isDeepStrictEqual } from 'node:util'
import { checkCustomSchemas, type CustomSchema, type CustomSchemaDraft } from './custom-schema.ts'
import { DomainError } from './errors.ts'

export const providers = ['OKTA', 'ENTRA_ID', 'GOOGLE_WORKSPACE', 'ONELOGIN', 'JUMPCLOUD', 'PING_IDENTITY', 'OTHER'] as const
export type Provider = (typeof providers)[number]

export const apiKeyScopes = ['READ', 'LIMITS', 'SETUP', 'SPEND'] as const
export type ApiKeyScope = (typeof apiKeyScopes)[number]

/** What an administrator decides about a directory. */
export type DirectorySettings = {
  name: string
  provider: Provider
  /** Refuses what only lenient servers accept. */
  isStrict: boolean
  /** Whether two groups may have one displayName. */
  allowsRepeatedGroupNames: boolean
  customSchemas: CustomSchema[]
  /** Null: the default of the deployment. */
  requestsPerSecond: number | null
  /** Deactivations, deletions and lost memberships that one hour may have; null: no guard. */
  removalsPerHour: number | null
}

/** Settings to change; what is undefined stays. */
export type DirectorySettingsDraft = {
  [Name in Exclude<keyof DirectorySettings, 'customSchemas'>]?: DirectorySettings[Name] | undefined
} & {
  customSchemas?: readonly CustomSchemaDraft[] | undefined
}

/** The settings after the change. Refuses with INVALID_INPUT what cannot be one. */
export function changeSettings(before: DirectorySettings, draft: DirectorySettingsDraft): DirectorySettings {
  const { name, provider, isStrict, allowsRepeatedGroupNames, customSchemas, requestsPerSecond, removalsPerHour } = draft
  return {
    name: name === undefined ? before.name : checkName('name of the directory', name),
    provider: provider ?? before.provider,
    isStrict: isStrict ?? before.isStrict,
    allowsRepeatedGroupNames: allowsRepeatedGroupNames ?? before.allowsRepeatedGroupNames,
    customSchemas: customSchemas === undefined ? before.customSchemas : checkCustomSchemas(customSchemas),
    requestsPerSecond: requestsPerSecond === undefined ? before.requestsPerSecond : checkCount('requestsPerSecond', requestsPerSecond),
    removalsPerHour: removalsPerHour === undefined ? before.removalsPerHour : checkCount('removalsPerHour', removalsPerHour),
  }
}

/** Names of the settings that differ. Empty: nothing really changed. */
export function changedSettings(before: DirectorySettings, after: DirectorySettings): (keyof DirectorySettings)[] {
  return (Object.keys(after) as (keyof DirectorySettings)[]).filter((name) => !isDeepStrictEqual(before[name], after[name]))
}

const mostPerTime = 1_000_000

function checkCount(what: string, count: number | null): number | null {
  if (count !== null && (!Number.isInteger(count) || count < 1 || count > mostPerTime)) {
    throw new DomainError('INVALID_INPUT', `${what} must be a whole number from 1 to ${mostPerTime}, or null; got ${count}.`)
  }
  return count
}

/** A name that a person gives to a team, directory, key or token. */
export function checkName(what: string, name: string): string {
  const trimmed = name.trim()
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  if (trimmed.length === 0 || trimmed.length > 200 || /[\u0000-\u001f\u007f]/.test(trimmed) || !trimmed.isWellFormed()) {
    throw new DomainError('INVALID_INPUT', `The ${what} must have 1 to 200 characters, none of them a control character.`)
  }
  return trimmed
}

export function checkExpiry(expiresAt: Date | null | undefined, now: Date): Date | null {
  if (!expiresAt) return null
  if (expiresAt <= now) throw new DomainError('INVALID_INPUT', `expiresAt must be in the future; got ${expiresAt.toISOString()}.`)
  return expiresAt
}
