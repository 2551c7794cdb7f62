import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createScratchTeams } from '../../src/commands/scratch-team.ts'
import type { Actor } from '../../src/domain/change.ts'
import { providers, type Provider } from '../../src/domain/directory.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { redisUrl } from '../support/redis.ts'
import { scimClient } from '../support/scim-client.ts'
import { type TestTeam } from '../support/start-app.ts'
import { Subscriber } from '../support/subscriber.ts'
import { teamWithSettings } from '../support/team-with-settings.ts'
import { useApp } from '../support/use-app.ts'
import { useSecondNode } from '../support/use-second-node.ts'

const app = useApp({ redisUrl })
const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Test' }
const secondNode = useSecondNode(app)

const database = () => app.node.app.database
const teamUuid = ({ teamId }: TestTeam): string => fromId('team', teamId)!
const directoryUuid = ({ directoryId }: TestTeam): string => fromId('directory', directoryId)!

type Step = { name: string; request: string; expected: string; got: string | null; verdict: string; detail: string | null }
type Tested = {
  __typename: string
  message?: string
  hasPassed?: boolean
  steps?: Step[]
  directory?: { hasPassedTest: boolean | null; testedAt: string | null }
}

async function testConnection(team: TestTeam, { key = team.apiKey, node = app.node } = {}): Promise<Tested> {
  const { data, errors } = await graphqlClient(node, key).ask<{ testDirectoryConnection: Tested }>(
    `mutation ($input: TestDirectoryConnectionInput!) { testDirectoryConnection(input: $input) { __typename
      ... on TestDirectoryConnectionSuccess {
        hasPassed changeCursor directory { id testedAt hasPassedTest } steps { name request expected got verdict detail } }
      ... on Error { message } } }`,
    { input: { directoryId: team.directoryId } },
  )
  expect(errors).toBeUndefined()
  return data!.testDirectoryConnection
}

const teamOf = (provider: Provider, settings: object = {}) => teamWithSettings(app, { provider, ...settings })
const failed = ({ steps = [] }: Tested): Step[] => steps.filter(({ verdict }) => verdict !== 'PASSED')

/** Everything that is stored, as text by table; of the tested directory itself only what no test changes. */
async function everything(): Promise<Record<string, string>> {
  const tables = await database().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`
  expect(tables.length).toBeGreaterThan(15)
  const texts: Record<string, string> = {}
  for (const { name } of tables) {
    const rows = await database().$queryRawUnsafe<{ row: string }[]>(
      `SELECT (to_jsonb(t) - '{tested_at,has_passed_test,last_used_at,last_request_at}'::text[])::text AS row FROM ${name} t ORDER BY 1`,
    )
    texts[name] = rows.map(({ row }) => row).join('\n')
  }
  return texts
}

describe('testDirectoryConnection', () => {
  test.each(providers)('passes every request of %s with the settings of a new directory', async (provider) => {
    const team = await teamOf(provider)
    const tested = await testConnection(team)
    expect(failed(tested)).toEqual([])
    expect(tested).toMatchObject({ hasPassed: true, directory: { hasPassedTest: true, testedAt: expect.any(String) } })
    expect(tested.steps!.length).toBeGreaterThan(10)
    expect(tested.steps![0]).toMatchObject({
      request: expect.stringMatching(/^GET \//),
      expected: expect.stringMatching(/^200/),
      got: expect.stringMatching(/^200/),
    })
    expect(tested.steps!.some(({ request }) => request.startsWith('POST /Users'))).toBe(true)
    expect(tested.steps!.filter(({ expected }) => expected === '401').map(({ got }) => got)).toEqual(['401'])
  })

  test('leaves nothing of itself but the change that says so, in no table', async () => {
    const team = await teamOf('ENTRA_ID')
    await team.scim.createUser('real')
    const before = await everything()
    const tested = await testConnection(team)
    expect(tested.hasPassed).toBe(true)
    const after = await everything()
    // The request log is written beside the requests: that of the real ones may come later, that of the test never does.
    const others = { changes: '', team_heads: '', scim_requests: '' }
    expect({ ...after, ...others }).toEqual({ ...before, ...others })
    const known = await database().directory.findMany({ select: { id: true } })
    expect(await database().scimRequest.count({ where: { directoryId: { notIn: known.map(({ id }) => id) } } })).toBe(0)
    expect(await database().scimRequest.count({ where: { directoryId: directoryUuid(team), path: { not: '/Users' } } })).toBe(0)
    const lines = (text: string): string[] => text.split('\n')
    expect(lines(after['changes']!).length).toBe(lines(before['changes']!).length + 1)
    expect(lines(after['team_heads']!).length).toBe(lines(before['team_heads']!).length)
    const last = await database().change.findFirstOrThrow({ where: { teamId: teamUuid(team) }, orderBy: { revision: 'desc' } })
    expect(last).toMatchObject({
      kind: 'DirectoryConnectionTested',
      actorKind: 'API_KEY',
      data: { directory: { id: directoryUuid(team), provider: 'ENTRA_ID' }, hasPassed: true },
    })
    expect((await team.scim.get('/Users')).body['totalResults']).toBe(1)
  })

  test('shows what strict mode refuses of a provider that takes liberties, and why', async () => {
    const team = await teamOf('ENTRA_ID', { isStrict: true })
    const tested = await testConnection(team)
    expect(tested).toMatchObject({ hasPassed: false, directory: { hasPassedTest: false } })
    const disable = tested.steps!.find(({ name }) => name === 'Disable the user: active as text')
    expect(disable).toMatchObject({
      verdict: 'FAILED',
      expected: '200 or 204',
      got: expect.stringMatching(/^400, \/scimType/),
      detail: expect.stringMatching(/\(Request /),
    })
    const last = await database().change.findFirstOrThrow({ where: { teamId: teamUuid(team) }, orderBy: { revision: 'desc' } })
    expect(last.data).toMatchObject({ hasPassed: false })
  })

  test('plays with the settings of the directory: repeated names, required schemas of its own, a guard against mass removals', async () => {
    const repeated = await testConnection(await teamOf('OKTA', { allowsRepeatedGroupNames: true }))
    expect(failed(repeated)).toEqual([])
    expect(repeated.steps!.map(({ name }) => name)).not.toContain('A second group of that name is refused')

    const attribute = (name: string, type: string, more: object = {}) => ({ name, type, required: true, ...more })
    const declared = (urn: string, resourceType: 'USER' | 'GROUP') => ({
      urn,
      resourceType,
      name: 'Own',
      required: true,
      attributes: [
        attribute('text', 'STRING'),
        attribute('level', 'INTEGER'),
        attribute('share', 'DECIMAL'),
        attribute('on', 'BOOLEAN'),
        attribute('since', 'DATE_TIME'),
        attribute('blob', 'BINARY'),
        attribute('link', 'REFERENCE', { referenceTypes: ['external'] }),
        attribute('many', 'STRING', { multiValued: true }),
        attribute('whole', 'COMPLEX', { subAttributes: [attribute('part', 'STRING', { canonicalValues: ['a'] })] }),
      ],
    })
    const own = await teamOf('OKTA')
    await modify(own, { customSchemas: [declared('urn:example:scim:own:User', 'USER'), declared('urn:example:scim:own:Group', 'GROUP')] })
    expect(failed(await testConnection(own))).toEqual([])

    const guarded = await teamOf('JUMPCLOUD', { removalsPerHour: 1 })
    const tested = await testConnection(guarded)
    expect(tested.hasPassed).toBe(true)
    const paused = tested.steps!.filter(({ detail }) => detail?.includes('are paused'))
    expect(paused.length).toBeGreaterThan(0)
    expect(paused.every(({ verdict }) => verdict === 'PASSED')).toBe(true)
    expect(tested.steps!.filter(({ verdict }) => verdict === 'SKIPPED').length).toBeGreaterThan(0)
    const { removalsCounted, removalsPausedAt } = await database().directory.findUniqueOrThrow({ where: { id: directoryUuid(guarded) } })
    expect([removalsCounted, removalsPausedAt]).toEqual([0, null])
  })

  test('waits for a limit of requests as the identity provider does, and takes nothing from what the directory may send', async () => {
    const team = await teamOf('GOOGLE_WORKSPACE', { requestsPerSecond: 1 })
    const tested = await testConnection(team)
    expect(failed(tested)).toEqual([])
    for (let n = 0; n < 8; n++) expect((await team.scim.get('/Users')).status).toBe(200)
  }, 60_000)

  test('says which of plan and single sign-on is missing, and sends nothing more', async () => {
    const team = await teamOf('OKTA')
    await app.node.app.commands.setTeamPlan({ teamId: teamUuid(team), actor, plan: 'FREE' })
    const tested = await testConnection(team)
    expect(tested.hasPassed).toBe(false)
    expect(tested.steps![0]).toMatchObject({
      verdict: 'FAILED',
      got: '403',
      detail: expect.stringContaining('SCIM needs the Enterprise plan'),
    })
    expect(new Set(tested.steps!.slice(1).map(({ verdict, got }) => `${verdict} ${got}`))).toEqual(new Set(['SKIPPED null']))
  })

  test('is done once at a time for each directory, on all nodes together', async () => {
    const [team, other] = [await teamOf('OKTA'), await teamOf('OKTA')]
    const results = await Promise.all([
      ...Array.from({ length: 6 }, (_, n) => testConnection(team, { node: n % 2 ? app.node : secondNode })),
      testConnection(other),
    ])
    expect(results.at(-1)).toMatchObject({ __typename: 'TestDirectoryConnectionSuccess', hasPassed: true })
    const ofTeam = results.slice(0, -1)
    const done = ofTeam.filter(({ __typename }) => __typename === 'TestDirectoryConnectionSuccess')
    expect(done.length).toBeGreaterThanOrEqual(1)
    expect(done.map(failed).flat()).toEqual([])
    for (const refused of ofTeam.filter((result) => !done.includes(result)))
      expect(refused).toMatchObject({ __typename: 'InvalidInputError', message: expect.stringContaining('is under way') })
    expect(done.length).toBeLessThan(6)
    expect(await database().team.count({ where: { isScratch: true } })).toBe(0)
    expect(await testConnection(team)).toMatchObject({ hasPassed: true })
  })

  test('is for those who set up, and of one team', async () => {
    const [team, stranger] = [await teamOf('OKTA'), await app.newTeam('Stranger')]
    expect(await testConnection(team, { key: stranger.apiKey })).toMatchObject({ __typename: 'NotFoundError' })
    const reader = await app.node.app.commands.issueApiKey({ teamId: teamUuid(team), actor, name: 'r', scopes: ['READ'], expiresAt: null })
    expect(await testConnection(team, { key: reader.value.secret })).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await testConnection({ ...team, directoryId: `dir-${randomUUID()}` })).toMatchObject({ __typename: 'NotFoundError' })
    expect(await testConnection(team, { key: app.node.platformKey })).toMatchObject({ hasPassed: true })
  })

  test('shows its scratch team to nobody while it runs, and what a killed process left is removed', async () => {
    const team = await teamOf('OKTA')
    // As a process leaves it that is killed in the middle.
    const scratchTeams = createScratchTeams({ database: database(), log: { warn: () => {} } })
    const scratch = await scratchTeams.make(teamUuid(team), directoryUuid(team))
    const url = `${app.node.url}/scim/v2/${toId('directory', scratch.directoryId)}`
    const scim = scimClient({ scimUrl: url, scimToken: scratch.token })
    const user = await scim.createUser('invisible')
    const group = await scim.createGroup('Invisible', [user])
    const platform = graphqlClient(app.node, app.node.platformKey)
    for (const id of [toId('team', scratch.teamId), toId('directory', scratch.directoryId), user, group]) {
      const { data } = await platform.ask('query ($id: ID!) { node(id: $id) { id } }', { id })
      expect([id, data]).toEqual([id, { node: null }])
    }
    const scratchId = toId('team', scratch.teamId)
    expect((await platform.ask('query ($id: ID!) { team(id: $id) { id } }', { id: scratchId })).data).toEqual({ team: null })
    const follower = new Subscriber(app.node, app.node.platformKey, { teamId: scratchId })
    expect(await follower.next()).toMatchObject({ __typename: 'NotFoundError' })
    await follower.stop()
    const inputs: [string, object][] = [
      ['setTeamPlan', { teamId: scratchId, plan: 'FREE' }],
      ['createDirectory', { teamId: scratchId, name: 'x', provider: 'OKTA' }],
      ['issueDirectoryToken', { directoryId: toId('directory', scratch.directoryId), label: 'x' }],
      ['issueDirectoryClient', { directoryId: toId('directory', scratch.directoryId), label: 'x', teamId: scratchId }],
      ['modifyDirectory', { directoryId: toId('directory', scratch.directoryId), teamId: scratchId, name: 'y' }],
      ['deleteDirectory', { directoryId: toId('directory', scratch.directoryId), name: 'x', teamId: scratchId }],
      ['testDirectoryConnection', { directoryId: toId('directory', scratch.directoryId) }],
      ['issueApiKey', { teamId: scratchId, name: 'x', scopes: ['READ'] }],
      ['setSpendLimit', { target: { userId: user }, value: { unlimited: true } }],
      ['setSpendLimits', { teamId: scratchId, mode: 'PER_ITEM', items: [{ target: { userId: user }, value: { unlimited: true } }] }],
      ['modifySpendSettings', { teamId: scratchId, timeZone: 'Asia/Tokyo' }],
    ]
    for (const [field, input] of inputs) {
      const { data, errors } = await platform.ask<Record<string, { __typename: string }>>(
        `mutation ($input: ${field[0]!.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { __typename } }`,
        { input },
      )
      expect([field, errors, data?.[field]?.__typename]).toEqual([field, undefined, 'NotFoundError'])
    }
    expect(await testConnection(team)).toMatchObject({ __typename: 'InvalidInputError' })

    await database().team.update({ where: { id: scratch.teamId }, data: { createdAt: new Date(0) } })
    await scratchTeams.sweep()
    scratchTeams.close()
    expect(await database().team.count({ where: { isScratch: true } })).toBe(0)
    expect(await database().change.count({ where: { teamId: scratch.teamId } })).toBe(0)
    expect((await scim.get('/Users')).status).toBe(401)
    expect(await testConnection(team)).toMatchObject({ hasPassed: true })
  })
})

async function modify(team: TestTeam, input: object): Promise<void> {
  const { data, errors } = await graphqlClient(app.node, team.apiKey).ask<{ modifyDirectory: { __typename: string; message?: string } }>(
    'mutation ($input: ModifyDirectoryInput!) { modifyDirectory(input: $input) { __typename ... on Error { message } } }',
    { input: { directoryId: team.directoryId, ...input } },
  )
  expect(errors).toBeUndefined()
  expect(data!.modifyDirectory).toEqual({ __typename: 'ModifyDirectorySuccess' })
}
