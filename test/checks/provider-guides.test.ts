import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { parse, validate, type DocumentNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { providers } from '../../src/domain/directory.ts'
import { providerGuides } from '../../src/domain/provider-guide.ts'
import { schema } from '../../src/graphql/schema.ts'
import { toId } from '../../src/domain/id.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
const root = join(import.meta.dirname, '../..')
const folder = join(root, 'docs/providers')
const names = (await readdir(folder)).filter((name) => name.endsWith('.md'))
const guides = await Promise.all(
  names.map(async (name) => ({ name, path: join(folder, name), text: await readFile(join(folder, name), 'utf8') })),
)
const setUp = { name: 'set-up.md', path: join(root, 'docs/set-up.md'), text: await readFile(join(root, 'docs/set-up.md'), 'utf8') }
const pages = [...guides, setUp]

describe('The guides for identity providers', () => {
  test.each(providers)('there is one for %s, and the list names it', (provider) => {
    const page = providerGuides[provider].page
    expect(names.map((name) => `docs/providers/${name}`)).toContain(page)
    const list = guides.find(({ name }) => name === 'README.md')!.text
    expect(list).toMatch(new RegExp(`\\]\\(${relative('docs/providers', page)}\\) \\| \`${provider}\``))
    expect(guides.find(({ path }) => path.endsWith(page))!.text).toContain(`provider: ${provider} `)
  })

  test.each(guides.filter(({ name }) => name !== 'README.md'))('$name has what every guide has', ({ text }) => {
    expect(text).toMatch(/^Last checked: /m)
    const parts = [
      '/scim/v2/dir-…',
      '/sso/callback',
      'openid email profile',
      'testDirectoryConnection',
      'userMatching:',
      '| in Headcount |',
      '## If it does not work',
      'diagnose(input: {',
    ]
    expect(parts.filter((part) => !text.includes(part))).toEqual([])
    expect(text.split('\n').length).toBeLessThanOrEqual(150)
  })

  test.each(pages)('the links of $name lead somewhere', ({ path, text }) => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!).filter((link) => !/^https?:/.test(link))
    expect(links.filter((link) => !existsSync(resolve(dirname(path), link.split('#')[0]!)))).toEqual([])
  })

  test.each(pages)('the way through the dashboard that $name gives is named as the dashboard names it', async ({ text }) => {
    const texts = await englishTexts()
    const ways = [...text.matchAll(/(?<!\*)\*((?:Directory|Groups|People|Limits|Activity|Set-up) › [^*]+)\*/g)].map((match) => match[1]!)
    expect(ways.length).toBeGreaterThan(0)
    expect(ways.filter((way) => !way.split(' › ').every((name) => texts.has(name)))).toEqual([])
  })

  test.each(pages)('the addresses of $name have the forms of the server', ({ text }) => {
    const forms = [
      /^\/graphql$/,
      /^\/scim\/v2\/dir-…(\/Users|\/Groups)?$/,
      /^\/oauth\/dir-…\/token$/,
      /^\/sso\/(callback|prove)$/,
      /^\/set-up$/,
      /^\/sign-out$/,
      /^\/sign-in\/team-…$/,
    ]
    const addresses = [...text.matchAll(/https:\/\/<host>([^\s`"',;)|]*)/g)].map((match) => match[1]!)
    expect(addresses.length).toBeGreaterThan(0)
    expect(addresses.filter((address) => !forms.some((form) => form.test(address)))).toEqual([])
  })

  test.each(pages.filter(({ name }) => name !== 'README.md'))('the operations of $name are valid', ({ text }) => {
    const operations = operationsIn(text)
    expect(operations.length).toBeGreaterThan(0)
    expect(
      operations.flatMap(({ document, source }) => validate(schema, document).map((error) => `${error.message} in ${source}`)),
    ).toEqual([])
  })
})

/** All that the dashboard says in English. */
async function englishTexts(): Promise<Set<string>> {
  const at = join(root, 'src/dashboard/messages/en')
  const files = await Promise.all((await readdir(at)).map((name) => readFile(join(at, name), 'utf8')))
  const textsIn = (value: unknown): string[] => (typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsIn))
  return new Set(files.flatMap((file) => textsIn(JSON.parse(file))))
}

/** Indented blocks that begin with an operation; `dir-…` and the like are ids to fill in. */
function operationsIn(text: string): { source: string; document: DocumentNode }[] {
  const blocks = text.split('\n\n').flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.startsWith('    '))
    const isOperation = /^ +(query|mutation|subscription)\b/.test(lines[0] ?? '')
    return isOperation ? [lines.join('\n')] : []
  })
  return blocks.map((source) => ({ source, document: parse(source) }))
}

describe('What the guides name', () => {
  test('answers at the running server: SCIM, tokens, the way back from sign-in', async () => {
    const { url } = under.node
    const directory = under.team.directoryId
    expect((await fetch(`${url}/scim/v2/${directory}/Users`)).status).toBe(401)
    const token = await fetch(`${url}/oauth/${directory}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'nothing' }),
    })
    expect(token.status).toBe(401)
    expect(await token.json()).toMatchObject({ error: 'invalid_client' })
    expect((await fetch(`${url}/sso/callback`, { redirect: 'manual' })).status).toBe(400)
    const noTeam = await fetch(`${url}/sign-in/${toId('team', '0192a000-0000-7000-8000-000000000000')}`, { redirect: 'manual' })
    expect(noTeam.status).toBe(404)
    expect(noTeam.headers.get('content-type')).toMatch(/html/)
  })

  test('is where the findings of a diagnosis lead: every page that they name is there', () => {
    const named = Object.values(providerGuides).map(({ page }) => page)
    expect(named.filter((page) => !existsSync(join(root, page)))).toEqual([])
  })
})
