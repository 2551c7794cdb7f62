import { once } from 'node:events'
import { WebSocket } from 'ws'
import { signIn } from '../../../src/commands/sign-in.ts'
import { fromId } from '../../../src/domain/id.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { newUser } from '../bars/new-user.ts'
import { connect, unless } from '../load.ts'
import { check, toFigureRow, type BarReport } from '../report.ts'
import { percentile } from '../statistics.ts'
import { peoplePerRound, type AccessContext } from './access-context.ts'

type Signed = { userId: string; cookie: string; socket: WebSocket }

/**
 * Invariant 7: from the answer of the deactivation at one node, which comes after its commit, to the closed socket and the refused session
 * at another.
 */
export async function leaving({ world, writing, other, team, rounds }: AccessContext): Promise<BarReport> {
  const database = openDatabase({ url: world.databaseUrl, poolSize: 4, log: { error() {} } })
  const scim = connect(`${writing.url}/scim/v2/${team.directoryId}`, team.scimToken, 1)
  const report: BarReport = { rows: [], checks: [], notes: [] }
  try {
    const figures = { closed: [] as number[], closedWorst: [] as number[], refused: [] as number[] }
    let wrong = 0
    for (let round = 0; round < rounds; round++) {
      const people: Signed[] = []
      for (let index = 0; index < peoplePerRound; index++) {
        const number = round * peoplePerRound + index
        people.push(await connectPerson(team.userIds[number]!, newUser(number).userName))
      }
      const closed: number[] = []
      const refused: number[] = []
      for (const { userId, cookie, socket } of people) {
        const closing = once(socket, 'close') as Promise<[number, Buffer]>
        const body = {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'active', value: false }],
        }
        const problem = unless(200, await scim.send('PATCH', `/Users/${userId}`, body))
        if (problem !== undefined) throw new Error(problem)
        const left = performance.now()
        const [status, [code]] = await Promise.all([
          askOnce(cookie).then((seen) => (refused.push(performance.now() - left), seen)),
          closing.then((seen) => (closed.push(performance.now() - left), seen)),
        ])
        if (status !== 401 || code !== 4401) wrong++
      }
      figures.closed.push(percentile(closed, 50))
      figures.closedWorst.push(percentile(closed, 99))
      figures.refused.push(percentile(refused, 99))
    }
    const row = (name: string, values: number[], atMost?: number) =>
      toFigureRow({
        name,
        unit: 'ms',
        figures: values,
        voidRounds: 0,
        ...(atMost === undefined ? {} : { bar: { number: 'invariant 7', atMost } }),
      })
    report.rows.push(
      row('deactivated → socket closed on another node, p50', figures.closed),
      row('deactivated → socket closed on another node, p99', figures.closedWorst, 1_000),
      row('deactivated → the next request on another node refused, p99', figures.refused, 1_000),
    )
    report.checks.push(
      check('sockets closed with 4401 and sessions refused with 401', rounds * peoplePerRound, rounds * peoplePerRound - wrong),
    )
  } finally {
    scim.close()
    await database.$disconnect()
  }
  return report

  async function connectPerson(userId: string, userName: string): Promise<Signed> {
    const { secret } = await signIn(database, {
      teamId: fromId('team', team.teamId)!,
      connectionId: null,
      identity: { issuer: 'https://bench.example', subject: userName, email: null, isEmailVerified: false, matchingValue: userName },
      userMatching: 'USER_NAME',
      directoryId: fromId('directory', team.directoryId)!,
      onlyAdministrators: false,
      userAgent: null,
      sessionSecretBefore: undefined,
      sessionHours: 12,
    })
    const cookie = `headcount=${secret}`
    const socket = new WebSocket(`${other.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie, origin: other.url },
    })
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'connection_init' }))
    const [first] = (await once(socket, 'message')) as [Buffer]
    if (!String(first).includes('connection_ack')) throw new Error(`not let in: ${String(first)}`)
    return { userId, cookie, socket }
  }

  async function askOnce(cookie: string): Promise<number> {
    const answer = await fetch(`${other.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, origin: other.url },
      body: '{"query":"{ viewer { kind } }"}',
    })
    await answer.arrayBuffer()
    return answer.status
  }
}
