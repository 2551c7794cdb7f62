import { afterAll, beforeAll } from 'vitest'
import { createDatabase, type TestDatabase } from './database.ts'
import { scimClient, type ScimClient } from './scim-client.ts'
import { createTestTeam, startNode, type StartedApp, type TestTeam } from './start-app.ts'

export type AppUnderTest = {
  node: StartedApp
  database: TestDatabase
  team: TestTeam
  scim: ScimClient
  newTeam(name?: string): Promise<TestTeam & { scim: ScimClient }>
}

/** One node on a database of its own for a test file, with one team. What it answers is filled in before the tests run. */
export function useApp(options: { redisUrl?: () => string; environment?: Record<string, string> } = {}): AppUnderTest {
  const under = {} as AppUnderTest
  beforeAll(async () => {
    under.database = await createDatabase()
    under.node = await startNode({
      databaseUrl: under.database.url,
      redisUrl: options.redisUrl?.(),
      ...(options.environment ? { environment: options.environment } : {}),
    })
    under.team = await createTestTeam(under.node)
    under.scim = scimClient(under.team)
    under.newTeam = async (name = 'Other') => {
      const team = await createTestTeam(under.node, { name })
      return { ...team, scim: scimClient(team) }
    }
  })
  afterAll(async () => {
    await under.node?.stop()
    await under.database?.drop()
  })
  return under
}
