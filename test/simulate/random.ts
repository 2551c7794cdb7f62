/** A stream of chance that is the same for the same seed on every machine. */
export type Random = {
  /** From 0 to below 1. */
  next(): number
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number
  pick<Item>(items: readonly Item[]): Item
  /** Up to `count` different items. */
  sample<Item>(items: readonly Item[], count: number): Item[]
}

/** mulberry32: small, fast, and good enough to make up a company. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    next,
    below,
    pick(items) {
      if (items.length === 0) throw new Error('nothing to pick from')
      return items[below(items.length)]!
    },
    sample(items, count) {
      const rest = [...items]
      // Fisher–Yates, as far as it is needed.
      for (let index = 0; index < Math.min(count, rest.length); index++) {
        const other = index + below(rest.length - index)
        ;[rest[index], rest[other]] = [rest[other]!, rest[index]!]
      }
      return rest.slice(0, count)
    },
  }
}

/** Picks by weight; the weights need not add up to anything. */
export function pickWeighted<Item extends { weight: number }>(random: Random, items: readonly Item[]): Item {
  let rest = random.next() * items.reduce((sum, item) => sum + item.weight, 0)
  for (const item of items) {
    rest -= item.weight
    if (rest < 0) return item
  }
  return items.at(-1)!
}
