/** What the process that holds all subscribers is told, and what it answers. Times are milliseconds of the machine's monotonic clock. */

export type HttpRequest = { method: string; url: string; headers: Record<string, string>; body?: string }

/** `{n}` in the body becomes another number each time, so that each request changes something. */
export type Trigger = HttpRequest

export type Subscription = { query: string; variables?: Record<string, unknown> }

export type Opening = {
  url: string
  count: number
  /** Which sockets share their numbers: those of one team. */
  group?: number
  /** graphql-transport-ws; without it the socket listens to whatever comes. */
  protocol?: {
    authorization?: string
    /** The sockets take them by turns. */
    subscriptions: readonly Subscription[]
    /** Whether the server opens each subscription with a Checkpoint that says where it stands. */
    hasCheckpoint: boolean
  }
}

export type Saturated = { events: number; messages: number; seconds: number }

export type Paced = {
  p50: number
  p95: number
  p99: number
  samples: number
  /** Medians of the events of the first and of the last second. */
  firstSecond: number
  lastSecond: number
  /** Of each event: when it was triggered, and when the last subscriber had it. */
  sentAt: number[]
  doneAt: number[]
}

export type Burst = {
  milliseconds: number
  answeredMilliseconds: number
  messages: number
  frames: number
}

/** Since the last reading. */
export type Counts = {
  sockets: number
  messages: number
  frames: number
  lost: number
  duplicate: number
  outOfOrder: number
  problems: string[]
}

export type CrowdCommands = {
  /** Resolves when all are connected and, where the server says so, subscribed. Answers how long it took. */
  open(openings: readonly Opening[]): Promise<number>
  /** Triggers until all have had the same event, and `seconds` longer. What came until then does not count. */
  settle(options: { trigger: Trigger; seconds: number }): Promise<void>
  /** The next event as soon as all have the last. */
  saturate(options: { trigger: Trigger; seconds: number }): Promise<Saturated>
  /** So many events a second, whether or not the last has come. */
  pace(options: { trigger: Trigger; perSecond: number; events: number }): Promise<Paced>
  /** Sends all requests at once, over so many connections, and waits until all have so many changes more. */
  burst(options: { requests: readonly HttpRequest[]; callers: number; changes: number }): Promise<Burst>
  /** The text of the newest message with a change. */
  sample(): Promise<string>
  /** Reads and resets. */
  counts(): Promise<Counts>
  /** Breaks all connections without a farewell. */
  cut(): Promise<void>
  /** Resolves when the server has closed all connections; answers the codes. */
  closedByServer(): Promise<number[]>
  /**
   * All come back with their cursors, and again when they are refused. Answers how long it took until all had everything up to the number
   * of their group, and how often anybody came; by then all were told, too, that they are live.
   */
  resume(options: { upTo: readonly number[] }): Promise<{ milliseconds: number; attempts: number }>
  close(): Promise<void>
}

export type Call = { id: number; name: keyof CrowdCommands; argument: unknown }
export type Reply = { id: number; value?: unknown; error?: string }

export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
