import type { FastifyInstance } from 'fastify'
import { useSignInCode } from './access/sign-in-code.ts'
import { renderGraphiqlPage } from './graphql/graphiql.ts'
import type { Database } from './store/database.ts'

/** What opens the page of local mode ready to use: the API key of the demonstration team. */
export type SignIn = { teamId: string; apiKey: string }

/** `/` is GraphiQL until the dashboard exists; the sign-in link opens it with a key, once. */
export function registerPages(
  server: FastifyInstance,
  { database, signIn }: { database: Database; signIn: (() => SignIn | undefined) | undefined },
): void {
  server.get('/', (_, reply) => reply.header('x-frame-options', 'DENY').type('text/html; charset=utf-8').send(renderGraphiqlPage({})))
  if (!signIn) return
  server.get('/sign-in', async (request, reply) => {
    const { code } = request.query as { code?: unknown }
    // The address holds the code and the page a key: neither is kept by caches, told to other sites or framed by them.
    void reply
      .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' })
      .type('text/html; charset=utf-8')
    const opened = typeof code === 'string' ? await useSignInCode(database, code) : undefined
    const current = signIn()
    if (!current || opened?.teamId !== current.teamId) return reply.code(403).send(refusedPage)
    return reply.send(renderGraphiqlPage({ authorization: `Bearer ${current.apiKey}` }))
  })
}

const refusedPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Headcount</title>
<body style="font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem"><h1>This link does not work any more</h1>
<p>A sign-in link works once, within 15 minutes. Start Headcount again: it prints a new one.</p></body></html>`
