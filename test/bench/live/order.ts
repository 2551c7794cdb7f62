/** What one subscriber has been told so far, by number: changes have dense revisions, so it can prove what is missing. */
export type Order = {
  /** The greatest that has come; undefined before the first, when nobody knows yet where to begin. */
  last: number | undefined
  /** Passed over so far. */
  missing: Set<number> | undefined
  duplicates: number
  outOfOrder: number
}

export function beginAt(last: number | undefined): Order {
  return { last, missing: undefined, duplicates: 0, outOfOrder: 0 }
}

/** Answers whether the number is news. */
export function take(order: Order, number: number): boolean {
  const { last } = order
  if (last === undefined || number === last + 1) {
    order.last = number
    return true
  }
  if (number > last) {
    order.missing ??= new Set()
    for (let passed = last + 1; passed < number; passed++) order.missing.add(passed)
    order.last = number
    return true
  }
  if (order.missing?.delete(number)) {
    order.outOfOrder++
    return true
  }
  order.duplicates++
  return false
}

/** How many of those up to `target` have not come. */
export function lostUpTo(order: Order, target: number): number {
  return (order.missing?.size ?? 0) + Math.max(0, target - (order.last ?? 0))
}
