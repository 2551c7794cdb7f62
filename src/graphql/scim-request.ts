import type { Change } from '../domain/change.ts'
import { toId } from '../domain/id.ts'
import { readChangesAt } from '../store/change-log.ts'
import { countScimRequests, findScimRequestPages, type ScimRequest as StoredRequest } from '../store/scim-request.ts'
import { builder } from './builder.ts'
import { ChangeInterface } from './change.ts'
import { loadInBatch, type Context } from './context.ts'
import { ProviderEnum } from './directory.ts'
import { badInput } from './errors.ts'
import { decodePosition, encodePosition, toConnection, toPage, type Connection } from './page.ts'

type Request = StoredRequest & { teamId: string }

const mostChanges = 100

export const ScimRequest = builder.objectRef<Request>('ScimRequest').implement({
  authScopes: { read: true },
  description: 'One request of an identity provider and what became of it. Bodies, tokens and passwords are not kept.',
  fields: (t) => ({
    id: t.id({ resolve: (request) => toId('scimRequest', request.id) }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was answered.' }),
    method: t.exposeString('method'),
    path: t.exposeString('path', {
      description:
        "Below the directory's base URL, not encoded. Of a filter the attributes and operators are kept and what they are compared with is not.",
    }),
    provider: t.expose('provider', {
      type: ProviderEnum,
      nullable: true,
      description: 'Who it seems to come from, by how it names itself and how it writes; null when that is not known.',
    }),
    userAgent: t.exposeString('userAgent', { nullable: true }),
    status: t.exposeInt('status', { description: 'Of the HTTP answer; from 400 on it failed.' }),
    scimType: t.exposeString('scimType', { nullable: true, description: 'Of an error (RFC 7644 §3.12).' }),
    detail: t.exposeString('detail', {
      nullable: true,
      description: 'Of an error: why, as the identity provider was told it, without tokens, passwords and values of filters.',
    }),
    ignored: t.exposeStringList('ignored', { description: 'Attributes that it sent and no schema defines: they were left out.' }),
    tolerated: t.exposeStringList('tolerated', {
      description:
        'What was let pass or is worth knowing, in sentences: members that are no users here, failed operations of a bulk request, how many requests before this one are not listed.',
    }),
    durationMilliseconds: t.exposeFloat('durationMilliseconds'),
    changes: t.field({
      description: `What it changed, in log order; the log of requests knows at most ${mostChanges} changes of each. Empty when all was so already.`,
      type: [ChangeInterface],
      args: { first: t.arg.int({ defaultValue: 20 }) },
      resolve: ({ teamId, revisions }, { first }, context) => readChanges(context, teamId, revisions.slice(0, changesWanted(first))),
    }),
  }),
})

builder.prismaObjectField('Directory', 'requests', (t) =>
  t.field({
    description:
      'SCIM requests of the last days with their outcome, newest first, for finding out why something did not arrive. They are there about a second after their answer. When they come faster than is worth keeping, some that succeeded are left out.',
    type: builder.connectionObject({ type: ScimRequest, name: 'ScimRequestConnection' }),
    // It holds no more than the users, groups and changes that READ shows; who looks for a cause needs no right to set anything up.
    authScopes: { read: true },
    select: { id: true, teamId: true },
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      onlyFailed: t.arg.boolean({ defaultValue: false, description: 'Only those that were refused or failed.' }),
    },
    resolve: ({ id, teamId }, args, context) => readRequests(context, { id, teamId }, args),
  }),
)

type Args = { first?: number | null; after?: string | null; onlyFailed?: boolean | null }

async function readRequests(context: Context, directory: { id: string; teamId: string }, args: Args): Promise<Connection<Request>> {
  const page = toPage(args)
  const after = decodePosition(order, args.after)?.id
  const onlyFailed = args.onlyFailed ?? false
  const limit = page.size + 1
  const requests =
    page.size === 0
      ? []
      : await loadInBatch(context, `requests ${JSON.stringify([limit, after, onlyFailed])}`, directory.id, (directoryIds) =>
          findScimRequestPages(context.database, { directoryIds, after, limit, onlyFailed }),
        )
  const edges = (requests ?? []).map((request) => ({
    node: { ...request, teamId: directory.teamId },
    cursor: encodePosition(order, { value: null, id: request.id }),
  }))
  const totalCount = async (): Promise<number> =>
    (await loadInBatch(context, `count of requests ${onlyFailed}`, directory.id, (directoryIds) =>
      countScimRequests(context.database, directoryIds, onlyFailed),
    )) ?? 0
  return toConnection<Request, (typeof edges)[number]>(edges, page, args, totalCount)
}

const order = 'SCIM_REQUEST'

function changesWanted(first: number | null | undefined): number {
  const wanted = first ?? 20
  if (wanted < 0 || wanted > mostChanges) throw badInput(`\`first\` must be from 0 to ${mostChanges}; got ${wanted}.`)
  return wanted
}

/** The changes of all requests of the page in one statement. */
async function readChanges(context: Context, teamId: string, revisions: readonly number[]): Promise<Change[]> {
  const changes = await Promise.all(
    revisions.map((revision) =>
      loadInBatch<Change>(context, 'changes of requests', `${teamId} ${revision}`, async (keys) => {
        const places = keys.map((key) => key.split(' ')).map(([id = '', number]) => ({ teamId: id, revision: Number(number) }))
        const found = await readChangesAt(context.database, places)
        return new Map(found.map((change) => [`${change.teamId} ${change.revision}`, change]))
      }),
    ),
  )
  return changes.filter((change) => change !== undefined)
}
