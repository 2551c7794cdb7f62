import type { VersionMatch } from '../commands/match-version.ts'

/** RFC 7644 §3.14: weak, because `groups` of a user may change without a new version of the user. */
export function formatVersion(version: number): string {
  return `W/"${version}"`
}

/** If-Match or If-None-Match (RFC 9110 §13.1); undefined when absent. A tag that is not ours matches no version. */
export function parseVersionMatch(header: string | undefined): VersionMatch | undefined {
  if (header === undefined || header.trim() === '') return undefined
  if (header.trim() === '*') return '*'
  return header.split(',').map((tag) => {
    const match = /^\s*(?:W\/)?"(\d{1,9})"\s*$/i.exec(tag)
    return match ? Number(match[1]) : NaN
  })
}
