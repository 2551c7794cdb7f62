import {
  directoriesDeleted,
  directoryFindings,
  gateFindings,
  noDirectory,
  refusedCreations,
  type DirectoryDeletion,
  type Finding,
  type LoggedRequest,
} from './diagnosis.ts'
import type { DirectoryFacts } from './directory-facts.ts'
import type { SetupFacts } from './setup.ts'

export type NotHere<Request> = {
  setup: SetupFacts
  /** Where it was looked for. */
  directories: readonly DirectoryFacts[]
  wanted: string
  /** Whether that is an id. */
  isId: boolean
  directoryDeletions: readonly DirectoryDeletion[]
  failures: readonly Request[]
}

/** Why a user or group may have not arrived, or be gone: what is so of the team and of its directories, and creations that were refused. */
export function notHereFindings<Request extends LoggedRequest>(
  { setup, directories, wanted, isId, directoryDeletions, failures }: NotHere<Request>,
  endpoint: 'Users' | 'Groups',
): Finding<Request>[] {
  const own = failures.filter((failure) => directories.some(({ id }) => id === failure.directoryId))
  return [
    ...directoriesDeleted<Request>(directoryDeletions, endpoint === 'Users' ? 'userCount' : 'groupCount'),
    ...gateFindings(setup, failures),
    ...(setup.directories.length === 0 ? [noDirectory<Request>(setup)] : []),
    ...directories.flatMap((directory) => directoryFindings(setup, directory, failures)),
    ...(isId ? [] : refusedCreations(endpoint, wanted, own)),
  ]
}
