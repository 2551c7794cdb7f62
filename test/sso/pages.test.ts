import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { languageOf } from '../../src/sso/page-language.ts'
import { pageTexts } from '../../src/sso/page-texts.ts'
import { createTestTeam } from '../support/start-app.ts'
import { signInAs } from '../support/signed-in.ts'
import { scimClient } from '../support/scim-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
const get = (path: string, language?: string): Promise<Response> =>
  fetch(under.node.url + path, { headers: language === undefined ? {} : { 'accept-language': language } })

describe('The language of the sign-in pages', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'de'],
    ['de-AT', 'de'],
    ['KO-kr', 'ko'],
    ['fr-CA, fr;q=0.9, de;q=0.8, en;q=0.7', 'de'],
    ['en;q=0.3, ko;q=0.9, de;q=0.5', 'ko'],
    ['de;q=0, ko;q=0.1', 'ko'],
    ['de;q=0', 'en'],
    ['fr, ja', 'en'],
    ['den, deu', 'en'],
    ['de;q=2, ko', 'ko'],
    ['de ; q=0.5 , ko ; q=0.4', 'de'],
  ])('is for %j %s', (accepted, language) => expect(languageOf(accepted)).toBe(language))
})

describe('The pages of the sign-in door', () => {
  test.each([
    ['/sign-out', 200],
    ['/sign-in', 400],
    ['/sign-in/team-x', 404],
    ['/sso/prove', 403],
    ['/sso/callback?state=x&code=y', 400],
  ])('%s is there in each language, and says which it is', async (path, status) => {
    const titles = new Set<string>()
    for (const language of ['en', 'de', 'ko']) {
      const answer = await get(path, `fr, ${language};q=0.5`)
      const html = await answer.text()
      expect([answer.status, answer.headers.get('content-language'), answer.headers.get('vary')]).toEqual([
        status,
        language,
        'accept-language',
      ])
      expect(html).toContain(`<html lang="${language}">`)
      titles.add(/<h1>([^<]+)/.exec(html)![1]!)
    }
    expect(titles.size).toBe(3)
  })

  test('bring one style, which their policy names by its hash, and nothing else that is inline', async () => {
    const answer = await get('/sign-out')
    const html = await answer.text()
    const [, style] = /<style>([^<]*)<\/style>/.exec(html)!
    const policy = answer.headers.get('content-security-policy')!
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style!).digest('base64')}';`)
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(style).toContain('prefers-color-scheme: dark')
    expect(html.replace(/<style>.*<\/style>/s, '')).not.toMatch(/style|<script|\son\w+=/)
  })

  test('say why somebody is not let in in the language of the reader', async () => {
    const code = 'x'.repeat(43)
    const use = (language: string): Promise<Response> =>
      fetch(`${under.node.url}/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ code }),
        headers: { origin: under.node.url, 'accept-language': language },
      })
    expect(await (await use('en')).text()).toContain('This link does not work any more')
    expect(await (await use('de')).text()).toContain('Dieser Link gilt nicht mehr')
    expect(await (await use('ko')).text()).toContain('이 링크는 더 이상 사용할 수 없습니다')
  })

  test('know whom they refuse and why, so that they can say it in each language', async () => {
    const team = await createTestTeam(under.node, { name: 'Nordwind' })
    const scim = scimClient(team)
    const away = await scim.createUser('away')
    await scim.patch(`/Users/${away}`, { op: 'replace', path: 'active', value: false })
    for (const [subject, reason] of [
      ['away', 'DEACTIVATED'],
      ['stranger', 'UNKNOWN'],
    ] as const) {
      const refused = signInAs(under.node, team.teamId, { subject, matchingValue: subject })
      await expect(refused).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED', details: { reason, teamName: 'Nordwind' } })
    }
  })
})

test.each(['de', 'ko'] as const)('No text of the sign-in pages is left in English in %s', (language) => {
  const english = new Set(sentencesOf(pageTexts.en))
  expect(sentencesOf(pageTexts[language]).filter((sentence) => english.has(sentence))).toEqual([])
})

function sentencesOf(texts: unknown): string[] {
  if (typeof texts === 'string') return [texts]
  if (typeof texts === 'function') return sentencesOf((texts as (...values: string[]) => unknown)('1', '2'))
  return Object.values((texts ?? {}) as object).flatMap(sentencesOf)
}
