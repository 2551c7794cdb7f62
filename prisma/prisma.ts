// Runs Prisma's CLI, offline: `npm run prisma -- migrate dev --name add-groups`.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants, tmpdir } from 'node:os'
import path from 'node:path'

const here = import.meta.dirname
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
const workshop = mkdtempSync(path.join(tmpdir(), 'headcount-prisma-'))
const trace = path.join(workshop, 'schema-engine')

const given = process.argv.slice(2)
const config = given.some((argument) => /^--config(=|$)/.test(argument)) ? [] : ['--config', path.join(here, 'prisma.config.ts')]
const child = spawn(process.execPath, [cli, ...given, ...config], {
  stdio: 'inherit',
  env: {
    ...process.env,
    // The engine is started by its first line, and must find this Node.
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    PRISMA_SCHEMA_ENGINE_BINARY: path.join(here, 'schema-engine.mjs'),
    HEADCOUNT_SCHEMA_ENGINE_TRACE: trace,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
})
// The terminal sends Ctrl-C to the CLI as well; its end is ours.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))

child.on('exit', (code, signal) => {
  // Prisma's CLI ends with 0 when its engine has died.
  const failure = existsSync(trace) ? readFileSync(trace, 'utf8') : undefined
  rmSync(workshop, { recursive: true, force: true })
  if (failure !== undefined) console.error(`Prisma did not finish: ${failure}`)
  process.exitCode = code ?? 128 + constants.signals[signal ?? 'SIGTERM']
  if (failure !== undefined && process.exitCode === 0) process.exitCode = 1
})
