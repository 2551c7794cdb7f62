import pino, { type Logger } from 'pino'
import { buildApp, type App } from './app.ts'
import { ConfigError, type Config } from './config.ts'
import {
  describeLocalMode,
  inLocalLock,
  newPlatformKey,
  prepareDemonstration,
  readLocalFile,
  writeLocalFile,
  type LocalFile,
} from './local-mode.ts'
import { openDatabase } from './store/database.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './store/embedded-postgres.ts'
import { migrate } from './store/migrate.ts'
import { findDemonstration } from './store/team.ts'

/** What has to be undone at the end, in reverse order. */
type Closers = (() => Promise<void>)[]

/** Starts what the configuration asks for, and ends it on a signal. */
export async function startServer(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const closers: Closers = []
  const started = run(config, log, closers)
  stopOnSignal(config, log, closers, started)
  await started
}

async function run(config: Config, log: Logger, closers: Closers): Promise<void> {
  try {
    if (config.traces) {
      // Loaded only then: it is large. Before the rest is built, which asks whether it is there, and stopped after it.
      const { startTracing } = await import('./tracing.ts')
      const tracing = startTracing(config.traces, log)
      closers.push(() => tracing.stop())
    }
    const databaseUrl = config.databaseUrl ?? (await startDatabase(config, log, closers))
    if (config.migratesOnStart) {
      const applied = await migrate(databaseUrl)
      if (applied.length > 0) log.info({ applied }, 'Migrated the database')
    }
    if (config.isProduction) await refuseDemonstration(databaseUrl, log)
    if (config.isProduction && config.publicUrl === undefined)
      log.warn({}, 'PUBLIC_URL is not set: SCIM locations will name the address that this node listens at')
    const isLocal = !config.isProduction && config.isLoopback
    const url = isLocal ? await startLocal(config, databaseUrl, log, closers) : await start(config, databaseUrl, log, closers)
    log.info({ url }, 'Listening')
  } catch (error) {
    log.fatal({ err: error }, 'Headcount could not start')
    console.error(`Headcount could not start: ${error instanceof Error ? error.message : String(error)}`)
    await closeAll(closers, log)
    process.exit(1)
  }
}

async function start(config: Config, databaseUrl: string, log: Logger, closers: Closers): Promise<string> {
  const app = await buildApp({ ...config, databaseUrl }, log)
  closers.push(() => app.close())
  return app.listen()
}

/** Local mode: a platform key, a demonstration team when the database is empty, and a file and a text that say how to reach them. */
async function startLocal(config: Config, databaseUrl: string, log: Logger, closers: Closers): Promise<string> {
  return inLocalLock(databaseUrl, async () => {
    const kept = await readLocalFile(config.dataDirectory)
    const platformKey = config.platformKey ?? kept?.platformKey ?? newPlatformKey()
    const app: App = await buildApp({ ...config, databaseUrl, platformKey }, log)
    closers.push(() => app.close())
    const demonstration = await prepareDemonstration(app.database, app.commands, kept)
    const url = await app.listen()
    if (demonstration) {
      const file: LocalFile = await writeLocalFile(config.dataDirectory, app.commands, app.publicUrl(), platformKey, demonstration)
      console.log(describeLocalMode(file))
    }
    return url
  })
}

async function startDatabase(config: Config, log: Logger, closers: Closers): Promise<string> {
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDirectory: config.dataDirectory, log })
  closers.push(() => postgres.stop())
  postgres.onExit((error) => {
    log.fatal({ err: error }, 'PostgreSQL is gone and does not come back')
    void closeAll(closers, log).then(() => process.exit(1))
  })
  return postgres.url
}

async function refuseDemonstration(databaseUrl: string, log: Logger): Promise<void> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1, log })
  try {
    if (await findDemonstration(database)) {
      throw new ConfigError(
        'This database holds the demonstration team of local mode, whose keys lie in a file. Production needs a database of its own: set DATABASE_URL to another one.',
      )
    }
  } finally {
    await database.$disconnect()
  }
}

function stopOnSignal(config: Config, log: Logger, closers: Closers, started: Promise<void>): void {
  let isStopping = false
  const stop = (signal: string): void => {
    // A terminal's Ctrl-C arrives twice, from the terminal and from npm.
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'Stopping')
    const tooLate = setTimeout(
      () => {
        log.warn({}, 'Stopping took too long')
        process.exit(1)
      },
      (config.shutdownSeconds + 20) * 1000,
    )
    tooLate.unref()
    // Also in the middle of the start: what is being started is first waited for, then ended, so that no process stays behind.
    void started.then(() => closeAll(closers, log)).then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // The terminal was closed.
  process.on('SIGHUP', stop)
  // Where npm runs us below a shell of its own, that passes no signal on: when npm is ended, the shell is gone and we are not told.
  const parent = process.ppid
  if (process.env['npm_lifecycle_event'] !== undefined) {
    setInterval(() => process.ppid !== parent && stop('end of npm'), 500).unref()
  }
}

async function closeAll(closers: Closers, log: Logger): Promise<void> {
  for (const close of closers.splice(0).reverse()) {
    try {
      await close()
    } catch (error) {
      log.error({ err: error }, 'Something could not be closed')
    }
  }
}
