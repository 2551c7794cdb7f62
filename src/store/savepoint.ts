import type { Transaction } from './database.ts'

/** Runs a part of a transaction, and undoes it unless what it answers stands. What it throws is for the transaction. */
export async function undoingUnless<Result>(
  transaction: Transaction,
  stands: (result: Result) => boolean,
  run: () => Promise<Result>,
): Promise<Result> {
  await transaction.$executeRaw`SAVEPOINT part`
  const result = await run()
  if (!stands(result)) await transaction.$executeRaw`ROLLBACK TO SAVEPOINT part`
  await transaction.$executeRaw`RELEASE SAVEPOINT part`
  return result
}
