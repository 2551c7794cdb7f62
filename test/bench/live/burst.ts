import { toFigureRow, toRow, type BarReport } from '../report.ts'
import { measureRounds, type LimitPass } from '../rounds.ts'
import type { HttpRequest } from './crowd-commands.ts'
import { everything } from './documents.ts'
import { sendSameBytes } from './equal-subscribers.ts'
import { formatCount, sizeFrom, type LiveContext } from './live-context.ts'
import { amongSubscribers, startTally } from './passes.ts'
import type { Host } from './peer.ts'
import { productHost, singleRenames } from './world.ts'

type Burst = { milliseconds: number; answeredMilliseconds: number; frames: number }

const callers = 32

/** A thousand changes at once, as one bulk request and by many callers: until the last subscriber has the last, and in how many frames. */
export async function burst(context: LiveContext): Promise<BarReport> {
  const { crowd, raw, yoga, node, team, options, say } = context
  const count = sizeFrom(options.subscriberCounts, 1_000)
  const changes = Math.min(1_000, team.userIds.length)
  const title = `${formatCount(changes)} changes at once to ${formatCount(count)} subscribers`
  const tally = startTally()
  const product = productHost('product', node, team)
  await sendSameBytes(context, [everything], [raw, yoga])
  const hurl = (host: Host, requests: readonly HttpRequest[]): Promise<Burst> =>
    amongSubscribers(context, tally, { host, count, subscriptions: [everything] }, async () => {
      const { milliseconds, answeredMilliseconds, frames } = await crowd.burst({ requests, callers, changes })
      return { figures: { milliseconds, answeredMilliseconds, frames: frames / count }, events: changes }
    })
  const { kept, voidCount } = await measureRounds(
    options.rounds,
    {
      limit: async (): Promise<LimitPass> => ({ decides: ['milliseconds'], figures: await hurl(raw, raw.burst(changes)) }),
      product: async () => ({
        bulk: await hurl(product, product.burst(changes)),
        singles: await hurl(product, singleRenames(node, team, changes)),
        stock: await hurl(yoga, yoga.burst(changes)),
      }),
    },
    (text) => say(`${title}: ${text}`),
    options.mostMovement,
  )
  const ways = { bulk: 'one bulk request', singles: `PATCHes of ${callers} callers` } as const
  return {
    rows: (['bulk', 'singles'] as const).flatMap((way) => {
      const name = `${title}, ${ways[way]}`
      const seen = kept.map(({ product }) => product[way])
      return [
        toRow({
          name: `${name}: until all have all`,
          unit: 'ms',
          against: 'raw ws broadcast',
          pairs: kept.map(({ limit, product }) => ({ product: product[way].milliseconds, limit: limit['milliseconds']! })),
          voidRounds: voidCount,
        }),
        toRow({
          name: `${name}: until all have all`,
          unit: 'ms',
          against: 'stock Yoga + graphql-ws',
          pairs: kept.map(({ product }) => ({ product: product[way].milliseconds, limit: product.stock.milliseconds })),
          voidRounds: voidCount,
        }),
        toFigureRow({
          name: `${name}: after the writes were answered`,
          unit: 'ms',
          figures: seen.map(({ milliseconds, answeredMilliseconds }) => milliseconds - answeredMilliseconds),
          voidRounds: voidCount,
        }),
        toFigureRow({
          name: `${name}: to each subscriber`,
          unit: 'frames',
          figures: seen.map(({ frames }) => frames),
          voidRounds: voidCount,
        }),
      ]
    }),
    checks: tally.checks(title),
    notes: [],
  }
}
