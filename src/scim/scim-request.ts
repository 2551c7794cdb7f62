import type { FastifyRequest } from 'fastify'
import type { DirectoryCommands } from '../commands/directory-commands.ts'
import type { Actor } from '../domain/change.ts'
import type { ReadDatabase } from '../store/database.ts'
import type { FoundDirectory } from '../access/directory-token.ts'
import type { ServedDirectory } from '../store/directory.ts'
import { parseVersionMatch } from './version.ts'
import type { VersionMatch } from '../commands/match-version.ts'
import { directoryTypes, type DirectoryTypes } from './directory-types.ts'
import type { RequestNotes } from './request-notes.ts'

/** What every SCIM endpoint works with. */
export type ScimDoor = {
  database: ReadDatabase
  commands: DirectoryCommands
  /** The public base URL of this deployment, without a slash at its end. */
  publicUrl: () => string
  /** A group PATCH is answered with the group while it has at most so many members: an answer never loads a large group. */
  groupAnswerMemberLimit: number
}

/** One request of an identity provider, its token and gate checked. */
export type ScimRequest = {
  directory: ServedDirectory
  types: DirectoryTypes
  tokenId: string
  baseUrl: string
  actor: Actor
  id: string
  query: Readonly<Record<string, string | string[] | undefined>>
  body: unknown
  ifMatch: VersionMatch | undefined
  ifNoneMatch: VersionMatch | undefined
  strictness: { strict: boolean }
  notes: RequestNotes
}

export type ScimAnswer = { status: number; body?: unknown; location?: string; contentLocation?: string; version?: string }

export function toScimRequest(request: FastifyRequest, { directory, tokenId }: FoundDirectory, baseUrl: string): ScimRequest {
  const { id } = request.params as { id?: string }
  return {
    directory,
    types: directoryTypes(directory),
    tokenId,
    baseUrl,
    actor: { kind: 'DIRECTORY', id: directory.id, label: directory.name },
    id: id ?? '',
    query: request.query as ScimRequest['query'],
    body: request.body,
    ifMatch: parseVersionMatch(request.headers['if-match']),
    ifNoneMatch: parseVersionMatch(request.headers['if-none-match']),
    strictness: { strict: directory.isStrict },
    notes: request.scimNotes,
  }
}

/** The first value of a parameter: a repeated one is no reason to refuse. */
export function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

/** RFC 7644 §3.14 and RFC 9110 §13.1.2: a GET whose If-None-Match names the version at hand is answered 304. */
export function isNotModified(ifNoneMatch: VersionMatch | undefined, version: number): boolean {
  return ifNoneMatch !== undefined && (ifNoneMatch === '*' || ifNoneMatch.includes(version))
}
