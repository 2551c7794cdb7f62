import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace'
import { vi } from 'vitest'

export type RecordedTraces = {
  /** What has ended, of all traces. */
  all(): ReadableSpan[]
  /** The spans of one trace, once there are so many. */
  of(traceId: string, count: number): Promise<ReadableSpan[]>
  reset(): void
}

/** Registers an SDK that keeps every span of this process in memory. To be called before a node is started. */
export function recordTraces(): RecordedTraces {
  const exporter = new InMemorySpanExporter()
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }))
  return {
    all: () => exporter.getFinishedSpans(),
    of: (traceId, count) =>
      vi.waitFor(
        () => {
          const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId)
          if (spans.length < count) throw new Error(`of ${count} spans there are: ${spans.map(({ name }) => name).join(', ')}`)
          return spans
        },
        { timeout: 10_000, interval: 10 },
      ),
    reset: () => exporter.reset(),
  }
}
