#!/usr/bin/env node
// Prisma's CLI speaks JSON-RPC over stdin and stdout with a native "schema engine", which it downloads at the first
// command. This program takes its place with the WebAssembly build of the same engine from npm, so that migrations need
// no download. Prisma does not support this: all Prisma packages are pinned to one version, and the tests run the CLI.
import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const argv = process.argv.slice(2)
const valuesOf = (flag) => argv.flatMap((argument, index) => (argument === flag ? [argv[index + 1]] : []))
const datasourceUrl = JSON.parse(valuesOf('--datasource')[0] ?? '{}').url

const tracePath = process.env.HEADCOUNT_SCHEMA_ENGINE_TRACE
let pendingId

class MigrationAdapter extends PrismaPg {
  #connection
  #shadows = new Set()

  constructor(connection) {
    // The migration lock belongs to a session: everything goes through one, and it is not closed for being idle.
    super({ ...connection, max: 1, idleTimeoutMillis: 0 })
    this.#connection = connection
  }

  async connect() {
    return mend(await super.connect())
  }

  // The adapter drops its own shadow database before it leaves it, which PostgreSQL refuses.
  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_db_${randomUUID()}`
    const admin = new pg.Client(this.#connection)
    await admin.connect()
    await admin.query(`CREATE DATABASE "${database}"`)
    const shadow = await new MigrationAdapter({ ...this.#connection, database }).connect()
    const leave = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      if (!this.#shadows.delete(shadow)) return
      await leave()
      await admin.query(`DROP DATABASE "${database}" WITH (FORCE)`)
      await admin.end()
    }
    this.#shadows.add(shadow)
    return shadow
  }

  // After an error the engine forgets its shadow databases.
  async disposeShadows() {
    for (const shadow of this.#shadows) await shadow.dispose()
  }
}

function mend(adapter) {
  const performIO = adapter.performIO.bind(adapter)
  const queryRaw = adapter.queryRaw.bind(adapter)
  const characterColumns = new WeakMap()

  // The catalogue's "char" (18) has no type in the adapter, and the engine, which asks for a character, panics over text:
  // over every NOT NULL of PostgreSQL 18 (prisma/orm#29635) and every CHECK. Shown to the adapter as bpchar (1042), then
  // to the engine as what it is.
  adapter.performIO = async (query) => {
    const result = await performIO(query)
    characterColumns.set(
      result.rows,
      result.fields.map((field) => field.dataTypeID === 18),
    )
    for (const field of result.fields) if (field.dataTypeID === 18) field.dataTypeID = 1042
    return result
  }
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    const isCharacter = characterColumns.get(result.rows) ?? []
    return { ...result, columnTypes: result.columnTypes.map((type, index) => (isCharacter[index] ? ColumnTypeEnum.Character : type)) }
  }

  // The adapter cuts scripts at every ";", also inside functions and texts. PostgreSQL takes them whole, as one transaction.
  adapter.executeScript = async (script) => {
    await adapter
      .underlyingDriver()
      .query(script)
      .catch((reason) => adapter.onError(reason))
  }
  return adapter
}

if (argv.includes('--version')) console.log('schema-engine-cli wasm')
else if (argv.includes('cli')) await runCommand(argv.at(-1), datasourceUrl)
else await serve()
process.exit()

/** Once per process, outside JSON-RPC: can the database be reached, and make it when it is missing. */
async function runCommand(command, url) {
  const config = connectionOf(url)
  const createsDatabase = command === 'create-database'
  const client = new pg.Client(createsDatabase ? { ...config, database: 'postgres' } : config)
  try {
    await client.connect()
    if (createsDatabase) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(config.database)}`)
    await client.end()
  } catch (reason) {
    // The CLI takes the last line on stderr for a log entry of the engine.
    const fields = { message: reason.message, error_code: reason.code === '3D000' ? 'P1003' : 'P1001' }
    process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`)
    process.exitCode = 1
  }
}

async function serve() {
  loadEngine()
  const datamodels = valuesOf('--datamodels').map((file) => [file, readFileSync(file, 'utf8')])
  const adapter = new MigrationAdapter(datasourceUrl ? connectionOf(datasourceUrl) : {})
  let engine
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue
    const request = JSON.parse(line)
    begin(request)
    try {
      engine ??= await bindings.SchemaEngine.new(
        { datamodels: datamodels.length > 0 ? datamodels : undefined },
        () => {},
        bindMigrationAwareSqlAdapterFactory(adapter),
      )
      await answer(engine, request)
    } catch (reason) {
      await adapter.disposeShadows()
      end()
      await sendError(request.id, 4466, reason?.message ?? String(reason), reason?.code)
    }
  }
}

async function answer(engine, { id, method, params }) {
  const result = (method === 'getDatabaseVersion' ? await engine.version(params) : await engine[method](params)) ?? {}
  // What the native engine prints by itself, the CLI expects as a request of its own.
  if (method === 'diff' && typeof result.stdout === 'string') await send({ id: 0, method: 'print', params: { content: result.stdout } })
  // Before the answer: with it the CLI may be done, and end us at once.
  end()
  await send({ id, result })
}

function send(message) {
  return new Promise((resolve) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`, resolve))
}

// Never as a panic: for a panic the CLI offers a crash report, and without a terminal it prints nothing and exits with 0.
function sendError(id, code, message, errorCode) {
  const data = { is_panic: false, message, error_code: errorCode ?? /\bP\d{4}\b/.exec(message)?.[0] }
  return send({ id, error: { code, message, data } })
}

// A request without an answer, too, ends the CLI with 0. It leaves this trace for prisma.ts, which sees to the exit code.
function begin({ id, method }) {
  pendingId = id
  leaveTrace(`the schema engine ended without an answer to "${method}"`)
}

function end() {
  pendingId = undefined
  if (tracePath) rmSync(tracePath, { force: true })
}

function leaveTrace(message) {
  if (tracePath) writeFileSync(tracePath, message)
}

function loadEngine() {
  let panicMessage
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panicMessage = message) }
  const crash = async (reason) => {
    const message = panicMessage ?? reason?.message ?? String(reason)
    leaveTrace(message)
    await sendError(pendingId, 4467, message)
    process.exit(1)
  }
  // A panic inside the WebAssembly arrives here, and its request is never settled.
  process.on('uncaughtException', crash).on('unhandledRejection', crash)

  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const module = new WebAssembly.Module(readFileSync(path.join(folder, 'schema_engine_bg.wasm')))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
}

// As single fields: given a connection string, the adapter's shadow database would be the main one, since the string wins.
function connectionOf(url) {
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString: url })
  return { host, port, user, password, database, ssl, connectionTimeoutMillis: 10_000 }
}
