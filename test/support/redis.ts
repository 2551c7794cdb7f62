import { inject } from 'vitest'
import { startRedisServer, type RedisServer } from './redis-server.ts'

/** The Redis that all test files share. Its channels are shared too, whatever the database number. */
export function redisUrl(): string {
  return inject('redisUrl')
}

/** A Redis of the test's own, to be stopped and restarted. */
export function startRedis(): Promise<RedisServer> {
  return startRedisServer(inject('redisServerPath'))
}
