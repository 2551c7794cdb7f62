import { findReferences, referencedBulkId } from './bulk-reference.ts'
import { isJsonObject, member } from './json.ts'
import { quoted, ScimError } from './scim-error.ts'
import type { ErrorBody } from './scim-error.ts'
import { bulkRequestUrn, bulkResponseUrn, patchOpUrn } from './urns.ts'
import type { Strictness } from './attribute-value.ts'

/** RFC 7644 §3.7.4; ServiceProviderConfig says it. */
export const mostBulkOperations = 1000

const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const
export type BulkMethod = (typeof methods)[number]

/** `id` as it was sent, `bulkId:…` included; undefined for the endpoint itself. */
export type BulkPath = { readonly endpoint: '/Users' | '/Groups'; readonly id: string | undefined }

/** An operation that can be tried. */
export type BulkTask = {
  readonly method: BulkMethod
  readonly bulkId: string | undefined
  readonly path: BulkPath
  readonly version: string | undefined
  /** As sent, references included; of a PATCH always a PatchOp message. */
  readonly data: unknown
  /** Of the POSTs that it refers to, in data or path. */
  readonly references: ReadonlySet<string>
}

/** An operation that fails by itself, whatever the others do; the rest as far as it could be read. */
export type RefusedBulkOperation = Partial<Pick<BulkTask, 'bulkId' | 'path'>> & { readonly method?: string; readonly refusal: ScimError }

export type BulkOperation = BulkTask | RefusedBulkOperation

export type BulkRequest = {
  /** Undefined: whatever fails, the others are tried. */
  readonly failOnErrors: number | undefined
  /** In the order of the request. */
  readonly operations: readonly BulkOperation[]
}

/** RFC 7644 §3.7. Throws for what makes the whole request meaningless; an operation that is malformed by itself is refused in its place. */
export function parseBulkRequest(body: unknown, { strict }: Strictness): BulkRequest {
  if (!isJsonObject(body)) throw invalidSyntax('The body has to be a JSON object.')
  checkSchemas(member(body, 'schemas'), strict)
  const sent = member(body, 'Operations')
  if (!Array.isArray(sent) || sent.length === 0) throw invalidSyntax('"Operations" has to be an array of at least one operation.')
  if (sent.length > mostBulkOperations) {
    const detail = `The request has ${sent.length} operations; maxOperations is ${mostBulkOperations}. Send several requests.`
    throw new ScimError(413, undefined, detail)
  }
  const failOnErrors = readFailOnErrors(member(body, 'failOnErrors'))
  return { failOnErrors, operations: refuseUnresolved(refuseRepeated(sent.map(readOperation))) }
}

function checkSchemas(schemas: unknown, strict: boolean): void {
  // Deviation: as in a PATCH, "schemas" may be left out unless strict.
  if ((schemas === undefined || schemas === null) && !strict) return
  const urns = Array.isArray(schemas) ? schemas : [schemas]
  if (!urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === bulkRequestUrn.toLowerCase())) {
    throw invalidSyntax(`"schemas" has to contain ${bulkRequestUrn}.`)
  }
}

function readFailOnErrors(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (Number.isSafeInteger(value) && Number(value) >= 1) return Number(value)
  throw invalidSyntax('"failOnErrors" has to be an integer of at least 1. Leave it out to have every operation tried.')
}

type Draft = { -readonly [Name in keyof RefusedBulkOperation]: RefusedBulkOperation[Name] }

function readOperation(sent: unknown): BulkOperation {
  const read: Omit<Draft, 'refusal'> = {}
  try {
    return readTask(sent, read)
  } catch (error) {
    if (error instanceof ScimError) return { ...read, refusal: error }
    throw error
  }
}

/** `read` keeps what could be read before a refusal: its result repeats it. */
function readTask(sent: unknown, read: Omit<Draft, 'refusal'>): BulkTask {
  if (!isJsonObject(sent)) throw invalidSyntax('Each operation has to be an object.')
  const bulkId = readText(sent, 'bulkId')
  read.bulkId = bulkId
  const method = readMethod(member(sent, 'method'), read)
  const path = readPath(member(sent, 'path'))
  read.path = path
  // RFC 7644 §3.7: a POST names the endpoint, everything else a resource.
  if (method === 'POST' && path.id !== undefined) throw invalidPath(`The path of a POST is ${path.endpoint}, without an id.`)
  if (method !== 'POST' && path.id === undefined) throw invalidPath(`The path of a ${method} needs an id: ${path.endpoint}/<id>.`)
  if (method === 'POST' && bulkId === undefined) throw invalidSyntax('A POST needs a "bulkId".')
  const version = readText(sent, 'version')
  const data = readData(method, member(sent, 'data'))
  const references = findReferences(method, data)
  const target = path.id === undefined ? undefined : referencedBulkId(path.id)
  if (target !== undefined) references.add(target)
  return { method, bulkId, path, version, data, references }
}

function readText(sent: { readonly [name: string]: unknown }, name: string): string | undefined {
  const value = member(sent, name)
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  throw invalidSyntax(`"${name}" has to be a string.`)
}

function readMethod(value: unknown, read: Omit<Draft, 'refusal'>): BulkMethod {
  if (typeof value === 'string') read.method = value.toUpperCase()
  const method = methods.find((one) => one === read.method)
  if (method === undefined) throw invalidSyntax(`"method" has to be one of ${methods.join(', ')}.`)
  return method
}

const pathForm = /^\/?(Users|Groups)(?:\/(bulkId:.+|[^/?#]+))?$/s

// RFC 7644 §3.7: relative to the base URL. Deviation: the slash before it may be missing.
function readPath(value: unknown): BulkPath {
  if (typeof value !== 'string' || value === '') throw invalidSyntax('An operation needs a "path".')
  const match = value.isWellFormed() ? pathForm.exec(value) : null
  if (!match) throw invalidPath(`${quoted(value)} is no path of an operation: use /Users, /Users/<id>, /Groups or /Groups/<id>.`)
  return { endpoint: match[1] === 'Users' ? '/Users' : '/Groups', id: match[2] }
}

function readData(method: BulkMethod, data: unknown): unknown {
  if (method === 'DELETE') return undefined
  if (data === undefined || data === null) throw invalidSyntax(`A ${method} needs "data".`)
  return method === 'PATCH' ? toPatchOp(data) : data
}

// RFC 7644 §3.7.3 shows the bare operations as the data of a PATCH, §3.7 asks for the message (erratum 5050): both are taken, and the message without its "schemas".
function toPatchOp(data: unknown): unknown {
  if (Array.isArray(data)) return { schemas: [patchOpUrn], Operations: data }
  if (!isJsonObject(data) || (member(data, 'schemas') ?? undefined) !== undefined) return data
  return { ...data, schemas: [patchOpUrn] }
}

function isPost({ method }: BulkOperation): boolean {
  return method === 'POST'
}

// RFC 7644 §3.7: a bulkId is unique within the request; of two it could not be told which one a reference means.
function refuseRepeated(operations: readonly BulkOperation[]): BulkOperation[] {
  const posts = Map.groupBy(operations.filter(isPost), (operation) => operation.bulkId)
  return operations.map((operation) => {
    const { bulkId } = operation
    if ('refusal' in operation || !isPost(operation) || bulkId === undefined || posts.get(bulkId)!.length === 1) return operation
    return refused(operation, new ScimError(400, 'invalidValue', `Several POSTs have the bulkId ${quoted(bulkId)}; each needs its own.`))
  })
}

function refuseUnresolved(operations: readonly BulkOperation[]): BulkOperation[] {
  const known = new Set(operations.filter(isPost).map(({ bulkId }) => bulkId))
  return operations.map((operation) => {
    if ('refusal' in operation) return operation
    const unknown = [...operation.references].find((bulkId) => !known.has(bulkId))
    return unknown === undefined ? operation : refused(operation, unresolved(`No POST of this request has the bulkId ${quoted(unknown)}.`))
  })
}

function refused({ method, bulkId, path }: BulkOperation, refusal: ScimError): RefusedBulkOperation {
  return { method, bulkId, path, refusal }
}

/** RFC 7644 §3.7.1: what refers to a resource that is not there is a conflict. */
export function unresolved(detail: string): ScimError {
  return new ScimError(409, 'invalidValue', `${detail} Nothing of this operation was done.`)
}

/** RFC 7644 §3.7.3. */
export type BulkResult = {
  method: string | undefined
  bulkId: string | undefined
  version: string | undefined
  location: string | undefined
  status: string
  response: ErrorBody | undefined
}

export function toBulkResponse(results: readonly BulkResult[]): { schemas: [typeof bulkResponseUrn]; Operations: readonly BulkResult[] } {
  return { schemas: [bulkResponseUrn], Operations: results }
}

function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}

function invalidPath(detail: string): ScimError {
  return new ScimError(400, 'invalidPath', detail)
}
