import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { SpendCounter } from './commands/spend-commands.ts'
import type { ChangePrunerStats } from './commands/prune-changes.ts'
import type { LiveStats } from './graphql/server.ts'
import type { FeedLag } from './realtime/team-feed.ts'
import type { WakeUpState } from './realtime/wake-up.ts'
import type { PoolState } from './store/database.ts'

/** What is read when the metrics are asked for. All of it is in memory: nobody can load the database by asking. */
export type MetricsSources = {
  live(): LiveStats
  feeds(): FeedLag
  bus(): WakeUpState
  pruner(): ChangePrunerStats
  pool(): PoolState
}

/** `isAborted`: the client went away before its answer. `code` is the domain's error code of a refusal. */
export type AnsweredScimRequest = {
  method: string
  /** The path below the directory as the route has it, such as `/Users/:id`; undefined when there is no such route. */
  route: string | undefined
  status: number
  isAborted: boolean
  milliseconds: number
  code: string | undefined
}

export type Metrics = {
  readonly contentType: string
  /** The Prometheus text format 0.0.4. */
  text(): Promise<string>
  /** A batch of changes has gone out to a group, so many milliseconds after its commit. */
  delivered(milliseconds: number): void
  /** A commit of so many commands and changes. */
  committed(commands: number, changes: number): void
  scimAnswered(request: AnsweredScimRequest): void
  graphqlAnswered(request: { method: string; status: number }): void
  spend: SpendCounter & { thresholdsReached(count: number): void }
}

const prefix = 'headcount_'

// Of the process, however many applications run in it: memory, CPU, event loop, garbage collection. Made with the first one.
let processRegistry: Registry | undefined

function registryOfProcess(): Registry {
  if (processRegistry) return processRegistry
  processRegistry = new Registry()
  collectDefaultMetrics({ register: processRegistry, prefix })
  return processRegistry
}

/**
 * What an operator can see of one application (docs/metrics.md). Labels have few values, all of them ours: no team, no person and nothing that a client sent is
 * in them.
 */
export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry()
  const processMetrics = registryOfProcess()
  const register = registering(registry)
  const figures = registerFigures(register, sources)
  const delivery = register.histogram(
    'delivery_seconds',
    'From the commit of a change to its write on the sockets of those who follow live, once for each batch and group.',
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  )
  const commits = register.histogram('commit_commands', 'Commands that shared one commit; the count is that of commits.', powersOfTwo(64))
  const changes = register.histogram('commit_changes', 'Changes of one commit; the sum is that of changes.', powersOfTwo(1_024))
  const scim = registerScim(register)
  const graphql = register.counter('graphql_http_requests_total', 'GraphQL requests over HTTP by outcome.', ['method', 'status_class'])

  return {
    contentType: registry.contentType,
    async text() {
      figures.read()
      const text = `${await processMetrics.metrics()}\n${await registry.metrics()}`
      // prom-client writes it so where nothing was measured since the last time; the format knows NaN alone.
      return text.replaceAll(/ Nan$/gm, ' NaN')
    },
    delivered: (milliseconds) => delivery.observe(Math.max(0, milliseconds) / 1000),
    committed(commands, made) {
      commits.observe(commands)
      changes.observe(made)
    },
    scimAnswered: scim.answered,
    spend: registerSpend(register),
    graphqlAnswered: ({ method, status }) => graphql.inc({ method: knownMethod(method), status_class: statusClass(status) }),
  }
}

type Register = ReturnType<typeof registering>

function registering(registry: Registry) {
  const registers = [registry]
  return {
    counter: <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
      new Counter<Label>({ name: prefix + name, help, labelNames, registers }),
    histogram: <Label extends string>(name: string, help: string, buckets: number[], labelNames: Label[] = []) =>
      new Histogram<Label>({ name: prefix + name, help, buckets, labelNames, registers }),
    /** A figure that is read when it is asked for. */
    gauge: (name: string, help: string, read: () => number) =>
      new Gauge({
        name: prefix + name,
        help,
        registers,
        collect() {
          this.set(read())
        },
      }),
    /** One that only grows, and is counted elsewhere. */
    total: (name: string, help: string, read: () => number) =>
      new Counter({
        name: prefix + name,
        help,
        registers,
        collect() {
          this.reset()
          this.inc(read())
        },
      }),
    /** Several of a kind, by the value of a label. */
    gauges: (name: string, help: string, label: string, read: () => Record<string, number>) =>
      new Gauge({
        name: prefix + name,
        help,
        labelNames: [label],
        registers,
        collect() {
          for (const [value, figure] of Object.entries(read())) this.set({ [label]: value }, figure)
        },
      }),
    totals: (name: string, help: string, label: string, read: () => Record<string, number>) =>
      new Counter({
        name: prefix + name,
        help,
        labelNames: [label],
        registers,
        collect() {
          this.reset()
          for (const [value, figure] of Object.entries(read())) this.inc({ [label]: value }, figure)
        },
      }),
  }
}

function registerFigures(register: Register, sources: MetricsSources): { read(): void } {
  const readAll = () => ({
    live: sources.live(),
    feeds: sources.feeds(),
    bus: sources.bus(),
    pruner: sources.pruner(),
    pool: sources.pool(),
  })
  // Once for all figures of an answer.
  let seen: ReturnType<typeof readAll>
  registerLive(register, () => seen.live)
  registerFeeds(register, () => seen.feeds)
  registerBus(register, () => seen.bus)
  registerStore(
    register,
    () => seen.pruner,
    () => seen.pool,
  )
  return { read: () => void (seen = readAll()) }
}

function registerLive({ gauge, total, totals }: Register, live: () => LiveStats): void {
  gauge('sockets', 'Open WebSockets.', () => live().sockets)
  gauge('event_streams', 'Open event streams (text/event-stream).', () => live().eventStreams)
  gauge('subscriptions', 'Subscriptions over sockets and event streams.', () => live().subscriptions)
  gauge('subscription_groups', 'Distinct subscriptions: those of one group share their executions.', () => live().groups)
  totals(
    'subscription_executions_total',
    'Executions of subscriptions: for all who asked for the same, or for one client because the document needs the viewer.',
    'kind',
    () => ({
      shared: live().executions,
      per_client: live().executionsPerClient,
    }),
  )
  total(
    'messages_total',
    'Messages of subscriptions that were sent. Divided by the executions: how many messages one of them makes.',
    () => live().messages,
  )
  total('message_bytes_total', 'Bytes of these messages.', () => live().bytes)
  total(
    'slow_readers_closed_total',
    'Connections closed because they read too slowly; their clients resume.',
    () => live().slowReadersClosed,
  )
  total(
    'refused_connections_total',
    'Sockets and event streams refused because their team has too many here.',
    () => live().refusedConnections,
  )
  totals('access_ended_total', 'Connections closed because their access ended, by why it did.', 'reason', () => live().accessEnded)
  totals(
    'resumes_total',
    'Subscriptions that came with a cursor, by where they went on from (memory, log, head) or why they could not.',
    'from',
    () => live().resumes,
  )
}

function registerFeeds({ gauge, total }: Register, feeds: () => FeedLag): void {
  gauge('watched_teams', 'Teams whose change log somebody on this node follows.', () => feeds().teams)
  gauge('feed_listeners', 'Streams of changes on these feeds; one serves all that share an execution.', () => feeds().listeners)
  gauge('feed_revisions_behind', 'Revisions that the slowest feed has heard of and not yet handed on.', () => feeds().revisionsBehind)
  gauge(
    'feed_head_check_age_seconds',
    'Since the log was last asked for changes that no message told of.',
    () => feeds().millisecondsSinceHeadCheck / 1000,
  )
  gauge('log_reads_failing', '1 while the change log cannot be read.', () => Number(feeds().isDatabaseFailing))
  total('log_holes_total', 'Times that messages left something out which was then read from the log.', () => feeds().holes)
  total('lost_logs_total', 'Times that a followed log was found replaced, or pruned beyond its follower.', () => feeds().lostLogs)
}

function registerBus({ gauge, total }: Register, bus: () => WakeUpState): void {
  gauge('bus_connected', '1 while changes come over the bus; 0 while they are read from the log because Redis is away.', () =>
    Number(bus().isConnected),
  )
  total('bus_failed_publishes_total', 'Commits that Redis was not told of.', () => bus().failedPublishes)
  total(
    'bus_unreadable_messages_total',
    'Messages on the channels of the bus that this version of Headcount cannot have sent.',
    () => bus().unreadableMessages,
  )
}

function registerStore({ gauge, gauges, total }: Register, pruner: () => ChangePrunerStats, pool: () => PoolState): void {
  total('pruned_changes_total', 'Changes that this node removed from the log by age or number.', () => pruner().changes)
  total('failed_prunings_total', 'Passes over the change logs that failed.', () => pruner().failedPasses)
  gauge(
    'last_pruning_timestamp_seconds',
    'When this node last finished a pass over all change logs; 0 before the first.',
    () => (pruner().lastWholePassAt ?? 0) / 1000,
  )
  gauges('database_connections', 'Connections to PostgreSQL.', 'state', () => ({ busy: pool().busy, idle: pool().idle }))
  gauge('database_waiting', 'Statements and transactions that wait for a connection.', () => pool().waiting)
}

function registerScim({ counter, histogram }: Register) {
  const requests = counter('scim_requests_total', 'SCIM requests by outcome.', ['method', 'resource_type', 'status_class'])
  const refusals = counter('scim_refusals_total', 'SCIM requests that a rule of ours refused, by its code (docs/errors.md).', ['code'])
  const duration = histogram(
    'scim_request_duration_seconds',
    'SCIM requests, from their headers to the end of the answer.',
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    ['method', 'resource_type'],
  )
  return {
    answered({ method, route, status, isAborted, milliseconds, code }: AnsweredScimRequest): void {
      const labels = { method: knownMethod(method), resource_type: resourceType(route) }
      requests.inc({ ...labels, status_class: isAborted ? 'aborted' : statusClass(status) })
      duration.observe(labels, milliseconds / 1000)
      if (code !== undefined) refusals.inc({ code })
    },
  }
}

function registerSpend({ counter }: Register): Metrics['spend'] {
  const entries = counter('spend_entries_total', 'Entries that requests to record spend brought, by what became of each.', ['outcome'])
  const commands = counter('spend_commands_total', 'Corrections, reservations, settlements and releases, done or refused by which rule.', [
    'command',
    'outcome',
  ])
  const thresholds = counter('spend_thresholds_reached_total', 'Changes that told of a threshold.')
  return {
    entries: (outcome, count) => entries.inc({ outcome }, count),
    command: (command, outcome) => commands.inc({ command, outcome }),
    thresholdsReached: (count) => thresholds.inc(count),
  }
}

function powersOfTwo(last: number): number[] {
  const powers: number[] = []
  for (let power = 1; power <= last; power *= 2) powers.push(power)
  return powers
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

function knownMethod(method: string): string {
  return methods.includes(method) ? method : 'other'
}

function statusClass(status: number): string {
  return `${Math.floor(status / 100)}xx`
}

const resourceTypes: Readonly<Record<string, string>> = {
  Users: 'User',
  Groups: 'Group',
  Bulk: 'Bulk',
  // Both kinds at once, from the root.
  '': 'any',
  '.search': 'any',
  ServiceProviderConfig: 'discovery',
  ResourceTypes: 'discovery',
  Schemas: 'discovery',
}

function resourceType(route: string | undefined): string {
  return (route === undefined ? undefined : resourceTypes[route.split('/', 2)[1] ?? '']) ?? 'other'
}
