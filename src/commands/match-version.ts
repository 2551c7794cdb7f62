import { DomainError } from '../domain/errors.ts'

/** Versions that the caller accepts (If-Match), or `*` for any that exists. */
export type VersionMatch = readonly number[] | '*'

// RFC 7644 §3.14: compared inside the transaction, on the row that it has locked. `what` and `verb` begin the sentence.
export function checkVersion(what: string, version: number, match: VersionMatch | undefined, verb: 'is' | 'are' = 'is'): void {
  if (match === undefined || match === '*' || match.includes(version)) return
  throw new DomainError(
    'VERSION_CONFLICT',
    `${what} ${verb} at version ${version}, not at the one that was named. Read it again and repeat the request.`,
  )
}
