import { beforeAll, describe, expect, test } from 'vitest'
import { checkTimeZone } from '../../src/domain/spend-settings.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { changeLimits, cursorNow, readLog, type LimitAnswer } from '../support/limits.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient
let platform: GraphqlClient
beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
  platform = graphqlClient(under.node, under.node.platformKey)
})

const modify = (input: object, asking = client): Promise<LimitAnswer> => changeLimits(asking, 'modifySpendSettings', input)

describe('modifySpendSettings', () => {
  test('changes time zone and thresholds, each whole or not at all; the same values again change nothing', async () => {
    const { data } = await client.ask('{ team { timeZone spendThresholdPercents spendSettingsVersion } }')
    expect(data).toEqual({ team: { timeZone: 'UTC', spendThresholdPercents: [50, 80, 100], spendSettingsVersion: 1 } })
    const before = await readLog(client)
    const first = await modify({ timeZone: 'Europe/Berlin', expectedVersion: 1 })
    expect(first).toEqual({
      __typename: 'ModifySpendSettingsSuccess',
      changeCursor: await cursorNow(client),
      team: { timeZone: 'Europe/Berlin', spendThresholdPercents: [50, 80, 100], spendSettingsVersion: 2 },
    })
    for (const same of [{}, { timeZone: 'Europe/Berlin' }, { thresholdPercents: [100, 80, 50] }]) expect(await modify(same)).toEqual(first)
    expect(await modify({ thresholdPercents: [120, 90] })).toMatchObject({
      team: { timeZone: 'Europe/Berlin', spendThresholdPercents: [90, 120], spendSettingsVersion: 3 },
    })
    expect(await modify({ thresholdPercents: [] })).toMatchObject({ team: { spendThresholdPercents: [] } })
    expect((await readLog(client)).slice(before.length).map(({ __typename }) => __typename)).toEqual(
      Array.from({ length: 3 }, () => 'SpendSettingsModified'),
    )
    const changes = await client.ask<{
      team: { changes: { nodes: object[] } }
    }>(`{ team { changes(first: 10, filter: { kinds: [SPEND_SETTINGS_MODIFIED] }) { nodes {
      ... on SpendSettingsModified { before { timeZone thresholdPercents version } after { timeZone thresholdPercents version } attributes }
    } } } }`)
    expect(changes.data!.team.changes.nodes.slice(0, 2)).toEqual([
      {
        before: { timeZone: 'UTC', thresholdPercents: [50, 80, 100], version: 1 },
        after: { timeZone: 'Europe/Berlin', thresholdPercents: [50, 80, 100], version: 2 },
        attributes: ['timeZone'],
      },
      {
        before: { timeZone: 'Europe/Berlin', thresholdPercents: [50, 80, 100], version: 2 },
        after: { timeZone: 'Europe/Berlin', thresholdPercents: [90, 120], version: 3 },
        attributes: ['thresholdPercents'],
      },
    ])
  })

  test.each([
    [{ timeZone: 'Mars/Base' }, 'InvalidInputError', /"Mars\/Base" is not a time zone of IANA/],
    [{ timeZone: '+01:00' }, 'InvalidInputError', /not a time zone/],
    [{ timeZone: '' }, 'InvalidInputError', /not a time zone/],
    [{ thresholdPercents: [0] }, 'InvalidInputError', /from 1 to 1000/],
    [{ thresholdPercents: [50, 50] }, 'InvalidInputError', /different/],
    [{ timeZone: 'UTC', expectedVersion: 99 }, 'VersionConflictError', /^The spend settings of team Acme are at version \d+, not at/],
    [{ teamId: 'team-00000000-0000-7000-8000-000000000000' }, 'NotFoundError', /does not exist/],
  ])('refuses %j with %s', async (input, type, message) => {
    const before = await readLog(client)
    expect(await modify(input)).toMatchObject({ __typename: type, message: expect.stringMatching(message) })
    expect(await readLog(client)).toEqual(before)
  })

  test('the version conflict has no current limit: it is not about one', async () => {
    const { data } = await client.ask(
      'mutation { modifySpendSettings(input: { timeZone: "UTC", expectedVersion: 99 }) { ... on VersionConflictError { code current { version } } } }',
    )
    expect(data).toEqual({ modifySpendSettings: { code: 'VERSION_CONFLICT', current: null } })
  })

  test('refuses names that only one of this program and the database knows', async () => {
    // PostgreSQL takes any case; Intl as well: nobody else has to.
    expect(checkTimeZone('europe/berlin')).toBe('europe/berlin')
    expect(await modify({ timeZone: 'europe/berlin' })).toMatchObject({ __typename: 'InvalidInputError' })
    const [known] = await under.node.app.database.$queryRaw<{ name: string }[]>`SELECT name FROM pg_timezone_names WHERE name = 'Factory'`
    if (known) expect(await modify({ timeZone: 'Factory' })).toMatchObject({ __typename: 'InvalidInputError' })
  })

  test('lets one of two writers who read the same version through', async () => {
    const { team } = (await modify({ timeZone: 'UTC' })) as unknown as { team: { spendSettingsVersion: number } }
    const expectedVersion = team.spendSettingsVersion
    const answers = await Promise.all(['Asia/Tokyo', 'Asia/Seoul'].map((timeZone) => modify({ timeZone, expectedVersion })))
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['ModifySpendSettingsSuccess', 'VersionConflictError'])
  })

  test('is for keys with the scope LIMITS; the platform key names the team', async () => {
    const reading = graphqlClient(under.node, await graphqlIssueKey(client, ['READ']))
    expect(await modify({ timeZone: 'UTC' }, reading)).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await modify({ timeZone: 'UTC' }, platform)).toMatchObject({ __typename: 'InvalidInputError' })
    expect(await modify({ teamId: under.team.teamId, timeZone: 'UTC' }, platform)).toMatchObject({ team: { timeZone: 'UTC' } })
  })
})

describe('createTeam', () => {
  const create = (timeZone?: string) =>
    platform.ask<{ createTeam: object }>(
      `mutation ($timeZone: String) { createTeam(input: { name: "New", currency: "EUR", timeZone: $timeZone }) { __typename ... on CreateTeamSuccess { team { timeZone } } ... on Error { message } } }`,
      { timeZone },
    )

  test('takes a time zone, UTC without one, and refuses one that is unknown', async () => {
    expect((await create('America/New_York')).data).toMatchObject({ createTeam: { team: { timeZone: 'America/New_York' } } })
    expect((await create()).data).toMatchObject({ createTeam: { team: { timeZone: 'UTC' } } })
    expect((await create('Nowhere')).data).toMatchObject({
      createTeam: { __typename: 'InvalidInputError', message: expect.stringContaining('"Nowhere" is not a time zone') },
    })
  })
})
