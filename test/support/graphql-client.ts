import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { createClient, type Client } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { StartedApp } from './start-app.ts'

export type AnsweredError = { message: string; path?: (string | number)[]; extensions: { code: string; requestId: string } }
export type Answer<Data = Record<string, unknown>> = { status: number; headers: Headers; data?: Data | null; errors?: AnsweredError[] }

export type GraphqlClient = {
  /** The data of a typed operation; rejects when there are errors. */
  run<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    ...variables: Variables extends Record<string, never> ? [] : [Variables]
  ): Promise<Data>
  /** The whole answer to any operation. */
  ask<Data = Record<string, unknown>>(query: string, variables?: unknown): Promise<Answer<Data>>
  /** Any body over HTTP; what came back as text. */
  post(body: string | Uint8Array, headers?: Record<string, string>): Promise<{ status: number; headers: Headers; text: string }>
}

export type Node = Pick<StartedApp, 'graphqlUrl' | 'subscriptionsUrl'>

/** Speaks GraphQL over HTTP as an application does; with `cookie`, as one of our own pages does for whoever is signed in. */
export function graphqlClient({ graphqlUrl }: Node, key: string | undefined, cookie?: string): GraphqlClient {
  async function post(
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; text: string }> {
    const authorization: Record<string, string> = {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(cookie === undefined ? {} : { cookie, origin: new URL(graphqlUrl).origin }),
    }
    const response = await fetch(graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...authorization, ...headers },
      body: body as BodyInit,
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  async function ask<Data>(query: string, variables?: unknown): Promise<Answer<Data>> {
    const { status, headers, text } = await post(JSON.stringify({ query, variables }))
    const { data, errors } = JSON.parse(text) as Pick<Answer<Data>, 'data' | 'errors'>
    return { status, headers, data, errors }
  }
  return {
    post,
    ask,
    async run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, ...[variables]: unknown[]) {
      const { data, errors, status } = await ask<Data>(print(document), variables)
      if (errors || !data) throw new Error(`${status} ${JSON.stringify(errors)}`)
      return data
    },
  }
}

/** Speaks graphql-transport-ws; connects with its first operation and never comes again by itself. */
export function socketClient({ subscriptionsUrl }: Node, key: string | undefined, onSocket?: (socket: WebSocket) => void): Client {
  return createClient({
    url: subscriptionsUrl,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: key === undefined ? {} : { authorization: `Bearer ${key}` },
    on: { opened: (socket) => onSocket?.(socket as WebSocket) },
  })
}
