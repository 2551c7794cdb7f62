import type { Provider } from '../../src/domain/directory.ts'
import { fromId } from '../../src/domain/id.ts'
import type { ScimClient } from './scim-client.ts'
import type { TestTeam } from './start-app.ts'
import type { AppUnderTest } from './use-app.ts'

export type DirectorySettings = {
  provider?: Provider
  isStrict?: boolean
  customSchemas?: object[]
  allowsRepeatedGroupNames?: boolean
  requestsPerSecond?: number
  removalsPerHour?: number
}

/** A team whose directory has these settings before its first request. */
export async function teamWithSettings(app: AppUnderTest, settings: DirectorySettings): Promise<TestTeam & { scim: ScimClient }> {
  const team = await app.newTeam()
  await app.node.app.database.directory.update({ where: { id: fromId('directory', team.directoryId)! }, data: settings })
  return team
}

export const strictTeam = (app: AppUnderTest): Promise<TestTeam & { scim: ScimClient }> => teamWithSettings(app, { isStrict: true })
