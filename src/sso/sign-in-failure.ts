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

/** `isExchanged`: the provider took the code, so from here on everything is its own. */
export function toSignInFailure(error: unknown, isExchanged: boolean): SignInFailure {
  if (error instanceof SignInFailure) return error
  const unreached = causes(error).find((cause) => cause instanceof IssuerFetchError)
  if (unreached) return new SignInFailure('PROVIDER', unreached.message, { cause: error })
  if (error instanceof AuthorizationResponseError) return new SignInFailure('PERSON', refusedSentence(error.error), { cause: error })
  if (error instanceof ResponseBodyError) return refusedExchange(error)
  if (error instanceof ClientError) return brokenProtocol(error, isExchanged)
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

function brokenProtocol(error: ClientError, isExchanged: boolean): SignInFailure {
  const claim = claimOf(error)
  // Only an ID token that is for another sign-in has another nonce: somebody put the code of one into the other.
  if (claim === 'nonce') return new SignInFailure('PERSON', 'The ID token is not for this sign-in (nonce).', { cause: error })
  if (!isExchanged)
    return new SignInFailure('UNCLEAR', 'The token endpoint of the identity provider did not answer as RFC 6749 §5 says.', { cause: error })
  return new SignInFailure('PROVIDER', idTokenSentence(error, claim), { cause: error })
}

function claimOf({ cause }: Error): string | undefined {
  const details = cause instanceof Error ? cause.cause : undefined
  return details !== null && typeof details === 'object' && 'claim' in details ? String(details.claim) : undefined
}

function idTokenSentence({ code, cause }: ClientError, claim: string | undefined): string {
  switch (code) {
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED':
      return `The ID token of the identity provider is for somebody else: its ${claim ?? 'claims'} is not what it has to be.`
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return `The ID token of the identity provider is not valid at this time (${claim ?? 'exp'}). Its clock or ours is wrong.`
    case 'OAUTH_KEY_SELECTION_FAILED':
      return 'The ID token of the identity provider is signed with a key that its jwks_uri does not have.'
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return 'The ID token of the identity provider is not signed with a public key; choose RS256 or ES256 there.'
    default:
      return `The identity provider did not answer as OpenID Connect says: ${cause instanceof Error ? cause.message : 'unexpected answer'}.`
  }
}
