import { toId } from '../domain/id.ts'
import { newId } from '../store/id.ts'
import { toScimError } from './errors.ts'
import { createGroup, deleteGroup, patchGroup, replaceGroup } from './group-endpoints.ts'
import { linkedCreation, type LinkedCreation } from './linked-creation.ts'
import { bulkWaves, type BulkStep } from './protocol/bulk-order.ts'
import { referencedBulkId, replaceReferences } from './protocol/bulk-reference.ts'
import { parseBulkRequest, toBulkResponse, unresolved } from './protocol/bulk.ts'
import type { BulkMethod, BulkOperation, BulkPath, BulkResult, BulkTask } from './protocol/bulk.ts'
import { quoted, toErrorBody } from './protocol/scim-error.ts'
import { readmitting } from './readmission.ts'
import { emptyNotes, mostRevisions, type RequestNotes } from './request-notes.ts'
import type { ScimAnswer, ScimDoor, ScimRequest } from './scim-request.ts'
import { createUser, deleteUser, patchUser, replaceUser } from './user-endpoints.ts'
import { parseVersionMatch } from './version.ts'

/** As many as the executor puts into one commit. */
const mostAtOnce = 64

type Endpoint = (door: ScimDoor, request: ScimRequest) => Promise<ScimAnswer>

/** The very endpoints that single requests have. */
const endpoints: Record<BulkPath['endpoint'], Record<BulkMethod, Endpoint>> = {
  '/Users': { POST: createUser, PUT: replaceUser, PATCH: patchUser, DELETE: deleteUser },
  '/Groups': { POST: createGroup, PUT: replaceGroup, PATCH: patchGroup, DELETE: deleteGroup },
}

/** An id that is issued before its resource exists, so that others can refer to it in any order. */
type ReservedId = { uuid: string; id: string }

type Bulk = {
  door: ScimDoor
  request: ScimRequest
  operations: readonly BulkOperation[]
  /** By bulkId. */
  reserved: ReadonlyMap<string, ReservedId>
  /** By index of the operation; without those that were not tried. */
  results: Map<number, BulkResult>
  notes: Map<number, RequestNotes>
  /** bulkIds of POSTs that created nothing. */
  failed: Set<string>
  errors: number
  /** With so many, nothing more is tried. */
  mostErrors: number
  /** Set when token or gate ended: nothing more is tried. */
  ended: unknown
}

/** RFC 7644 §3.7: every operation as a single request would be, in an order that lets references resolve. */
export async function runBulk(door: ScimDoor, request: ScimRequest): Promise<ScimAnswer> {
  const { failOnErrors, operations } = parseBulkRequest(request.body, request.strictness)
  const bulk: Bulk = {
    door,
    request,
    operations,
    reserved: reserveIds(operations),
    results: new Map(),
    notes: new Map(),
    failed: new Set(),
    errors: 0,
    mostErrors: failOnErrors ?? Infinity,
    ended: undefined,
  }
  // Of so many at once, only the last one can be the error that ends it.
  const waves = bulkWaves(operations, {
    mostAtOnce: () => Math.min(mostAtOnce, bulk.mostErrors - bulk.errors),
    keepsOrder: failOnErrors !== undefined,
  })
  for (const wave of waves) {
    await Promise.all(wave.map((step) => runStep(bulk, step)))
    if (bulk.ended !== undefined || bulk.errors >= bulk.mostErrors) break
  }
  if (bulk.ended !== undefined) refuseTheRest(bulk)
  noteOperations(bulk)
  const inOrder = [...operations.keys()].flatMap((index) => bulk.results.get(index) ?? [])
  return { status: 200, body: toBulkResponse(inOrder) }
}

function reserveIds(operations: readonly BulkOperation[]): Map<string, ReservedId> {
  const reserved = new Map<string, ReservedId>()
  for (const operation of operations) {
    if ('refusal' in operation || operation.method !== 'POST' || operation.bulkId === undefined) continue
    const uuid = newId()
    reserved.set(operation.bulkId, { uuid, id: toId(operation.path.endpoint === '/Users' ? 'user' : 'group', uuid) })
  }
  return reserved
}

async function runStep(bulk: Bulk, { indexes }: BulkStep): Promise<void> {
  if (indexes.length === 1) return runOperation(bulk, indexes[0]!, undefined)
  const circle = linkedCreation(bulk.door.commands, bulk.request.directory.teamId, indexes.length)
  await Promise.all(indexes.map((index) => runOperation(bulk, index, circle)))
}

async function runOperation(bulk: Bulk, index: number, circle: LinkedCreation | undefined): Promise<void> {
  const operation = bulk.operations[index]!
  try {
    if ('refusal' in operation) throw operation.refusal
    succeed(bulk, index, operation, await perform(bulk, index, operation, circle))
  } catch (error) {
    fail(bulk, index, operation, error)
  }
}

/** As the single request would be done; of a circle, together with the others of it. */
async function perform(bulk: Bulk, index: number, task: BulkTask, circle: LinkedCreation | undefined): Promise<ScimAnswer> {
  const { door } = bulk
  const { createUser, createGroup } = circle ?? door.commands
  let hasArrived = false
  const reserving = <Input, Result>(create: (input: Input & { id: string }) => Result) => {
    return (input: Input): Result => {
      hasArrived = true
      return create({ ...input, id: bulk.reserved.get(task.bulkId!)!.uuid })
    }
  }
  const commands = { ...door.commands, createUser: reserving(createUser), createGroup: reserving(createGroup) }
  try {
    refuseDependant(bulk, task)
    const request = toInnerRequest(bulk, index, task)
    const endpoint = endpoints[task.path.endpoint][task.method]
    return await readmitting({ isWrite: true, readmit: () => readmit(bulk) }, () => endpoint({ ...door, commands }, request))
  } finally {
    if (!hasArrived) circle?.withdraw()
  }
}

function refuseDependant({ failed }: Bulk, { references }: BulkTask): void {
  const missing = [...references].find((bulkId) => failed.has(bulkId))
  if (missing !== undefined) throw unresolved(`The POST with bulkId ${quoted(missing)}, to which this operation refers, failed.`)
}

function toInnerRequest(bulk: Bulk, index: number, task: BulkTask): ScimRequest {
  const notes = emptyNotes()
  bulk.notes.set(index, notes)
  return {
    ...bulk.request,
    id: resolvedId(bulk, task.path) ?? '',
    // RFC 7644 §3.7.3: the body of a success may be left out, so nothing is read for it.
    query: { attributes: 'id' },
    body: replaceReferences(task.method, task.data, (bulkId) => bulk.reserved.get(bulkId)!.id),
    ifMatch: task.method === 'POST' ? undefined : parseVersionMatch(task.version),
    ifNoneMatch: undefined,
    notes,
  }
}

/** The id as it is, or the one that a reference stands for; a reference to what was not created stays. */
function resolvedId({ reserved, failed }: Bulk, { id }: BulkPath): string | undefined {
  const bulkId = id === undefined ? undefined : referencedBulkId(id)
  return bulkId === undefined || failed.has(bulkId) ? id : (reserved.get(bulkId)?.id ?? id)
}

async function readmit(bulk: Bulk): Promise<void> {
  try {
    await bulk.request.readmit()
  } catch (error) {
    if (toScimError(error)) bulk.ended = error
    throw error
  }
}

/** Token or gate ended on the way. Before anything was done that is the answer to the whole request, later to what is left of it. */
function refuseTheRest(bulk: Bulk): void {
  if (bulk.errors === bulk.results.size) throw bulk.ended
  for (const [index, operation] of bulk.operations.entries()) {
    if (bulk.errors >= bulk.mostErrors) return
    if (!bulk.results.has(index)) fail(bulk, index, operation, bulk.ended)
  }
}

function succeed(bulk: Bulk, index: number, { method, bulkId, path }: BulkTask, { status, version, location }: ScimAnswer): void {
  const at = location ?? locationOf(bulk, path)
  bulk.results.set(index, { method, bulkId, version, location: at, status: String(status), response: undefined })
}

function fail(bulk: Bulk, index: number, { method, bulkId, path }: BulkOperation, error: unknown): void {
  const known = toScimError(error) ?? bulk.request.fault(error)
  bulk.errors++
  if (method === 'POST' && bulkId !== undefined) bulk.failed.add(bulkId)
  const location = path && locationOf(bulk, path)
  bulk.results.set(index, { method, bulkId, version: undefined, location, status: String(known.status), response: toErrorBody(known) })
}

// RFC 7644 §3.7.3: of every operation but a POST that failed.
function locationOf(bulk: Bulk, path: BulkPath): string | undefined {
  const id = resolvedId(bulk, path)
  return id === undefined ? undefined : `${bulk.request.baseUrl}${path.endpoint}/${encodeURI(id)}`
}

const mostNotes = 100

/** What is worth telling about the operations, as that of the request. */
function noteOperations({ operations, results, notes, request }: Bulk): void {
  const inOrder = [...operations.entries()].map(([index, operation]) => ({ index, operation, notes: notes.get(index) ?? emptyNotes() }))
  const ignored = new Set(inOrder.flatMap((one) => one.notes.ignored))
  const tolerated = inOrder.flatMap(({ index, operation, notes }) => {
    const { status, response } = results.get(index) ?? {}
    const sentences = response ? [...notes.tolerated, `${status} ${response.detail}`] : notes.tolerated
    const what = [`Operation ${index + 1}`, operation.method, operation.path?.endpoint].filter((part) => part !== undefined).join(' ')
    return sentences.map((sentence) => `${what}: ${sentence}`)
  })
  const revisions = inOrder.flatMap((one) => one.notes.revisions).sort((a, b) => a - b)
  request.notes.ignored.push(...[...ignored].slice(0, mostNotes))
  request.notes.tolerated.push(...tolerated.slice(0, mostNotes))
  request.notes.revisions.push(...revisions.slice(0, mostRevisions))
}
