import type { ScimType } from '../../../src/scim/protocol/scim-error.ts'
import { ScimError } from '../../../src/scim/protocol/scim-error.ts'

/** The ScimError an action throws; fails when it throws none, or anything else. */
export function refusal(action: () => unknown): ScimError {
  let result: unknown
  try {
    result = action()
  } catch (error) {
    if (error instanceof ScimError) return error
    throw error
  }
  throw new Error(`Expected a ScimError, got ${JSON.stringify(result)}`)
}

export type Refused = { status: number; scimType: ScimType | undefined; detail: string }

/** What an action gives, or how it is refused; anything else that it throws stays thrown. */
export function outcome<Result>(action: () => Result): { result: Result } | { refused: Refused } {
  try {
    return { result: action() }
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    return { refused: { status: error.status, scimType: error.scimType, detail: error.detail } }
  }
}
