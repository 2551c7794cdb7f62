import { serverAudits } from 'graphql-http'
import { describe, expect, test } from 'vitest'
import { useApp } from '../support/use-app.ts'

const under = useApp()

const audits = serverAudits({
  url: () => under.node.graphqlUrl,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${under.team.apiKey}` } }),
})

describe('GraphQL over HTTP', () => {
  // MAY is a choice: those that we do not take are not failures.
  for (const { id, name, fn } of audits.filter(({ name }) => /^(MUST|SHOULD)/.test(name))) {
    test(`audit ${id}: ${name}`, async () => {
      const result = await fn()
      expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok')
    })
  }

  test('has all audits of MUST and SHOULD', () => {
    const of = (word: string): number => audits.filter(({ name }) => name.startsWith(word)).length
    expect({ must: of('MUST'), should: of('SHOULD') }).toEqual({ must: 13, should: 23 })
  })
})
