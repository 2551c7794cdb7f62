/** RFC 6901. Undefined when nothing is there: JSON itself has no undefined. */
export function resolvePointer(document: unknown, pointer: string): unknown {
  if (pointer === '') return document
  if (!pointer.startsWith('/')) throw new Error(`"${pointer}" is not a JSON pointer: it has to start with "/".`)
  let value = document
  for (const token of pointer.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) return undefined
    // RFC 6901 §4: ~1 before ~0, so that ~01 is ~1.
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(key)) return undefined
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
  }
  return value
}
