/** How many transactions each of the two executors may have at one time. */
export type TransactionsAtOnce = { directory: number; spend: number }

/**
 * Divides the connections of a node's pool between the executor of spend and that of everything else: together two fewer than there are, which stay for
 * reads, but one each at least. A third is enough for spend, whose transactions are short; it has its own so that it waits for nobody else's.
 */
export function transactionsAtOnce(poolSize: number): TransactionsAtOnce {
  const together = Math.max(2, poolSize - 2)
  const spend = Math.max(1, Math.floor(together / 3))
  return { directory: together - spend, spend }
}
