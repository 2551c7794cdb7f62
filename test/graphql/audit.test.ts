import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import { createBrowser, signInAt, type Browser } from '../support/browser.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import type { OpenidProvider } from '../support/openid-provider.ts'
import { scimClient } from '../support/scim-client.ts'
import { administrator, createSsoTeam, providerFor, type SsoTeam } from '../support/team-with-sso.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let provider: OpenidProvider
let team: SsoTeam
let browser: Browser
beforeAll(async () => void (provider = await providerFor(under.node)))
afterAll(() => provider?.stop())

type Logged = { __typename: string; actor: { kind: string; id: string | null; label: string } }
type Done = { answer: Record<string, unknown> & { __typename: string }; changes: string[] }

/** Runs a mutation as the administrator or with the platform key; answers it, with what it left in the log. */
async function act(name: string, input: object, fields = '', as: 'administrator' | 'platform' = 'administrator'): Promise<Done> {
  const before = await log()
  const type = name[0]!.toUpperCase() + name.slice(1)
  const query = `mutation ($input: ${type}Input!) { answer: ${name}(input: $input) { __typename ... on Error { code message } ... on ${type}Success { changeCursor ${fields} } } }`
  const answer = as === 'platform' ? await askAsPlatform(query, input) : await askAsAdministrator(query, input)
  const changes = (await log()).slice(before.length)
  expect(answer, name).toMatchObject({ __typename: `${type}Success` })
  expect(new Set(changes.map(({ actor }) => actor.kind)), name).toEqual(new Set([as === 'platform' ? 'PLATFORM' : 'ADMINISTRATOR']))
  done.add(name)
  return { answer, changes: changes.map(({ __typename }) => __typename) }
}
const done = new Set<string>()

/** Does something with spend as the administrator; answers it. */
async function spend(name: string, input: object, fields = '__typename'): Promise<Done['answer']> {
  const type = name[0]!.toUpperCase() + name.slice(1)
  const query = `mutation ($input: ${type}Input!) { answer: ${name}(input: $input) { __typename ... on ${type}Success { ${fields} } } }`
  const answer = await askAsAdministrator(query, input)
  expect(answer.__typename).toBe(`${type}Success`)
  done.add(name)
  return answer
}

async function askAsAdministrator(query: string, input: object): Promise<Done['answer']> {
  const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const { text } = await browser.request(under.node.graphqlUrl, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables: { input } }),
  })
  const { data, errors } = JSON.parse(text) as { data?: { answer: Done['answer'] }; errors?: unknown }
  if (!data) throw new Error(JSON.stringify(errors))
  return data.answer
}

async function askAsPlatform(query: string, input: object): Promise<Done['answer']> {
  const { data, errors } = await graphqlClient(under.node, under.node.platformKey).ask<{ answer: Done['answer'] }>(query, { input })
  if (!data) throw new Error(JSON.stringify(errors))
  return data.answer
}

async function log(filter: object = {}): Promise<Logged[]> {
  const { data, errors } = await graphqlClient(under.node, under.node.platformKey).ask<{ team: { changes: { nodes: Logged[] } } }>(
    'query ($id: ID!, $filter: ChangeFilter) { team(id: $id) { changes(first: 200, filter: $filter) { nodes { __typename actor { kind id label } } } } }',
    { id: team.teamId, filter },
  )
  if (!data) throw new Error(JSON.stringify(errors))
  return data.team.changes.nodes
}

const idIn = (answer: Done['answer'], path: string): string =>
  path.split('.').reduce((value, name) => (value as Record<string, unknown>)[name], answer as unknown) as string

describe('Every administrative act is a change with its actor', () => {
  test('a team that is set up and used by its administrator has all of it in its log', async () => {
    const made = await askAsPlatform(
      'mutation ($input: CreateTeamInput!) { answer: createTeam(input: $input) { __typename ... on CreateTeamSuccess { team { id } } } }',
      {
        name: 'New',
        currency: 'EUR',
      },
    )
    expect(made.__typename).toBe('CreateTeamSuccess')
    done.add('createTeam')

    team = await createSsoTeam(under.node)
    const { teamId } = team
    expect((await act('setTeamPlan', { teamId, plan: 'PRO' }, '', 'platform')).changes).toEqual(['TeamPlanSet'])
    await act('setTeamPlan', { teamId, plan: 'ENTERPRISE' }, '', 'platform')

    const link = await act('issueSignInLink', { teamId, email: administrator.email }, 'url', 'platform')
    expect(link.changes).toEqual(['SignInLinkIssued'])
    browser = createBrowser()
    const url = link.answer['url'] as string
    await browser.request(`${under.node.url}/sign-in`, { form: { code: new URL(url).searchParams.get('code')! } })

    const { issuer, clientId, clientSecret } = provider
    expect((await act('setUpSso', { issuer, clientId, clientSecret })).changes).toEqual(['SsoConnectionSet'])
    await signInAt(browser, team.signInUrl, administrator.sub, (next) => next === `${under.node.url}/`)
    expect((await log()).at(-1)).toMatchObject({
      __typename: 'SsoConnectionActivated',
      actor: { kind: 'ADMINISTRATOR', label: administrator.email },
    })

    const other = await act('addAdministrator', { email: 'grace@acme.example' }, 'administrator { id }')
    expect(other.changes).toEqual(['AdministratorAdded'])
    expect((await act('removeAdministrator', { administratorId: idIn(other.answer, 'administrator.id') })).changes).toEqual([
      'AdministratorRemoved',
    ])

    const directory = await act('createDirectory', { name: 'Okta', provider: 'OKTA' }, 'scimUrl token directory { id }')
    expect(directory.changes).toEqual(['DirectoryCreated', 'DirectoryTokenIssued'])
    const directoryId = idIn(directory.answer, 'directory.id')
    expect((await act('modifyDirectory', { directoryId, isStrict: true })).changes).toEqual(['DirectoryModified'])
    const token = await act('issueDirectoryToken', { directoryId, label: 'Next' }, 'directoryToken { id }')
    expect(token.changes).toEqual(['DirectoryTokenIssued'])
    expect((await act('revokeDirectoryToken', { tokenId: idIn(token.answer, 'directoryToken.id') })).changes).toEqual([
      'DirectoryTokenRevoked',
    ])
    const client = await act('issueDirectoryClient', { directoryId, label: 'Ping' }, 'clientId')
    expect(client.changes).toEqual(['DirectoryClientIssued'])
    expect((await act('revokeDirectoryClient', { clientId: client.answer['clientId'] })).changes).toEqual(['DirectoryClientRevoked'])
    expect((await act('testDirectoryConnection', { directoryId })).changes).toEqual(['DirectoryConnectionTested'])

    const scim = scimClient({ scimUrl: directory.answer['scimUrl'] as string, scimToken: directory.answer['token'] as string })
    const groupId = await scim.createGroup('Administrators', [await scim.createUser('bob@acme.example')])
    expect((await act('setAdministratorGroup', { groupId })).changes).toEqual(['AdministratorGroupSet'])
    expect((await act('setSpendLimit', { target: { groupId }, value: { amountMinor: 100 } })).changes).toEqual(['SpendLimitSet'])
    const otherId = await scim.createGroup('Others', [])
    const copied = await act('copySpendLimits', { fromGroupId: groupId, toGroupIds: [otherId], mode: 'ALL_OR_NOTHING' })
    expect(copied.changes).toEqual(['SpendLimitSet'])
    expect((await act('clearSpendLimit', { target: { groupId } })).changes).toEqual(['SpendLimitCleared'])
    const items = [
      { target: { groupId }, value: { unlimited: true } },
      { target: { groupId: otherId }, clear: true },
    ]
    expect((await act('setSpendLimits', { items, mode: 'PER_ITEM' })).changes).toEqual(['SpendLimitSet', 'SpendLimitCleared'])
    expect((await act('modifySpendSettings', { timeZone: 'Europe/Berlin' })).changes).toEqual(['SpendSettingsModified'])

    // Recorded spend is no change (design.md): its record is the ledger, with its actor in each entry.
    const userId = await scim.createUser('carol@acme.example')
    const before = await log()
    const entries = [{ userId, amountMinor: 7, idempotencyKey: 'first' }]
    const { results } = (await spend('recordSpend', { entries }, 'results { entryId }')) as unknown as { results: { entryId: string }[] }
    const correction = { entryId: results[0]!.entryId, amountMinor: 5, reason: 'Agreed', idempotencyKey: 'second' }
    const corrected = await spend('correctSpend', correction, 'entry { recordedBy { kind label } }')
    expect(corrected['entry']).toEqual({ recordedBy: { kind: 'ADMINISTRATOR', label: administrator.email } })
    const [settling, releasing] = [
      await spend('reserveSpend', { userId, amountMinor: 1, idempotencyKey: 'third' }, 'reservation { id }'),
      await spend('reserveSpend', { userId, amountMinor: 1, idempotencyKey: 'fourth' }, 'reservation { id }'),
    ]
    await spend('settleSpend', { reservationId: idIn(settling, 'reservation.id') })
    await spend('releaseSpend', { reservationId: idIn(releasing, 'reservation.id') })
    expect(await log()).toEqual(before)

    const key = await act('issueApiKey', { name: 'Reports', scopes: ['READ'] }, 'apiKey { id }')
    expect(key.changes).toEqual(['ApiKeyIssued'])
    expect((await act('revokeApiKey', { apiKeyId: idIn(key.answer, 'apiKey.id') })).changes).toEqual(['ApiKeyRevoked'])

    expect((await act('deactivateSso', { reason: 'A drill' })).changes).toEqual(['SsoConnectionDeactivated'])
    expect((await act('reactivateSso', {})).changes).toEqual(['SsoConnectionActivated'])
    expect((await act('deleteDirectory', { directoryId, name: 'Okta' })).changes).toEqual(['AdministratorGroupSet', 'DirectoryDeleted'])
  })

  test('… and so has every mutation that there is, but those of spend, which the ledger has', () => {
    const mutations = Object.keys(schema.getMutationType()!.getFields())
    expect(mutations.filter((name) => !done.has(name))).toEqual([])
  })

  test('the administrator is one actor in all of it, and the log can be narrowed to them', async () => {
    const own = (await log()).filter(({ actor }) => actor.kind === 'ADMINISTRATOR')
    const [id] = new Set(own.map(({ actor }) => actor.id!))
    expect(id).toMatch(/^person-/)
    expect(await log({ actorId: id })).toEqual(own.filter(({ actor }) => actor.id === id))
    expect((await log({ actorId: id })).length).toBeGreaterThan(10)
  })

  test('no secret is in it', async () => {
    const rows = await under.node.app.database.$queryRaw<{ text: string }[]>`SELECT data::text AS text FROM changes`
    const all = rows.map(({ text }) => text).join('\n')
    expect(all).toContain(provider.issuer)
    expect(all).not.toMatch(/hc_[a-z]+_/)
    expect(all).not.toContain(provider.clientSecret)
  })
})
