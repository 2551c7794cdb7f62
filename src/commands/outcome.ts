import { DomainError } from '../domain/errors.ts'
import type { Outcome } from '../store/transaction.ts'

/** Answers each input in turn; a refusal is the outcome of that input alone. Anything else, such as a database error, passes through. */
export async function eachOutcome<Input, Result>(
  inputs: readonly Input[],
  act: (input: Input) => Outcome<Result> | Promise<Outcome<Result>>,
): Promise<Outcome<Result>[]> {
  const outcomes: Outcome<Result>[] = []
  for (const input of inputs) {
    try {
      outcomes.push(await act(input))
    } catch (error) {
      if (error instanceof DomainError) outcomes.push({ error })
      else if (error instanceof CallerError) outcomes.push({ error: error.thrown })
      else throw error
    }
  }
  return outcomes
}

class CallerError extends Error {
  readonly thrown: Error
  constructor(thrown: Error) {
    super(thrown.message)
    this.thrown = thrown
  }
}

/** Runs a function of the caller's; whatever it throws is the caller's own refusal and touches nobody else in the commit. */
export function ofCaller<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    throw new CallerError(error instanceof Error ? error : new Error(String(error)))
  }
}
