import { toRow, type Bar, type BarReport, type Row } from '../report.ts'
import { measureRounds, type LimitPass, type Rounds } from '../rounds.ts'
import type { Subscription } from './crowd-commands.ts'
import { distinctDocuments, distinctVariables, everything, fewFields } from './documents.ts'
import { formatCount, sizeFrom, type LiveContext } from './live-context.ts'
import { amongSubscribers, measureLatency, measureThroughput, startTally, type Latency, type Throughput } from './passes.ts'
import type { Host, Peer } from './peer.ts'
import { productHost } from './world.ts'

type Both = Throughput & Latency
type Measured = { product: Both; stock: Both }

/** The limit of bars 16 to 18 in one pass: throughput of a direct broadcast, latency of one through Redis. */
const rawLimit = 'raw ws broadcast'
const rawThroughRedis = 'raw ws broadcast through Redis'
const stock = 'stock Yoga + graphql-ws'

/** Bars 16, 17 and 18: all subscribers ask for the same. */
export async function equalSubscribers(context: LiveContext): Promise<BarReport> {
  const reports: BarReport[] = []
  for (const count of context.options.subscriberCounts) reports.push(await equalOf(context, count))
  return joined(reports)
}

async function equalOf(context: LiveContext, count: number): Promise<BarReport> {
  const { raw, yoga, node, team, options, say } = context
  const title = `${formatCount(count)} equal subscribers`
  const tally = startTally()
  const product = productHost('product', node, team)
  await sendSameBytes(context, [everything], [raw, yoga])
  const both = (host: Host, latencyTrigger = host.trigger): Promise<Both> =>
    amongSubscribers(context, tally, { host, count, subscriptions: [everything] }, async () => {
      const throughput = await measureThroughput(context, host)
      const latency = await measureLatency(context, latencyTrigger, count)
      return { figures: { ...throughput.figures, ...latency.figures }, events: throughput.events + latency.events }
    })
  const rounds = await measureRounds<Measured>(
    options.rounds,
    {
      limit: async (): Promise<LimitPass> => ({ decides: ['perSecond', 'p50'], figures: await both(raw, raw.triggerThroughRedis) }),
      product: async () => ({ product: await both(product), stock: await both(yoga) }),
    },
    (text) => say(`${title}: ${text}`),
    options.mostMovement,
  )
  const row = compare(title, rounds)
  return {
    rows: [
      // Few subscribers share the cost of the write itself, which is no matter of delivery.
      row('messages', '/s', 'perSecond', rawLimit, isMany(count) ? { number: '16', atLeast: 0.7 } : undefined),
      row('messages', '/s', 'perSecond', stock),
      row(
        'CPU of the server for each message',
        'µs',
        'cpuMicroseconds',
        rawLimit,
        isMany(count) ? { number: '17', atMost: 1.5 } : undefined,
      ),
      row('CPU of the server for each message', 'µs', 'cpuMicroseconds', stock),
      row('PATCH to message, p50', 'ms', 'p50', rawThroughRedis),
      row('PATCH to message, p95', 'ms', 'p95', rawThroughRedis),
      row('PATCH to message, p99', 'ms', 'p99', rawThroughRedis, { number: '18', atMost: mostLatency(count) }),
      row('PATCH to message, p50', 'ms', 'p50', stock),
      row('PATCH to message, p99', 'ms', 'p99', stock),
    ],
    checks: tally.checks(title),
    notes: [],
  }
}

const isMany = (count: number): boolean => count >= 1_000

/** Of bar 18: at 100, 1,000 and 5,000. */
function mostLatency(count: number): number {
  if (count <= 300) return 2.5
  return count <= 2_000 ? 1.6 : 1.4
}

/** Bar 17 for those who ask for next to nothing: the bytes are few, and what the write costs is the same. */
export async function subscribersOfFewFields(context: LiveContext): Promise<BarReport> {
  const count = sizeFrom(context.options.subscriberCounts, 1_000)
  return throughputOf(context, `${formatCount(count)} equal subscribers, few fields`, count, [fewFields], 'yoga', {
    cpu: { number: '17', atMost: 1.5 },
    perSecond: { number: '16', atLeast: 0.7 },
  })
}

/** A hundred dashboards that differ, each open at many people. */
export async function subscribersOfDistinctDocuments(context: LiveContext): Promise<BarReport> {
  const count = sizeFrom(context.options.subscriberCounts, 1_000)
  const documents = Math.min(100, count)
  const title = `${formatCount(count)} subscribers, ${documents} distinct documents`
  return throughputOf(context, title, count, distinctDocuments(documents), 'yoga', {})
}

async function throughputOf(
  context: LiveContext,
  title: string,
  count: number,
  subscriptions: readonly Subscription[],
  stockName: 'yoga',
  bars: { cpu?: Bar; perSecond?: Bar },
): Promise<BarReport> {
  const { raw, node, team, options, say } = context
  const tally = startTally()
  const product = productHost('product', node, team)
  // Where documents differ, one whose length is in the middle.
  await sendSameBytes(context, [subscriptions[subscriptions.length >> 1]!], [raw])
  await sendSameBytes(context, [everything], [context[stockName]])
  const throughput = (host: Host) =>
    amongSubscribers(context, tally, { host, count, subscriptions }, () => measureThroughput(context, host))
  const rounds = await measureRounds(
    options.rounds,
    {
      limit: async (): Promise<LimitPass> => ({ decides: ['perSecond'], figures: await throughput(raw) }),
      product: async () => ({ product: await throughput(product), stock: await throughput(context[stockName]) }),
    },
    (text) => say(`${title}: ${text}`),
    options.mostMovement,
  )
  const row = compare(title, rounds)
  return {
    rows: [
      row('messages', '/s', 'perSecond', rawLimit, bars.perSecond),
      row('messages', '/s', 'perSecond', stock),
      row('CPU of the server for each message', 'µs', 'cpuMicroseconds', rawLimit, bars.cpu),
      row('CPU of the server for each message', 'µs', 'cpuMicroseconds', stock),
    ],
    checks: tally.checks(title),
    notes: [],
  }
}

/** Bar 21: nobody shares anything. The limit is the usual set-up, which shares nothing either. */
export async function subscribersOfDistinctVariables(context: LiveContext): Promise<BarReport> {
  const { grs, node, team, options, say } = context
  const count = sizeFrom(options.subscriberCounts, 1_000)
  const title = `${formatCount(count)} subscribers, all with their own variables`
  const tally = startTally()
  const product = productHost('product', node, team)
  const subscriptions = distinctVariables(count)
  await sendSameBytes(context, [everything], [grs])
  const throughput = (host: Host) =>
    amongSubscribers(context, tally, { host, count, subscriptions }, () => measureThroughput(context, host))
  const rounds = await measureRounds(
    options.rounds,
    {
      limit: async (): Promise<LimitPass> => ({ decides: ['perSecond'], figures: await throughput(grs) }),
      product: () => throughput(product),
    },
    (text) => say(`${title}: ${text}`),
    options.mostMovement,
  )
  const against = 'graphql-ws + graphql-redis-subscriptions'
  const pairs = (figure: keyof Throughput) =>
    rounds.kept.map(({ limit, product: seen }) => ({ product: seen[figure], limit: limit[figure]! }))
  const facts = { against, voidRounds: rounds.voidCount }
  return {
    rows: [
      toRow({ ...facts, name: `${title}: messages`, unit: '/s', pairs: pairs('perSecond'), bar: { number: '21', atLeast: 1 } }),
      toRow({ ...facts, name: `${title}: CPU of the server for each message`, unit: 'µs', pairs: pairs('cpuMicroseconds') }),
    ],
    checks: tally.checks(title),
    notes: [],
  }
}

/** One message of the product becomes what the others send. */
export async function sendSameBytes(context: LiveContext, subscriptions: readonly Subscription[], peers: readonly Peer[]): Promise<void> {
  const { crowd, node, team } = context
  const host = productHost('product', node, team)
  await crowd.open(host.open(1, subscriptions))
  await crowd.settle({ trigger: host.trigger, seconds: 0 })
  const message = await crowd.sample()
  await crowd.close()
  for (const peer of peers) await peer.setMessage(message)
}

function compare<Figures extends Throughput>(title: string, { kept, voidCount }: Rounds<{ product: Figures; stock: Figures }>) {
  return (what: string, unit: Row['unit'], figure: keyof Figures & string, against: string, bar?: Bar): Row =>
    toRow({
      name: `${title}: ${what}`,
      unit,
      against,
      pairs: kept.map(({ limit, product }) => ({
        product: product.product[figure] as number,
        limit: against === stock ? (product.stock[figure] as number) : limit[figure]!,
      })),
      voidRounds: voidCount,
      bar,
    })
}

export function joined(reports: readonly BarReport[]): BarReport {
  return {
    rows: reports.flatMap(({ rows }) => rows),
    checks: reports.flatMap(({ checks }) => checks),
    notes: reports.flatMap(({ notes }) => notes),
  }
}
