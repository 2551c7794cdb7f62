import { toFigureRow, toRow, type BarReport, type Row } from '../report.ts'
import { measureRounds, type LimitPass } from '../rounds.ts'
import { everything } from './documents.ts'
import { joined, sendSameBytes } from './equal-subscribers.ts'
import { formatCount, type LiveContext } from './live-context.ts'
import { restingMemory } from './memory.ts'
import { startNode } from './node-process.ts'
import { startTally, type Tally } from './passes.ts'
import { startPeer, type Host } from './peer.ts'
import { productHost } from './world.ts'

const kibibytes = 1024
// Among few, the memory of the process moves more than all their sockets take.
const fewest = 5_000

/** Bar 20 and the 24 KiB: what one more subscriber costs who only listens. Each time a server that has just been started. */
export async function idleMemory(context: LiveContext): Promise<BarReport> {
  const counts = context.options.subscriberCounts.filter((count) => count >= fewest)
  const reports: BarReport[] = []
  for (const count of counts.length > 0 ? counts : context.options.subscriberCounts.slice(-1)) reports.push(await memoryOf(context, count))
  return joined(reports)
}

async function memoryOf(context: LiveContext, count: number): Promise<BarReport> {
  const { world, team, options, say } = context
  const title = `${formatCount(count)} idle subscribers: memory of the server for each`
  const tally = startTally()
  const rounds = await measureRounds(
    options.rounds,
    {
      limit: async (): Promise<LimitPass> => {
        const raw = await startPeer('raw', world.redis.url)
        try {
          await sendSameBytes(context, [everything], [raw])
          return { decides: ['each'], figures: { each: await measureEach(context, tally, raw, count) } }
        } finally {
          await raw.stop()
        }
      },
      product: async () => {
        const node = await startNode({ databaseUrl: world.databaseUrl, redisUrl: world.redis.url })
        try {
          return await measureEach(context, tally, productHost('product', node, team), count)
        } finally {
          await node.stop()
        }
      },
    },
    (text) => say(`${title}: ${text}`),
    options.mostMovement,
  )
  const isLargest = count === options.subscriberCounts.at(-1)
  const rows: Row[] = [
    toRow({
      name: title,
      unit: 'KiB',
      against: 'raw ws broadcast',
      pairs: rounds.kept.map(({ limit, product }) => ({ product, limit: limit['each']! })),
      voidRounds: rounds.voidCount,
      bar: { number: '20', atMost: 2 },
    }),
  ]
  if (isLargest)
    rows.push(
      toFigureRow({
        name: title,
        unit: 'KiB',
        figures: rounds.kept.map(({ product }) => product),
        voidRounds: rounds.voidCount,
        bar: { number: 'idle', atMost: 24 },
      }),
    )
  return { rows, checks: tally.checks(title), notes: [] }
}

/** In KiB. Some subscribers have come and gone before, and have been told something, so that what is measured is the sockets. */
async function measureEach({ crowd, options }: LiveContext, tally: Tally, host: Host, count: number): Promise<number> {
  await crowd.open(host.open(20, [everything]))
  await crowd.settle({ trigger: host.trigger, seconds: options.isQuick ? 0.1 : 2 })
  await crowd.close()
  const patience = options.isQuick ? 1 : 30
  const before = await restingMemory(host.pid, patience)
  await crowd.open(host.open(count, [everything]))
  const after = await restingMemory(host.pid, patience)
  // That they were listening: one event reaches them all.
  await crowd.settle({ trigger: host.trigger, seconds: 0 })
  tally.add(host.name, await crowd.counts(), 0)
  await crowd.close()
  return ((after - before) * kibibytes) / count
}
