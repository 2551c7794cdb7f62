import { findRedisServer } from '../support/redis-server.ts'
import { commandOf, parseOptions, usage } from './options.ts'
import { soak } from './soak.ts'

/** `npm run soak`: the model test for as long as one likes. */
try {
  const options = parseOptions(process.argv.slice(2))
  if (options === undefined) console.log(usage)
  else {
    console.log(commandOf(options))
    // By an exit the servers hear of it.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
    const { findings, lines } = await soak(options, await findRedisServer(), (line) => console.log(line))
    console.log(`\n${lines.join('\n')}`)
    process.exitCode = findings.length > 0 ? 1 : 0
  }
} catch (reason) {
  console.error(reason)
  process.exitCode = 1
}
