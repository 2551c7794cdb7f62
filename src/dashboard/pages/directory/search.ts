import { given, textIn } from '../../search-params.ts'

/** Which directory is shown; without it the first one. */
export type DirectorySearch = { directory?: string }

export function directorySearch(search: Record<string, unknown>): DirectorySearch {
  return given({ directory: textIn(search['directory']) })
}
