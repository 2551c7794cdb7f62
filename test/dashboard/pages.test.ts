import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { builtDashboard } from '../../src/dashboard/build.ts'
import { HeadOfLogDocument } from '../../src/dashboard/gql/graphql.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { startNode } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
const get = (at: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${under.node.url}${at}`, { headers })
const asset = async (end: string): Promise<string> => {
  const html = await (await get('/')).text()
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, name]) => name!).find((name) => name.endsWith(end))!
}

describe('The dashboard’s page', () => {
  const addresses = ['/', '/directory', '/groups', '/groups/group-0199', '/people/user-0199?x=1', '/limits', '/activity', '/set-up', '/me']
  test.each(addresses)('is there at %s, whoever asks', async (at) => {
    const answer = await get(at)
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ])
    // Two builds may be of the same size and time.
    expect([answer.headers.get('etag'), answer.headers.get('last-modified')]).toEqual([null, null])
    expect(await answer.text()).toContain('<div id="root"></div>')
  })

  test('has nothing inline and a policy that lets nothing inline run', async () => {
    const answer = await get('/')
    const policy = new Map(
      answer.headers
        .get('content-security-policy')!
        .split('; ')
        .map((directive) => [directive.split(' ', 1)[0]!, directive.split(' ').slice(1)]),
    )
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('script-src')).toEqual(["'self'"])
    expect(policy.get('connect-src')).toEqual(["'self'"])
    expect(policy.get('frame-ancestors')).toEqual(["'none'"])
    expect(policy.get('require-trusted-types-for')).toEqual(["'script'"])
    expect(JSON.stringify([...policy])).not.toMatch(/unsafe|\*|data:|blob:/)
    const html = await answer.text()
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//)
  })

  test.each(['/nothing', '/directoryx', '/sourcesmap', '/documents.json', '/sources.txt', '/index.html'])(
    'is not there at %s, which is none of its addresses',
    async (at) => {
      const answer = await get(at)
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    },
  )
})

describe('The dashboard’s files', () => {
  test('never change, so browsers keep them', async () => {
    const answer = await get(await asset('.js'))
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect(answer.headers.get('content-type')).toMatch(/^(text|application)\/javascript/)
  })

  test.each(['br', 'gzip'])('come compressed with %s to whoever takes that', async (encoding) => {
    const answer = await get(await asset('.css'), { 'accept-encoding': encoding })
    expect([answer.status, answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([200, encoding, 'accept-encoding'])
    expect(await answer.text()).toContain('color-scheme')
  })

  const outside = [
    '/assets/nothing.js',
    '/assets/',
    '/assets/../documents.json',
    '/assets/%2e%2e/documents.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
  ]
  test.each(outside)('%s is none of them', async (at) => {
    const answer = await get(at)
    expect([403, 404]).toContain(answer.status)
    // Another server may have it already, or this one after its next build.
    expect(answer.headers.get('cache-control')).toBeNull()
    expect(await answer.text()).not.toMatch(/headcount"|query/)
  })

  test('What every page needs takes less than 160 KB with gzip; every page is a file of its own', async () => {
    const html = await readFile(path.join(builtDashboard, 'index.html'), 'utf8')
    const files = await readdir(path.join(builtDashboard, 'assets'))
    // Counted is what is loaded before anybody knows which page it is: what index.html names, and the texts around the pages in one language.
    // Not counted is what comes with the page itself: its own files and the texts of the pages, the account menu, the notices and what the badge tells.
    const initial = [...html.matchAll(/"\/assets\/([^"]+)"/g)].map(([, name]) => name!)
    const english = files.filter((name) => /^en-(?!pages-).*\.js$/.test(name))
    expect(english).toHaveLength(1)
    const sizes = await Promise.all(
      [...initial, ...english].map(
        async (name) => gzipSync(await readFile(path.join(builtDashboard, 'assets', name)), { level: 9 }).length,
      ),
    )
    expect(sizes.length).toBeGreaterThan(2)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(160_000)
    for (const name of ['directory', 'set-up', 'groups', 'group', 'people', 'person', 'limits', 'activity', 'me']) {
      expect(files.filter((file) => file.startsWith(`${name}-page-`) && file.endsWith('.js'))).toHaveLength(1)
    }
  })
})

test('Where only listed documents are executed, those of the dashboard are among them', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'headcount-documents-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const listed = '{ viewer { kind } }'
  const file = path.join(folder, 'documents.json')
  await writeFile(file, JSON.stringify({ [createHash('sha256').update(listed).digest('hex')]: listed }))
  const node = await startNode({ databaseUrl: under.database.url, environment: { TRUSTED_DOCUMENTS_FILE: file } })
  onTestFinished(() => node.stop())
  const client = graphqlClient(node, under.team.apiKey)
  expect((await client.ask(String(HeadOfLogDocument))).data).toMatchObject({ team: { changeCursor: expect.any(String) } })
  expect((await client.ask(listed)).data).toEqual({ viewer: { kind: 'API_KEY' } })
  expect((await client.ask('{ team { id } }')).errors).toMatchObject([{ extensions: { code: 'UNTRUSTED_DOCUMENT' } }])
})
