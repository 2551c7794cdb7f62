import { inject } from 'vitest'
import { startRedisCluster, type RedisCluster } from './redis-cluster.ts'
import { startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts'

/** The Redis that all test files share. Its channels are shared too, whatever the database number. */
export function redisUrl(): string {
  return inject('redisUrl')
}

/** A Redis of the test's own, to be stopped and restarted. */
export function startRedis(options?: RedisServerOptions): Promise<RedisServer> {
  return startRedisServer(inject('redisServerPath'), options)
}

/** A Redis Cluster of the test's own: three masters, each with one replica if asked for. */
export function startCluster(options?: { hasReplicas: boolean }): Promise<RedisCluster> {
  return startRedisCluster(inject('redisServerPath'), options)
}
