import { unless } from '../load.ts'
import type { SpendTeam } from './spend-context.ts'

/** What applications send, as they do: a constant document with variables. */
export const documents = {
  viewer: '{ viewer { kind } }',
  decision: `query ($userId: ID!, $amountMinor: SafeInt!) { spendDecision(userId: $userId, amountMinor: $amountMinor) {
    __typename ... on SpendDecision { isAllowed remaining { amountMinor } limit { source } period { resetsAt } } } }`,
  explain: `query ($id: ID!) { node(id: $id) { ... on User { effectiveSpendLimit { isUnlimited amount { amountMinor } source revision
    candidates { isWinner reason spendLimit { id amount { amountMinor } } } withoutWinner { amount { amountMinor } source } } } } }`,
  reserve: `mutation ($input: ReserveSpendInput!) { reserveSpend(input: $input) { __typename ... on ReserveSpendSuccess { reservation { id } } } }`,
  settle: `mutation ($input: SettleSpendInput!) { settleSpend(input: $input) { __typename ... on SettleSpendSuccess { entry { id } } } }`,
  record: `mutation ($input: RecordSpendInput!) { recordSpend(input: $input) { __typename ... on RecordSpendSuccess { recordedCount } } }`,
  preview: `query ($id: ID!, $input: SetSpendLimitInput!) { team(id: $id) { spendLimitPreview(input: $input) { __typename ... on SpendLimitPreview {
    affectedUserCount raisedCount loweredCount unchangedCount becomesBlockedCount examples(first: 10) { user { id } after { source } } } } } }`,
  report: `query ($id: ID!, $orderBy: SpendReportOrder, $filter: SpendReportFilter) { team(id: $id) { spendReport(first: 100, orderBy: $orderBy, filter: $filter) {
    nodes { user { id userName } limit { source amount { amountMinor } } spent { amountMinor } remaining { amountMinor } usedPercent } pageInfo { endCursor } } } }`,
} as const

export type Answered = { data?: Record<string, never>; errors?: unknown }

/** Sends one operation; answers its data, or throws what was wrong. */
export async function ask<Data>(team: SpendTeam, query: string, variables?: object): Promise<Data> {
  const answer = await team.connection.send('POST', 'graphql', { query, variables })
  const problem = unless(200, answer)
  if (problem !== undefined) throw new Error(problem)
  const { data, errors } = JSON.parse(answer.text) as { data?: Data; errors?: unknown }
  if (errors !== undefined || data == null) throw new Error(answer.text.slice(0, 300))
  return data
}

/** For a closed loop, where the client should do as little as it can: the answer only has to contain this text. */
export async function expecting(team: SpendTeam, query: string, variables: object | undefined, text: string): Promise<string | undefined> {
  const answer = await team.connection.send('POST', 'graphql', { query, variables })
  return answer.status === 200 && answer.text.includes(text) ? undefined : `${answer.status}: ${answer.text.slice(0, 300)}`
}
