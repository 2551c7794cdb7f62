import { DomainError } from './errors.ts'

export const providers = ['OKTA', 'ENTRA_ID', 'GOOGLE_WORKSPACE', 'ONELOGIN', 'JUMPCLOUD', 'PING_IDENTITY', 'OTHER'] as const
export type Provider = (typeof providers)[number]

export const apiKeyScopes = ['READ', 'LIMITS', 'SETUP'] as const
export type ApiKeyScope = (typeof apiKeyScopes)[number]

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
