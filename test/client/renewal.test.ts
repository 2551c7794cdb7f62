import { describe, expect, test } from 'vitest'
import { checkpoint, minimalDocument } from './scripted-server.ts'
import { useScriptedServer, type Followed } from './use-scripted-server.ts'

const under = useScriptedServer()
const inMilliseconds = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString()

/** A client whose socket was let in. */
async function connected(...options: Parameters<typeof under.follow>): Promise<Followed> {
  const followed = under.follow(...options)
  ;(await under.server.subscription()).next(checkpoint('a'))
  await followed.recorder.until('live', () => followed.recorder.state?.name === 'live')
  return followed
}

describe('renew()', () => {
  test('sends the credential on the open socket and answers what the server says', async () => {
    const expiresAt = inMilliseconds(3_600_000)
    under.server.script = { pong: (payload) => (payload?.['authorization'] === 'Bearer 2' ? { renewed: true, expiresAt } : {}) }
    const { client, following } = await connected()
    expect(await client.renew('Bearer 2')).toEqual({ renewed: true, expiresAt })
    expect(under.server.pings).toEqual([{ authorization: 'Bearer 2' }])
    expect(following.counts().losses).toBe(0)
  })

  test('without a text sends what authorization() answers now', async () => {
    under.server.script = { pong: () => ({ renewed: true, expiresAt: null }) }
    let asked = 0
    const { client } = await connected({}, { authorization: () => `Bearer ${++asked}` })
    await client.renew()
    expect(under.server.admitted).toEqual([{ authorization: 'Bearer 1' }])
    expect(under.server.pings).toEqual([{ authorization: 'Bearer 2' }])
  })

  test('answers a refusal as it is, and the socket goes on', async () => {
    under.server.script = { pong: () => ({ renewed: false, message: 'This credential opens something else.' }) }
    const { client, following } = await connected()
    expect(await client.renew('Bearer other')).toEqual({ renewed: false, message: 'This credential opens something else.' })
    expect(following.state().name).toBe('live')
  })

  test('asks one thing after the other, so that each gets its own answer', async () => {
    under.server.script = { pong: (payload) => ({ renewed: true, message: `for ${String(payload?.['authorization'])}` }) }
    const { client } = await connected({}, { keepAliveMilliseconds: 5 })
    const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => client.renew(`Bearer ${number}`)))
    expect(answers.map(({ message }) => message)).toEqual([1, 2, 3, 4, 5].map((number) => `for Bearer ${number}`))
  })

  test('rejects without an open socket, without a credential, and at a server that only echoes', async () => {
    await expect(under.client().renew('Bearer 2')).rejects.toThrow('There is no open connection')
    await expect(under.client().renew()).rejects.toThrow('There is no credential to renew with')
    under.server.script = { pong: (payload) => payload }
    const { client } = await connected()
    await expect(client.renew('Bearer 2')).rejects.toThrow('does not renew credentials')
  })

  test('rejects when the socket is lost before the answer', async () => {
    under.server.script = { pong: (_, socket) => (socket.terminate(), null) }
    const { client } = await connected()
    await expect(client.renew('Bearer 2')).rejects.toThrow('The connection was lost')
    expect((await under.server.subscription()).after).toBe('a')
  })

  test('gives a server up that never answers', async () => {
    under.server.script = { pong: () => null }
    const { client, recorder } = await connected({}, { pongTimeoutMilliseconds: 50 })
    await expect(client.renew('Bearer 2')).rejects.toThrow('no answer to a ping within 0.05 s')
    expect(recorder.states.find(({ name }) => name === 'stale')).toMatchObject({ reason: 'noAnswer' })
  })
})

describe('A credential that expires is renewed before, on the open socket', () => {
  /** Says how long each credential lasts, in milliseconds. */
  const lasting = (...lives: number[]) => {
    let asked = 0
    return () => ({ authorization: `Bearer ${asked + 1}`, expiresAt: inMilliseconds(lives[Math.min(asked++, lives.length - 1)]!) })
  }

  test('again and again, when authorization() says when it expires', async () => {
    under.server.script = { pong: () => ({ renewed: true }) }
    const { following } = await connected({}, { authorization: lasting(1_200) })
    await under.server.until('three renewals', () => under.server.pings.length === 3)
    expect(under.server.pings).toEqual([2, 3, 4].map((number) => ({ authorization: `Bearer ${number}` })))
    expect(following.counts().losses).toBe(0)
  })

  test('when the server says so in its acknowledgement, and in its answers', async () => {
    under.server.script = {
      admit: () => ({ expiresAt: inMilliseconds(1_200) }),
      pong: () => ({ renewed: true, expiresAt: inMilliseconds(1_200) }),
    }
    await connected({}, { authorization: () => 'Bearer same' })
    await under.server.until('two renewals', () => under.server.pings.length === 2)
  })

  test('and what the server refuses is reported once and left', async () => {
    under.server.script = { pong: () => ({ renewed: false, message: 'not yours' }) }
    const { recorder } = await connected({}, { authorization: lasting(1_200) })
    await recorder.until('it is reported', () => recorder.problems.length > 0)
    expect(recorder.problems).toEqual([{ type: 'renewalFailed', detail: 'not yours' }])
    const [socket] = under.server.sockets
    socket!.close(4403, 'expired')
    await under.server.subscription()
    expect(under.server.admitted.at(-1)).toEqual({ authorization: 'Bearer 3' })
    expect(under.server.pings).toHaveLength(1)
  })

  test('and a failing authorization() is asked again while there is time', async () => {
    under.server.script = { pong: () => ({ renewed: true, expiresAt: inMilliseconds(3_600_000) }) }
    let asked = 0
    const authorization = () => {
      asked++
      if (asked === 2) throw new Error('HTTP 503')
      return { authorization: `Bearer ${asked}`, expiresAt: inMilliseconds(2_000) }
    }
    const { recorder } = await connected({}, { authorization })
    await under.server.until('it is renewed', () => under.server.pings.length === 1)
    expect(under.server.pings).toEqual([{ authorization: 'Bearer 3' }])
    expect(recorder.problems).toMatchObject([{ type: 'renewalFailed', detail: 'HTTP 503' }])
  })

  test('but not when it was renewed by hand meanwhile', async () => {
    under.server.script = { pong: () => ({ renewed: true, expiresAt: inMilliseconds(3_600_000) }) }
    const { client } = await connected({}, { authorization: lasting(2_000), keepAliveMilliseconds: 0 })
    await client.renew('Bearer by hand')
    const other = await connected({}, { authorization: lasting(3_000) })
    await under.server.until('a younger one is renewed', () => under.server.pings.length === 2)
    expect(under.server.pings).toEqual([{ authorization: 'Bearer by hand' }, { authorization: 'Bearer 2' }])
    expect(other.following.counts().losses).toBe(0)
  })

  test('but not while there is no socket', async () => {
    under.server.script = { pong: () => ({ renewed: true }) }
    const { recorder } = await connected({}, { authorization: lasting(3_000) })
    under.server.script = { admit: () => 1013 }
    const [socket] = under.server.sockets
    socket!.terminate()
    const renewingAt = Date.now() + 2_000
    await under.server.until('it has tried for longer than that', () => Date.now() > renewingAt)
    expect(recorder.problems).toEqual([])
    expect(under.server.pings).toEqual([])
  })

  test('but not when renewing is switched off, nor for one that lasts', async () => {
    under.server.script = { pong: () => ({ renewed: true }) }
    const off = await connected({}, { authorization: lasting(1_000), renewBeforeMilliseconds: 0 })
    const lasts = await connected({}, { authorization: lasting(2 ** 31 * 4) })
    const renewing = await connected({}, { authorization: lasting(1_200) })
    await under.server.until('the third one is renewed', () => under.server.pings.length > 0)
    expect(under.server.pings).toEqual([{ authorization: 'Bearer 2' }])
    for (const { client } of [off, lasts, renewing]) client.follow({ document: minimalDocument, onChanges() {} })
    expect(under.server.admitted).toHaveLength(3)
  })
})
