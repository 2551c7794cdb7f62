import { viewerActor } from '../access/viewer.ts'
import type { NewSpendEntry, RecordedSpend } from '../commands/spend-change.ts'
import { DomainError } from '../domain/errors.ts'
import { fromId, toId } from '../domain/id.ts'
import { spendBounds, type SpendEntry as Entry, type Standing } from '../domain/spend.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { mostItems } from './list-size.ts'
import { requireId, requireTeam } from './reach.ts'
import { SpendEntry, SpendLabelInput, toLabels } from './spend-entry.ts'
import { toUserSpend, UserSpend } from './user-spend.ts'

const SpendOutcome = builder.enumType('SpendOutcome', {
  values: {
    RECORDED: { description: 'It counts from now on.' },
    DUPLICATE: { description: 'The same was recorded under this key before; it counts once.' },
    REFUSED: { description: 'Not recorded; `code` and `message` say why.' },
  } as const,
})

const RecordSpendEntryResult = builder.objectRef<RecordedSpend>('RecordSpendEntryResult').implement({
  description: 'What became of one entry.',
  authScopes: { everybody: true },
  fields: (t) => ({
    outcome: t.expose('outcome', { type: SpendOutcome }),
    idempotencyKey: t.exposeString('idempotencyKey'),
    entryId: t.id({ nullable: true, resolve: (result) => ('entry' in result ? toId('spendEntry', result.entry.id) : null) }),
    code: t.string({
      nullable: true,
      description: 'NOT_FOUND, INVALID_INPUT or IDEMPOTENCY_CONFLICT, of one that is refused.',
      resolve: (result) => ('code' in result ? result.code : null),
    }),
    message: t.string({ nullable: true, resolve: (result) => ('message' in result ? result.message : null) }),
  }),
})

const countOf = (results: readonly RecordedSpend[], outcome: RecordedSpend['outcome']): number =>
  results.filter((result) => result.outcome === outcome).length

const RecordSpendSuccess = builder.objectRef<{ results: RecordedSpend[] }>('RecordSpendSuccess').implement({
  description: 'Each entry is recorded or refused by itself.',
  authScopes: { everybody: true },
  fields: (t) => ({
    recordedCount: t.int({ resolve: ({ results }) => countOf(results, 'RECORDED') }),
    duplicateCount: t.int({ resolve: ({ results }) => countOf(results, 'DUPLICATE') }),
    refusedCount: t.int({ resolve: ({ results }) => countOf(results, 'REFUSED') }),
    results: t.expose('results', {
      type: [RecordSpendEntryResult],
      description: 'In the order of the entries.',
      ...mostItems(spendBounds.entries),
    }),
  }),
})

const CorrectSpendSuccess = builder.objectRef<{ entry: Entry; standing: Standing }>('CorrectSpendSuccess').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    entry: t.expose('entry', { type: SpendEntry, description: 'The correction.' }),
    spend: t.field({
      type: UserSpend,
      description: 'How the user stands afterwards, in the month of the entry.',
      resolve: ({ standing }) => toUserSpend(standing),
    }),
  }),
})

const RecordSpendEntryInput = builder.inputType('RecordSpendEntryInput', {
  fields: (t) => ({
    userId: t.id({ required: true }),
    amountMinor: t.field({ type: 'SafeInt', required: true, description: "In the currency's minor unit; 0 or more." }),
    at: t.field({
      type: 'DateTime',
      description: 'When it was spent; without it now. From 400 days ago to 5 minutes ahead. It counts in the month of this time.',
    }),
    idempotencyKey: t.string({
      required: true,
      description: 'Your own name of the entry, for good. However often it is sent, it counts once.',
    }),
    labels: t.field({ type: [SpendLabelInput] }),
  }),
})

const RecordSpendInput = builder.inputType('RecordSpendInput', {
  fields: (t) => ({
    teamId: t.id({ description: 'For the platform key.' }),
    currency: t.field({ type: 'CurrencyCode', description: "When given, must be the team's." }),
    entries: t.field({
      type: [RecordSpendEntryInput],
      required: true,
      description: `From 1 to ${spendBounds.entries}. Send them as a variable: a document is bounded more narrowly than its variables.`,
    }),
  }),
})

const CorrectSpendInput = builder.inputType('CorrectSpendInput', {
  fields: (t) => ({
    entryId: t.id({ required: true, description: 'Of what was spent, not of a correction of it.' }),
    amountMinor: t.field({ type: 'SafeInt', required: true, description: 'What it should have been; 0 takes it back.' }),
    reason: t.string({ required: true, description: 'For people.' }),
    idempotencyKey: t.string({ required: true, description: 'Your own name of the correction, for good.' }),
  }),
})

const recordCodes = ['NOT_FOUND', 'INVALID_INPUT', 'CURRENCY_MISMATCH', 'FORBIDDEN'] as const
const correctCodes = ['NOT_FOUND', 'INVALID_INPUT', 'IDEMPOTENCY_CONFLICT', 'FORBIDDEN'] as const

builder.mutationFields((t) => ({
  recordSpend: t.field({
    description:
      'Records what users have spent. That is a fact, which no limit refuses: spendDecision and reserveSpend ask before. Scope SPEND.',
    ...requires('spend'),
    type: resultUnion('RecordSpendResult', RecordSpendSuccess, recordCodes),
    args: { input: t.arg({ type: RecordSpendInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(recordCodes, async () => {
        const teamId = await requireTeam(context, input.teamId)
        const { length } = input.entries
        if (length === 0 || length > spendBounds.entries)
          throw new DomainError('INVALID_INPUT', `There are ${length} entries; one request has 1 to ${spendBounds.entries}.`)
        const read = input.entries.map(readEntry)
        const entries = read.filter((one): one is NewSpendEntry => !isRefused(one))
        const currency = input.currency ?? undefined
        const sent = { teamId, actor: viewerActor(context.viewer), currency, entries }
        const recorded = entries.length === 0 ? [].values() : (await context.spend.recordSpend(sent)).value.values()
        return { results: read.map((one) => (isRefused(one) ? one : recorded.next().value!)) }
      }),
  }),
  correctSpend: t.field({
    description:
      'Says what an entry should have been. The difference is an entry of its own, in the month of the one that it corrects. Scope SPEND.',
    ...requires('spend'),
    type: resultUnion('CorrectSpendResult', CorrectSpendSuccess, correctCodes),
    args: { input: t.arg({ type: CorrectSpendInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(correctCodes, async () => {
        const teamId = await requireTeam(context, null, { kind: 'spendEntry', id: input.entryId })
        const entryId = requireId('spendEntry', input.entryId)
        const { value } = await context.spend.correctSpend({ ...input, teamId, actor: viewerActor(context.viewer), entryId })
        return value
      }),
  }),
}))

type Refused = Extract<RecordedSpend, { outcome: 'REFUSED' }>

/** As the command takes it, or why it cannot. */
function readEntry(given: typeof RecordSpendEntryInput.$inferInput): NewSpendEntry | Refused {
  const { idempotencyKey, amountMinor, at } = given
  const refused = (code: Refused['code'], message: string): Refused => ({ outcome: 'REFUSED', idempotencyKey, code, message })
  const userId = fromId('user', given.userId)
  if (userId === undefined) return refused('NOT_FOUND', `User ${given.userId.slice(0, 100)} does not exist.`)
  const labels = toLabels(given.labels)
  if (!labels) return refused('INVALID_INPUT', 'A label is given twice; each name may come once.')
  return { userId, idempotencyKey, amountMinor, at: at ?? null, labels }
}

function isRefused(one: NewSpendEntry | Refused): one is Refused {
  return 'outcome' in one
}
