import { expect, test } from 'vitest'
import { renderGraphiqlPage } from '../../src/graphql/graphiql.ts'

const scripts = (page: string): string => page.slice(page.lastIndexOf('renderYogaGraphiQL('))

test('The page asks by its own functions, as whoever is signed in', () => {
  const options = scripts(renderGraphiqlPage())
  expect(options).not.toMatch(/bearer/i)
  expect(options).toMatch(/"fetcher":\(params, options\) =>/)
  expect(options).toContain('"storage":window.sessionStorage')
  expect(options).toContain('"shouldPersistHeaders":false')
})

test('The page loads nothing from elsewhere', () => {
  expect(renderGraphiqlPage()).not.toMatch(/<(script|link)[^>]+(src|href)="(https?:)?\/\//)
})
