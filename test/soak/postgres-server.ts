import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

export type StopMode = 'fast' | 'immediate'

/** A PostgreSQL of one's own that can be stopped and started again; nodes reach it through the proxy. */
export type SoakPostgres = {
  proxy: TcpProxy
  /** Through the proxy, and always the same. */
  nodeUrl: string
  /** Past the proxy; another one after each start. */
  url(): string
  stop(mode: StopMode): Promise<void>
  start(): Promise<void>
  /** Stops it for good, and removes its files. */
  remove(): Promise<void>
}

// Not asleep at a commit only because a disk is: processes are killed here, the machine is not, so what was written is there.
const settings = { fsync: 'off', full_page_writes: 'off' }
const log = { info() {}, warn() {}, error() {} }

export async function startPostgres(): Promise<SoakPostgres> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'headcount-soak-'))
  // As root the server runs as another user, who has to pass.
  await chmod(dataDirectory, 0o711)
  let server: EmbeddedPostgres | undefined = await startEmbeddedPostgres({ dataDirectory, log, settings })
  const files = await realpath(path.join(dataDirectory, 'postgres'))
  let { url } = server
  const proxy = await startTcpProxy({ target: server.port })
  const nodeUrl = new URL(url)
  nodeUrl.port = String(proxy.port)

  async function stop(mode: StopMode): Promise<void> {
    const stopping = server
    server = undefined
    if (!stopping) return
    const pid = Number.parseInt(await readFile(path.join(files, 'postmaster.pid'), 'utf8'), 10)
    // As `pg_ctl stop -m immediate` does. Our own stop comes in the same turn, so that nobody starts it again.
    if (mode === 'immediate') process.kill(pid, 'SIGQUIT')
    await stopping.stop()
  }
  return {
    proxy,
    nodeUrl: nodeUrl.href,
    url: () => url,
    stop,
    async start() {
      if (server) return
      server = await startEmbeddedPostgres({ dataDirectory, log, settings })
      url = server.url
      proxy.target = server.port
    },
    async remove() {
      await proxy.close()
      await stop('fast')
      await rm(files, { recursive: true, force: true })
      await rm(dataDirectory, { recursive: true, force: true })
    },
  }
}
