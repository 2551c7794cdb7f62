import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { renderGraphiqlPage } from './graphql/graphiql.ts'
import { policyOfDashboard, policyOfPage } from './security-headers.ts'

/** Where the build of the dashboard lies (src/dashboard/build.ts). */
export const dashboardFolder = path.join(import.meta.dirname, '../.build/dashboard')

/** What the dashboard sends, by its SHA-256: where only listed documents are executed, these are too. */
export const dashboardDocuments = path.join(dashboardFolder, 'documents.json')

/** The first parts of the dashboard's addresses; what comes after them is the dashboard's own affair (src/dashboard/router.tsx). */
const dashboardPaths = ['directory', 'groups', 'people', 'limits', 'activity', 'set-up', 'me']

/** The dashboard at `/`, GraphiQL at `/graphiql`. Whoever is signed in asks as themselves; a key goes into GraphiQL's Headers tab. */
export function registerPages(server: FastifyInstance): void {
  const page = renderGraphiqlPage()
  const headers = { 'content-security-policy': policyOfPage(page), 'referrer-policy': 'same-origin', 'cache-control': 'no-cache' }
  server.get('/graphiql', (_, reply) => reply.headers(headers).type('text/html; charset=utf-8').send(page))
  void server.register(registerDashboard)
}

/** One page for all addresses of the dashboard, never kept. Its files have their hash in their name, so they never change; that one is not there may change. */
async function registerDashboard(scope: FastifyInstance): Promise<void> {
  if (!existsSync(path.join(dashboardFolder, 'index.html'))) {
    scope.get('/', (_, reply) => reply.code(503).type('text/plain; charset=utf-8').send(notBuilt))
    return
  }
  await scope.register(fastifyStatic, { root: dashboardFolder, serve: false, preCompressed: true, cacheControl: false })
  const sendPage = (_: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply
      .headers({ 'content-security-policy': policyOfDashboard, 'referrer-policy': 'same-origin', 'cache-control': 'no-store' })
      // Builds differ in names of the same length, and may carry the same time: size and time do not tell one page from the next.
      .sendFile('index.html', { etag: false, lastModified: false, acceptRanges: false })
  scope.get('/', sendPage)
  for (const name of dashboardPaths) {
    scope.get(`/${name}`, sendPage)
    scope.get(`/${name}/*`, sendPage)
  }
  scope.get('/assets/*', (request, reply) => {
    const { '*': name } = request.params as { '*': string }
    return reply.sendFile(`assets/${name}`, { cacheControl: true, maxAge: '1y', immutable: true })
  })
  scope.get('/favicon.svg', (_, reply) => reply.sendFile('favicon.svg', { cacheControl: true, maxAge: '1d' }))
}

const notBuilt = 'The dashboard is not built. Build it with `npm run build` (npm start does), then start the server again.\n'
