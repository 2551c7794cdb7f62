import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { freePort, startRedisServer, type RedisServer } from './redis-server.ts'

export type RedisCluster = {
  /** Of all masters, separated by commas. */
  url: string
  nodes: readonly RedisServer[]
  /** The master that serves the channel, as the first node that answers knows it. */
  ownerOf(channel: string): Promise<RedisServer>
  /** How many clients are subscribed to the channel, on all nodes together. */
  subscribers(channel: string): Promise<number>
  /** Gives the slot of the channel to another master; answers that one. */
  moveSlotOf(channel: string): Promise<RedisServer>
  stop(): Promise<void>
}

const masterCount = 3
const slotCount = 16_384
const startTimeoutMs = 30_000

/** Three masters that share the slots, on free loopback ports, and notice within about a second that one of them is gone. */
export async function startRedisCluster(program: string, { hasReplicas } = { hasReplicas: false }): Promise<RedisCluster> {
  const folder = await mkdtemp(path.join(tmpdir(), 'headcount-redis-cluster-'))
  const nodes: RedisServer[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    for (let index = 0; index < (hasReplicas ? 2 * masterCount : masterCount); index++) {
      nodes.push(await startRedisServer(program, { flags: await clusterFlags(path.join(folder, `nodes-${index}.conf`)) }))
    }
    await join(nodes)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: nodes
      .slice(0, masterCount)
      .map(({ url }) => url)
      .join(','),
    nodes,
    ownerOf: (channel) => ownerOf(nodes, channel),
    async subscribers(channel) {
      const counts = await Promise.all(
        nodes.map((node) =>
          ask(node, 'PUBSUB', 'SHARDNUMSUB', channel).then(
            (answer) => Number((answer as unknown[])[1]),
            () => 0,
          ),
        ),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },
    async moveSlotOf(channel) {
      const slot = String(await ask(nodes[0]!, 'CLUSTER', 'KEYSLOT', channel))
      const owner = await ownerOf(nodes, channel)
      const next = nodes.slice(0, masterCount).find((node) => node !== owner)!
      const [ownerId, nextId] = (await Promise.all([owner, next].map((node) => ask(node, 'CLUSTER', 'MYID')))) as [string, string]
      await ask(next, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', ownerId)
      await ask(owner, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', nextId)
      // The new owner first: between the two each would otherwise send to the other.
      for (const node of [next, owner]) await ask(node, 'CLUSTER', 'SETSLOT', slot, 'NODE', nextId)
      return next
    },
    stop,
  }
}

async function clusterFlags(file: string): Promise<string[]> {
  const flags = {
    'cluster-enabled': 'yes',
    'cluster-config-file': file,
    'cluster-port': String(await freePort()),
    'cluster-node-timeout': '1000',
    'cluster-replica-validity-factor': '0',
    'repl-diskless-sync-delay': '0',
  }
  return Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
}

async function join(nodes: readonly RedisServer[]): Promise<void> {
  const masters = nodes.slice(0, masterCount)
  for (const [index, master] of masters.entries()) {
    const [from, to] = [index, index + 1].map((part) => Math.floor((part * slotCount) / masterCount)) as [number, number]
    await ask(master, 'CLUSTER', 'ADDSLOTSRANGE', String(from), String(to - 1))
    await ask(master, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
  }
  for (const node of nodes.slice(1)) {
    const busPort = String(((await ask(node, 'CONFIG', 'GET', 'cluster-port')) as string[])[1])
    await ask(nodes[0]!, 'CLUSTER', 'MEET', '127.0.0.1', String(node.port), busPort)
  }
  await until('every node knows every other', async () =>
    (await linesOf(nodes, 'NODES')).every((lines) => lines.filter((line) => !line.includes('handshake')).length === nodes.length),
  )
  for (const [index, replica] of nodes.slice(masterCount).entries()) {
    await ask(replica, 'CLUSTER', 'REPLICATE', String(await ask(masters[index]!, 'CLUSTER', 'MYID')))
  }
  await until('all slots are served', async () => (await linesOf(nodes, 'INFO')).every((lines) => lines.includes('cluster_state:ok')))
  for (const replica of nodes.slice(masterCount)) {
    await until('a replica follows its master', async () =>
      String(await ask(replica, 'INFO', 'replication')).includes('master_link_status:up'),
    )
  }
}

function linesOf(nodes: readonly RedisServer[], command: 'NODES' | 'INFO'): Promise<string[][]> {
  return Promise.all(
    nodes.map(async (node) =>
      String(await ask(node, 'CLUSTER', command))
        .trim()
        .split(/\r?\n/),
    ),
  )
}

async function ownerOf(nodes: readonly RedisServer[], channel: string): Promise<RedisServer> {
  for (const node of nodes) {
    try {
      const slot = Number(await ask(node, 'CLUSTER', 'KEYSLOT', channel))
      const ranges = (await ask(node, 'CLUSTER', 'SLOTS')) as [number, number, [string, number]][]
      const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2][1]
      const owner = nodes.find((candidate) => candidate.port === port)
      if (owner) return owner
    } catch {
      // It is one of those that a test has stopped.
    }
  }
  throw new Error(`No node says who serves ${channel}.`)
}

async function ask({ port }: RedisServer, command: string, ...args: string[]): Promise<unknown> {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    commandTimeout: 2_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return await client.call(command, ...args)
  } finally {
    client.disconnect()
  }
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`The Redis Cluster did not get so far that ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
