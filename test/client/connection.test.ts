import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket as WsWebSocket } from 'ws'
import type { WebSocketImplementation } from '../../src/client/connection.ts'
import { createLiveClient } from '../../src/client/live-client.ts'
import { batch, checkpoint, minimalDocument } from './scripted-server.ts'
import { TcpProxy } from './tcp-proxy.ts'
import { useScriptedServer } from './use-scripted-server.ts'

const under = useScriptedServer()
let proxy: TcpProxy | undefined

afterEach(async () => {
  await proxy?.stop()
  proxy = undefined
})

const implementations: [string, WebSocketImplementation | undefined][] = [
  ['the global WebSocket', undefined],
  ['the ws package', WsWebSocket],
]

describe.each(implementations)('With %s', (_, webSocketImpl) => {
  test.each([1000, 1001, 1011, 1012, 1013, 4403, 4408, 4999])(
    'the client comes again after close code %d and goes on at its cursor',
    async (code) => {
      const { following, recorder } = under.follow({ after: 'a' }, { webSocketImpl })
      const first = await under.server.subscription()
      first.next(checkpoint('a'))
      first.next(batch('a', 'b'))
      await recorder.until('live', () => recorder.state?.name === 'live')
      first.socket.close(code, 'scripted')
      const second = await under.server.subscription()
      expect(second.after).toBe('b')
      expect(second.socket).not.toBe(first.socket)
      const stale = recorder.states.find(({ name }) => name === 'stale')
      expect(stale).toMatchObject({ reason: 'connectionLost', detail: `closed with ${code}: scripted`, since: expect.any(Number) })
      second.next(checkpoint('b'))
      await recorder.until('live again', () => recorder.state?.name === 'live')
      expect(recorder.told).toEqual(['b'])
      expect(following.counts()).toMatchObject({ losses: 1, gaps: 0 })
    },
  )

  test.each([
    [4400, 'refused'],
    [4401, 'unauthorized'],
    [4406, 'refused'],
    [4500, 'refused'],
    [1002, 'refused'],
    [1008, 'refused'],
  ])('close code %d is final', async (code, reason) => {
    const { following, client } = under.follow({ after: 'a' }, { webSocketImpl })
    const other = client.follow({ document: minimalDocument, onChanges() {} })
    const subscription = await under.server.subscription()
    await under.server.subscription()
    subscription.socket.close(code, 'scripted')
    const expected = { reason, error: { message: `The server closed the socket with ${code}: scripted.` } }
    expect(await following.ended).toMatchObject(expected)
    expect(await other.ended).toMatchObject(expected)
    expect(under.server.admitted).toHaveLength(1)
    // What follows later is another attempt.
    client.follow({ document: minimalDocument, after: 'c', onChanges() {} })
    expect((await under.server.subscription()).after).toBe('c')
  })

  test.each([
    ['that is no JSON', 'garbage'],
    ['of no known type', '{"type":"nonsense"}'],
    ['cut in the middle', '{"type":"next","id":"'],
  ])('a message %s costs the socket and no change', async (_, text) => {
    const { recorder } = under.follow({ after: 'a' }, { webSocketImpl })
    for (let round = 0; round < 3; round++) {
      const subscription = await under.server.subscription()
      expect(subscription.after).toBe(['a', 'b', 'c'][round])
      subscription.next(batch(['a', 'b', 'c'][round]!, ['b', 'c', 'd'][round]!))
      await recorder.until('it is told', () => recorder.told.length === round + 1)
      subscription.socket.send(text)
    }
    expect((await under.server.subscription()).after).toBe('d')
  })

  test('a close that arrives late, when the next socket is being opened, does not end that one', async () => {
    proxy = await TcpProxy.to(under.server.url)
    proxy.delayMilliseconds = 40
    const { recorder } = under.follow({ after: 'a' }, { url: proxy.url, webSocketImpl })
    for (let round = 0; round < 4; round++) {
      // graphql-ws closes with 4004, a final code, and hears its echo later.
      ;(await under.server.subscription()).socket.send('garbage')
      await recorder.until('it is noticed', () => recorder.states.filter(({ name }) => name === 'stale').length > round)
    }
    ;(await under.server.subscription()).next(checkpoint('a'))
    await recorder.until('live', () => recorder.state?.name === 'live')
  })

  test('a connection that breaks without a word is made again, and many followings go on over one socket', async () => {
    proxy = await TcpProxy.to(under.server.url)
    const { client } = under.follow({ after: 'a0' }, { url: proxy.url, webSocketImpl })
    for (let index = 1; index < 5; index++) client.follow({ document: minimalDocument, after: `a${index}`, onChanges() {} })
    for (let round = 0; round < 5; round++) {
      const subscriptions = await Promise.all([0, 1, 2, 3, 4].map(() => under.server.subscription()))
      expect(subscriptions.map(({ after }) => after).toSorted()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4'])
      expect(new Set(subscriptions.map(({ socket }) => socket)).size).toBe(1)
      proxy.cut()
    }
  })

  test('a server that is away is asked again until it is there', async () => {
    proxy = await TcpProxy.to(under.server.url)
    proxy.refuse(true)
    const { recorder } = under.follow({ after: 'a' }, { url: proxy.url, webSocketImpl })
    await recorder.until('five attempts', () => recorder.states.some((state) => state.name === 'stale' && state.attempt === 5))
    proxy.refuse(false)
    const subscription = await under.server.subscription()
    subscription.next(checkpoint('a'))
    await recorder.until('live', () => recorder.state?.name === 'live')
  })

  test('a peer that swallows everything is noticed by its missing pong, and the view is stale since it was last heard', async () => {
    proxy = await TcpProxy.to(under.server.url)
    const { recorder } = under.follow(
      { after: 'a' },
      { url: proxy.url, webSocketImpl, keepAliveMilliseconds: 40, pongTimeoutMilliseconds: 80 },
    )
    const first = await under.server.subscription()
    first.next(checkpoint('a'))
    await under.server.until('pings are answered', () => under.server.pings.length > 3)
    proxy.stall()
    const stalledAt = Date.now()
    await recorder.until('stale', () => recorder.state?.name === 'stale')
    const noticed = recorder.state
    expect(noticed).toMatchObject({ reason: 'noAnswer', detail: 'no answer to a ping within 0.08 s' })
    expect(noticed?.name === 'stale' && noticed.since).toBeLessThanOrEqual(stalledAt + 40)
    proxy.unstall()
    const second = await under.server.subscription()
    second.next(checkpoint('a'))
    await recorder.until('live again', () => recorder.state?.name === 'live')
  })

  test('a server that accepts and never lets in is given up', async () => {
    proxy = await TcpProxy.to(under.server.url)
    proxy.stall()
    const { recorder } = under.follow({ after: 'a' }, { url: proxy.url, webSocketImpl, connectTimeoutMilliseconds: 50 })
    await recorder.until('three attempts', () => proxy!.accepted >= 3)
    expect(recorder.states.find(({ name }) => name === 'stale')).toMatchObject({
      reason: 'noAnswer',
      detail: 'the server did not let the socket in within 0.05 s',
    })
    proxy.unstall()
    await under.server.subscription()
  })

  test('a socket that is disposed of before it is open leaves nothing behind', async () => {
    proxy = await TcpProxy.to(under.server.url)
    proxy.stall()
    const { following, client } = under.follow({ after: 'a' }, { url: proxy.url, webSocketImpl })
    await client.dispose()
    expect(await following.ended).toEqual({ name: 'ended', reason: 'stopped' })
  })
})

describe('The credential', () => {
  test('is asked for anew for every socket', async () => {
    let asked = 0
    under.follow({ after: 'a' }, { authorization: async () => `Bearer ${++asked}` })
    for (let round = 0; round < 3; round++) (await under.server.subscription()).socket.close(4403, 'expired')
    await under.server.subscription()
    expect(under.server.admitted).toEqual([1, 2, 3, 4].map((count) => ({ authorization: `Bearer ${count}` })))
  })

  test('that cannot be had now is asked for again, and the failure is reported', async () => {
    let asked = 0
    const { recorder } = under.follow(
      { after: 'a' },
      {
        authorization() {
          asked++
          if (asked < 4) throw new Error(`HTTP 503, ${asked}`)
          return 'Bearer x'
        },
      },
    )
    await under.server.subscription()
    expect(recorder.problems).toEqual([1, 2, 3].map((count) => ({ type: 'authorizationFailed', detail: `HTTP 503, ${count}` })))
    expect(recorder.states.find(({ name }) => name === 'stale')).toMatchObject({ reason: 'authorizationFailed' })
    expect(under.server.admitted).toEqual([{ authorization: 'Bearer x' }])
  })

  test('that is none is not sent', async () => {
    const { recorder } = under.follow({}, { authorization: () => undefined as never })
    await recorder.until('reported', () => recorder.problems.length > 0)
    expect(recorder.problems[0]).toMatchObject({ type: 'authorizationFailed', detail: expect.stringContaining('answered no credential') })
    expect(under.server.admitted).toEqual([])
  })

  test('may be left to a cookie', async () => {
    under.follow()
    await under.server.subscription()
    expect(under.server.admitted).toEqual([undefined])
  })
})

describe('The socket', () => {
  test('is opened by the first following and closed some time after the last', async () => {
    const client = under.client()
    expect(under.server.sockets.size).toBe(0)
    const [first, second] = [1, 2].map(() => client.follow({ document: minimalDocument, onChanges() {} }))
    await under.server.subscription()
    await under.server.subscription()
    expect(under.server.sockets.size).toBe(1)
    first!.stop()
    second!.stop()
    await under.server.until('it is closed', () => under.server.sockets.size === 0)
    expect(under.server.closeCodes).toEqual([1000])
  })

  test('is kept for whoever follows soon after the last one stopped', async () => {
    const client = under.client({ idleCloseMilliseconds: 60_000 })
    for (let round = 0; round < 3; round++) {
      const following = client.follow({ document: minimalDocument, onChanges: () => expect.unreachable() })
      const subscription = await under.server.subscription()
      following.stop()
      subscription.next(batch('a', 'b'))
    }
    expect(under.server.admitted).toHaveLength(1)
  })

  test('that is lost after the last following stopped is not opened again', async () => {
    const client = under.client({ idleCloseMilliseconds: 3_600_000, backOff: { firstMilliseconds: 0 } })
    const following = client.follow({ document: minimalDocument, onChanges() {} })
    const { socket } = await under.server.subscription()
    following.stop()
    socket.terminate()
    for (let round = 1; round <= 4; round++) {
      const other = under.follow()
      await under.server.subscription()
      await other.client.dispose()
      expect(under.server.admitted).toHaveLength(1 + round)
    }
  })

  test('is not let in again at once when the server keeps closing it normally', async () => {
    const chance = vi.spyOn(Math, 'random').mockReturnValue(0.9)
    try {
      let opened = 0
      under.server.script = { admit: (payload) => (payload ? true : 1000), opened: () => opened++ }
      under.follow({}, { backOff: { firstMilliseconds: 3_600_000, longestMilliseconds: 3_600_000 } })
      await under.server.until('it comes again', () => opened === 2)
      for (let round = 0; round < 4; round++) {
        const other = under.follow({}, { authorization: () => 'other' })
        await under.server.subscription()
        await other.client.dispose()
      }
      expect(under.server.admitted.filter((payload) => !payload)).toHaveLength(1)
    } finally {
      chance.mockRestore()
    }
  })

  test('is kept while the server is so busy sending that its pong comes late', async () => {
    const busy = { ended: false }
    under.server.script = {
      pong(_, socket) {
        if (busy.ended) return undefined
        let sent = 0
        const sending = setInterval(() => {
          // No subscription of ours, and a sign of life.
          socket.send(JSON.stringify({ id: 'other', type: 'next', payload: {} }))
          if (++sent < 12) return
          clearInterval(sending)
          busy.ended = true
          socket.send(JSON.stringify({ type: 'pong' }))
        }, 50)
        return null
      },
    }
    const { following } = under.follow({}, { keepAliveMilliseconds: 20, pongTimeoutMilliseconds: 300 })
    await under.server.subscription()
    await under.server.until('there is a ping after it', () => under.server.pings.length > 1)
    expect(following.counts().losses).toBe(0)
  })

  test('is given up when something else than the pong comes, and then nothing', async () => {
    under.server.script = {
      pong(_, socket) {
        socket.send(JSON.stringify({ id: 'other', type: 'next', payload: {} }))
        return null
      },
    }
    const { recorder } = under.follow({}, { keepAliveMilliseconds: 20, pongTimeoutMilliseconds: 50 })
    await recorder.until('it is noticed', () => recorder.state?.name === 'stale' && recorder.state.reason === 'noAnswer')
  })
})

describe('A client', () => {
  test.each(['/graphql', 'https://headcount.example/graphql', 'nonsense', 'wss://headcount.example/graphql#x'])(
    'is not made for %s',
    (url) => {
      expect(() => createLiveClient({ url })).toThrow(`url is "${url}"; expected is that of a WebSocket`)
    },
  )

  test('that was disposed of has stopped all, has closed its socket, and follows nothing more', async () => {
    const client = under.client({ idleCloseMilliseconds: 3_600_000 })
    const followings = [1, 2, 3].map(() => client.follow({ document: minimalDocument, onChanges() {} }))
    for (const _ of followings) (await under.server.subscription()).next(checkpoint('a'))
    followings[0]!.stop()
    await client.dispose()
    expect(await Promise.all(followings.map(({ ended }) => ended))).toEqual(followings.map(() => ({ name: 'ended', reason: 'stopped' })))
    await under.server.until('the server knows', () => under.server.sockets.size === 0)
    expect(under.server.closeCodes).toEqual([1000])
    expect(() => client.follow({ document: minimalDocument, onChanges() {} })).toThrow('was disposed of')
  })

  test('whose log throws goes on', async () => {
    const { following, recorder } = under.follow(
      { after: 'a' },
      {
        onProblem() {
          throw new Error('disk full')
        },
      },
    )
    const subscription = await under.server.subscription()
    for (const message of [batch('a', 'b'), batch('a', 'b'), batch('b', 'c')]) subscription.next(message)
    await recorder.until('it is told', () => following.cursor() === 'c')
    expect(following.state().name).toBe('catchingUp')
  })
})
