import type { ServerResponse } from 'node:http'
import { stringify } from 'csv-stringify/sync'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import type { OperationLimit } from '../access/operation-limit.ts'
import { accessOf, isSameAccess, type Viewer } from '../access/viewer.ts'
import { fromId, toId } from '../domain/id.ts'
import { amountText } from '../domain/money.ts'
import type { SpendLimitSource } from '../domain/spend-limit.ts'
import type { Database } from '../store/database.ts'
import { spendReportOrders, streamReport, type ExportedRow, type SpendReportQuery } from '../store/spend-report.ts'
import type { Admission } from './admission.ts'
import { holds } from './authorization.ts'
import { credentialIn } from './credential.ts'
import { drained } from './drained.ts'
import { allowOrigin, findViewer, HttpRefusal, sendError, type ViewerOptions } from './http.ts'
import { requirePeriod } from './spend-month.ts'
import { toReportFilter } from './spend-report.ts'

export type SpendReportExportOptions = ViewerOptions & {
  database: Database
  admission: Admission
  operations: OperationLimit
  allowedOrigins: readonly string[]
}

export type SpendReportExports = {
  /** GET /teams/{id}/spend-report.csv: Team.spendReport as a file, for whoever may read that. Of users who are there; Team.spend has what others spent. */
  register(server: FastifyInstance): void
  /** Cuts off what is under way. */
  close(): void
}

/** A snapshot keeps old rows from being cleaned up, and holds a connection: no export has one for longer than this, and few have one at a time. */
const mostMilliseconds = 300_000
const exportsAtOnce = 3
const rowsAtOnce = 1_000
/** So long a reader may take for what is written to it. Less than a transaction may be idle (store/database.ts). */
const stallMilliseconds = 20_000

export function createSpendReportExports(options: SpendReportExportOptions): SpendReportExports {
  const { database, admission, operations, allowedOrigins, site } = options
  /** By team, what ends its export. */
  const running = new Map<string, () => void>()
  let isClosing = false
  const viewers = new WeakMap<FastifyRequest, Viewer>()

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const viewer = viewers.get(request)!
    const { teamId, name, currency } = await findTeam(database, viewer, (request.params as { teamId: string }).teamId)
    const query = await readQuery(database, teamId, request.url)
    if (running.has(teamId) || running.size >= exportsAtOnce) {
      void reply.header('retry-after', '5')
      throw new HttpRefusal(503, 'Another export is under way; come again when it is done.', 'OVERLOADED')
    }
    const response = reply.raw
    const cutting = new AbortController()
    const { signal } = cutting
    const cut = (): void => {
      cutting.abort(new CutOff('The export was cut off'))
      if (response.headersSent) response.destroy()
    }
    running.set(teamId, cut)
    // Whoever leaves before the first row leaves nothing running.
    response.on('close', cut)
    if (response.destroyed) cut()
    const end = (): void => {
      running.delete(teamId)
      response.off('close', cut)
    }
    // Until it is over or cut off, the end of the access is the end of the export.
    const admitted = await admission.admit(credentialIn(request.headers, site), cut).catch((error: unknown) => {
      end()
      throw error
    })
    try {
      if ('refusal' in admitted || signal.aborted || !isSameAccess(admitted.viewer(), viewer)) {
        const mayComeAgain = 'refusal' in admitted && (admitted.refusal === 'CROWDED' || admitted.refusal === 'UNAVAILABLE')
        if (mayComeAgain) throw new HttpRefusal(503, 'The team has too many connections here; come again later.', 'OVERLOADED')
        throw isClosing ? goingDown() : accessEnded()
      }
      const begin = (): void => {
        reply.hijack()
        response.writeHead(200, {
          ...(reply.getHeaders() as Record<string, string>),
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': disposition(`spend-report ${name} ${query.period}`),
          'cache-control': 'no-store',
          // nginx holds answers back otherwise.
          'x-accel-buffering': 'no',
        })
        response.write(`${columns.join(',')}\r\n`)
      }
      await streamReport(database, query, { rowsAtOnce, milliseconds: mostMilliseconds, signal }, async (rows) => {
        signal.throwIfAborted()
        if (!response.headersSent) begin()
        await writeText(response, toCsv(rows, currency, query.period), stallMilliseconds)
        signal.throwIfAborted()
      })
      signal.throwIfAborted()
      if (!response.headersSent) begin()
      response.end()
    } catch (error) {
      if (!response.headersSent) {
        if (!signal.aborted) throw error
        if (!response.destroyed) throw isClosing ? goingDown() : accessEnded()
        // Nobody is there to be told.
        reply.hijack()
        return reply
      }
      if (!signal.aborted) request.log.error({ err: error }, 'An export broke off')
      // Without its last chunk the answer is not whole, and whoever reads it is told so.
      response.destroy()
    } finally {
      end()
      if (!('refusal' in admitted)) admitted.leave()
    }
    return reply
  }

  return {
    register(server) {
      void server.register((scope, _, done) => {
        scope.setErrorHandler((error, request, reply) => sendError(error, request, reply))
        scope.addHook('onRequest', async (request, reply) => {
          allowOrigin(request, reply, allowedOrigins)
          if (request.method === 'OPTIONS') return
          const viewer = await findViewer(options, request, reply, { orNavigation: true })
          await operations.admit(viewer)
          viewers.set(request, viewer)
        })
        scope.route({ method: 'GET', url: path, exposeHeadRoute: false, handler: answer })
        scope.options(path, (_request, reply) => reply.code(204).header('allow', 'GET, OPTIONS').send())
        done()
      })
    },
    close() {
      isClosing = true
      for (const cut of running.values()) cut()
    },
  }
}

const path = '/teams/:teamId/spend-report.csv'

class CutOff extends Error {}

const goingDown = (): HttpRefusal => new HttpRefusal(503, 'The server is going down; come again.', 'OVERLOADED')
const accessEnded = (): HttpRefusal => new HttpRefusal(401, 'This credential has ended; come again with another one.', 'UNAUTHENTICATED')

/** Writes and waits until the reader has taken it; a reader that does not is cut off, so that nothing waits for it for ever. */
export async function writeText(response: ServerResponse, text: string, mostMilliseconds: number): Promise<void> {
  if (response.write(text)) return
  const timer = setTimeout(() => response.destroy(), mostMilliseconds)
  await drained(response)
  clearTimeout(timer)
}

/** The team, for whoever may read it; another one is not there. */
async function findTeam(database: Database, viewer: Viewer, named: string): Promise<{ teamId: string; name: string; currency: string }> {
  const access = accessOf(viewer)
  if (!holds(access, { read: true }))
    throw new HttpRefusal(403, 'The report is for administrators of the team, and for API keys with the scope READ.', 'FORBIDDEN')
  const id = fromId('team', named)
  const isOwn = id !== undefined && (access.kind === 'PLATFORM' || (access.kind === 'TEAM' && access.teamId === id))
  const team = isOwn ? await database.team.findUnique({ where: { id, isScratch: false } }) : null
  if (!team) throw new HttpRefusal(404, `Team ${named.slice(0, 100)} does not exist.`, 'NOT_FOUND')
  return { teamId: team.id, name: team.name, currency: team.currency }
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])
const sources = ['USER', 'GROUP', 'TEAM', 'NONE', 'INACTIVE_USER'] as const satisfies readonly SpendLimitSource[]

type Reading = { [Name in (typeof parameters)[number]]?: string }
const parameters = [
  'period',
  'sources',
  'groupId',
  'overPercent',
  'isBlocked',
  'isUnlimited',
  'isInNoGroup',
  'directoryId',
  'active',
  'search',
  'orderBy',
  'direction',
] as const

/** The arguments of Team.spendReport as parameters of the URL; several sources are separated by commas. */
async function readQuery(database: Database, teamId: string, url: string): Promise<SpendReportQuery> {
  const given: Reading = {}
  for (const [name, value] of new URL(url, 'http://localhost').searchParams) {
    const known = parameters.find((parameter) => parameter === name)
    if (!known) throw badParameter(`There is no parameter "${name.slice(0, 50)}"; there are ${parameters.join(', ')}.`)
    if (given[known] !== undefined) throw badParameter(`The parameter ${name} is there twice.`)
    if (value.includes('\0')) throw badParameter(`The parameter ${name} holds U+0000.`)
    given[known] = value
  }
  try {
    const { period, sources: named, overPercent, orderBy = 'USER_NAME', direction = 'ASC', groupId, directoryId, search } = given
    const filter = toReportFilter({
      groupId,
      directoryId,
      search,
      sources: named?.split(',').map((source) => oneOf('sources', source, sources)),
      overPercent: overPercent === undefined ? undefined : numberIn('overPercent', overPercent),
      isBlocked: booleanIn('isBlocked', given),
      isUnlimited: booleanIn('isUnlimited', given),
      isInNoGroup: booleanIn('isInNoGroup', given),
      active: booleanIn('active', given),
    })
    return {
      teamId,
      filter,
      period: await requirePeriod(database, teamId, period),
      order: {
        field: oneOf('orderBy', orderBy, spendReportOrders),
        isDescending: oneOf('direction', direction, ['ASC', 'DESC']) === 'DESC',
      },
    }
  } catch (error) {
    if (error instanceof GraphQLError) throw badParameter(error.message)
    throw error
  }
}

function badParameter(message: string): HttpRefusal {
  return new HttpRefusal(400, message, 'BAD_USER_INPUT')
}

function oneOf<const Value extends string>(name: string, text: string, values: readonly Value[]): Value {
  const value = values.find((known) => known === text)
  if (value === undefined) throw badParameter(`${name} is one of ${values.join(', ')}; got "${text.slice(0, 50)}".`)
  return value
}

function booleanIn(name: 'isBlocked' | 'isUnlimited' | 'isInNoGroup' | 'active', given: Reading): boolean | undefined {
  const text = given[name]
  const value = text === undefined ? undefined : booleans.get(text)
  if (text !== undefined && value === undefined) throw badParameter(`${name} is true or false; got "${text.slice(0, 50)}".`)
  return value
}

function numberIn(name: string, text: string): number {
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(text)) throw badParameter(`${name} is a number such as 80 or 99.5; got "${text.slice(0, 50)}".`)
  return Number(text)
}

const columns = [
  'userId',
  'userName',
  'displayName',
  'email',
  'active',
  'limitSource',
  'isUnlimited',
  'limitMinor',
  'limit',
  'decidedBy',
  'decidedByGroupId',
  'decidedByGroupName',
  'spentMinor',
  'spent',
  'reservedMinor',
  'reserved',
  'remainingMinor',
  'remaining',
  'usedPercent',
  'isBlocked',
  'currency',
  'period',
] as const

/** RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front, which it shows as nothing and takes for text. */
export function toCsv(rows: readonly ExportedRow[], currency: string, period: string): string {
  const cells = rows.map((row): Record<(typeof columns)[number], string | null> => ({
    userId: toId('user', row.userId),
    userName: row.userName,
    displayName: row.displayName,
    email: row.email,
    active: String(row.active),
    limitSource: row.limit.source,
    isUnlimited: String(row.limit.isUnlimited),
    ...amountCells('limit', row.limit.amountMinor, currency),
    decidedBy: row.limitId === null ? null : toId('spendLimit', row.limitId),
    decidedByGroupId: row.decidedByGroup && toId('group', row.decidedByGroup.id),
    decidedByGroupName: row.decidedByGroup && row.decidedByGroup.name,
    ...amountCells('spent', row.spentMinor, currency),
    ...amountCells('reserved', row.reservedMinor, currency),
    ...amountCells('remaining', row.remainingMinor, currency),
    usedPercent: row.usedPercent === null ? null : String(row.usedPercent),
    isBlocked: String(row.isBlocked),
    currency,
    period,
  }))
  return stringify(cells, { columns: [...columns], record_delimiter: 'windows', escape_formulas: true, quoted_match: /[\r\n]/ })
}

/** In minor units, and as a decimal with the digits of the currency; both empty without limit. */
function amountCells<const Name extends 'limit' | 'spent' | 'reserved' | 'remaining'>(
  name: Name,
  amountMinor: number | null,
  currency: string,
): Record<`${Name}Minor` | Name, string | null> {
  const cells = {
    [`${name}Minor`]: amountMinor === null ? null : String(amountMinor),
    [name]: amountMinor === null ? null : amountText(amountMinor, currency).slice(`${currency} `.length),
  }
  return cells as Record<`${Name}Minor` | Name, string | null>
}

/** RFC 6266: a name of plain letters, and the name as it is for those who know the other form (RFC 8187). */
function disposition(title: string): string {
  const name = `${title.replace(/[^\p{L}\p{N}.-]+/gu, '-').replace(/^-+|-+$/g, '')}.csv`
  const plain = name.replace(/[^\w.-]+/g, '-')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
