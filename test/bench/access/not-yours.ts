import http from 'node:http'
import { check, toRow, type BarReport } from '../report.ts'
import { percentile } from '../statistics.ts'
import type { AccessContext } from './access-context.ts'

const asksPerRound = 1_500

/** Invariant 8: an id of a neighbour is answered in the same time as one that does not exist. Both are asked in turn, so that noise meets both. */
export async function notYours({ other, team, neighbours, rounds }: AccessContext): Promise<BarReport> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ask = (method: string, path: string, token: string, body?: object): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const request = http.request(
        `${other.url}${path}`,
        {
          agent,
          method,
          headers: { authorization: `Bearer ${token}`, ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
        },
        (response) => {
          let answer = ''
          response.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text: answer }))
        },
      )
      request.on('error', reject)
      request.end(text)
    })
  const theirs = neighbours.userIds[0]!
  const none = `user-${theirs.slice(5, 19)}0000${theirs.slice(23)}`
  const node = (id: string) =>
    ask('POST', '/graphql', team.apiKey, { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id } })
  const questions: [string, (isTheirs: boolean) => Promise<{ status: number; text: string }>][] = [
    ['GraphQL, node(id)', (isTheirs) => node(isTheirs ? theirs : none)],
    ['SCIM, GET a user', (isTheirs) => ask('GET', `/scim/v2/${team.directoryId}/Users/${isTheirs ? theirs : none}`, team.scimToken)],
    [
      'SCIM, the directory',
      (isTheirs) =>
        ask(
          'GET',
          `/scim/v2/${isTheirs ? neighbours.directoryId : 'dir-01900000-0000-7000-8000-000000000000'}/Users?count=1`,
          team.scimToken,
        ),
    ],
  ]
  const report: BarReport = { rows: [], checks: [], notes: [] }
  try {
    for (const [name, question] of questions) {
      const mask = (text: string): string =>
        text
          .replaceAll(theirs, '…')
          .replaceAll(none, '…')
          .replace(/Request [\w-]+/, '')
          .replace(/"requestId":"[^"]+"/, '')
      const [a, b] = [await question(true), await question(false)]
      report.checks.push(check(`${name}: the answers are the same`, `${b.status} ${mask(b.text)}`, `${a.status} ${mask(a.text)}`))
      for (let warm = 0; warm < 300; warm++) await question(warm % 2 === 0)
      const pairs: { product: number; limit: number }[] = []
      for (let round = 0; round < rounds; round++) {
        const times: [number[], number[]] = [[], []]
        for (let index = 0; index < asksPerRound * 2; index++) {
          const began = performance.now()
          await question(index % 2 === 0)
          times[index % 2]!.push(performance.now() - began)
        }
        pairs.push({ product: percentile(times[0], 50), limit: percentile(times[1], 50) })
      }
      report.rows.push(
        toRow({
          name: `${name}: another team’s`,
          unit: 'ms',
          against: 'one that is not there',
          pairs,
          voidRounds: 0,
          bar: { number: 'invariant 8', atMost: 1.1 },
        }),
      )
    }
  } finally {
    agent.destroy()
  }
  return report
}
