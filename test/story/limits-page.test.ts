import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse, validate } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { cursorNow } from '../support/limits.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
const page = path.join(import.meta.dirname, '../../docs/limits.md')

let client: GraphqlClient
let user: string
let groups: string[]
let operations: string[]

beforeAll(async () => {
  const { scim, node, team } = under
  client = graphqlClient(node, team.apiKey)
  user = await scim.createUser('ada@acme.example')
  groups = [await scim.createGroup('One', [user]), await scim.createGroup('Two', []), await scim.createGroup('Three', [])]
  operations = blocksOf(await readFile(page, 'utf8')).filter((block) => /^(query|mutation|subscription)\b/.test(block))
})

/** What is indented by four, without the indentation. */
function blocksOf(text: string): string[] {
  const blocks = text.matchAll(/\n\n((?: {4}.*(?:\n|$))+)/g)
  return [...blocks].map(([, block]) => block!.replaceAll(/^ {4}/gm, '').trim())
}

/** With what stands for one's own filled in: the groups in order, a moment that is to come. */
function filledIn(operation: string, cursor: string): string {
  let group = 0
  return operation
    .replaceAll('user-…', user)
    .replaceAll('team-…', under.team.teamId)
    .replaceAll('group-…', () => (/toGroupIds/.test(operation) ? groups[group++]! : groups[0]!))
    .replaceAll('cursor: "…"', `cursor: "${cursor}"`)
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, new Date(Date.now() + 86_400_000).toISOString())
}

test('Every operation of docs/limits.md is answered as it stands there, one after the other', async () => {
  const named = new Set<string>()
  for (const operation of operations) {
    expect(validate(schema, parse(operation)), operation).toEqual([])
    if (operation.startsWith('subscription')) continue
    const { data, errors } = await client.ask(filledIn(operation, await cursorNow(client)))
    expect(errors, operation).toBeUndefined()
    // Every operation of the page selects the code of a refusal; an empty object is a member of a union that it does not select.
    const text = JSON.stringify(data)
    expect(text, operation).not.toMatch(/"(NOT_FOUND|INVALID_INPUT|VERSION_CONFLICT|FORBIDDEN|[A-Z]+_(MISMATCH|CONFLICT|REFUSED))"/)
    expect(text, operation).not.toMatch(/:\{\}/)
    for (const [name] of operation.matchAll(/\w+(?=\()/g)) named.add(name)
  }
  for (const name of [
    'setSpendLimit',
    'setSpendLimits',
    'copySpendLimits',
    'modifySpendSettings',
    'spendLimitPreview',
    'spendReport',
    'effectiveSpendLimitAt',
    'diagnose',
  ])
    expect(named).toContain(name)
})
