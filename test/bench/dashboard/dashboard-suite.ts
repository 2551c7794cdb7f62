import { signIn } from '../../../src/commands/sign-in.ts'
import { toId } from '../../../src/domain/id.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { launchChromium } from '../../dashboard/support/chromium.ts'
import type { DashboardBarName, DashboardBenchOptions } from '../options.ts'
import { startProduct, type Product } from '../product.ts'
import type { BarReport } from '../report.ts'
import { openSpendTeam } from '../spend/open-spend-team.ts'
import { createStartedParts } from '../started.ts'
import type { Suite } from '../suite.ts'
import type { DashboardContext } from './dashboard-context.ts'
import { interaction } from './interaction.ts'
import { memory } from './memory.ts'

const bars: Record<DashboardBarName, (context: DashboardContext) => Promise<BarReport>> = { interaction, memory }

/** The dashboard as an administrator of a large team has it, while an identity provider pushes. */
export async function openDashboardSuite(
  { names, rounds, minutes, users }: DashboardBenchOptions,
  say: (text: string) => void,
): Promise<Suite> {
  const { start, stop } = createStartedParts()
  try {
    say('starting a server and a browser')
    const product = await start(startProduct())
    const browser = await launchChromium()
    await start(Promise.resolve({ stop: () => browser.close() }))
    say(`loading a team of ${users.toLocaleString('en-US')} users`)
    const team = await openSpendTeam(product, users)
    const sessionSecret = await signInAdministrator(product, team.teamId)
    const url = product.server.local.graphqlUrl.replace(/\/graphql$/, '')
    const context: DashboardContext = { product, team, browser, url, sessionSecret, rounds, minutes, say }
    return { postgresVersion: product.postgresVersion, bars: names.map((name) => ({ name, measure: () => bars[name](context) })), stop }
  } catch (reason) {
    await stop()
    throw reason
  }
}

async function signInAdministrator(product: Product, teamId: string): Promise<string> {
  const email = 'administrator@bench.example'
  await product.graphql('mutation ($input: AddAdministratorInput!) { addAdministrator(input: $input) { __typename } }', {
    input: { email, teamId: toId('team', teamId) },
  })
  const database = openDatabase({ url: product.databaseUrl, poolSize: 1, log: { error() {} } })
  try {
    const { secret } = await signIn(database, {
      teamId,
      connectionId: null,
      identity: { issuer: 'https://bench.example', subject: email, email, isEmailVerified: true, matchingValue: null },
      userMatching: 'USER_NAME',
      directoryId: null,
      onlyAdministrators: false,
      userAgent: undefined,
      sessionSecretBefore: undefined,
      sessionHours: 12,
    })
    return secret
  } finally {
    await database.$disconnect()
  }
}
