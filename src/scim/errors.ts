import { DomainError, type DomainErrorCode } from '../domain/errors.ts'
import { ScimError, type ScimType } from './protocol/scim-error.ts'

/** What a refusal is at this door (RFC 7644 §3.12). */
const forms = {
  NOT_FOUND: { status: 404 },
  INVALID_INPUT: { status: 400, scimType: 'invalidValue' },
  NOT_UNIQUE: { status: 409, scimType: 'uniqueness' },
  VERSION_CONFLICT: { status: 412 },
  FORBIDDEN: { status: 403 },
  AMBIGUOUS: { status: 400, scimType: 'invalidValue' },
  PLAN_REQUIRED: { status: 403 },
  SSO_REQUIRED: { status: 403 },
  UNKNOWN_MEMBERS: { status: 400, scimType: 'invalidValue' },
  // Never 403 or 503: identity providers put a connection that answers so into quarantine.
  OVERLOADED: { status: 429 },
  RATE_LIMITED: { status: 429 },
  REMOVALS_PAUSED: { status: 429 },
  NOT_ADMITTED: { status: 401 },
  // Of people and applications; no identity provider meets them.
  RECENT_SIGN_IN_REQUIRED: { status: 403 },
  SIGN_IN_REFUSED: { status: 403 },
  SPEND_DENIED: { status: 403 },
  RESERVATION_CLOSED: { status: 409 },
  IDEMPOTENCY_CONFLICT: { status: 409 },
  CURRENCY_MISMATCH: { status: 400 },
  ITEMS_REFUSED: { status: 400 },
} satisfies Record<DomainErrorCode, { status: number; scimType?: ScimType }>

/** The error as the client gets it; undefined for a fault, of which the client learns nothing but the request's id. */
export function toScimError(error: unknown): ScimError | undefined {
  if (error instanceof ScimError) return error
  if (error instanceof DomainError) {
    const form: { status: number; scimType?: ScimType } = forms[error.code]
    return new ScimError(form.status, form.scimType, error.message)
  }
  return undefined
}
