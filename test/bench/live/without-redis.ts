import { setTimeout as delay } from 'node:timers/promises'
import { toFigureRow, toRow, type BarReport } from '../report.ts'
import { measureRounds, type LimitPass } from '../rounds.ts'
import { monotonicMs } from './crowd-commands.ts'
import { everything } from './documents.ts'
import { formatCount, sizeFrom, type LiveContext } from './live-context.ts'
import { amongSubscribers, measureLatency, startTally } from './passes.ts'
import type { Host } from './peer.ts'
import { productHost } from './world.ts'

/** Bar 22, first half: a node that needs no Redis is not later than one that has it. */
export async function withoutRedis(context: LiveContext): Promise<BarReport> {
  const { node, team, soloNode, soloTeam, options, say } = context
  const count = sizeFrom(options.subscriberCounts, 1_000)
  const title = `${formatCount(count)} subscribers, delivery within the process`
  const tally = startTally()
  const withRedis = productHost('product with Redis', node, team)
  const solo = productHost('product without Redis', soloNode, soloTeam)
  const latency = (host: Host) =>
    amongSubscribers(context, tally, { host, count, subscriptions: [everything] }, () => measureLatency(context, host.trigger, count))
  const { kept, voidCount } = await measureRounds(
    options.rounds,
    {
      limit: async (): Promise<LimitPass> => ({ decides: ['p50'], figures: await latency(withRedis) }),
      product: () => latency(solo),
    },
    (text) => say(`${title}: ${text}`),
    options.mostMovement,
  )
  const row = (figure: 'p50' | 'p99') => ({
    name: `${title}: PATCH to message, ${figure}`,
    unit: 'ms' as const,
    against: 'the product with Redis',
    pairs: kept.map(({ limit, product }) => ({ product: product[figure], limit: limit[figure]! })),
    voidRounds: voidCount,
  })
  return { rows: [toRow(row('p50')), toRow({ ...row('p99'), bar: { number: '22', atMost: 1 } })], checks: tally.checks(title), notes: [] }
}

const perSecond = 10

/** Bar 22, second half: Redis goes away and comes back empty, while people are watching and changes go on. */
export async function redisOutage(context: LiveContext): Promise<BarReport> {
  const { crowd, world, node, team, options, say } = context
  const { pauseSeconds: awaySeconds } = options
  const count = sizeFrom(options.subscriberCounts, 1_000)
  const title = `${formatCount(count)} subscribers, ${perSecond} events a second, Redis away for ${awaySeconds} s`
  const tally = startTally()
  const host = productHost('product', node, team)
  const [before, after] = [awaySeconds * 0.4, awaySeconds * 0.6 + 1]
  const latest: number[] = []
  const catchUps: number[] = []
  for (let round = 1; round <= options.rounds; round++) {
    say(`${title}: round ${round} of ${options.rounds}`)
    const events = Math.ceil((before + awaySeconds + after) * perSecond)
    const seen = await amongSubscribers(context, tally, { host, count, subscriptions: [everything] }, async () => {
      const pacing = crowd.pace({ trigger: host.trigger, perSecond, events })
      // Its failure is heard of below; until then it is no unhandled one.
      pacing.catch(() => {})
      await delay(before * 1000)
      await world.redis.stop()
      const goneAt = monotonicMs()
      await delay(awaySeconds * 1000)
      await world.redis.restart()
      const backAt = monotonicMs()
      const { sentAt, doneAt } = await pacing
      return { figures: { goneAt, backAt, sentAt, doneAt }, events }
    })
    const whileAway = seen.sentAt.flatMap((at, event) =>
      at >= seen.goneAt && at < seen.backAt ? [{ took: seen.doneAt[event]! - at, afterReturn: seen.doneAt[event]! - seen.backAt }] : [],
    )
    latest.push(Math.max(...whileAway.map(({ took }) => took)))
    catchUps.push(Math.max(0, ...whileAway.map(({ afterReturn }) => afterReturn)) / 1000)
  }
  return {
    rows: [
      toFigureRow({
        name: `${title}: after its return until all have all from before`,
        unit: 's',
        figures: catchUps,
        voidRounds: 0,
        bar: { number: '22', atMost: 2 },
      }),
      toFigureRow({
        name: `${title}: PATCH to the last message, the latest of those meanwhile`,
        unit: 'ms',
        figures: latest,
        voidRounds: 0,
      }),
    ],
    checks: [...tally.checks(title), await world.checkLogs([team], title)],
    notes: [],
  }
}
