import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { GraphQLError } from 'graphql'

/** How a client names what it asks for: the text itself, or the SHA-256 of it, in hexadecimal digits. */
export type NamedDocument = { query?: unknown; documentId?: unknown; extensions?: unknown }

/**
 * The documents that are executed where only those of one's own applications are: whatever else somebody with a credential thinks of is not even
 * parsed. A client sends the hash as `documentId` or as `extensions.persistedQuery.sha256Hash` (as clients for persisted queries do), or the text.
 */
export type TrustedDocuments = {
  /** The text of a document that is trusted; a GraphQLError when this is none. */
  textOf(named: NamedDocument): string | GraphQLError
}

const sha256 = /^[0-9a-f]{64}$/

/** Reads JSON files of documents by their SHA-256; an Error says what is wrong with one. */
export async function readTrustedDocuments(files: readonly string[]): Promise<TrustedDocuments> {
  return trustDocuments((await Promise.all(files.map(readTexts))).flat())
}

async function readTexts(file: string): Promise<string[]> {
  const wrong = (why: string, cause?: unknown): Error =>
    new Error(`TRUSTED_DOCUMENTS_FILE is to be a JSON file such as { "<SHA-256 in hexadecimal digits>": "query …" }; ${file} ${why}`, {
      cause,
    })
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw wrong(error instanceof SyntaxError ? 'is no JSON' : 'cannot be read', error)
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) throw wrong('has no object')
  const entries = Object.entries(parsed as Record<string, unknown>)
  for (const [hash, text] of entries) {
    if (typeof text !== 'string') throw wrong(`has no text at ${hash.slice(0, 64)}`)
    if (hashOf(text) !== hash.toLowerCase()) throw wrong(`has a document at ${hash.slice(0, 64)} whose SHA-256 is ${hashOf(text)}`)
  }
  return entries.map(([, text]) => text as string)
}

export function trustDocuments(texts: readonly string[]): TrustedDocuments {
  const byHash = new Map(texts.map((text) => [hashOf(text), text]))
  return {
    textOf({ query, documentId, extensions }) {
      const hash = hashIn(documentId) ?? hashIn(persistedHash(extensions))
      const text = typeof query === 'string' && query !== '' ? query : undefined
      const known = byHash.get(hash ?? (text === undefined ? '' : hashOf(text)))
      // Both were sent and are not the same: neither is what the sender means.
      if (known === undefined || (text !== undefined && text !== known)) return refusal()
      return known
    },
  }
}

function refusal(): GraphQLError {
  const message =
    'Only documents that are listed are executed here, and this is none of them. Send the text exactly as it is listed, or its SHA-256 as documentId or extensions.persistedQuery.sha256Hash.'
  return new GraphQLError(message, { extensions: { code: 'UNTRUSTED_DOCUMENT', http: { spec: true, status: 400 } } })
}

function persistedHash(extensions: unknown): unknown {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } | null }
  return persistedQuery?.sha256Hash
}

// Some clients name the algorithm before the hash.
function hashIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const hash = value.toLowerCase().replace(/^sha256:/, '')
  return sha256.test(hash) ? hash : ''
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
