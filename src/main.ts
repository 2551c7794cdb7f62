import { ConfigError, parseConfig, type Config } from './config.ts'

function readConfig(): Config {
  try {
    return parseConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

function checkNode(): void {
  const major = Number(process.versions.node.split('.', 1)[0])
  if (major >= 24) return
  console.error(
    `Headcount needs Node.js 24 or newer; this is ${process.version}. On Linux and Windows \`npm ci\` brings it along: start by \`npm start\`. On macOS install Node.js 24.`,
  )
  process.exit(1)
}

checkNode()
const config = readConfig()
// Loaded only now: a wrong configuration is told at once.
const { startServer } = await import('./start.ts')
await startServer(config)
