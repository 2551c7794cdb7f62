import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { IssuerFetchError } from './issuer-fetch.ts'

/**
 * Whose fault it is that a sign-in did not happen. PROVIDER: proven to be the identity provider's, which no browser could have caused; it counts.
 * UNCLEAR: the provider's answer to what came from a browser; kept for administrators, but it does not count. PERSON: the browser's or the
 * person's own; it leaves no trace.
 */
export type FailureKind = 'PROVIDER' | 'UNCLEAR' | 'PERSON'

/** `message`: a sentence for administrators, without secrets. */
export class SignInFailure extends Error {
  readonly kind: FailureKind
  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** How far a sign-in came: the last endpoint of the provider that was asked; the code is EXCHANGED once the token endpoint took it. */
export type SignInProgress = 'NOT_EXCHANGED' | 'EXCHANGED' | 'KEYS_ASKED' | 'USER_INFO_ASKED'

/**
 * What a sign-in ended with. A browser may change what it carries to the provider, such as the nonce and the scopes of the authorization request, and
 * the provider answers to that: only what does not come of it is proven to be the provider's.
 */
export function toSignInFailure(error: unknown, progress: SignInProgress): SignInFailure {
  if (error instanceof SignInFailure) return error
  const unreached = causes(error).find((cause) => cause instanceof IssuerFetchError)
  if (unreached) return new SignInFailure('PROVIDER', unreached.message, { cause: error })
  if (error instanceof AuthorizationResponseError) return new SignInFailure('PERSON', refusedSentence(error.error), { cause: error })
  if (error instanceof ResponseBodyError) return refusedExchange(error)
  if (error instanceof ClientError) return brokenProtocol(error, progress)
  throw error
}

function causes(error: unknown): Error[] {
  const found: Error[] = []
  for (let at = error; at instanceof Error && found.length < 6; at = at.cause) found.push(at)
  return found
}

/** RFC 6749 §4.1.2.1: the codes have no other characters; what else comes in the address is not repeated. */
function refusedSentence(code: string): string {
  return `The identity provider did not sign you in${/^[a-z_]{1,40}$/.test(code) ? ` (${code})` : ''}.`
}

// RFC 6749 §5.2. These two are about the client that was set up; the rest may come of a wrong code.
function refusedExchange(error: ResponseBodyError): SignInFailure {
  const { error: code } = error
  if (code === 'invalid_client' || code === 'unauthorized_client')
    return new SignInFailure('PROVIDER', `The identity provider does not accept the client id or the client secret (${code}).`, {
      cause: error,
    })
  return new SignInFailure('PERSON', refusedSentence(code), { cause: error })
}

function brokenProtocol(error: ClientError, progress: SignInProgress): SignInFailure {
  const details = detailsOf(error)
  // The nonce that a browser took to the provider is the one that comes back: it was another, or none.
  if (details['claim'] === 'nonce' || hasNoNonce(error, details))
    return new SignInFailure('PERSON', 'The ID token is not for this sign-in (nonce).', { cause: error })
  if (progress === 'NOT_EXCHANGED')
    return new SignInFailure('UNCLEAR', 'The token endpoint of the identity provider did not answer as RFC 6749 §5 says.', { cause: error })
  if (progress === 'USER_INFO_ASKED') return new SignInFailure('UNCLEAR', userInfoSentence(error), { cause: error })
  const isProven = progress === 'KEYS_ASKED' || provenCodes.has(error.code) || isOfSignature(details)
  return new SignInFailure(isProven ? 'PROVIDER' : 'UNCLEAR', idTokenSentence(error, details['claim']), { cause: error })
}

// Who issues tokens to whom, with which key and clock, is the provider's configuration.
const provenCodes: ReadonlySet<string | undefined> = new Set([
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
])

/** What openid-client tells of an answer: `claim` of one that was compared, `claims` of one that is missing, `header` or `signature` of the token. */
function detailsOf({ cause }: Error): Record<string, unknown> {
  const details = cause instanceof Error ? cause.cause : undefined
  return details !== null && typeof details === 'object' ? (details as Record<string, unknown>) : {}
}

function hasNoNonce({ code }: ClientError, { claims }: Record<string, unknown>): boolean {
  return code === 'OAUTH_INVALID_RESPONSE' && claims !== null && typeof claims === 'object' && !('nonce' in claims)
}

/** A signature that is wrong, or an algorithm that is not one of those that the metadata names. */
function isOfSignature(details: Record<string, unknown>): boolean {
  return 'signature' in details || 'header' in details
}

function userInfoSentence({ code }: ClientError): string {
  // OpenID Connect Core §5.3.2.
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
    return 'The UserInfo endpoint of the identity provider speaks of another sub than the ID token.'
  return 'The UserInfo endpoint of the identity provider did not answer as OpenID Connect says.'
}

function idTokenSentence({ code, cause }: ClientError, claim: unknown): string {
  switch (code) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return `The ID token of the identity provider is for somebody else: its ${typeof claim === 'string' ? claim : 'claims'} is not what it has to be.`
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return `The ID token of the identity provider is not valid at this time (${typeof claim === 'string' ? claim : 'exp'}). Its clock or ours is wrong.`
    case 'OAUTH_KEY_SELECTION_FAILED':
      return 'The ID token of the identity provider is signed with a key that its jwks_uri does not have.'
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return 'The ID token of the identity provider is not signed with a public key; choose RS256 or ES256 there.'
    default:
      return `The identity provider did not answer as OpenID Connect says: ${cause instanceof Error ? cause.message : 'unexpected answer'}.`
  }
}
