import { toFigureRow, toRow, type BarReport } from '../report.ts'
import { measureRounds, type LimitPass } from '../rounds.ts'
import { everything } from './documents.ts'
import { sendSameBytes } from './equal-subscribers.ts'
import { formatCount, sizeFrom, type LiveContext } from './live-context.ts'
import { memoryGrowth } from './memory.ts'
import { amongSubscribers, startTally } from './passes.ts'
import type { Host } from './peer.ts'
import { productHost } from './world.ts'

type Offered = { p50: number; p99: number; first: number; last: number; growthMiB: number }

const perSecond = 40
const durationSeconds = 7.5
// "No later" with the noise that the limit itself is allowed.
const latestLast = 1.5

/** Bar 19: 40 events a second to a thousand, whether or not the last has arrived. Who cannot keep up falls behind with every event. */
export async function offeredLoad(context: LiveContext): Promise<BarReport> {
  const { crowd, raw, yoga, node, team, options, say } = context
  const count = sizeFrom(options.subscriberCounts, 1_000)
  const events = Math.ceil(perSecond * (options.isQuick ? 2 * options.seconds : durationSeconds))
  const title = `${formatCount(count)} subscribers, ${perSecond} events a second`
  const tally = startTally()
  const product = productHost('product', node, team)
  await sendSameBytes(context, [everything], [raw, yoga])
  const offer = (host: Host): Promise<Offered> =>
    amongSubscribers(context, tally, { host, count, subscriptions: [everything] }, async () => {
      const { value, growthMiB } = await memoryGrowth(host.pid, () => crowd.pace({ trigger: host.trigger, perSecond, events }))
      const { p50, p99, firstSecond: first, lastSecond: last } = value
      return { figures: { p50, p99, first, last, growthMiB }, events }
    })
  const { kept, voidCount } = await measureRounds(
    options.rounds,
    {
      limit: async (): Promise<LimitPass> => ({ decides: ['p50'], figures: await offer(raw) }),
      product: async () => ({ product: await offer(product), stock: await offer(yoga) }),
    },
    (text) => say(`${title}: ${text}`),
    options.mostMovement,
  )
  const facts = { unit: 'ms', voidRounds: voidCount } as const
  const against = 'raw ws broadcast'
  return {
    rows: [
      toRow({
        ...facts,
        name: `${title}: PATCH to message, p50`,
        against,
        pairs: kept.map(({ limit, product: { product: seen } }) => ({ product: seen.p50, limit: limit['p50']! })),
        bar: { number: '19', atMost: 2 },
      }),
      toRow({
        ...facts,
        name: `${title}: PATCH to message, p99`,
        against,
        pairs: kept.map(({ limit, product: { product: seen } }) => ({ product: seen.p99, limit: limit['p99']! })),
      }),
      toRow({
        ...facts,
        name: `${title}: PATCH to message, p50`,
        against: 'stock Yoga + graphql-ws',
        pairs: kept.map(({ product: seen }) => ({ product: seen.product.p50, limit: seen.stock.p50 })),
      }),
      toRow({
        ...facts,
        name: `${title}: PATCH to message, p50 of the last second`,
        against: 'its first second',
        pairs: kept.map(({ product: { product: seen } }) => ({ product: seen.last, limit: seen.first })),
        bar: { number: '19', atMost: latestLast },
      }),
      toFigureRow({
        name: `${title}: memory that the server takes meanwhile, beyond what raw takes`,
        unit: 'MiB',
        figures: kept.map(({ limit, product: { product: seen } }) => seen.growthMiB - limit['growthMiB']!),
        voidRounds: voidCount,
        bar: { number: '19', atMost: 50 },
      }),
      toFigureRow({
        name: `${title}: memory that stock takes meanwhile`,
        unit: 'MiB',
        figures: kept.map(({ product: seen }) => seen.stock.growthMiB),
        voidRounds: voidCount,
      }),
    ],
    checks: tally.checks(title),
    notes: [],
  }
}
