import { processorMs } from '../processes.ts'
import { check, type Check } from '../report.ts'
import type { Counts, Subscription } from './crowd-commands.ts'
import type { LiveContext } from './live-context.ts'
import type { Host } from './peer.ts'

/** What is measured again and again, at whatever host. */

export type Throughput = { perSecond: number; cpuMicroseconds: number }
export type Latency = { p50: number; p95: number; p99: number }

/** What subscribers got, of all passes of a bar. */
export type Tally = { add(host: string, counts: Counts, expectedMessages: number): void; checks(title: string): Check[] }

export function startTally(): Tally {
  const byHost = new Map<
    string,
    { lost: number; duplicate: number; outOfOrder: number; missing: number; problems: string[]; messages: number }
  >()
  return {
    add(host, counts, expectedMessages) {
      const sum = byHost.get(host) ?? { lost: 0, duplicate: 0, outOfOrder: 0, missing: 0, problems: [], messages: 0 }
      sum.lost += counts.lost
      sum.duplicate += counts.duplicate
      sum.outOfOrder += counts.outOfOrder
      sum.missing += expectedMessages - counts.messages
      sum.messages += counts.messages
      sum.problems.push(...counts.problems)
      byHost.set(host, sum)
    },
    checks(title) {
      const nothing = { lost: 0, duplicate: 0, outOfOrder: 0, missing: 0, problems: [] }
      return [...byHost].map(([host, { messages, problems, ...sum }]) =>
        check(`${title}: ${host}, of ${messages.toLocaleString('en-US')} messages`, nothing, { ...sum, problems: problems.slice(0, 3) }),
      )
    },
  }
}

/**
 * So many subscribers come, are told something until all are listening, and are measured. `measure` answers how many events it made, which
 * is what each subscriber must have got.
 */
export async function amongSubscribers<Figures>(
  context: LiveContext,
  tally: Tally,
  { host, count, subscriptions }: { host: Host; count: number; subscriptions: readonly Subscription[] },
  measure: () => Promise<{ figures: Figures; events: number }>,
): Promise<Figures> {
  const { crowd } = context
  await crowd.open(host.open(count, subscriptions))
  try {
    await crowd.settle({ trigger: host.trigger, seconds: warmUpSecondsOf(context, host) })
    const { figures, events } = await measure()
    tally.add(host.name, await crowd.counts(), events * count)
    return figures
  } finally {
    await crowd.close()
  }
}

/** A server that has just been started is told things for some seconds before anything counts. */
function warmUpSecondsOf({ warm, options }: LiveContext, { pid }: Host): number {
  const seconds = warm.has(pid) ? 0.1 : options.seconds
  warm.add(pid)
  return seconds
}

/** The next event when all have the last: messages delivered in a second, and the server's own CPU for each. */
export async function measureThroughput({ crowd, options }: LiveContext, host: Host): Promise<{ figures: Throughput; events: number }> {
  const before = processorMs(host.pid)
  const { events, messages, seconds } = await crowd.saturate({ trigger: host.trigger, seconds: options.seconds })
  const cpuMicroseconds = ((processorMs(host.pid) - before) * 1000) / messages
  return { figures: { perSecond: messages / seconds, cpuMicroseconds }, events }
}

/** From the moment at which an event is triggered to that at which a subscriber has it, at a rate that leaves the server idle in between. */
export async function measureLatency(
  { crowd, options }: LiveContext,
  trigger: Host['trigger'],
  count: number,
): Promise<{ figures: Latency; events: number }> {
  const perSecond = eventsPerSecond(count)
  const events = options.isQuick ? 4 : Math.max(8, Math.round(2 * options.seconds * perSecond))
  const { p50, p95, p99 } = await crowd.pace({ trigger, perSecond, events })
  return { figures: { p50, p95, p99 }, events }
}

function eventsPerSecond(count: number): number {
  if (count <= 300) return 20
  return count <= 2_000 ? 5 : 1
}
