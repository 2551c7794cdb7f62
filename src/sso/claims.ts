import type { ProvenIdentity } from '../domain/sso.ts'
import type { SsoConnection } from '../store/sso-connection.ts'
import { SignInFailure } from './sign-in-failure.ts'

export type Claims = Readonly<Record<string, unknown>>

/** Who somebody is, of claims whose origin is proven: those of the ID token, and beside them those of the UserInfo answer. */
export function identityOf(connection: SsoConnection, idToken: Claims, userInfo: Claims): ProvenIdentity {
  const subject = text(idToken['sub'])
  // OpenID Connect Core §2: at most 255 characters.
  if (subject === null || subject.length > 255)
    throw new SignInFailure('UNCLEAR', 'The ID token of the identity provider has no sub of at most 255 characters.')
  // An address and its verification are of one piece.
  const ofEmail = text(own(idToken, 'email')) === null ? userInfo : idToken
  const email = text(own(ofEmail, 'email'))
  const isEmailVerified = email !== null && (connection.trustsEmail || isTrue(own(ofEmail, 'email_verified')))
  const ofMatching = Object.hasOwn(idToken, connection.matchingClaim) ? idToken : userInfo
  return {
    issuer: connection.issuer,
    subject,
    email,
    isEmailVerified,
    // An address that anybody may have typed at the provider matches nobody, whatever attribute it is compared with.
    matchingValue:
      connection.matchingClaim === 'email' ? (isEmailVerified ? email : null) : text(own(ofMatching, connection.matchingClaim)),
  }
}

// A claim may be named like what every object has.
function own(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}

// Deviation: OpenID Connect Core §5.1 says boolean; Amazon Cognito sends it as text.
function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

/** Text that can be kept and compared. Numbers count, as employee numbers are sent. */
function text(value: unknown): string | null {
  const said = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  const isUsable = typeof said === 'string' && said !== '' && said.length <= 1_000 && said.isWellFormed() && !/\p{Cc}/u.test(said)
  return isUsable ? said : null
}
