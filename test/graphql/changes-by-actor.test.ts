import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { sentStatements } from '../support/count-queries.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { Subscriber } from '../support/subscriber.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient
let platform: GraphqlClient
let keyId: string

type Page = {
  team: { changes: { totalCount: number; nodes: { __typename: string; actor: { kind: string; id: string | null; label: string } }[] } }
}
const query = `query ($filter: ChangeFilter, $last: Int) { team { changes(last: $last, filter: $filter) { totalCount nodes { __typename actor { kind id label } } } } }`

async function changes(filter: object, last = 200): Promise<Page['team']['changes']> {
  const { data, errors } = await client.ask<Page>(query, { filter, last })
  if (!data) throw new Error(JSON.stringify(errors))
  return data.team.changes
}

beforeAll(async () => {
  client = graphqlClient(under.node, under.team.apiKey)
  platform = graphqlClient(under.node, under.node.platformKey)
  const ada = await under.scim.createUser('ada@acme.example')
  await under.scim.createGroup('Engineers', [ada])
  await client.ask('mutation ($id: ID!) { setSpendLimit(input: { target: { teamId: $id }, value: { amountMinor: 1 } }) { __typename } }', {
    id: under.team.teamId,
  })
  await client.ask('mutation { createDirectory(input: { name: "Second", provider: OKTA }) { __typename } }')
  await platform.ask('mutation ($id: ID!) { setTeamPlan(input: { teamId: $id, plan: PRO }) { __typename } }', { id: under.team.teamId })
  await platform.ask('mutation ($id: ID!) { setTeamPlan(input: { teamId: $id, plan: ENTERPRISE }) { __typename } }', {
    id: under.team.teamId,
  })
  keyId = (await changes({ actorKinds: ['API_KEY'] }, 1)).nodes[0]!.actor.id!
})

const kindsOf = ({ nodes }: Page['team']['changes']): string[] => nodes.map(({ __typename }) => __typename)

describe('Changes by who did them', () => {
  test('are those of one API key, with their number', async () => {
    const page = await changes({ actorId: keyId })
    expect(kindsOf(page)).toEqual(['SpendLimitSet', 'DirectoryCreated', 'DirectoryTokenIssued'])
    expect(page.totalCount).toBe(3)
    expect(new Set(page.nodes.map(({ actor }) => `${actor.kind} ${actor.label}`))).toEqual(new Set(['API_KEY Acme key']))
  })

  test('are those of one directory', async () => {
    expect(kindsOf(await changes({ actorId: under.team.directoryId }))).toEqual(['UserCreated', 'GroupCreated', 'MembershipChanged'])
  })

  test('are those of some kinds of actors', async () => {
    expect(kindsOf(await changes({ actorKinds: ['PLATFORM'] }))).toEqual(['TeamPlanSet', 'TeamPlanSet'])
    const people = await changes({ actorKinds: ['ADMINISTRATOR', 'API_KEY', 'PLATFORM', 'SYSTEM'] })
    expect(people.nodes.some(({ actor }) => actor.kind === 'DIRECTORY')).toBe(false)
    const directories = await changes({ actorKinds: ['DIRECTORY'] })
    expect(people.totalCount + directories.totalCount).toBe((await changes({})).totalCount)
    expect(await changes({ actorKinds: [] })).toMatchObject({ totalCount: 0, nodes: [] })
  })

  test('narrow together with all that is asked besides', async () => {
    expect(kindsOf(await changes({ actorId: keyId, kinds: ['SPEND_LIMIT_SET', 'USER_CREATED'] }))).toEqual(['SpendLimitSet'])
    expect(await changes({ actorId: keyId, actorKinds: ['DIRECTORY'] })).toMatchObject({ totalCount: 0, nodes: [] })
  })

  test.each([
    ['a person', (uuid: string) => `person-${uuid}`],
    ['something that acts not at all', (uuid: string) => `user-${uuid}`],
    ['the same UUID as another kind of actor', (uuid: string) => `dir-${uuid}`],
    ['no id', () => 'nobody'],
  ])('are none for %s', async (_, idOf) => {
    expect(await changes({ actorId: idOf(fromId('apiKey', keyId)!) })).toMatchObject({ totalCount: 0, nodes: [] })
  })

  test('are none of another team, whose key is named', async () => {
    const other = await under.newTeam('Other')
    const theirs = graphqlClient(under.node, other.apiKey)
    await theirs.ask(
      'mutation ($id: ID!) { setSpendLimit(input: { target: { teamId: $id }, value: { amountMinor: 1 } }) { __typename } }',
      { id: other.teamId },
    )
    const { data } = await theirs.ask<Page>(query, { filter: { actorKinds: ['API_KEY'] }, last: 10 })
    expect(data!.team.changes.totalCount).toBe(1)
    expect(await changes({ actorId: data!.team.changes.nodes[0]!.actor.id })).toMatchObject({ totalCount: 0, nodes: [] })
  })
})

describe('A subscription by who did it', () => {
  test('replays and follows what passes, and nothing else', async () => {
    const start = (await client.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')).data!.team.changeCursor
    const set = (amountMinor: number): Promise<unknown> =>
      client.ask('mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }', {
        input: { target: { teamId: under.team.teamId }, value: { amountMinor } },
      })
    await under.scim.createUser('bob@acme.example')
    await set(2)
    const follower = new Subscriber(under.node, under.team.apiKey, { after: start, filter: { actorId: keyId } })
    await follower.until((seen) => seen.length > 0)
    await under.scim.createUser('carol@acme.example')
    await set(3)
    const seen = await follower.until((all) => all.length > 1)
    expect(seen.map(({ __typename, actor }) => `${__typename} ${actor.kind}`)).toEqual(['SpendLimitSet API_KEY', 'SpendLimitSet API_KEY'])
    await follower.stop()
  })

  test('refuses an id that is none of an actor', async () => {
    const follower = new Subscriber(under.node, under.team.apiKey, { filter: { actorId: 'nobody' } })
    expect(await follower.next()).toMatchObject({ __typename: 'InvalidInputError', message: expect.stringMatching(/actorId/) })
    await follower.stop()
  })
})

describe('In a log of many pushes and few acts', () => {
  const pushes = 30_000

  beforeAll(async () => {
    const database = new pg.Client({ connectionString: under.database.url })
    await database.connect()
    try {
      const team = fromId('team', under.team.teamId)
      await database.query(
        `INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_id, actor_label, data)
        SELECT $1, revision + n, gen_random_uuid(), now(), 'UserCreated', 'DIRECTORY', $2, 'Directory', '{}' FROM team_heads, generate_series(1, ${pushes}) AS n WHERE team_id = $1`,
        [team, fromId('directory', under.team.directoryId)],
      )
      await database.query(
        'UPDATE team_heads SET revision = newest.revision, change_id = newest.id FROM (SELECT revision, id FROM changes WHERE team_id = $1 ORDER BY revision DESC LIMIT 1) AS newest WHERE team_id = $1',
        [team],
      )
      await database.query('ANALYZE changes')
    } finally {
      await database.end()
    }
  })

  test.each([
    ['those of one key', () => ({ actorId: keyId })],
    ['those of people and programs', () => ({ actorKinds: ['ADMINISTRATOR', 'API_KEY', 'PLATFORM', 'SYSTEM'] })],
  ])('%s are found by the index that has no pushes, page and number', async (_, filter) => {
    const sent = await sentStatements(() => changes(filter(), 20))
    const reads = sent.filter(({ text }) => text?.includes('FROM changes WHERE'))
    expect(reads).toHaveLength(2)
    const database = new pg.Client({ connectionString: under.database.url })
    await database.connect()
    try {
      for (const { text, values } of reads) {
        const { rows } = await database.query({ text: `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values })
        expect(JSON.stringify(rows)).toMatch(/"Index Name":"changes_by_actor"/)
        expect(JSON.stringify(rows)).not.toMatch(/"Rows Removed by Filter":[1-9]\d{2}/)
      }
    } finally {
      await database.end()
    }
  })
})
