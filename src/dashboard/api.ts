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

const timeoutMilliseconds = 60_000

/** One query or mutation, as whoever the cookie says. Throws SignedOut, Refused or Unreachable. */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const limits = [AbortSignal.timeout(timeoutMilliseconds), ...(signal ? [signal] : [])]
  const response = await send(JSON.stringify({ query: String(document), variables }), AbortSignal.any(limits))
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
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Unreachable('No answer came from Headcount.', { cause: error })
  }
}

async function read<Data>(response: Response): Promise<Answer<Data>> {
  try {
    return (await response.json()) as Answer<Data>
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
