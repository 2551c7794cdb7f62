import type { GraphqlClient } from './graphql-client.ts'

// What applications ask about spend, with everything that is answered.

const money = '{ amountMinor currency }'
const error = '... on Error { code message }'
const period = '{ key startsAt resetsAt }'
const limit = `{ isUnlimited amount ${money} source }`
export const decisionFields = `{ __typename isAllowed denial reason requested ${money} remaining ${money} spent ${money} reserved ${money} limit ${limit} decidedById period ${period} resetsAt asOf }`
export const spendFields = `{ period ${period} spent ${money} reserved ${money} remaining ${money} usedPercent limit ${limit} }`
export const reservationFields = `{ id userId amount ${money} period state idempotencyKey labels { name value } createdAt expiresAt closedAt }`
export const entryFields = `{ id kind userId amount ${money} at period recordedAt isLate idempotencyKey labels { name value } reason }`

type Money = { amountMinor: number; currency: string }
type Refusal = { __typename: string; code?: string; message?: string }
export type AnsweredDecision = Refusal & {
  isAllowed: boolean
  denial: string | null
  reason: string
  requested: Money
  remaining: Money | null
  spent: Money
  reserved: Money
  limit: { isUnlimited: boolean; amount: Money | null; source: string }
  decidedById: string | null
  period: { key: string; startsAt: string; resetsAt: string }
  resetsAt: string
  asOf: string
}
export type AnsweredSpend = Pick<AnsweredDecision, 'period' | 'spent' | 'reserved' | 'remaining'> & {
  usedPercent: number | null
  limit: AnsweredDecision['limit'] | null
}
export type AnsweredReservation = { id: string; state: string; period: string; amount: Money; expiresAt: string; createdAt: string }
export type AnsweredEntry = {
  id: string
  kind: string
  userId: string
  amount: Money
  at: string
  period: string
  recordedAt: string
  isLate: boolean
  reason: string | null
}
export type EntryResult = { outcome: string; idempotencyKey: string; entryId: string | null; code: string | null; message: string | null }
export type Recorded = Refusal & { recordedCount: number; duplicateCount: number; refusedCount: number; results: EntryResult[] }
export type Reserved = Refusal & { reservation: AnsweredReservation; decision: AnsweredDecision; spend: AnsweredSpend }
export type Settled = Refusal & { reservation: AnsweredReservation; entry: AnsweredEntry; spend: AnsweredSpend }

export const decisionQuery = `query ($userId: ID!, $amountMinor: SafeInt!) { answer: spendDecision(userId: $userId, amountMinor: $amountMinor) { __typename ... on SpendDecision ${decisionFields} ${error} } }`
const mutations = {
  recordSpend: `... on RecordSpendSuccess { recordedCount duplicateCount refusedCount results { outcome idempotencyKey entryId code message } }`,
  correctSpend: `... on CorrectSpendSuccess { entry ${entryFields} spend ${spendFields} }`,
  reserveSpend: `... on ReserveSpendSuccess { reservation ${reservationFields} decision ${decisionFields} spend ${spendFields} } ... on SpendDeniedError { decision ${decisionFields} } ... on ReservationClosedError { reservation ${reservationFields} }`,
  settleSpend: `... on SettleSpendSuccess { reservation ${reservationFields} entry ${entryFields} spend ${spendFields} } ... on ReservationClosedError { reservation ${reservationFields} }`,
  releaseSpend: `... on ReleaseSpendSuccess { reservation ${reservationFields} spend ${spendFields} } ... on ReservationClosedError { reservation ${reservationFields} }`,
}
export type SpendMutation = keyof typeof mutations

export type SpendClient = {
  decide(userId: string, amountMinor: number): Promise<AnsweredDecision>
  record(input: object): Promise<Recorded>
  /** One entry of now. */
  spend(userId: string, amountMinor: number, more?: object): Promise<EntryResult>
  correct(input: object): Promise<Refusal & { entry: AnsweredEntry; spend: AnsweredSpend }>
  reserve(input: object): Promise<Reserved>
  settle(input: object): Promise<Settled>
  release(input: object): Promise<Settled>
}

let keys = 0
/** An idempotency key of its own. */
export const newKey = (): string => `key-${process.pid}-${++keys}`

export function spendClient(client: GraphqlClient): SpendClient {
  async function ask<Answered>(query: string, variables: object): Promise<Answered> {
    const { data, errors } = await client.ask<{ answer: Answered }>(query, variables)
    if (errors || !data) throw new Error(JSON.stringify(errors))
    return data.answer
  }
  const mutate = <Answered>(name: SpendMutation, input: object): Promise<Answered> => ask(mutationOf(name), { input })
  const record = (input: object): Promise<Recorded> => mutate('recordSpend', input)
  return {
    decide: (userId, amountMinor) => ask(decisionQuery, { userId, amountMinor }),
    record,
    async spend(userId, amountMinor, more = {}) {
      const { results } = await record({ entries: [{ userId, amountMinor, idempotencyKey: newKey(), ...more }] })
      return results[0]!
    },
    correct: (input) => mutate('correctSpend', input),
    reserve: (input) => mutate('reserveSpend', { idempotencyKey: newKey(), ...input }),
    settle: (input) => mutate('settleSpend', input),
    release: (input) => mutate('releaseSpend', input),
  }
}

export function mutationOf(name: SpendMutation): string {
  const input = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`
  return `mutation ($input: ${input}) { answer: ${name}(input: $input) { __typename ${mutations[name]} ${error} } }`
}

/** Sets a limit; null is unlimited. */
export async function setLimit(client: GraphqlClient, target: object, amountMinor: number | null): Promise<void> {
  const { data, errors } = await client.ask<{ setSpendLimit: { __typename: string; message?: string } }>(
    'mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename ... on Error { message } } }',
    { input: { target, value: amountMinor === null ? { unlimited: true } : { amountMinor } } },
  )
  if (data?.setSpendLimit.__typename !== 'SetSpendLimitSuccess') throw new Error(JSON.stringify(errors ?? data))
}

export async function clearLimit(client: GraphqlClient, target: object): Promise<void> {
  const { data, errors } = await client.ask<{ clearSpendLimit: { __typename: string } }>(
    'mutation ($input: ClearSpendLimitInput!) { clearSpendLimit(input: $input) { __typename ... on Error { message } } }',
    { input: { target } },
  )
  if (data?.clearSpendLimit.__typename !== 'ClearSpendLimitSuccess') throw new Error(JSON.stringify(errors ?? data))
}
