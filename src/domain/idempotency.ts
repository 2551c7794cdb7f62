import { DomainError } from './errors.ts'

/** A request that its caller may send again: under the same key it is done once. `requestHash`: of all that the request says. */
export type Once = { key: string; requestHash: Uint8Array<ArrayBuffer> }

/** How long a key keeps its answer, at least. */
export const idempotencyKeptHours = 24

export function checkIdempotencyKey(key: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  if (key.length === 0 || key.length > 200 || /[\u0000-\u001f\u007f]/.test(key) || !key.isWellFormed()) {
    throw new DomainError('INVALID_INPUT', 'idempotencyKey must have 1 to 200 characters, none of them a control character.')
  }
  return key
}

export function idempotencyConflict(key: string): DomainError {
  return new DomainError(
    'IDEMPOTENCY_CONFLICT',
    `The idempotency key "${key}" was used for another request. Nothing was done; send a new request under a new key.`,
  )
}
