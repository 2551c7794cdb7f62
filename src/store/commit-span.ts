import { context, ROOT_CONTEXT, SpanStatusCode, trace, type Context } from '@opentelemetry/api'
import { toId } from '../domain/id.ts'

const tracer = trace.getTracer('headcount')

/** One commit as a span. */
export type CommitSpan = {
  /** Acts as part of the commit's trace, also after it has ended. */
  run<Result>(act: () => Result): Result
  committed(changes: number): void
  /** `reason`: a name of the kind of error, and nothing that may name people. */
  failed(reason: string): void
}

// Not in the trace of whoever happened to start the executor's turn.
const untraced: CommitSpan = { run: (act) => context.with(ROOT_CONTEXT, act), committed() {}, failed() {} }

/**
 * `requests`: the contexts in which the commands of the commit were submitted. It is a child of the first that has a trace; the others and it are linked with
 * each other. Without any trace there is no span, and no cost.
 */
export function startCommitSpan(teamId: string, requests: readonly Context[]): CommitSpan {
  // The operations of a bulk request have one context.
  const [first, ...others] = new Set(requests.filter((request) => trace.getSpanContext(request)))
  if (!first) return untraced
  const span = tracer.startSpan(
    'commit',
    {
      attributes: { 'headcount.team.id': toId('team', teamId), 'headcount.commands': requests.length },
      links: others.map((request) => ({ context: trace.getSpanContext(request)! })),
    },
    first,
  )
  for (const request of others) trace.getSpan(request)?.addLink({ context: span.spanContext() })
  const within = trace.setSpan(first, span)
  return {
    run: (act) => context.with(within, act),
    committed(changes) {
      span.setAttribute('headcount.changes', changes)
      span.end()
    },
    failed(reason) {
      span.setAttribute('error.type', reason)
      span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
  }
}
