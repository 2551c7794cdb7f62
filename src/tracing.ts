import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
  serviceNameEnvDetector,
} from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace'
import type { TracesConfig } from './config.ts'

type Log = { info(details: object, message: string): void; warn(details: object, message: string): void }

export type Tracing = {
  /** Sends what has been recorded, for some seconds at most. Never rejects. */
  stop(): Promise<void>
}

const stopMilliseconds = 3_000
const quietMilliseconds = 60_000

/**
 * Registers the OpenTelemetry SDK for this process: spans are sent in batches to the collector (OTLP over HTTP, JSON). A collector
 * that is away costs the spans and a warning a minute, and no request waits for it. The exporter reads the standard OTEL_EXPORTER_OTLP_* variables by itself.
 */
export function startTracing({ sampler, samplerRatio }: TracesConfig, log: Log): Tracing {
  let warnedAt = -Infinity
  setGlobalErrorHandler((error) => {
    if (performance.now() - warnedAt < quietMilliseconds) return
    warnedAt = performance.now()
    log.warn({ err: error }, 'Traces could not be sent to the collector and were dropped')
  })
  const provider = new TracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
    resource: resourceFromAttributes({ 'service.name': 'headcount' }).merge(
      detectResources({ detectors: [serviceInstanceIdDetector, resourceAttributesEnvDetector, serviceNameEnvDetector] }),
    ),
    sampler: samplers[sampler](samplerRatio),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(provider)
  return {
    async stop() {
      const tooLate = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), stopMilliseconds).unref())
      const sent = provider.shutdown().then(
        () => true,
        () => false,
      )
      if (!(await Promise.race([sent, tooLate]))) log.warn({}, 'The last traces could not be sent to the collector before the stop')
    },
  }
}

const parentBased = (root: Sampler): Sampler => new ParentBasedSampler({ root })

const samplers = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
  parentbased_always_on: () => parentBased(new AlwaysOnSampler()),
  parentbased_always_off: () => parentBased(new AlwaysOffSampler()),
  parentbased_traceidratio: (ratio) => parentBased(new TraceIdRatioBasedSampler(ratio)),
} satisfies Record<TracesConfig['sampler'], (ratio: number) => Sampler>
