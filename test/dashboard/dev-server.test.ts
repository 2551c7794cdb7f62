import path from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RawSocket } from '../support/raw-socket.ts'
import { signedInAdministrator } from '../support/signed-in.ts'
import { useApp } from '../support/use-app.ts'

const root = path.join(import.meta.dirname, '../..')
const under = useApp()
let dev: ViteDevServer
let own: string

beforeAll(async () => {
  process.env['HEADCOUNT_URL'] = under.node.url
  dev = await createServer({
    configFile: path.join(root, 'src/dashboard/vite.config.ts'),
    // No page is opened here, and what somebody's own one has prepared stays as it is.
    cacheDir: path.join(root, 'node_modules/.cache/headcount-dev-server'),
    optimizeDeps: { noDiscovery: true },
    server: { port: 0 },
    logLevel: 'silent',
  })
  delete process.env['HEADCOUNT_URL']
  await dev.listen()
  own = new URL(dev.resolvedUrls!.local[0]!).origin
})
afterAll(() => dev?.close())

test('Pages of `npm run dev:dashboard` become live with the session of who is signed in; pages from elsewhere do not', async () => {
  const cookie = await signedInAdministrator(under.node, under.team.teamId, 'dev@acme.example')
  const openFrom = (origin: string): Promise<RawSocket> =>
    new RawSocket({ ...under.node, subscriptionsUrl: `${own.replace('http', 'ws')}/graphql` }, { headers: { origin, cookie } }).open()
  const socket = await openFrom(own)
  socket.send({ type: 'connection_init' })
  expect(await socket.next()).toMatchObject({ type: 'connection_ack' })
  socket.socket.close(1000)
  await expect(openFrom('http://127.0.0.1:1')).rejects.toThrow('403')
})
