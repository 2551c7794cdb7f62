import { graphqlClient, type Answer } from '../support/graphql-client.ts'
import type { StartedApp } from '../support/start-app.ts'

/** A browser on one of our own pages: it keeps the cookie that it was given, and says where its requests come from. */
export class SessionBrowser {
  readonly node: StartedApp
  cookie: string | undefined

  constructor(node: StartedApp, cookie?: string) {
    this.node = node
    this.cookie = cookie
  }

  async ask<Data = Record<string, unknown>>(query: string, variables?: unknown): Promise<Answer<Data>> {
    const answer = await graphqlClient(this.node, undefined, this.cookie ?? '').ask<Data>(query, variables)
    this.keep(answer.headers)
    return answer
  }

  async post(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(this.node.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { origin: this.node.url, ...(this.cookie === undefined ? {} : { cookie: this.cookie }), ...headers },
      redirect: 'manual',
    })
    this.keep(response.headers)
    return response
  }

  /** 200 while somebody is signed in here. */
  async status(): Promise<number> {
    return (await this.ask('{ viewer { kind } }')).status
  }

  private keep(headers: Headers): void {
    for (const set of headers.getSetCookie()) {
      const [pair] = set.split(';')
      this.cookie = pair!.endsWith('=') ? undefined : pair
    }
  }
}
