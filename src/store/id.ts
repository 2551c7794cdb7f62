import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

// Asking the kernel for 16 bytes at a time costs more than everything else about an id.
const entropy = Buffer.allocUnsafe(4096)
let used = entropy.length

/** A new bare UUIDv7 (RFC 9562 §5.7): grows with time, so that new rows land at the end of an index. */
export function newId(): string {
  if (used === entropy.length) {
    randomFillSync(entropy)
    used = 0
  }
  return v7({ random: entropy.subarray(used, (used += 16)) })
}
