import type { FastifyRequest } from 'fastify'
import type { DirectoryCommands } from '../commands/directory-commands.ts'
import type { Actor } from '../domain/change.ts'
import type { ReadDatabase } from '../store/database.ts'
import type { LookUps } from '../store/look-up.ts'
import type { FoundDirectory } from '../access/directory-token.ts'
import type { ServedDirectory } from '../store/directory.ts'
import { bearerSecret } from '../access/viewer.ts'
import { hashSecret } from '../store/secret.ts'
import { ScimError } from './protocol/scim-error.ts'
import { parseVersionMatch } from './version.ts'
import type { VersionMatch } from '../commands/match-version.ts'
import { directoryTypes, type DirectoryTypes } from './directory-types.ts'
import type { IndexWalks } from './index-walks.ts'
import type { RequestNotes } from './request-notes.ts'

/** What every SCIM endpoint works with. */
export type ScimDoor = {
  database: ReadDatabase
  lookUps: LookUps
  commands: DirectoryCommands
  /** The public base URL of this deployment, without a slash at its end. */
  publicUrl: () => string
  /** A group PATCH is answered with the group while it has at most so many members: an answer never loads a large group. */
  groupAnswerMemberLimit: number
  indexWalks: IndexWalks
}

/** One request of an identity provider, its token and gate checked. */
export type ScimRequest = {
  directory: ServedDirectory
  types: DirectoryTypes
  tokenId: string
  /** With what the cursors of this token are signed, at every node; a new token ends the walks of the old one. */
  cursorSecret(): Uint8Array
  baseUrl: string
  actor: Actor
  id: string
  query: Readonly<Record<string, string | string[] | undefined>>
  body: unknown
  ifMatch: VersionMatch | undefined
  ifNoneMatch: VersionMatch | undefined
  strictness: { strict: boolean }
  notes: RequestNotes
  /** Throws when token or gate have ended meanwhile, as the refusal of the request. */
  readmit(): Promise<void>
  /** Logs a fault in one part of the request; answers what its client may know of it. */
  fault(error: unknown): ScimError
}

/** `bodyText` is a body that is JSON (in UTF-8) already. */
export type ScimAnswer = {
  status: number
  body?: unknown
  bodyText?: string | Buffer
  location?: string
  contentLocation?: string
  version?: string
}

export function toScimRequest(
  request: FastifyRequest,
  { directory, tokenId }: FoundDirectory,
  baseUrl: string,
  readmit: () => Promise<void>,
): ScimRequest {
  const { id } = request.params as { id?: string }
  return {
    directory,
    types: directoryTypes(directory),
    tokenId,
    cursorSecret: () => hashSecret(bearerSecret(request.headers.authorization) ?? ''),
    baseUrl,
    actor: { kind: 'DIRECTORY', id: directory.id, label: directory.name },
    id: id ?? '',
    query: request.query as ScimRequest['query'],
    body: request.body,
    ifMatch: parseVersionMatch(request.headers['if-match']),
    ifNoneMatch: parseVersionMatch(request.headers['if-none-match']),
    strictness: { strict: directory.isStrict },
    notes: request.scimNotes,
    readmit,
    fault(error) {
      request.log.error({ err: error }, 'A part of a SCIM request failed')
      return new ScimError(500, undefined, `Internal error. (Request ${request.id})`)
    },
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
