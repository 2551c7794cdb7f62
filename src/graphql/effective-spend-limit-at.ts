import { decodeChangeCursor, encodeChangeCursor, type Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { fromId, toId } from '../domain/id.ts'
import { spendLimitState, type EffectiveValue } from '../domain/spend-limit.ts'
import type { PastCandidate } from '../domain/limit-history.ts'
import type { ResyncReason } from '../realtime/change-stream.ts'
import {
  historyBounds,
  memberHistoryBounds,
  place,
  readLimitTurns,
  readPastLimits,
  type HistoryBounds,
  type LimitTurn,
  type PastLimit,
  type PastLimits,
  type Placed,
} from '../store/limit-history.ts'
import { createReadLine, type ReadLine } from '../store/read-line.ts'
import { builder } from './builder.ts'
import { ChangeInterface } from './change.ts'
import { SpendLimitStateType } from './change-state.ts'
import { currencyOf, loadInBatch, type Context } from './context.ts'
import { EffectiveSpendLimitValue, type OfTeam } from './effective-spend-limit.ts'
import { InvalidInputError, NotFoundError, badInput, toRefusal, type Refusal } from './errors.ts'
import { mostItems, usualMost } from './list-size.ts'
import { inCurrencyOf, Money, SpendLimitSource } from './money.ts'
import { toConnection, toPage } from './page.ts'
import { causeSeenBy } from './seen-changes.ts'
import { ResyncRequired } from './subscription.ts'

type At = PastLimit & { teamId: string; userId: string; position: Position; at: Date }

const SpendLimitCandidateAt = builder.objectRef<OfTeam<PastCandidate>>('SpendLimitCandidateAt').implement({
  authScopes: { member: true },
  description: 'A limit that was looked at. It outlives the limit, and the group.',
  fields: (t) => ({
    spendLimit: t.field({
      type: SpendLimitStateType,
      resolve: async ({ spendLimit, teamId }, _, context) => spendLimitState(spendLimit, await currencyOf(context, teamId)),
    }),
    groupName: t.exposeString('groupName', { nullable: true, description: 'Of the limit of a group: what the group was called then.' }),
    isWinner: t.exposeBoolean('isWinner'),
    reason: t.exposeString('reason'),
  }),
})

const EffectiveSpendLimitAt = builder.objectRef<At>('EffectiveSpendLimitAt').implement({
  authScopes: { member: true },
  description: 'What one user could spend at a position of the change log, and why. Everything is as it was then.',
  fields: (t) => ({
    isUnlimited: t.exposeBoolean('isUnlimited'),
    amount: t.field({
      type: Money,
      nullable: true,
      resolve: ({ teamId, amountMinor }, _, context) => inCurrencyOf(context, teamId, amountMinor),
    }),
    source: t.expose('source', { type: SpendLimitSource }),
    decidedBy: t.field({
      type: SpendLimitStateType,
      nullable: true,
      description: 'The winner; null when nothing decided.',
      resolve: async ({ decidedBy, teamId }, _, context) => decidedBy && spendLimitState(decidedBy, await currencyOf(context, teamId)),
    }),
    candidates: t.field({
      type: [SpendLimitCandidateAt],
      description: 'Every limit that was looked at, the winner first, each with why it won or lost.',
      ...mostItems(usualMost),
      resolve: ({ candidates, teamId }) => candidates.map((candidate) => ({ ...candidate, teamId })),
    }),
    withoutWinner: t.field({
      description: 'What would have applied without the winner(s); null when nothing decided.',
      type: EffectiveSpendLimitValue,
      nullable: true,
      resolve: ({ withoutWinner, teamId }) => withoutWinner && { ...withoutWinner, teamId },
    }),
    cursor: t.field({ type: 'ChangeCursor', resolve: ({ position }) => encodeChangeCursor(position) }),
    revision: t.field({ type: 'SafeInt', resolve: ({ position }) => position.revision }),
    at: t.expose('at', {
      type: 'DateTime',
      description: 'When the change at the cursor was committed; overrides that had expired by then did not count.',
    }),
    cause: t.field({
      description: `The change that made it so: the newest one, at the cursor or before it, after which the amount, being unlimited or the source was another; the same value of another limit is no change. Null when the log does not reach back to it, when it lies more than ${historyBounds.forCause} changes (for a member ${memberHistoryBounds.forCause}) before the cursor, or when time alone made it so. A member is told of memberships and limits, without who did it.`,
      type: ChangeInterface,
      nullable: true,
      resolve: ({ cause }, _, { access }) => causeSeenBy(access, cause),
    }),
  }),
})

type Resync = { type: 'ResyncRequired'; reason: ResyncReason; position: Position }
type Result = At | Resync | Refusal

const EffectiveSpendLimitAtResult = builder.unionType('EffectiveSpendLimitAtResult', {
  types: [EffectiveSpendLimitAt, ResyncRequired, NotFoundError, InvalidInputError],
  resolveType(result) {
    if ('type' in result) return ResyncRequired
    return 'code' in result ? (result.code === 'NOT_FOUND' ? NotFoundError : InvalidInputError) : EffectiveSpendLimitAt
  },
})

const description = `What applied to the user at a position of the change log, and which change made it so. ResyncRequired when the cursor is not of this log, or the log does not reach back to it; InvalidInputError when it lies more than ${historyBounds.fromHead} changes back (for a member ${memberHistoryBounds.fromHead}); NotFoundError when the user was not there then, or when that cannot be known because the directory was deleted later.`

builder.prismaObjectField('Team', 'effectiveSpendLimitAt', (t) =>
  t.field({
    description: `${description} A member may ask for themselves.`,
    authScopes: { member: true },
    type: EffectiveSpendLimitAtResult,
    args: { userId: t.arg.id({ required: true }), cursor: t.arg({ type: 'ChangeCursor', required: true }) },
    resolve(team, { userId, cursor }, context) {
      const id = fromId('user', userId)
      const isHidden = context.access.kind === 'MEMBER' && context.access.userId !== id
      if (id === undefined || isHidden) return toRefusal(notFound(`User ${userId.slice(0, 100)}`))
      return readAt(context, team.id, id, cursor)
    },
  }),
)

builder.prismaObjectField('User', 'effectiveSpendLimitAt', (t) =>
  t.field({
    description,
    type: EffectiveSpendLimitAtResult,
    args: { cursor: t.arg({ type: 'ChangeCursor', required: true }) },
    resolve: ({ id, teamId }, { cursor }, context) => readAt(context, teamId, id, cursor),
  }),
)

async function readAt(context: Context, teamId: string, userId: string, cursor: string): Promise<Result> {
  const position = decodeChangeCursor(cursor)
  if (!position) return invalid('`cursor` is no change cursor. Use one that Team.changeCursor, a change or a subscription gave.')
  const read = await loadInBatch(context, `limits of ${teamId} at ${cursor}`, userId, (userIds) =>
    readTogether(context, teamId, userIds, position),
  )
  return read!
}

/** They go through much of the log: a node has few of them at a time, a team one, and who asks for many at once waits. */
const lines = new WeakMap<Context['feeds'], ReadLine>()

function inLine<T>({ feeds }: Context, teamId: string, read: () => Promise<T>): Promise<T> {
  // Of a node, whichever snapshot an operation reads in.
  let line = lines.get(feeds)
  if (!line) lines.set(feeds, (line = createReadLine({ atOnce: 2, waiting: { ofTeam: 40, ofAll: 400 } })))
  return line.run(teamId, read)
}

function boundsOf({ access }: Context): HistoryBounds {
  return access.kind === 'MEMBER' ? memberHistoryBounds : historyBounds
}

const together = 200

/** All who are asked about at one position share the reads. */
async function readTogether(
  context: Context,
  teamId: string,
  userIds: readonly string[],
  position: Position,
): Promise<Map<string, Result>> {
  const { database } = context
  const bounds = boundsOf(context)
  const placed = await place(database, teamId, position, bounds)
  const refusal = refusalOf(placed, teamId, bounds)
  if (refusal || !placed || !('at' in placed)) return new Map(userIds.map((id) => [id, refusal!]))
  const results = new Map<string, Result>()
  for (let from = 0; from < userIds.length; from += together) {
    const some = userIds.slice(from, from + together)
    const past = await inLine(context, teamId, () => readPastLimits(database, teamId, some, placed, bounds))
    for (const id of some) {
      const limit = past?.limits.get(id)
      results.set(id, limit ? { ...limit, teamId, userId: id, ...placed } : toRefusal(notThere(id, past)))
    }
  }
  return results
}

function refusalOf(placed: Placed | undefined, teamId: string, { fromHead }: HistoryBounds): Resync | Refusal | undefined {
  if (!placed) return toRefusal(notFound(`Team ${toId('team', teamId)}`))
  if ('at' in placed) return undefined
  const { reason, head } = placed
  if (reason !== 'TOO_FAR') return { type: 'ResyncRequired', reason, position: head }
  return invalid(`\`cursor\` lies more than ${fromHead} changes before the head of the log. Ask for a later one.`)
}

function invalid(message: string): Refusal {
  return toRefusal(new DomainError('INVALID_INPUT', message))
}

function notThere(userId: string, past: PastLimits | undefined): DomainError {
  const user = `User ${toId('user', userId)}`
  const lostTo = past?.lostTo
  if (!lostTo) return new DomainError('NOT_FOUND', `${user} was not there at that position.`)
  const { directory } = lostTo.data
  return new DomainError(
    'NOT_FOUND',
    `${user} is not known at that position. Directory ${directory.name} was deleted later, at revision ${lostTo.revision}, with all its users: what applied to them before cannot be told any more.`,
  )
}

type TurnOfTeam = OfTeam<LimitTurn>

const EffectiveSpendLimitChange = builder.objectRef<TurnOfTeam>('EffectiveSpendLimitChange').implement({
  authScopes: { member: true },
  description: 'One user could spend something else after a change than before it.',
  fields: (t) => ({
    from: t.field({
      type: EffectiveSpendLimitValue,
      nullable: true,
      description: 'Null when the user was not there.',
      resolve: ({ before, teamId }) => valueOf(before, teamId),
    }),
    to: t.field({
      type: EffectiveSpendLimitValue,
      nullable: true,
      description: 'Null when the user was not there any more.',
      resolve: ({ after, teamId }) => valueOf(after, teamId),
    }),
    cause: t.field({
      type: ChangeInterface,
      nullable: true,
      description: 'A member is told of memberships and limits, without who did it, and of nothing else.',
      resolve: ({ cause }, _, { access }) => causeSeenBy(access, cause),
    }),
    at: t.field({ type: 'DateTime', resolve: ({ cause }) => cause.at }),
    revision: t.field({ type: 'SafeInt', resolve: ({ cause }) => cause.revision }),
    cursor: t.field({
      type: 'ChangeCursor',
      description: 'For effectiveSpendLimitAt: everything about the value that it became.',
      resolve: ({ cause }) => encodeChangeCursor(positionOf(cause)),
    }),
  }),
})

function valueOf(value: EffectiveValue | undefined, teamId: string): OfTeam<EffectiveValue> | null {
  return value ? { ...value, teamId } : null
}

function positionOf({ revision, id }: Change): Position {
  return { revision, changeId: id }
}

builder.prismaObjectField('User', 'effectiveSpendLimitChanges', (t) =>
  t.field({
    description: `How the effective limit of the user became what it is: each change after which the amount, being unlimited or the source was another, the newest first. Overrides count until the log says that they expired. The log is looked through for ${historyBounds.forCause} changes back from \`after\` (from its head without it), for a member for ${memberHistoryBounds.forCause}.`,
    type: builder.connectionObject({ type: EffectiveSpendLimitChange, name: 'EffectiveSpendLimitChangeConnection' }),
    args: { first: t.arg.int(), after: t.arg({ type: 'ChangeCursor' }) },
    async resolve({ id, teamId }, args, context) {
      const page = toPage(args)
      const turns = page.size === 0 ? [] : await readTurns(context, teamId, id, args.after, page.size + 1)
      const edges = turns.map((turn) => ({ node: { ...turn, teamId }, cursor: encodeChangeCursor(positionOf(turn.cause)) }))
      return toConnection<TurnOfTeam, (typeof edges)[number]>(
        edges,
        page,
        args,
        async () => (await readTurns(context, teamId, id, null, Infinity)).length,
      )
    },
  }),
)

async function readTurns(
  context: Context,
  teamId: string,
  userId: string,
  after: string | null | undefined,
  most: number,
): Promise<LimitTurn[]> {
  const cursor = after == null ? undefined : decodeChangeCursor(after)
  if (after != null && !cursor) throw badInput('This is no change cursor. Start again without it.')
  const { database } = context
  const bounds = boundsOf(context)
  const { change } = database
  const from =
    cursor ??
    (await change.findFirst({ where: { teamId }, orderBy: { revision: 'desc' }, select: { revision: true, id: true } }).then(toPosition))
  if (!from) return []
  const placed = await place(database, teamId, from, bounds)
  if (!placed || !('at' in placed)) {
    throw badInput(
      `This change cursor is not in the log any more, not of this log, or more than ${bounds.fromHead} changes back. Start again without it.`,
    )
  }
  // The page begins with what came before the change at `after`.
  const { position } = placed
  const read = await inLine(context, teamId, () => readLimitTurns(database, teamId, userId, position, cursor ? most + 1 : most, bounds))
  const turns = read?.turns ?? []
  return cursor ? turns.filter(({ cause }) => cause.revision < cursor.revision).slice(0, most) : turns
}

function toPosition(row: { revision: bigint; id: string } | null): Position | undefined {
  return row ? { revision: Number(row.revision), changeId: row.id } : undefined
}
