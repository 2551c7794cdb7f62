import { mean } from './statistics.ts'

/** One pass of the limit; `decides` are the figures by which a round is judged void. */
export type LimitPass = { decides: readonly string[]; figures: Record<string, number> }

export type Round<Product> = { limit: Record<string, number>; product: Product }
export type Rounds<Product> = { kept: Round<Product>[]; voidCount: number }

// A limit that moved more than this between its two passes says that the machine did something else meanwhile.
const mostMovement = 1.5
const attemptsPerRound = 3

/** Limit, product, limit again, until there are enough rounds in which the machine held still. */
export async function measureRounds<Product>(
  count: number,
  measure: { limit: () => Promise<LimitPass>; product: () => Promise<Product> },
  say: (text: string) => void,
  allowedMovement = mostMovement,
): Promise<Rounds<Product>> {
  const kept: Round<Product>[] = []
  let voidCount = 0
  while (kept.length < count && kept.length + voidCount < count * attemptsPerRound) {
    say(`round ${kept.length + 1} of ${count}: limit`)
    const before = await measure.limit()
    say(`round ${kept.length + 1} of ${count}: product`)
    const product = await measure.product()
    say(`round ${kept.length + 1} of ${count}: limit again`)
    const after = await measure.limit()
    const movement = movementOf(before, after)
    if (movement > allowedMovement) {
      voidCount++
      say(`void: the limit moved ${movement.toFixed(2)}× between its two passes`)
    } else kept.push({ limit: meansOf(before, after), product })
  }
  return { kept, voidCount }
}

/** That of the figure that moved most. */
export function movementOf(before: LimitPass, after: LimitPass): number {
  const movements = before.decides.map((name) => {
    const [a, b] = [before.figures[name]!, after.figures[name]!]
    return Math.max(a, b) / Math.min(a, b)
  })
  return Math.max(...movements)
}

function meansOf(before: LimitPass, after: LimitPass): Record<string, number> {
  return Object.fromEntries(Object.entries(before.figures).map(([name, value]) => [name, mean(value, after.figures[name]!)]))
}
