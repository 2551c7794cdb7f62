import type { Change } from '../domain/change.ts'

const sizes = new WeakMap<Change, number>()

/** About how much a change weighs in memory or on the wire. Measured once per change, however many streams hold it. */
export function approximateBytes(change: Change): number {
  const known = sizes.get(change)
  if (known !== undefined) return known
  const size = 150 + measure(change.data)
  sizes.set(change, size)
  return size
}

function measure(value: unknown): number {
  if (typeof value === 'string') return value.length + 4
  if (value === null || typeof value !== 'object') return 8
  let size = 8
  if (Array.isArray(value)) for (const item of value) size += measure(item)
  else for (const key in value) size += key.length + 4 + measure((value as Record<string, unknown>)[key])
  return size
}
