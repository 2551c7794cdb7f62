import { createHash } from 'node:crypto'
import { checkIdempotencyKey, type Once } from '../domain/idempotency.ts'

export const idempotencyKeyDescription =
  'Names this request, 1 to 200 characters. The same request sent again under it is done once and answered as the first time, for at least 24 hours, on whichever node; another request under it is refused with IdempotencyConflictError. What was refused is not kept.'

/** The request of a mutation that its caller may send again; undefined without a key. Refuses a key that cannot be one. */
export function onceOf(mutation: string, input: { idempotencyKey?: string | null | undefined }): Once | undefined {
  const { idempotencyKey, ...request } = input
  if (idempotencyKey == null) return undefined
  const requestHash = createHash('sha256')
    .update(JSON.stringify([mutation, inOneForm(request)]))
    .digest()
  return { key: checkIdempotencyKey(idempotencyKey), requestHash: new Uint8Array(requestHash) }
}

/** However it was written: fields in one order, and one that is null as if it were not there. */
function inOneForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOneForm)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  const fields = Object.entries(value).filter(([, field]) => field != null)
  return fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, inOneForm(field)])
}
