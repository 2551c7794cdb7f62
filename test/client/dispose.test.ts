import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { minimalDocument, ScriptedServer } from './scripted-server.ts'
import { TcpProxy } from './tcp-proxy.ts'

const client = join(import.meta.dirname, '../../src/client/live-client.ts')
let server: ScriptedServer
let proxy: TcpProxy

beforeEach(async () => {
  server = await new ScriptedServer({ admit: () => ({ expiresAt: new Date(Date.now() + 7_200_000).toISOString() }) }).start()
  proxy = await TcpProxy.to(server.url)
})
afterEach(async () => {
  await proxy.stop()
  await server.stop()
})

/** Runs a program that has the client; resolves with what it printed when it has ended by itself. */
function run(program: string): Promise<{ stdout: string; stderr: string }> {
  const text = `
    import { WebSocket as WsWebSocket } from 'ws'
    import { createLiveClient } from ${JSON.stringify(client)}
    const document = ${JSON.stringify(minimalDocument)}
    // All that could keep the process: an hour for every timer.
    const hour = 3_600_000
    const long = {
      url: ${JSON.stringify(proxy.url)},
      authorization: () => 'Bearer x',
      keepAliveMilliseconds: hour, pongTimeoutMilliseconds: hour, connectTimeoutMilliseconds: hour, idleCloseMilliseconds: hour,
      backOff: { firstMilliseconds: hour, longestMilliseconds: hour },
    }
    const reached = (client, name) => new Promise((resolve) => client.follow({ document, onChanges() {}, onState: (state) => state.name === name && resolve(state) }))
    ${program}
    console.log('disposed')
  `
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', text], {
    cwd: join(import.meta.dirname, '../..'),
    timeout: 20_000,
  })
}

describe('After dispose() nothing keeps the process alive', () => {
  test.each(['undefined', 'WsWebSocket'])('of a client that was connected, idle and about to renew (%s)', async (webSocketImpl) => {
    const program = run(`
      const client = createLiveClient({ ...long, webSocketImpl: ${webSocketImpl} })
      const following = client.follow({ document, onChanges() {} })
      const live = reached(client, 'live')
      await live
      following.stop()
      await client.dispose()
    `)
    for (const _ of [1, 2]) (await server.subscription()).next({ __typename: 'Checkpoint', previousCursor: 'a', cursor: 'a', isLive: true })
    expect(await program).toEqual({ stdout: 'disposed\n', stderr: '' })
  })

  test.each(['undefined', 'WsWebSocket'])('of a client that waits for its next attempt (%s)', async (webSocketImpl) => {
    proxy.refuse(true)
    expect(
      await run(`
        const client = createLiveClient({ ...long, webSocketImpl: ${webSocketImpl} })
        await reached(client, 'stale')
        await client.dispose()
      `),
    ).toEqual({ stdout: 'disposed\n', stderr: '' })
  })

  test('of a client with a following that waits to start again after a gap', async () => {
    const program = run(`
      const client = createLiveClient(long)
      await reached(client, 'stale')
      await client.dispose()
    `)
    const subscription = await server.subscription()
    for (const cursor of ['a', 'c']) subscription.next({ __typename: 'Checkpoint', previousCursor: cursor, cursor, isLive: true })
    expect(await program).toEqual({ stdout: 'disposed\n', stderr: '' })
  })

  test.each(['undefined', 'WsWebSocket'])('of a client whose server never let it in (%s)', async (webSocketImpl) => {
    proxy.stall()
    expect(
      await run(`
        const client = createLiveClient({ ...long, webSocketImpl: ${webSocketImpl} })
        client.follow({ document, onChanges() {} })
        await client.dispose()
      `),
    ).toEqual({ stdout: 'disposed\n', stderr: '' })
  })

  test('of a client that gave up a server that did not answer (ws)', async () => {
    const program = run(`
      const client = createLiveClient({ ...long, webSocketImpl: WsWebSocket, keepAliveMilliseconds: 20, pongTimeoutMilliseconds: 100 })
      await reached(client, 'stale')
      await client.dispose()
    `)
    await server.subscription()
    proxy.stall()
    expect(await program).toEqual({ stdout: 'disposed\n', stderr: '' })
  })
})
