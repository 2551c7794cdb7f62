import { expect, test } from 'vitest'
import { transactionsAtOnce } from '../../src/store/connection-budget.ts'

test.each([
  [2, { directory: 1, spend: 1 }],
  [3, { directory: 1, spend: 1 }],
  [4, { directory: 1, spend: 1 }],
  [5, { directory: 2, spend: 1 }],
  [10, { directory: 6, spend: 2 }],
  [20, { directory: 12, spend: 6 }],
])('of a pool of %d connections, both executors together leave two to reads, and each has one at least', (poolSize, expected) => {
  expect(transactionsAtOnce(poolSize)).toEqual(expected)
})

test('the two executors never hold more than the pool has, whatever its size', () => {
  for (let poolSize = 3; poolSize <= 200; poolSize++) {
    const { directory, spend } = transactionsAtOnce(poolSize)
    expect(Math.min(directory, spend)).toBeGreaterThanOrEqual(1)
    expect(directory + spend).toBe(Math.max(2, poolSize - 2))
  }
})
