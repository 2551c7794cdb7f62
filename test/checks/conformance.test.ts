import { describe, expect, it } from 'vitest'
import { expectedRows, lastRule, readConformance, readRuleTests } from './conformance-table.ts'

describe('docs/scim-conformance.md', () => {
  it('has every rule once, in order, each with its state and a test', async () => {
    const rows = await readConformance()
    expect(rows.map((row) => row.rule)).toEqual(Array.from({ length: lastRule }, (_, index) => index + 1))
    expect(rows.filter((row) => !/^(held|choice|deviation)\b/.test(row.state))).toEqual([])
    expect(rows.filter((row) => row.tests.length === 0)).toEqual([])
  })

  it('names the tests that there are, and no others: run `node test/checks/conformance-table.ts` after a new one', async () => {
    expect(await readConformance()).toEqual(await expectedRows())
  })

  it('is about titles of one form: what begins with the number of a rule ends with its section', async () => {
    const tests = await readRuleTests()
    expect(tests.filter(({ rule }) => rule < 1 || rule > lastRule)).toEqual([])
    expect(tests.filter(({ section }) => !/§|Entra|Okta|OneLogin|own|IOP|Ping|Rippling|erratum|RFC/.test(section))).toEqual([])
  })
})
