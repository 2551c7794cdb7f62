import type { TypedDocumentString } from './gql/graphql.ts'

/** Nobody is signed in, or not any more. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
}

/** The API did not do it: `code` is one of docs/errors.md, `message` is for people. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** No answer came: no network, or a server that is not there. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

type Answer<Data> = { data?: Data | null; errors?: { message: string; extensions?: { code?: string } }[] }

/** A connection that died without a word is noticed by this alone. */
const queryTimeoutMilliseconds = 15_000
/** What is done is waited for: the test of a connection takes up to 45 s, and nobody knows whether something was done that was given up. */
const mutationTimeoutMilliseconds = 60_000
const doubtfulMilliseconds = 5_000
const doubtMilliseconds = 30_000
let doubtedUntil = 0

/** The socket was lost: what the browser keeps open beside it may be as dead, and is given up sooner for a while. */
export function doubtConnections(): void {
  doubtedUntil = performance.now() + doubtMilliseconds
}

function timeoutOf(query: string): number {
  if (/^\s*mutation\b/m.test(query)) return mutationTimeoutMilliseconds
  return performance.now() < doubtedUntil ? doubtfulMilliseconds : queryTimeoutMilliseconds
}

/** One query or mutation, as whoever the cookie says. Throws SignedOut, Refused or Unreachable. */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const query = String(document)
  const timeout = AbortSignal.timeout(timeoutOf(query))
  const response = await send(JSON.stringify({ query, variables }), signal ? AbortSignal.any([timeout, signal]) : timeout)
  if (response.status === 401) throw new SignedOut('You are not signed in.')
  const answer = await read<Data>(response)
  const [error] = answer.errors ?? []
  if (error) {
    const code = error.extensions?.code ?? 'INTERNAL'
    if (code === 'UNAUTHENTICATED') throw new SignedOut(error.message)
    throw new Refused(code, error.message)
  }
  if (answer.data == null) throw new Refused('INTERNAL', `The server answered ${response.status} without data.`)
  return answer.data
}

async function send(body: string, signal: AbortSignal): Promise<Response> {
  const headers = { accept: 'application/graphql-response+json', 'content-type': 'application/json' }
  try {
    return await fetch('/graphql', { method: 'POST', credentials: 'same-origin', headers, body, signal })
  } catch (error) {
    throw withoutAnswer(error)
  }
}

/** Given up by whoever asked, or by nobody. */
function withoutAnswer(error: unknown): unknown {
  if (error instanceof DOMException && error.name === 'AbortError') return error
  return new Unreachable('No answer came from Headcount.', { cause: error })
}

async function read<Data>(response: Response): Promise<Answer<Data>> {
  const text = await response.text().catch((error: unknown) => {
    throw withoutAnswer(error)
  })
  try {
    return JSON.parse(text) as Answer<Data>
  } catch (error) {
    // A proxy in between answers in its own form.
    if (response.status >= 500) throw new Unreachable(`Headcount answered ${response.status}.`, { cause: error })
    throw new Refused('INTERNAL', `The server answered ${response.status} in a form that is not understood.`)
  }
}

/** A result union: its success, or the refusal thrown. */
export function orRefused<Result extends { __typename: string }, Name extends Result['__typename']>(
  result: Result,
  success: Name,
): Extract<Result, { __typename: Name }> {
  if (result.__typename === success) return result as Extract<Result, { __typename: Name }>
  const { code, message } = result as { code?: string; message?: string }
  throw new Refused(code ?? 'INTERNAL', message ?? `The server answered ${result.__typename}.`)
}
