import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { statementsOf } from '../support/count-queries.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { loggedRequests } from '../support/logged-requests.ts'
import { scimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()

type Steps = Record<string, { state: string; detail: string; action: string | null }>

async function setupOf(apiKey: string): Promise<{ isComplete: boolean; steps: Steps }> {
  const { data, errors } = await graphqlClient(under.node, apiKey).ask<{
    team: { setup: { isComplete: boolean; steps: { key: string; state: string; detail: string; action: string | null }[] } }
  }>('{ team { setup { isComplete steps { key state detail action } } } }')
  if (!data) throw new Error(JSON.stringify(errors))
  const { isComplete, steps } = data.team.setup
  return { isComplete, steps: Object.fromEntries(steps.map(({ key, ...step }) => [key, step])) }
}

const statesOf = ({ steps }: { steps: Steps }): Record<string, string> =>
  Object.fromEntries(Object.entries(steps).map(([key, { state }]) => [key, state]))

describe('Team.setup', () => {
  test('begins with the plan, and says what to do', async () => {
    const free = await createTestTeamWithoutDirectory('FREE')
    const { steps } = await setupOf(free)
    expect(Object.keys(steps)).toEqual(['PLAN', 'SSO', 'DIRECTORY', 'CONNECTION_TEST', 'FIRST_USER', 'FIRST_GROUP', 'SPEND_LIMITS'])
    expect(steps['PLAN']).toMatchObject({
      state: 'TO_DO',
      detail: expect.stringMatching(/Free team is on FREE/),
      action: expect.stringMatching(/setTeamPlan/),
    })
  })

  test('moves on with what really happens: directory, first request, user, group, limit', async () => {
    const team = await under.newTeam('Stepwise')
    const client = graphqlClient(under.node, team.apiKey)
    expect(statesOf(await setupOf(team.apiKey))).toEqual({
      PLAN: 'DONE',
      SSO: 'DONE',
      DIRECTORY: 'DONE',
      CONNECTION_TEST: 'TO_DO',
      FIRST_USER: 'BLOCKED',
      FIRST_GROUP: 'BLOCKED',
      SPEND_LIMITS: 'BLOCKED',
    })
    const ada = await team.scim.createUser('ada@acme.example')
    await expect
      .poll(async () => statesOf(await setupOf(team.apiKey)))
      .toMatchObject({ CONNECTION_TEST: 'DONE', FIRST_USER: 'DONE', FIRST_GROUP: 'TO_DO', SPEND_LIMITS: 'TO_DO' })
    const group = await team.scim.createGroup('Engineers', [ada])
    await client.ask(
      'mutation ($id: ID!) { setSpendLimit(input: { target: { groupId: $id }, value: { amountMinor: 5000 } }) { __typename } }',
      { id: group },
    )
    const { isComplete, steps } = await setupOf(team.apiKey)
    expect(isComplete).toBe(true)
    expect(steps['FIRST_USER']!.detail).toBe('1 user is here in directory Stepwise directory.')
    expect(steps['SPEND_LIMITS']!.detail).toMatch(/1 group has a limit/)
  })

  test('names the refusal while the identity provider is refused alone', async () => {
    const team = await under.newTeam('Refused')
    const wrong = scimClient({ ...team, scimToken: 'hc_scim_wrong' })
    await wrong.get('/Users')
    await loggedRequests(under.node, team, 1)
    const { steps } = await setupOf(team.apiKey)
    expect(steps['CONNECTION_TEST']).toMatchObject({
      state: 'FAILING',
      detail: expect.stringMatching(/newest request to directory Refused directory was refused\. At .*, GET \/Users was answered 401/),
      action: expect.stringMatching(/issueDirectoryToken/),
    })
    // A stranger with a wrong token does not make a connection that works look broken.
    await team.scim.get('/Users')
    await loggedRequests(under.node, team, 2)
    await expect.poll(async () => (await setupOf(team.apiKey)).steps['CONNECTION_TEST']!.state).toBe('DONE')
  })

  test('stays done for a directory that was served long ago and that a stranger knocks at', async () => {
    const team = await under.newTeam('Quiet')
    await team.scim.get('/Users')
    await loggedRequests(under.node, team, 1)
    await expect.poll(async () => (await setupOf(team.apiKey)).steps['CONNECTION_TEST']!.state).toBe('DONE')
    await makeQuiet(team)
    await scimClient({ ...team, scimToken: 'hc_scim_wrong' }).get('/Users')
    await loggedRequests(under.node, team, 1)
    expect((await setupOf(team.apiKey)).steps['CONNECTION_TEST']).toMatchObject({ state: 'DONE', action: null })
    const { data } = await graphqlClient(under.node, team.apiKey).ask(
      '{ team { diagnose(input: { scimNotOffered: true }) { findings { code severity requests { status } } } } }',
    )
    expect(data).toMatchObject({
      team: {
        diagnose: {
          findings: [
            { code: 'WRONG_CREDENTIAL', severity: 'WARNING', requests: [{ status: 401 }] },
            { code: 'LAST_CONTACT', severity: 'INFO' },
            { code: 'SCIM_IS_OFFERED', severity: 'INFO' },
          ],
        },
      },
    })
  })

  test('does not hold requests without a valid token against a test that passed after them', async () => {
    const team = await under.newTeam('Tested')
    await scimClient({ ...team, scimToken: 'hc_scim_wrong' }).get('/Users')
    await loggedRequests(under.node, team, 1)
    const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
    const teamId = fromId('team', team.teamId)!
    const directoryId = fromId('directory', team.directoryId)!
    const recordTest = (hasPassed: boolean) => under.node.app.commands.recordConnectionTest({ teamId, actor, directoryId, hasPassed })
    await recordTest(false)
    expect((await setupOf(team.apiKey)).steps['CONNECTION_TEST']).toMatchObject({ detail: expect.stringMatching(/answered 401/) })
    await recordTest(true)
    expect((await setupOf(team.apiKey)).steps['CONNECTION_TEST']!.state).toBe('DONE')
  })

  test('recognises a base URL that ends in /Users, although look-ups that find nothing are no refusals', async () => {
    const team = await under.newTeam('Appended')
    await team.scim.get('/Users/Users?filter=userName eq "ada@acme.example"')
    await loggedRequests(under.node, team, 1)
    expect((await setupOf(team.apiKey)).steps['CONNECTION_TEST']).toMatchObject({
      state: 'FAILING',
      detail: expect.stringMatching(/GET \/Users\/Users\?filter=.* was answered 404/),
      action: expect.stringMatching(/^Put Directory\.scimUrl/),
    })
    await team.scim.post('/Users/Users', {})
    await team.scim.get('/Users/nobody')
    await loggedRequests(under.node, team, 3)
    expect((await setupOf(team.apiKey)).steps['CONNECTION_TEST']).toMatchObject({
      state: 'FAILING',
      detail: expect.stringMatching(/All of the newest 2 requests .*POST \/Users\/Users was answered 405/),
    })
  })

  test('forgets the refusals of a token that another one has replaced, and of a gate that is open again', async () => {
    const team = await under.newTeam('Mended')
    const client = graphqlClient(under.node, team.apiKey)
    const stateOf = async (): Promise<string> => (await setupOf(team.apiKey)).steps['CONNECTION_TEST']!.state
    await scimClient({ ...team, scimToken: 'hc_scim_wrong' }).get('/Users')
    await loggedRequests(under.node, team, 1)
    expect(await stateOf()).toBe('FAILING')
    await client.ask('mutation ($id: ID!) { issueDirectoryToken(input: { directoryId: $id, label: "Next" }) { __typename } }', {
      id: team.directoryId,
    })
    expect(await stateOf()).toBe('TO_DO')
    const platform = graphqlClient(under.node, under.node.platformKey)
    const setPlan = (plan: string): Promise<unknown> =>
      platform.ask('mutation ($input: SetTeamPlanInput!) { setTeamPlan(input: $input) { __typename } }', {
        input: { teamId: team.teamId, plan },
      })
    await setPlan('PRO')
    await team.scim.get('/Users')
    await loggedRequests(under.node, team, 2)
    expect(await stateOf()).toBe('BLOCKED')
    await setPlan('ENTERPRISE')
    expect(await stateOf()).toBe('TO_DO')
  })

  test('names the creation that was refused', async () => {
    const team = await under.newTeam('Nameless')
    await team.scim.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] })
    await team.scim.get('/Users')
    await loggedRequests(under.node, team, 2)
    const { steps } = await setupOf(team.apiKey)
    expect(steps['FIRST_USER']).toMatchObject({
      state: 'FAILING',
      detail: expect.stringMatching(/POST \/Users was answered 400 invalidValue: .*userName/),
    })
  })

  test('fails where the last token was revoked, and when the plan is taken away', async () => {
    const team = await under.newTeam('Closed')
    await team.scim.createUser('ada@acme.example')
    const client = graphqlClient(under.node, team.apiKey)
    const { data } = await client.ask<{ team: { directories: { tokens: { id: string }[] }[] } }>(
      '{ team { directories { tokens { id } } } }',
    )
    await client.ask('mutation ($id: ID!) { revokeDirectoryToken(input: { tokenId: $id }) { __typename } }', {
      id: data!.team.directories[0]!.tokens[0]!.id,
    })
    expect((await setupOf(team.apiKey)).steps['DIRECTORY']).toMatchObject({
      state: 'FAILING',
      detail: expect.stringMatching(/only token or client of directory Closed directory is expired or revoked/),
    })
    await graphqlClient(under.node, under.node.platformKey).ask(
      'mutation ($id: ID!) { setTeamPlan(input: { teamId: $id, plan: PRO }) { __typename } }',
      { id: team.teamId },
    )
    expect((await setupOf(team.apiKey)).steps['PLAN']).toMatchObject({ state: 'FAILING', detail: expect.stringMatching(/on PRO now/) })
  })

  test('takes as many statements for several directories as for one', async () => {
    const team = await under.newTeam('Several')
    const count = async (): Promise<number> => (await statementsOf(() => setupOf(team.apiKey))).length
    const statements = await count()
    for (const name of ['Second', 'Third']) {
      await graphqlClient(under.node, team.apiKey).ask(
        'mutation ($name: String!) { createDirectory(input: { name: $name, provider: OKTA }) { __typename } }',
        { name },
      )
    }
    expect(await count()).toBe(statements)
    expect(statements).toBeLessThanOrEqual(6)
  })

  test('is for those who may read the team', async () => {
    const key = await graphqlIssueKey(graphqlClient(under.node, under.team.apiKey), ['SETUP', 'LIMITS'])
    const { data, errors } = await graphqlClient(under.node, key).ask('{ team { setup { isComplete } } }')
    expect(data?.['team'] ?? null).toBeNull()
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

/** As if the identity provider had last come two days ago. */
async function makeQuiet({ directoryId }: TestTeam): Promise<void> {
  const database = new pg.Client({ connectionString: under.database.url })
  await database.connect()
  try {
    const values = [fromId('directory', directoryId)!]
    await database.query('DELETE FROM scim_requests WHERE directory_id = $1', values)
    await database.query("UPDATE directories SET last_request_at = now() - interval '2 days' WHERE id = $1", values)
  } finally {
    await database.end()
  }
}

async function createTestTeamWithoutDirectory(plan: 'FREE' | 'PRO'): Promise<string> {
  const { commands } = under.node.app
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  const made = await commands.createTeam({ actor, name: 'Free team', plan, currency: 'EUR', localSso: false, isDemonstration: false })
  const key = await commands.issueApiKey({ teamId: made.value.id, actor, name: 'Key', scopes: ['READ'], expiresAt: null })
  return key.value.secret
}
