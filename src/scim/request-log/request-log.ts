import type { FastifyReply, FastifyRequest } from 'fastify'
import type { NewScimRequest, ScimRequestRecorder } from '../../commands/record-scim-requests.ts'
import { fromId } from '../../domain/id.ts'
import type { ServedDirectory } from '../../store/directory.ts'
import { directoryTypes } from '../directory-types.ts'
import { emptyNotes, type RequestNotes } from '../request-notes.ts'
import { cut, loggedPath, withoutQuery } from './logged-path.ts'
import { createTextFilter } from './logged-text.ts'
import { guessProvider } from './provider-guess.ts'
import { createQuota } from './quota.ts'

export type ScimRequestLog = {
  /** Takes note of a request that has its answer. Costs it nothing: what is kept is written later, and under load not every request is kept. */
  answered(request: FastifyRequest, reply: FastifyReply): void
}

const mostKeys = 10_000

/**
 * Why does nothing arrive? Each directory's requests with their outcome, as its team's administrators read them (Directory.requests).
 * A node keeps of each directory so many a second: of what is worth a look many, of the rest some, so that a first sync of
 * thousands of requests a second stays as fast as without. How many were left out says the next entry.
 * Who has no token of the directory gets a few entries a minute: enough to show a wrong token, too few to push anything out. The caller
 * learns nothing: whether there is such a directory is asked when its entries are written.
 */
export function createScimRequestLog(recorder: ScimRequestRecorder): ScimRequestLog {
  const notable = createQuota({ most: 100, windowMilliseconds: 1_000, mostKeys })
  const routine = createQuota({ most: 20, windowMilliseconds: 1_000, mostKeys })
  // What a limit refuses says the same each time.
  const throttled = createQuota({ most: 2, windowMilliseconds: 1_000, mostKeys })
  const strangers = createQuota({ most: 5, windowMilliseconds: 60_000, mostKeys })

  return {
    answered(request, reply) {
      const known = request.scimDirectory?.directory.id
      // Discovery is open to everybody and says nothing of a directory.
      if (known === undefined && (reply.statusCode < 400 || recorder.isCrowded())) return
      const directoryId = known ?? fromId('directory', (request.params as { directoryId: string }).directoryId)
      if (directoryId === undefined) return
      const quota = known === undefined ? strangers : reply.statusCode === 429 ? throttled : isNotable(request, reply) ? notable : routine
      const leftOut = quota.take(directoryId)
      if (leftOut === undefined) return
      if (!recorder.record(toEntry(request, reply, directoryId, leftOut))) quota.giveBack(directoryId, leftOut + 1)
    },
  }
}

function isNotable({ scimNotes: notes }: FastifyRequest, reply: FastifyReply): boolean {
  return reply.statusCode >= 400 || reply.raw.destroyed || notes.ignored.length > 0 || notes.tolerated.length > 0
}

function toEntry(request: FastifyRequest, reply: FastifyReply, directoryId: string, leftOut: number): NewScimRequest {
  const { headers, url, body, scimDirectory } = request
  const query = request.query as Readonly<Record<string, string | string[] | undefined>>
  const notes: RequestNotes = request.scimNotes ?? emptyNotes()
  const said = { query, body: hasTexts(notes) ? body : undefined, secretNames: scimDirectory && hiddenNames(scimDirectory.directory) }
  const filter = createTextFilter({ authorization: headers.authorization, ...said })
  const userAgent = headers['user-agent']
  return {
    directoryId,
    at: new Date(),
    method: request.method,
    path: filter(scimDirectory ? loggedPath(url, query) : withoutQuery(url), 1_000),
    provider: guessProvider({ userAgent, url, body, configured: scimDirectory?.directory.provider }),
    userAgent: userAgent === undefined || userAgent === '' ? null : filter(userAgent, 200),
    status: reply.statusCode,
    scimType: notes.refusal?.scimType ?? null,
    detail: notes.refusal ? filter(notes.refusal.detail, 1_000) : null,
    ignored: [...new Set(notes.ignored)].slice(0, mostNames).map((name) => filter(name, 200)),
    tolerated: [...bounded(notes.tolerated.map((text) => filter(text, 5_000))), ...remarks(reply, leftOut)],
    durationMilliseconds: Math.round(reply.elapsedTime * 10) / 10,
    revisions: notes.revisions,
  }
}

function hiddenNames(directory: ServedDirectory): Set<string> {
  const { user, group } = directoryTypes(directory)
  const schemas = [user, group].flatMap(({ schema, extensions }) => [schema, ...extensions.map((extension) => extension.schema)])
  const attributes = schemas.flatMap((schema) => schema.attributes.flatMap((attribute) => [attribute, ...(attribute.subAttributes ?? [])]))
  return new Set(attributes.flatMap(({ name, returned }) => (returned === 'never' ? [name.toLowerCase()] : [])))
}

function hasTexts({ refusal, ignored, tolerated }: RequestNotes): boolean {
  return refusal !== undefined || ignored.length > 0 || tolerated.length > 0
}

const mostNames = 100
const mostTexts = 100
const mostCharacters = 20_000

function bounded(texts: readonly string[]): string[] {
  let left = mostCharacters
  const kept: string[] = []
  for (const text of texts.slice(0, mostTexts)) {
    if (left <= 0) break
    kept.push(cut(text, left))
    left -= text.length
  }
  return kept
}

function remarks({ raw }: FastifyReply, leftOut: number): string[] {
  const said: string[] = []
  if (raw.destroyed) said.push('The client closed the connection before it had the answer.')
  if (leftOut > 0) said.push(`${leftOut} more like it came before this one, too many at once, and are not listed.`)
  return said
}
