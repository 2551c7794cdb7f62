import { context, createContextKey, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { FastifyInstance } from 'fastify'
import { toId } from './domain/id.ts'

/**
 * Requests to both doors as server spans, named by their route; they go on with a trace that comes with a `traceparent` header (W3C Trace Context).
 * Neither path nor query nor body is told: they name people. Streams of events are left out, since they last as long as their reader.
 * To be called after the SDK has been registered; without one it does nothing at all.
 */
export function registerRequestTraces(server: FastifyInstance): void {
  if (!isTracing()) return
  const tracer = trace.getTracer('headcount')
  server.addHook('onRequest', (request, reply, done) => {
    const { method, headers, routeOptions } = request
    const route = routeOptions.url
    if (!route || !isOfDoor(route) || headers.accept?.includes('text/event-stream')) return done()
    const attributes = {
      'http.request.method': method,
      'http.route': route,
      'url.scheme': request.protocol,
      'headcount.request.id': request.id,
    }
    const parent = propagation.extract(ROOT_CONTEXT, headers)
    const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent)
    // Also when the client has gone away and there is no response to hook on.
    reply.raw.once('close', () => {
      const { scimDirectory } = request
      if (scimDirectory) span.setAttribute('headcount.directory.id', toId('directory', scimDirectory.directory.id))
      span.setAttribute('http.response.status_code', reply.statusCode)
      if (reply.statusCode >= 500) span.setAttribute('error.type', String(reply.statusCode)).setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    })
    // Fastify keeps it while the body arrives.
    context.with(trace.setSpan(parent, span), done)
  })
}

const isOfDoor = (route: string): boolean => route.startsWith('/scim/') || route === '/graphql'

/** The API without an SDK keeps no context. */
function isTracing(): boolean {
  const key = createContextKey('headcount is traced')
  return context.with(ROOT_CONTEXT.setValue(key, true), () => context.active().getValue(key) === true)
}
