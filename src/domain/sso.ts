import { DomainError } from './errors.ts'

export type SsoState = 'PENDING' | 'ACTIVE' | 'INACTIVE'
export const ssoStates: readonly SsoState[] = ['PENDING', 'ACTIVE', 'INACTIVE']

/** By which attribute a person who signs in is found in the directory; what names the person at the provider (issuer and `sub`) comes first. */
export const userMatchings = ['EXTERNAL_ID', 'USER_NAME', 'EMAIL'] as const
export type UserMatching = (typeof userMatchings)[number]

/** What an SSO connection was at a revision. It never needs another read. Secrets are not in it. */
export type SsoConnectionState = {
  id: string
  issuer: string
  clientId: string
  userMatching: UserMatching
  matchingClaim: string
  trustsEmail: boolean
  directoryId: string | null
  version: number
}

/** What an identity provider proved of somebody (OpenID Connect Core §2, §5.1), after every check of the protocol. */
export type ProvenIdentity = {
  issuer: string
  subject: string
  email: string | null
  /** The provider said so, or the connection trusts its addresses. */
  isEmailVerified: boolean
  /** The value of the connection's `matchingClaim`. */
  matchingValue: string | null
}

const usualClaims: Record<UserMatching, string> = { EXTERNAL_ID: 'sub', USER_NAME: 'preferred_username', EMAIL: 'email' }

/** The claim that a connection reads for its matching: the named one, or the usual one. Matching by e-mail reads `email`, whose verification is asked too. */
export function checkMatchingClaim(matching: UserMatching, claim: string | undefined): string {
  const named = claim ?? usualClaims[matching]
  if (matching === 'EMAIL' && named !== 'email')
    throw new DomainError('INVALID_INPUT', 'matchingClaim must be email, or be left out, when userMatching is EMAIL.')
  if (!/^[\x21-\x7e]{1,100}$/.test(named))
    throw new DomainError(
      'INVALID_INPUT',
      'matchingClaim must be the name of a claim, such as preferred_username: up to 100 characters without spaces.',
    )
  return named
}
