import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { scimClient } from '../support/scim-client.ts'
import { readLocalJson, startServerProcess, type ServerProcess } from '../support/server-process.ts'

type OtlpAttribute = { key: string; value: { stringValue?: string } }
type OtlpTraces = {
  resourceSpans: { resource: { attributes: OtlpAttribute[] }; scopeSpans: { spans: { name: string; traceId: string }[] }[] }[]
}

let database: TestDatabase
let dataDirectory: string
let server: ServerProcess | undefined
let collector: Server
let received: { path: string; body: OtlpTraces }[]

beforeAll(async () => {
  database = await createDatabase()
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push({ path: request.url!, body: JSON.parse(Buffer.concat(chunks).toString()) as OtlpTraces })
    response.setHeader('content-type', 'application/json').end('{}')
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
})
afterAll(async () => {
  collector?.close()
  await database?.drop()
})
beforeEach(async () => {
  received = []
  dataDirectory = await mkdtemp(join(tmpdir(), 'headcount-tracing-'))
})
afterEach(async () => {
  if (server && server.child.exitCode === null) server.child.kill('SIGTERM')
  await server?.exited
  server = undefined
  await rm(dataDirectory, { recursive: true, force: true })
})

const collectorUrl = (): string => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`

/** Starts, writes one user in the trace, stops; answers what was printed. */
async function writeInTrace(traceId: string, environment: Record<string, string>): Promise<string> {
  server = startServerProcess({ PORT: '0', HEADCOUNT_DATA_DIR: dataDirectory, DATABASE_URL: database.url, ...environment })
  await server.printed('Listening')
  const scim = scimClient(await readLocalJson(dataDirectory))
  const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: `${traceId}@example.com` }
  const { status } = await scim.request('POST', '/Users', body, { traceparent: `00-${traceId}-00f067aa0ba902b7-01` })
  expect(status).toBe(201)
  server.child.kill('SIGTERM')
  expect((await server.exited).code).toBe(0)
  return server.output()
}

const spansOf = (traceId: string): string[] =>
  received
    .flatMap(({ body }) => body.resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans)
    .filter((span) => span.traceId === traceId)
    .map(({ name }) => name)

describe('with a collector', () => {
  it('what was recorded is sent before the process ends, under the name of the service', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    await writeInTrace(traceId, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl(),
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    })
    expect(received.map(({ path }) => path)).toContain('/v1/traces')
    expect(spansOf(traceId).sort()).toEqual(['POST /scim/v2/:directoryId/Users', 'commit'])
    const attributes = received[0]!.body.resourceSpans[0]!.resource.attributes.map(({ key, value }) => [key, value.stringValue])
    expect(attributes).toContainEqual(['service.name', 'headcount'])
    expect(attributes).toContainEqual(['deployment.environment.name', 'test'])
  })

  it('a sampler that takes none sends none', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4737'
    await writeInTrace(traceId, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl(),
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    })
    expect(received).toEqual([])
  })

  it('that is away, requests are answered and the process stops as ever, with a word in the log', async () => {
    const output = await writeInTrace('4bf92f3577b34da6a3ce929d0e0e4738', {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/v1/traces',
    })
    expect(output).toContain('The last traces could not be sent to the collector')
  })
})
