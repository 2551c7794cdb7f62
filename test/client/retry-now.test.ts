import { expect, test, vi } from 'vitest'
import { checkpoint } from './scripted-server.ts'
import { useScriptedServer } from './use-scripted-server.ts'

const under = useScriptedServer()
const anHour = 3_600_000
/** Waits of which a test would never see the end. */
const longWaits = { backOff: { firstMilliseconds: anHour, longestMilliseconds: anHour } }

test('retryNow makes the attempt at once that would come later', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1)
  const { recorder, client } = under.follow({ after: 'a' }, longWaits)
  const first = await under.server.subscription()
  first.next(checkpoint('a'))
  await recorder.until('live', () => recorder.state?.name === 'live')
  first.socket.terminate()
  await recorder.until('it waits', () => recorder.state?.name === 'stale' && recorder.state.retryAt !== undefined)
  client.retryNow()
  const second = await under.server.subscription()
  expect(second.after).toBe('a')
  second.next(checkpoint('a'))
  await recorder.until('live again', () => recorder.state?.name === 'live')
  vi.restoreAllMocks()
})

test('retryNow reads at once a snapshot that failed', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1)
  let reads = 0
  const loadSnapshot = async () => {
    if (++reads === 1) throw new Error('not now')
    return 'a'
  }
  const { recorder, client } = under.follow({ loadSnapshot }, longWaits)
  await recorder.until('it waits', () => recorder.state?.name === 'stale' && recorder.state.retryAt !== undefined)
  client.retryNow()
  expect((await under.server.subscription()).after).toBe('a')
  vi.restoreAllMocks()
})

test('retryNow makes an open socket prove that it still is one', async () => {
  under.server.script = { pong: () => null }
  const { recorder, client } = under.follow({ after: 'a' }, { keepAliveMilliseconds: 0, pongTimeoutMilliseconds: 100 })
  const subscription = await under.server.subscription()
  subscription.next(checkpoint('a'))
  await recorder.until('live', () => recorder.state?.name === 'live')
  const heardAt = client.heardAt()
  expect(Date.now() - heardAt).toBeLessThan(5_000)
  client.retryNow()
  client.retryNow()
  await recorder.until('given up', () => recorder.state?.name === 'stale')
  expect(recorder.state).toMatchObject({ reason: 'noAnswer', since: heardAt })
  expect(under.server.pings).toHaveLength(1)
  expect((await under.server.subscription()).after).toBe('a')
})

test('retryNow gives up an attempt that hangs, and leaves a young one alone', async () => {
  under.server.script = { admit: (_, count) => (count === 1 ? undefined : true) }
  const { client } = under.follow({ after: 'a' }, { ...longWaits, connectTimeoutMilliseconds: anHour })
  await under.server.until('it asks to be let in', () => under.server.admitted.length === 1)
  client.retryNow()
  expect(under.server.sockets.size).toBe(1)
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 5_000)
  client.retryNow()
  expect((await under.server.subscription()).after).toBe('a')
  expect(under.server.admitted).toHaveLength(2)
  vi.restoreAllMocks()
})
