import { expect, test } from 'vitest'
import { renderGraphiqlPage } from '../../src/graphql/graphiql.ts'

const scripts = (page: string): string => page.slice(page.lastIndexOf('renderYogaGraphiQL('))

test('The page asks by its own functions, and opens with the key that it was given', () => {
  const options = scripts(renderGraphiqlPage({ authorization: 'Bearer hc_key_abc' }))
  expect(options).toContain(String.raw`\"authorization\": \"Bearer hc_key_abc\"`)
  expect(options).toMatch(/"fetcher":\(params, options\) =>/)
  expect(options).toContain('"storage":window.sessionStorage')
  expect(options).toContain('"shouldPersistHeaders":false')
})

test('The page loads nothing from elsewhere', () => {
  expect(renderGraphiqlPage({})).not.toMatch(/<(script|link)[^>]+(src|href)="(https?:)?\/\//)
})
