import { afterAll, beforeAll } from 'vitest'
import { redisUrl } from './redis.ts'
import { startNode, type StartedApp } from './start-app.ts'
import type { AppUnderTest } from './use-app.ts'

/** Another node on the database of `app` and the Redis that all test files share. What it answers is filled in before the tests run. */
export function useSecondNode(app: AppUnderTest): StartedApp {
  const second = {} as StartedApp
  beforeAll(async () => void Object.assign(second, await startNode({ databaseUrl: app.database.url, redisUrl: redisUrl() })))
  afterAll(() => second.stop?.())
  return second
}
