import { setTimeout as delay } from 'node:timers/promises'
import type { RequestKind, ScimCall } from './dialect.ts'

/** The server's answer was none that an identity provider could go on with. */
export class ScimRefusal extends Error {
  readonly status: number
  constructor(call: ScimCall, status: number, detail: string) {
    super(`${call.kind} (${call.method} ${call.path}) was answered ${status}${detail === '' ? '' : `: ${detail}`}`)
    this.status = status
  }
}

export type CallerOptions = {
  scimUrl: string
  token: string
  headers: Record<string, string>
  fetch?: typeof globalThis.fetch
  /** Awaited before each attempt. */
  pace?: () => Promise<void>
  /** Told of each attempt; no status means no answer. */
  onAnswer?: (kind: RequestKind, status: number | undefined) => void
  signal?: AbortSignal
  /** The first wait before another attempt; it doubles each time. */
  firstWaitMs?: number
}

export type ScimAnswer = { status: number; body: unknown; attempts: number }

const attemptsAtMost = 12
const longestWaitMs = 10_000
const longestRetryAfterMs = 120_000
const attemptTimeoutMs = 30_000
const passing = new Set([429, 502, 503, 504])

/** Sends calls the patient way: waits as long as Retry-After says, and tries again when the server is away for a while. Other statuses are the caller's to judge. */
export function createCaller(options: CallerOptions): (call: ScimCall) => Promise<ScimAnswer> {
  const { fetch = globalThis.fetch, pace = async () => {}, onAnswer = () => {}, signal, firstWaitMs = 250 } = options
  const base = options.scimUrl.replace(/\/+$/, '')

  async function attempt(call: ScimCall): Promise<Response | undefined> {
    await pace()
    signal?.throwIfAborted()
    const timeout = AbortSignal.timeout(attemptTimeoutMs)
    const response = await fetch(`${base}${call.path}`, {
      method: call.method,
      headers: { ...options.headers, authorization: `Bearer ${options.token}` },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    }).catch(() => {
      signal?.throwIfAborted()
      return undefined
    })
    onAnswer(call.kind, response?.status)
    return response
  }

  return async (call) => {
    for (let attempts = 1; ; attempts++) {
      const response = await attempt(call)
      const text = await response?.text().catch(() => undefined)
      if (response !== undefined && text !== undefined && !passing.has(response.status))
        return { status: response.status, body: parse(text), attempts }
      if (attempts === attemptsAtMost)
        throw new ScimRefusal(
          call,
          response?.status ?? 0,
          response === undefined ? 'the server does not answer' : 'the server is busy for too long',
        )
      await delay(waitMs(response, attempts, firstWaitMs), undefined, { signal })
    }
  }
}

function waitMs(response: Response | undefined, attempts: number, firstWaitMs: number): number {
  const seconds = retryAfterSeconds(response?.headers.get('retry-after') ?? null, Date.now())
  if (seconds !== undefined) return Math.min(seconds * 1000, longestRetryAfterMs)
  return Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs)
}

/** RFC 9110 §10.2.3: seconds, or a date. */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
