import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api'
import type { Change } from '../domain/change.ts'
import { toId } from '../domain/id.ts'

const tracer = trace.getTracer('headcount')

/** The span that a change was published in. Kept only while a trace is active: without one nothing is stored and nothing looked up. */
const contexts = new WeakMap<Change, Context>()
let hasTraces = false

// More than that says nothing more about where a delivery came from.
const mostLinks = 64

/** The publishing of a wake as a span; `traceparent` (W3C Trace Context) goes along with the wake. */
export type PublishSpan = { traceparent: string | undefined; end(outcome: 'published' | 'failed'): void }

const untraced: PublishSpan = { traceparent: undefined, end() {} }

/** To be called in the trace of the commit; the changes remember it on this node. */
export function startPublishSpan(teamId: string, changes: readonly Change[]): PublishSpan {
  const commit = context.active()
  if (!trace.getSpanContext(commit)) return untraced
  const attributes = { 'headcount.team.id': toId('team', teamId), 'headcount.changes': changes.length }
  const span = tracer.startSpan('publish', { kind: SpanKind.PRODUCER, attributes }, commit)
  const published = trace.setSpan(commit, span)
  remember(changes, published)
  const carrier: { traceparent?: string } = {}
  propagation.inject(published, carrier)
  return {
    traceparent: carrier.traceparent,
    end(outcome) {
      if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
  }
}

/** What came with a wake from another node. Anything that is no `traceparent` is ignored. */
export function rememberTrace(changes: readonly Change[], traceparent: unknown): void {
  if (typeof traceparent !== 'string') return
  const published = propagation.extract(ROOT_CONTEXT, { traceparent })
  if (trace.getSpanContext(published)) remember(changes, published)
}

function remember(changes: readonly Change[], published: Context): void {
  hasTraces = true
  for (const change of changes) contexts.set(change, published)
}

/**
 * Acts in a span of its own in the trace that the changes were written in; just acts when none of them remembers one. Of several traces the
 * first change's is continued and the others are linked. The span ends when `act` has returned, or when the promise that it returned has settled.
 */
export function inTraceOf<Result>(changes: readonly Change[], name: string, attributes: Attributes, act: () => Result): Result {
  if (!hasTraces) return act()
  const [first, ...others] = new Set(changes.flatMap((change) => contexts.get(change) ?? []))
  if (!first) return act()
  const links = others.slice(0, mostLinks).map((other) => ({ context: trace.getSpanContext(other)! }))
  const span = tracer.startSpan(name, { kind: SpanKind.CONSUMER, attributes, links }, first)
  return context.with(trace.setSpan(first, span), () => endingWith(span, act))
}

function endingWith<Result>(span: Span, act: () => Result): Result {
  let result: Result
  try {
    result = act()
  } catch (error) {
    fail(span)
    throw error
  }
  if (result instanceof Promise)
    result.then(
      () => span.end(),
      () => fail(span),
    )
  else span.end()
  return result
}

// The error itself may name people; the log has it.
function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}
