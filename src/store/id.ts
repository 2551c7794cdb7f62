import { v7 } from 'uuid'

/** A new bare UUIDv7 (RFC 9562 §5.7): grows with time, so that new rows land at the end of an index. */
export function newId(): string {
  return v7()
}
