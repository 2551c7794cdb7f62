import http from 'node:http'

export type Answer = { status: number; text: string }
/** A body that is text already is sent as it is. */
export type Connection = { send(method: string, path: string, body?: unknown): Promise<Answer>; close(): void }

/** A SCIM client as lean as it can be: it shares the machine with the server. One kept connection per caller. */
export function connect(scimUrl: string, token: string, callers: number, ownHeaders: Record<string, string> = {}): Connection {
  const { hostname, port, pathname } = new URL(scimUrl)
  const agent = new http.Agent({ keepAlive: true, maxSockets: callers })
  const headers = { authorization: `Bearer ${token}`, accept: 'application/scim+json' }
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
        const more = text === undefined ? {} : { 'content-type': 'application/scim+json', 'content-length': Buffer.byteLength(text) }
        const request = http.request(
          { agent, hostname, port, method, path: `${pathname}${path}`, headers: { ...headers, ...more, ...ownHeaders } },
          (response) => {
            let answer = ''
            response.setEncoding('utf8')
            response.on('data', (chunk: string) => (answer += chunk))
            response.on('end', () => resolve({ status: response.statusCode ?? 0, text: answer }))
            response.on('error', reject)
          },
        )
        request.on('error', reject)
        request.end(text)
      }),
    close: () => agent.destroy(),
  }
}

export type Load = { count: number; perSecond: number; latenciesMs: number[]; problems: string[] }

/** Before anything counts: the server's code gets compiled, its connections are made. */
export const warmUpSeconds = 5

/** Closed loop: each caller asks again as soon as it is answered. `ask` returns what was wrong with an answer, or nothing. */
export async function closedLoop(callers: number, seconds: number, ask: () => Promise<string | undefined>): Promise<Load> {
  const latenciesMs: number[] = []
  const problems: string[] = []
  const began = performance.now()
  const end = began + seconds * 1000
  async function caller(): Promise<void> {
    while (performance.now() < end) {
      const asked = performance.now()
      const problem = await ask().catch((reason: Error) => reason.message)
      latenciesMs.push(performance.now() - asked)
      if (problem !== undefined) problems.push(problem)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const elapsed = (performance.now() - began) / 1000
  return { count: latenciesMs.length, perSecond: latenciesMs.length / elapsed, latenciesMs, problems }
}

/** The problem with an answer whose status is another one. */
export function unless(status: number, answer: Answer): string | undefined {
  return answer.status === status ? undefined : `${answer.status}: ${answer.text.slice(0, 200)}`
}
