/** Everything that a caller can be refused for. Each door has one table from these to its own form. */
export type DomainErrorCode =
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'NOT_UNIQUE'
  | 'VERSION_CONFLICT'
  | 'FORBIDDEN'
  | 'AMBIGUOUS'
  | 'PLAN_REQUIRED'
  | 'SSO_REQUIRED'
  | 'UNKNOWN_MEMBERS'
  | 'OVERLOADED'
  /** `details.retryAfterSeconds`: when there is room again. */
  | 'RATE_LIMITED'
  /** Of a directory whose removal guard waits for an administrator; `details.retryAfterSeconds`: when to ask again. */
  | 'REMOVALS_PAUSED'
  /** Of an act that needs a person who proved a moment ago who they are. */
  | 'RECENT_SIGN_IN_REQUIRED'
  /** Of somebody who may not sign in to this team; the sentence says whom to ask, `details.reason` why (domain/sign-in-refusal.ts). */
  | 'SIGN_IN_REFUSED'
  /** Of an amount that the user may not spend now; `details.decision` says why (domain/spend.ts). */
  | 'SPEND_DENIED'
  /** Of a reservation that was settled or released before; `details.reservation` is it. */
  | 'RESERVATION_CLOSED'
  /** Of another request under an idempotency key that was used. */
  | 'IDEMPOTENCY_CONFLICT'
  /** Of many wishes at once, of which all or none are done; `details.refusals` says which are refused, and why. */
  | 'ITEMS_REFUSED'
  /** Of an amount in another currency, or with another number of digits, than the team's. */
  | 'CURRENCY_MISMATCH'
  /** Of a request whose token or gate ended on the way; the door says which. */
  | 'NOT_ADMITTED'

export class DomainError extends Error {
  readonly code: DomainErrorCode
  /** What the caller may need beside the sentence, such as the version that is there now. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: DomainErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = 'DomainError'
    this.code = code
    this.details = details
  }
}

export function notAdmitted(): DomainError {
  return new DomainError('NOT_ADMITTED', 'The token or the plan has ended.')
}

export function notFound(what: string): DomainError {
  return new DomainError('NOT_FOUND', `${what} does not exist.`)
}
