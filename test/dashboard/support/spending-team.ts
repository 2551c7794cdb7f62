import type { ScimClient } from '../../support/scim-client.ts'
import { graphqlClient, type GraphqlClient } from '../../support/graphql-client.ts'
import { newKey, setLimit, spendClient, type SpendClient } from '../../support/spend-client.ts'
import type { StartedApp, TestTeam } from '../../support/start-app.ts'

export type SpendingTeam = {
  client: GraphqlClient
  spend: SpendClient
  users: Record<SpenderName, string>
  groups: Record<'Engineering' | 'Sales' | 'Contractors' | 'Interns', string>
}

const spenders = ['over', 'used', 'near', 'free', 'quiet', 'free2', 'unlimited', 'gone'] as const
type SpenderName = (typeof spenders)[number]
const names: Record<SpenderName, string> = {
  over: 'Olivia Over',
  used: 'Uma Used',
  near: 'Nadia Near',
  free: 'Frieda Free',
  quiet: 'Quentin Quiet',
  free2: 'Fritz Fresh',
  unlimited: 'Ulrich Unlimited',
  gone: 'Gina Gone',
}
export const spenderNames = names

/**
 * People of every kind that the report knows. Engineering has EUR 100 and Contractors EUR 50; who is in neither is unlimited by a limit of their own, or
 * has the default of EUR 20. Sales and Interns have no limit. What is spent is recorded as applications do.
 */
export async function fillSpendingTeam(node: StartedApp, { teamId, apiKey }: TestTeam, scim: ScimClient): Promise<SpendingTeam> {
  const client = graphqlClient(node, apiKey)
  const spend = spendClient(client)
  const users = {} as SpendingTeam['users']
  for (const name of spenders) users[name] = await scim.createUser(`${name}@acme.example`, { displayName: names[name] })
  const { over, used, near, free, quiet, unlimited, gone } = users
  const groups = {
    Engineering: await scim.createGroup('Engineering', [over, used, near, free]),
    Contractors: await scim.createGroup('Contractors', [quiet]),
    Sales: await scim.createGroup('Sales', [free, near]),
    Interns: await scim.createGroup('Interns', []),
  }
  await setLimit(client, { teamId }, 2_000)
  await setLimit(client, { groupId: groups.Engineering }, 10_000)
  await setLimit(client, { groupId: groups.Contractors }, 5_000)
  await setLimit(client, { userId: unlimited }, null)
  const spent = { over: 12_345, used: 10_000, near: 8_000, free: 2_500, unlimited: 40_000, gone: 700 }
  await spend.record({
    entries: Object.entries(spent).map(([name, amountMinor]) => ({
      userId: users[name as SpenderName],
      amountMinor,
      idempotencyKey: newKey(),
    })),
  })
  // What was spent last month is in no figure of this one.
  const lastMonth = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 1, 15)).toISOString()
  await spend.record({ entries: [{ userId: quiet, amountMinor: 4_900, at: lastMonth, idempotencyKey: newKey() }] })
  await spend.reserve({ userId: quiet, amountMinor: 1_000, expiresInSeconds: 3_600 })
  await scim.patch(`/Users/${gone}`, { op: 'replace', path: 'active', value: false })
  return { client, spend, users, groups }
}
