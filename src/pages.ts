import type { FastifyInstance } from 'fastify'
import { renderGraphiqlPage } from './graphql/graphiql.ts'
import { policyOfPage } from './security-headers.ts'

/** `/` is GraphiQL until the dashboard exists. Whoever is signed in asks as themselves; a key goes into its Headers tab. */
export function registerPages(server: FastifyInstance): void {
  const page = renderGraphiqlPage()
  const headers = { 'content-security-policy': policyOfPage(page), 'referrer-policy': 'same-origin', 'cache-control': 'no-cache' }
  server.get('/', (_, reply) => reply.headers(headers).type('text/html; charset=utf-8').send(page))
}
