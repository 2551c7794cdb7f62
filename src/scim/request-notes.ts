import type { Committed } from '../domain/change.ts'
import type { DomainErrorCode } from '../domain/errors.ts'

/** What is worth telling about a request beside its answer, for whoever looks for the reason why something did not arrive. */
export type RequestNotes = {
  /** Attributes that no schema defines; bounded by the parser. */
  ignored: string[]
  /** Deviations that were accepted, one sentence each. */
  tolerated: string[]
  /** Of the changes that the request made; the first `mostRevisions`. */
  revisions: number[]
  /** What the client was told when the request was refused; `code`: when it was a rule of ours and not one of the protocol. */
  refusal?: { code: DomainErrorCode | undefined; scimType: string | undefined; detail: string }
}

export const mostRevisions = 100

export function emptyNotes(): RequestNotes {
  return { ignored: [], tolerated: [], revisions: [] }
}

/** The result of a command, its changes noted. */
export async function noteChanges<Result>(notes: RequestNotes, command: Promise<Committed<Result>>): Promise<Result> {
  const { value, changes } = await command
  for (const { revision } of changes.slice(0, mostRevisions - notes.revisions.length)) notes.revisions.push(revision)
  return value
}

export function noteIgnored(notes: RequestNotes, names: readonly string[]): void {
  notes.ignored.push(...names)
}

const membersNamed = 100

export function noteUnknownMembers(notes: RequestNotes, ids: readonly string[]): void {
  if (ids.length === 0) return
  const named = ids.slice(0, membersNamed).map((id) => id.slice(0, 100))
  const more = ids.length > named.length ? ` and ${ids.length - named.length} more` : ''
  notes.tolerated.push(`Members that are no users of this directory: ${named.join(', ')}${more}.`)
}
