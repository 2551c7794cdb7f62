import type { DocumentNode } from 'graphql'
import type { Span } from './message-order.ts'

/** A message that moves the position: a Checkpoint, a ChangeBatch, or another update that carries both cursors. */
export type LiveMessage = Span & { __typename: string }

/** What a subscription answers when nothing more is known about its document than the protocol says. */
export type UntypedData = {
  changes:
    | (Span & { __typename: 'Checkpoint'; at?: string; isLive: boolean })
    | (Span & { __typename: 'ChangeBatch'; changes: Record<string, unknown>[] })
}

type MessageOf<Data> = NonNullable<Data[Exclude<keyof Data, '__typename'>]>

/** The Checkpoints of a document. */
export type CheckpointOf<Data> = Extract<MessageOf<Data>, { __typename: 'Checkpoint' }>

/** What a document tells about changes: its messages with both cursors that are no Checkpoint. */
export type ChangesOf<Data> = Exclude<Extract<MessageOf<Data>, { previousCursor: unknown; cursor: unknown }>, { __typename: 'Checkpoint' }>

/**
 * A subscription as text, as a typed string (documentMode 'string' of the code generator's client preset), or as the tree that
 * gql tags and the code generator make (TypedDocumentNode).
 */
export type LiveDocument<Data, Variables> = string | DocumentNode | { __apiType?: (variables: Variables) => Data }

export type Print = (document: DocumentNode) => string

/** The text to send. Throws a TypeError when there is none, or when it cannot select what the proof of order needs. */
export function toProvableText(document: LiveDocument<unknown, never>, print: Print | undefined): string {
  const text = toText(document, print)
  const missing = ['$after', '__typename', 'previousCursor', 'cursor', 'isLive'].filter((name) => !names(text, name))
  if (missing.length === 0) return text
  throw new TypeError(
    `The document does not mention ${missing.join(', ')}. To follow without gaps it must take \`$after: ChangeCursor\`, hand it to the field as \`after\`, and select __typename, on Checkpoint also \`previousCursor cursor isLive\`, on ChangeBatch (or the update in its place) also \`previousCursor cursor\`.`,
  )
}

function toText(document: LiveDocument<unknown, never>, print: Print | undefined): string {
  if (typeof document === 'string') return document
  // Typed strings of the code generator are String objects.
  if (!('kind' in document)) return String(document)
  if (print) return print(document)
  throw new TypeError('The document is a tree: give `print` of the graphql package to createLiveClient, or give the document as text.')
}

function names(text: string, name: string): boolean {
  return text.split(/[^$\w]+/).includes(name)
}

export type ParsedMessage =
  | { type: 'positioned'; message: LiveMessage; isLive?: boolean }
  | { type: 'resyncRequired'; reason: string }
  | { type: 'refused'; reason: 'invalidInput' | 'notFound'; detail: string }
  | { type: 'unprovable'; detail: string }

/** The message in the data of one result: the value of the subscription's only field. */
export function parseMessage(data: unknown): ParsedMessage {
  const message = rootValue(data)
  if (!isRecord(message)) return unprovable('a result has no message', message)
  const { __typename: typename, previousCursor, cursor, isLive } = message
  if (typeof typename !== 'string') return unprovable('a message has no __typename', message)
  if (typename === 'ResyncRequired') return { type: 'resyncRequired', reason: textOf(message['reason'], 'UNKNOWN') }
  if (typename === 'InvalidInputError') return { type: 'refused', reason: 'invalidInput', detail: textOf(message['message'], typename) }
  if (typename === 'NotFoundError') return { type: 'refused', reason: 'notFound', detail: textOf(message['message'], typename) }
  if (typeof previousCursor !== 'string' || typeof cursor !== 'string') {
    return unprovable(`${typename} has no previousCursor or no cursor`, message)
  }
  if (typename !== 'Checkpoint') return { type: 'positioned', message: message as LiveMessage }
  if (typeof isLive !== 'boolean') return unprovable('Checkpoint has no isLive', message)
  return { type: 'positioned', message: message as LiveMessage, isLive }
}

function rootValue(data: unknown): unknown {
  return isRecord(data) ? Object.entries(data).find(([name]) => name !== '__typename')?.[1] : undefined
}

function unprovable(what: string, message: unknown): ParsedMessage {
  const detail = `${what}: ${JSON.stringify(message)?.slice(0, 200)}. The document must select __typename everywhere, \`previousCursor cursor\` on Checkpoint and ChangeBatch (or the update in its place), and \`isLive\` on Checkpoint.`
  return { type: 'unprovable', detail }
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
