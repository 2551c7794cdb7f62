import { given, oneOf, textIn } from '../../search-params.ts'

export const directoryViews = ['overview', 'access', 'test', 'requests', 'settings'] as const
export type DirectoryViewName = (typeof directoryViews)[number]

/** Which directory is shown (without it the first one) and what of it; `failed`: only refused requests; `expected`: how many people are to come. */
export type DirectorySearch = { directory?: string; view?: DirectoryViewName; failed?: true; expected?: number }

export function directorySearch(search: Record<string, unknown>): DirectorySearch {
  const expected = Number(search['expected'])
  return given({
    directory: textIn(search['directory']),
    view: oneOf(directoryViews, search['view']),
    failed: search['failed'] === true ? (true as const) : undefined,
    expected: Number.isSafeInteger(expected) && expected > 0 ? expected : undefined,
  })
}
