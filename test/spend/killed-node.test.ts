import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { settlementKey } from '../../src/domain/spend.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { eventually, startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { newKey, setLimit, spendClient, type SpendClient } from '../support/spend-client.ts'
import { useApp } from '../support/use-app.ts'
import { issueSpendKey } from './issue-spend-key.ts'
import { totalsOf } from './use-spend-nodes.ts'

const app = useApp({ environment: { GRAPHQL_REQUESTS_PER_SECOND: '1000000' } })
let dataDirectory: string
let doomed: ServerProcess
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'headcount-killed-'))
  doomed = startServerProcess({
    PORT: '0',
    HEADCOUNT_DATA_DIR: dataDirectory,
    DATABASE_URL: app.database.url,
    GRAPHQL_REQUESTS_PER_SECOND: '1000000',
  })
})
afterEach(async () => {
  doomed.child.kill('SIGKILL')
  await doomed.exited
  await rm(dataDirectory, { recursive: true, force: true })
})

/** What was asked of the node that is going to be killed; `send` asks another one for the same. */
type Attempt = {
  kind: 'RECORD' | 'SETTLE' | 'RESERVE'
  userId: string
  amountMinor: number
  key: string
  isAcknowledged: boolean
  send(to: SpendClient): Promise<void>
}

test(
  'kill -9 in the middle: what was acknowledged is in the ledger, what is sent again counts once, reservations end by themselves',
  { timeout: 120_000 },
  async () => {
    const { team, scim, node } = app
    const limitMinor = 1_000_000_000
    const administrator = graphqlClient(node, team.apiKey)
    await setLimit(administrator, { teamId: team.teamId }, limitMinor)
    const spendKey = await issueSpendKey(node, team.teamId)
    const userIds = await Promise.all([0, 1, 2, 3].map((index) => scim.createUser(`user-${index}`)))
    await doomed.printed('Listening')
    const url = /http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/.exec(doomed.output())![0]
    const victim = spendClient(graphqlClient({ graphqlUrl: `${url}/graphql`, subscriptionsUrl: '' }, spendKey))
    const survivor = spendClient(graphqlClient(node, spendKey))

    const attempts: Attempt[] = []
    let acknowledged = 0
    let isKilled = false
    const attempt = async <Answer>(
      about: Omit<Attempt, 'isAcknowledged' | 'send'>,
      ask: (to: SpendClient) => Promise<Answer>,
    ): Promise<Answer> => {
      const one: Attempt = { ...about, isAcknowledged: false, send: async (to) => void (await ask(to)) }
      attempts.push(one)
      const answer = await ask(victim)
      one.isAcknowledged = true
      if (++acknowledged === 300) {
        isKilled = true
        doomed.child.kill('SIGKILL')
      }
      return answer
    }
    const successOf = <Answer extends { __typename: string }>(answer: Answer): Answer => {
      if (!answer.__typename.endsWith('Success')) throw new Error(JSON.stringify(answer))
      return answer
    }
    const work = async (worker: number): Promise<void> => {
      for (let round = 0; ; round++) {
        const userId = userIds[(worker + round) % userIds.length]!
        const amountMinor = 1 + ((worker * 31 + round * 17) % 97)
        if (round % 3 === 0) {
          const entry = { userId, amountMinor, idempotencyKey: newKey() }
          await attempt({ kind: 'RECORD', userId, amountMinor, key: entry.idempotencyKey }, async (to) =>
            successOf(await to.record({ entries: [entry] })),
          )
        } else {
          const input = { userId, amountMinor, idempotencyKey: newKey(), expiresInSeconds: 2 }
          const { reservation } = await attempt({ kind: 'RESERVE', userId, amountMinor, key: input.idempotencyKey }, async (to) => {
            const answer = await to.reserve(input)
            // Sent again once it is settled or has expired, it is told so; it is not made a second time.
            return to === survivor && answer.__typename === 'ReservationClosedError' ? answer : successOf(answer)
          })
          if (round % 3 === 1) continue
          const reservationId = reservation.id
          const about = {
            kind: 'SETTLE' as const,
            userId,
            amountMinor: amountMinor + 1,
            key: settlementKey(fromId('spendReservation', reservationId)!),
          }
          await attempt(about, async (to) => successOf(await to.settle({ reservationId, amountMinor: amountMinor + 1 })))
        }
      }
    }
    const endings = await Promise.allSettled(Array.from({ length: 24 }, (_, worker) => work(worker)))
    expect(isKilled, String(endings.map((ending) => ending.status === 'rejected' && ending.reason))).toBe(true)
    expect((await doomed.exited).signal).toBe('SIGKILL')
    const unknown = attempts.filter(({ isAcknowledged }) => !isAcknowledged)
    expect(unknown.length).toBeGreaterThan(0)

    const { database } = node.app
    const teamId = fromId('team', team.teamId)!
    const ledger = async () =>
      new Map((await database.spendEntry.findMany({ where: { teamId } })).map((entry) => [entry.idempotencyKey, Number(entry.amountMinor)]))
    const expectConsistent = async (): Promise<void> => {
      for (const { spent, sum } of await totalsOf(database, teamId)) expect(spent).toBe(sum)
    }
    const kept = await ledger()
    const spending = attempts.filter(({ kind }) => kind !== 'RESERVE')
    for (const { key: entryKey, amountMinor } of spending.filter(({ isAcknowledged }) => isAcknowledged))
      expect(kept.get(entryKey)).toBe(amountMinor)
    await expectConsistent()

    // Whoever got no answer asks again, and others twice: once is what counts.
    await Promise.all([...unknown, ...attempts].map((one) => one.send(survivor)))
    const after = await ledger()
    expect(after.size).toBe(spending.length)
    await expectConsistent()
    const totals = new Map((await totalsOf(database, teamId)).map(({ userId, spent }) => [userId, spent]))
    for (const userId of userIds) {
      const expected = spending.filter((one) => one.userId === userId).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      expect(totals.get(fromId('user', userId)!)).toBe(expected)
    }

    // Those whose settlement nobody sent hold nothing back for longer than they were to.
    expect(await database.spendReservation.count({ where: { teamId, state: 'OPEN' } })).toBeGreaterThan(0)
    for (const userId of userIds) {
      await eventually('nothing is reserved', async () => (await survivor.decide(userId, 0)).reserved.amountMinor === 0)
      const spent = totals.get(fromId('user', userId)!)!
      expect(
        successOf(await survivor.reserve({ userId, amountMinor: limitMinor - spent, expiresInSeconds: 60 })).spend.remaining!.amountMinor,
      ).toBe(0)
    }
  },
)
