import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../simulate/random.ts'
import type { ServerNode } from './server-node.ts'
import type { Tally } from './tally.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- the wire has no types
export type Body = any
export type Answer = { status: number; body: Body }
export type Call = { method: string; path: string; authorization: string; body?: unknown; headers?: Record<string, string> }

/** Now and then somebody is in too much of a hurry to hear the answer. */
export const hasty = { milliseconds: 8_000, shareInAHurry: 0.02 }
export const patient = { milliseconds: 60_000, shareInAHurry: 0 }

/** Calls any of the nodes until one of them has answered; what was not answered may have been done or not. */
export class Caller {
  readonly #nodes: readonly ServerNode[]
  readonly #random: Random
  readonly #tally: Tally
  readonly #signal: AbortSignal
  readonly #patience: typeof hasty

  constructor(nodes: readonly ServerNode[], random: Random, tally: Tally, signal: AbortSignal, patience = hasty) {
    this.#nodes = nodes
    this.#random = random
    this.#tally = tally
    this.#signal = signal
    this.#patience = patience
  }

  /** Rejects only when the run ends. `attempts`: how often it was sent; more than once, an earlier one may have been done. */
  async persist(call: Call): Promise<Answer & { attempts: number }> {
    for (let attempts = 1; ; attempts++) {
      this.#signal.throwIfAborted()
      const answer = await this.#once(call)
      const what = answer === undefined ? 'no answer' : String(answer.status)
      this.#tally.count('requests', what)
      if (answer && answer.status < 500 && answer.status !== 429) return { ...answer, attempts }
      await delay(20 + this.#random.below(200))
    }
  }

  async graphql(key: string, query: string, variables: Record<string, unknown> = {}): Promise<Body> {
    for (;;) {
      const { status, body } = await this.persist({ method: 'POST', path: '/graphql', authorization: key, body: { query, variables } })
      if (body?.data && !body.errors) return body.data
      const codes = (body?.errors as { extensions?: { code?: string } }[] | undefined)?.map(({ extensions }) => extensions?.code) ?? []
      this.#tally.count('graphql errors', codes.join(' ') || String(status))
      if (codes.some((code) => code === 'UNAUTHENTICATED' || code === 'BAD_USER_INPUT' || code === 'GRAPHQL_VALIDATION_FAILED'))
        throw new Error(`${status} ${JSON.stringify(body)}`)
      await delay(50 + this.#random.below(200))
    }
  }

  async #once({ method, path, authorization, body, headers }: Call): Promise<Answer | undefined> {
    const { url } = this.#random.pick(this.#nodes)
    const { milliseconds, shareInAHurry } = this.#patience
    const patience = this.#random.next() < shareInAHurry ? this.#random.below(30) : milliseconds
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${authorization}`,
          accept: 'application/json, application/scim+json, application/graphql-response+json',
          ...(body === undefined ? {} : { 'content-type': path === '/graphql' ? 'application/json' : 'application/scim+json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([this.#signal, AbortSignal.timeout(patience)]),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    } catch {
      return undefined
    }
  }
}
