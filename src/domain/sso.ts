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
