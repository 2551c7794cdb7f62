import type { GraphqlClient } from './graphql-client.ts'

/** What a mutation of limits answered; `message` of refusals. */
export type LimitAnswer = Record<string, unknown> & { __typename: string; message?: string; changeCursor?: string }

export const limitFields = '{ id isUnlimited amount { amountMinor currency text } expiresAt version setBy }'
const error = '... on Error { code message }'
const conflict = '... on VersionConflictError { current { version } }'
const item = `{ __typename ... on ChangedSpendLimit { before ${limitFields} spendLimit ${limitFields} } ${error} ${conflict} }`

const fields = {
  setSpendLimit: `... on SetSpendLimitSuccess { changeCursor spendLimit ${limitFields} } ${conflict}`,
  clearSpendLimit: `... on ClearSpendLimitSuccess { changeCursor before ${limitFields} } ${conflict}`,
  setSpendLimits: `... on SetSpendLimitsSuccess { changeCursor results ${item} } ... on SpendLimitsRefused { refusals { index error { __typename code message } } }`,
  copySpendLimits: `... on CopySpendLimitsSuccess { changeCursor results ${item} } ... on SpendLimitsRefused { refusals { index error { __typename code message } } }`,
  modifySpendSettings: '... on ModifySpendSettingsSuccess { changeCursor team { timeZone spendThresholdPercents spendSettingsVersion } }',
} as const

/** Asks for a mutation of limits; fails when there is no answer. */
export async function changeLimits(client: GraphqlClient, mutation: keyof typeof fields, input: object): Promise<LimitAnswer> {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`
  const { data, errors } = await client.ask<{ answer: LimitAnswer }>(
    `mutation ($input: ${type}!) { answer: ${mutation}(input: $input) { __typename ${fields[mutation]} ${error} } }`,
    { input },
  )
  if (!data) throw new Error(JSON.stringify(errors))
  return data.answer
}

export type LoggedChange = { __typename: string; revision: number; actor: { kind: string; label: string } }

/** The whole log of the client's team, oldest first. */
export async function readLog(client: GraphqlClient): Promise<LoggedChange[]> {
  const { data, errors } = await client.ask<{ team: { changes: { nodes: LoggedChange[] } } }>(
    '{ team { changes(first: 200) { nodes { __typename revision actor { kind label } } } } }',
  )
  if (!data) throw new Error(JSON.stringify(errors))
  return data.team.changes.nodes
}

export async function cursorNow(client: GraphqlClient): Promise<string> {
  const { data } = await client.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
  return data!.team.changeCursor
}

/** What one user may spend; null is without limit. */
export async function effectiveAmount(client: GraphqlClient, userId: string): Promise<{ amountMinor: number | null; source: string }> {
  const { data, errors } = await client.ask<{
    node: { effectiveSpendLimit: { source: string; amount: { amountMinor: number } | null } }
  }>('query ($id: ID!) { node(id: $id) { ... on User { effectiveSpendLimit { source amount { amountMinor } } } } }', { id: userId })
  if (!data) throw new Error(JSON.stringify(errors))
  const { source, amount } = data.node.effectiveSpendLimit
  return { source, amountMinor: amount?.amountMinor ?? null }
}
