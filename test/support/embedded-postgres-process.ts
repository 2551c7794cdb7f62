// A Headcount that is nothing but its PostgreSQL, for tests that kill it: node embedded-postgres-process.ts <data directory>
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'

const [dataDirectory = ''] = process.argv.slice(2)

// One JSON object a line: { url } when it runs, { refused } when it does not, { log } before either.
const tell = (message: object) => void process.stdout.write(`${JSON.stringify(message)}\n`)
const log = (facts: object, message: string) => tell({ log: message, ...facts })

try {
  const postgres = await startEmbeddedPostgres({ dataDirectory, log: { info: log, warn: log, error: log }, settings: { fsync: 'off' } })
  process.once('SIGINT', () => void postgres.stop())
  // An uncaught fault, as far as the server is concerned.
  process.once('SIGUSR2', () => process.exit(1))
  // Last: whoever hears of it may send a signal at once.
  tell({ url: postgres.url })
} catch (reason) {
  tell({ refused: (reason as Error).message })
}
