import fc from 'fast-check'
import pg from 'pg'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createChangePruner } from '../../src/commands/prune-changes.ts'
import { encodeChangeCursor } from '../../src/domain/change-cursor.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import { newId } from '../../src/store/id.ts'
import { statementsOf } from '../support/count-queries.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { LimitTeam, limitAct } from '../support/limit-acts.ts'
import { scimClient } from '../support/scim-client.ts'
import { signedInUser } from '../support/signed-in.ts'
import { createTestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()

const limit = '{ id isUnlimited version amount { amountMinor currency } }'
const common = `isUnlimited source amount { amountMinor currency } decidedBy ${limit} withoutWinner { isUnlimited source amount { amountMinor currency } }
  candidates { isWinner reason spendLimit ${limit} }`
const now = `query ($id: ID!) { team { changeCursor } node(id: $id) { ... on User { effectiveSpendLimit { ${common} } } } }`
const at = `query ($userId: ID!, $cursor: ChangeCursor!) { team { effectiveSpendLimitAt(userId: $userId, cursor: $cursor) { __typename
  ... on EffectiveSpendLimitAt { ${common} revision at cursor cause { __typename revision actor { kind label } } }
  ... on ResyncRequired { reason } ... on Error { code message } } } }`

type Value = { isUnlimited: boolean; source: string; amount: object | null }
type At = Value & {
  decidedBy: { id: string } | null
  __typename: string
  revision: number
  cursor: string
  message?: string
  reason?: string
  cause: { __typename: string; revision: number; actor: { kind: string; label: string } } | null
}

const askAt = async (client: GraphqlClient, userId: string, cursor: string): Promise<At> => {
  const { data, errors } = await client.ask<{ team: { effectiveSpendLimitAt: At } }>(at, { userId, cursor })
  if (!data) throw new Error(JSON.stringify(errors))
  return data.team.effectiveSpendLimitAt
}

async function cursorsOf(client: GraphqlClient): Promise<{ cursor: string; revision: number }[]> {
  const found: { cursor: string; revision: number }[] = []
  for (let after: string | undefined; ;) {
    const { data } = await client.ask<{
      team: { changes: { pageInfo: { hasNextPage: boolean }; edges: { cursor: string; node: { revision: number } }[] } }
    }>(
      'query ($after: String) { team { changes(first: 200, after: $after) { pageInfo { hasNextPage } edges { cursor node { revision } } } } }',
      {
        after,
      },
    )
    const { edges, pageInfo } = data!.team.changes
    found.push(...edges.map(({ cursor, node }) => ({ cursor, revision: node.revision })))
    after = edges.at(-1)?.cursor
    if (!pageInfo.hasNextPage) return found
  }
}

const valueOf = ({ isUnlimited, source, amount }: Value): string => JSON.stringify([isUnlimited, source, amount])

describe('effectiveSpendLimitAt', () => {
  test('says at each cursor what effectiveSpendLimit said there, and names the change that made it so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(limitAct, { minLength: 8, maxLength: 30 }), async (acts) => {
        const credentials = await createTestTeam(under.node)
        const client = graphqlClient(under.node, credentials.apiKey)
        const team = await new LimitTeam(credentials.teamId, scimClient(credentials), client).begin()
        const said: { userId: string; cursor: string; value: object | undefined }[] = []
        for (const act of acts) {
          await team.act(act)
          for (const userId of team.users) {
            const { data } = await client.ask<{ team: { changeCursor: string }; node: { effectiveSpendLimit: object } | null }>(now, {
              id: userId,
            })
            said.push({ userId, cursor: data!.team.changeCursor, value: data!.node?.effectiveSpendLimit })
          }
        }
        const cursors = await cursorsOf(client)
        for (const { userId, cursor, value } of said) {
          const found = await askAt(client, userId, cursor)
          if (value === undefined) {
            expect(found.__typename).toBe('NotFoundError')
            continue
          }
          expect(found).toMatchObject(value)
          // The log reaches back to the beginning, so there is a change, and only at it did the value become another.
          const made = found.cause!.revision
          const past = async (revision: number): Promise<At> => askAt(client, userId, cursors[revision - 1]!.cursor)
          expect(valueOf(await past(made))).toBe(valueOf(found))
          const before = await past(made - 1)
          if (before.__typename === 'EffectiveSpendLimitAt') expect(valueOf(before)).not.toBe(valueOf(found))
          else expect(found.cause!.__typename).toBe('UserCreated')
        }
      }),
      { numRuns: 4, endOnFailure: true },
    )
  }, 240_000)
})

describe('At a position of the log', () => {
  let client: GraphqlClient
  let ada: string
  let engineers: string
  const cursors: Record<string, string> = {}
  const limitOf = (target: object, value: object) =>
    client.ask('mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }', { input: { target, value } })
  const note = async (name: string): Promise<void> => {
    cursors[name] = (await client.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')).data!.team.changeCursor
  }

  beforeAll(async () => {
    const { team, scim, node } = under
    client = graphqlClient(node, team.apiKey)
    await note('empty')
    ada = await scim.createUser('ada@acme.example')
    await note('created')
    engineers = await scim.createGroup('Engineers', [ada])
    await limitOf({ groupId: engineers }, { amountMinor: 500 })
    await note('limited')
    await scim.patch(`/Groups/${engineers}`, { op: 'replace', path: 'displayName', value: 'Builders' })
    await note('renamed')
    await scim.delete(`/Groups/${engineers}`)
    await note('without')
  })

  test('a limit and a group that are gone are told as they were, with the name that the group had', async () => {
    const query = `query ($userId: ID!, $cursor: ChangeCursor!) { team { effectiveSpendLimitAt(userId: $userId, cursor: $cursor) { ... on EffectiveSpendLimitAt {
      amount { amountMinor } candidates { groupName isWinner spendLimit { targetId amount { amountMinor } } } cause { __typename ... on SpendLimitSet { after { targetId } } } } } } }`
    const ask = async (cursor: string) =>
      (await client.ask<{ team: { effectiveSpendLimitAt: unknown } }>(query, { userId: ada, cursor })).data!.team
    const was = (groupName: string) => ({
      effectiveSpendLimitAt: {
        amount: { amountMinor: 500 },
        candidates: [{ groupName, isWinner: true, spendLimit: { targetId: engineers, amount: { amountMinor: 500 } } }],
        cause: { __typename: 'SpendLimitSet', after: { targetId: engineers } },
      },
    })
    expect(await ask(cursors['limited']!)).toEqual(was('Engineers'))
    expect(await ask(cursors['renamed']!)).toEqual(was('Builders'))
    expect(await ask(cursors['without']!)).toMatchObject({
      effectiveSpendLimitAt: { amount: null, candidates: [], cause: { __typename: 'MembershipChanged' } },
    })
  })

  test('somebody who was not there yet, an id of nobody and of another team are NotFoundError', async () => {
    const other = await under.newTeam()
    const theirs = await other.scim.createUser('theirs')
    for (const userId of [ada, theirs, toId('user', newId()), 'nonsense', engineers]) {
      const cursor = userId === ada ? cursors['empty']! : cursors['without']!
      expect(await askAt(client, userId, cursor)).toMatchObject({ __typename: 'NotFoundError' })
    }
  })

  test('a cursor of another log, of none and ahead of the head are ResyncRequired, and text that is no cursor is InvalidInputError', async () => {
    const other = await under.newTeam()
    const { data } = await graphqlClient(under.node, other.apiKey).ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')
    expect(await askAt(client, ada, data!.team.changeCursor)).toEqual({ __typename: 'ResyncRequired', reason: 'REPLACED' })
    const ahead = encodeChangeCursor({ revision: 1_000_000, changeId: newId() })
    expect(await askAt(client, ada, ahead)).toEqual({ __typename: 'ResyncRequired', reason: 'AHEAD' })
    expect(await askAt(client, ada, 'no cursor')).toMatchObject({ __typename: 'InvalidInputError' })
  })

  test('a member may ask for themselves, is not told who did it, and nobody else is there for them', async () => {
    const cookie = await signedInUser(under.node, under.team.teamId, 'ada@acme.example')
    const member = graphqlClient(under.node, undefined, cookie)
    const query = `query ($userId: ID!, $cursor: ChangeCursor!) { team { effectiveSpendLimitAt(userId: $userId, cursor: $cursor) { __typename
      ... on EffectiveSpendLimitAt { amount { amountMinor } candidates { groupName reason spendLimit { amount { amountMinor } } } cause { __typename revision actor { kind } } } ... on Error { code } } } }`
    const noah = await under.scim.createUser('noah@acme.example')
    await note('noah')
    const { data } = await member.ask(query, { userId: ada, cursor: cursors['limited'] })
    expect(data).toMatchObject({
      team: {
        effectiveSpendLimitAt: {
          amount: { amountMinor: 500 },
          candidates: [{ groupName: 'Engineers' }],
          cause: { __typename: 'SpendLimitSet' },
        },
      },
    })
    const created = await member.ask(query, { userId: ada, cursor: cursors['created'] })
    expect(created.data).toMatchObject({ team: { effectiveSpendLimitAt: { __typename: 'EffectiveSpendLimitAt', cause: null } } })
    expect((await member.ask(query, { userId: noah, cursor: cursors['noah'] })).data).toEqual({
      team: { effectiveSpendLimitAt: { __typename: 'NotFoundError', code: 'NOT_FOUND' } },
    })
  })

  test('an expired override does not count from its time on, and the change that says so is the cause once there is one', async () => {
    const { scim, node } = under
    const eva = await scim.createUser('eva')
    // As if it had been set a while ago: an expiry that has passed cannot be set.
    await limitOf({ userId: eva }, { amountMinor: 7 })
    await note('set')
    await node.app.database.spendLimit.update({
      where: { userId: fromId('user', eva)! },
      data: { expiresAt: new Date(Date.now() - 3_600_000) },
    })
    const found = await askAt(client, eva, cursors['set']!)
    expect(found).toMatchObject({ isUnlimited: true, source: 'NONE', cause: null })
  })

  test('User.effectiveSpendLimitChanges tells how it became what it is, the newest first, page by page', async () => {
    const { scim } = under
    const zoe = await scim.createUser('zoe')
    const group = await scim.createGroup('Zoo', [zoe])
    await limitOf({ groupId: group }, { amountMinor: 1 })
    await limitOf({ groupId: group }, { amountMinor: 2 })
    await limitOf({ userId: zoe }, { amountMinor: 0 })
    await scim.patch(`/Users/${zoe}`, { op: 'replace', path: 'active', value: false })
    await scim.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${zoe}"]` })
    const query = `query ($id: ID!, $first: Int, $after: ChangeCursor) { node(id: $id) { ... on User { effectiveSpendLimitChanges(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { from { source amount { amountMinor } } to { source amount { amountMinor } } cause { __typename } } } } } }`
    type Page = {
      node: { effectiveSpendLimitChanges: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: unknown[] } }
    }
    const page = async (after?: string) =>
      (await client.ask<Page>(query, { id: zoe, first: 3, after })).data!.node.effectiveSpendLimitChanges
    const first = await page()
    const second = await page(first.pageInfo.endCursor)
    const value = (source: string, amountMinor: number | null) => ({ source, amount: amountMinor === null ? null : { amountMinor } })
    expect([...first.nodes, ...second.nodes]).toEqual([
      { from: value('USER', 0), to: value('INACTIVE_USER', 0), cause: { __typename: 'UserDeactivated' } },
      { from: value('GROUP', 2), to: value('USER', 0), cause: { __typename: 'SpendLimitSet' } },
      { from: value('GROUP', 1), to: value('GROUP', 2), cause: { __typename: 'SpendLimitSet' } },
      { from: value('NONE', null), to: value('GROUP', 1), cause: { __typename: 'SpendLimitSet' } },
      { from: null, to: value('NONE', null), cause: { __typename: 'UserCreated' } },
    ])
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    expect([first.totalCount, second.totalCount]).toEqual([5, 5])
  })

  test('another limit that decides, of the same value, is no change of it and not its cause', async () => {
    const { scim } = under
    const tia = await scim.createUser('tia')
    const groups = [await scim.createGroup('Tie one', [tia]), await scim.createGroup('Tie two', [tia])].toSorted()
    for (const groupId of groups) await limitOf({ groupId }, { amountMinor: 5 })
    await note('first decides')
    await scim.patch(`/Groups/${groups[0]}`, { op: 'remove', path: `members[value eq "${tia}"]` })
    await note('second decides')
    const [first, second] = [await askAt(client, tia, cursors['first decides']!), await askAt(client, tia, cursors['second decides']!)]
    expect(second.decidedBy!.id).not.toBe(first.decidedBy!.id)
    expect(valueOf(second)).toBe(valueOf(first))
    expect(second.cause).toEqual(first.cause)
    expect(second.cause!.__typename).toBe('SpendLimitSet')
    const query =
      'query ($id: ID!) { node(id: $id) { ... on User { effectiveSpendLimitChanges { totalCount nodes { revision cause { __typename } } } } } }'
    expect((await client.ask(query, { id: tia })).data).toEqual({
      node: {
        effectiveSpendLimitChanges: {
          totalCount: 2,
          nodes: [
            { revision: first.cause!.revision, cause: { __typename: 'SpendLimitSet' } },
            { revision: expect.any(Number), cause: { __typename: 'UserCreated' } },
          ],
        },
      },
    })
  })

  test('a page of users at one position takes as many statements as one user', async () => {
    const team = await under.newTeam('Page')
    const asking = graphqlClient(under.node, team.apiKey)
    const users: string[] = []
    for (let count = 0; count < 12; count++) users.push(await team.scim.createUser(`of-page-${count}`))
    await team.scim.createGroup('All', users)
    const cursor = (await asking.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')).data!.team.changeCursor
    await team.scim.createUser('z-later')
    const query = `query ($first: Int!, $cursor: ChangeCursor!) { team { users(first: $first) { nodes { effectiveSpendLimitAt(cursor: $cursor) { ... on EffectiveSpendLimitAt { source amount { amountMinor } candidates { reason } cause { revision } } } } } } }`
    // Others may be sent meanwhile, such as by who looks for expired overrides.
    const ask = async (first: number) =>
      (await statementsOf(() => asking.ask(query, { first, cursor }))).filter((text) => /changes|json_agg/.test(text))
    const one = await ask(1)
    expect((await ask(12)).length).toBe(one.length)
    expect(one.length).toBeGreaterThan(2)
  })

  test('it works where the log before the position is pruned; of what is before it the cause is not known', async () => {
    const team = await under.newTeam('Pruned')
    const asking = graphqlClient(under.node, team.apiKey)
    const user = await team.scim.createUser('kept')
    const group = await team.scim.createGroup('Kept', [user])
    const set = (amountMinor: number) =>
      asking.ask('mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }', {
        input: { target: { groupId: group }, value: { amountMinor } },
      })
    await set(1)
    for (let count = 0; count < 10; count++) await team.scim.createUser(`filler-${count}`)
    const kept = (await asking.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')).data!.team.changeCursor
    const all = await cursorsOf(asking)
    await set(2)
    await team.scim.delete(`/Users/${user}`)
    const pruner = createChangePruner({ database: under.node.app.database, keptDays: 365, keptEntries: 8, log: { info() {}, warn() {} } })
    await pruner.prune()
    await pruner.close()
    expect(await askAt(asking, user, kept)).toMatchObject({ amount: { amountMinor: 1 }, source: 'GROUP', cause: null })
    expect(await askAt(asking, user, all[2]!.cursor)).toEqual({ __typename: 'ResyncRequired', reason: 'PRUNED' })
  })

  test("the deletion of a directory ends what can be known of its users, and says so; others' past goes on", async () => {
    const team = await under.newTeam('Two directories')
    const asking = graphqlClient(under.node, team.apiKey)
    const gone = await team.scim.createUser('gone')
    const { data } = await asking.ask<{ createDirectory: { directory: { id: string; scimUrl: string }; token: string } }>(
      'mutation { createDirectory(input: { name: "Second", provider: OTHER }) { ... on CreateDirectorySuccess { directory { id scimUrl } token } } }',
    )
    const second = scimClient({ scimUrl: data!.createDirectory.directory.scimUrl, scimToken: data!.createDirectory.token })
    const stays = await second.createUser('stays')
    const cursor = (await asking.ask<{ team: { changeCursor: string } }>('{ team { changeCursor } }')).data!.team.changeCursor
    const names = await asking.ask<{ team: { directories: { id: string; name: string }[] } }>('{ team { directories { id name } } }')
    const first = names.data!.team.directories.find(({ id }) => id === team.directoryId)!
    await under.node.app.commands.deleteDirectory({
      teamId: fromId('team', team.teamId)!,
      actor: { kind: 'SYSTEM', id: null, label: 'Test' },
      directoryId: fromId('directory', first.id)!,
      name: first.name,
    })
    expect(await askAt(asking, gone, cursor)).toMatchObject({
      __typename: 'NotFoundError',
      message: expect.stringMatching(/Directory .* was deleted later/),
    })
    expect(await askAt(asking, stays, cursor)).toMatchObject({ __typename: 'EffectiveSpendLimitAt', source: 'NONE' })
  })

  test('a member is told of the last 20,000 changes, and that it goes no further back; others are told of more', async () => {
    const team = await under.newTeam('Long')
    const asking = graphqlClient(under.node, team.apiKey)
    const user = await team.scim.createUser('far@acme.example')
    const [first] = await cursorsOf(asking)
    const cursor = (await cursorsOf(asking)).at(-1)!.cursor
    const cookie = await signedInUser(under.node, team.teamId, 'far@acme.example')
    const teamId = fromId('team', team.teamId)!
    await under.node.app.database.$transaction([
      under.node.app.database.$executeRaw`INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_id, actor_label, data)
        SELECT changes.team_id, team_heads.revision + number, gen_random_uuid(), now(), kind, actor_kind, actor_id, actor_label, data
        FROM team_heads JOIN changes ON changes.team_id = team_heads.team_id AND changes.revision = ${first!.revision}, generate_series(1, 20001) AS number
        WHERE team_heads.team_id = ${teamId}::uuid`,
      under.node.app.database.$executeRaw`UPDATE team_heads SET (revision, change_id) =
        (SELECT revision, id FROM changes WHERE changes.team_id = team_heads.team_id ORDER BY revision DESC LIMIT 1) WHERE team_id = ${teamId}::uuid`,
    ])
    const member = graphqlClient(under.node, undefined, cookie)
    const query = `query ($userId: ID!, $cursor: ChangeCursor!) { team { effectiveSpendLimitAt(userId: $userId, cursor: $cursor) { __typename ... on Error { message } } } }`
    expect((await member.ask(query, { userId: user, cursor })).data).toEqual({
      team: { effectiveSpendLimitAt: { __typename: 'InvalidInputError', message: expect.stringContaining('more than 20000 changes') } },
    })
    expect(await askAt(asking, user, cursor)).toMatchObject({ __typename: 'EffectiveSpendLimitAt', cause: { __typename: 'UserCreated' } })
  })

  test('what a team asks for at once waits in line, and is refused with OVERLOADED when too much waits', async () => {
    const team = await under.newTeam('Eager')
    const asking = graphqlClient(under.node, team.apiKey)
    const user = await team.scim.createUser('asked')
    const cursor = (await cursorsOf(asking)).at(-1)!.cursor
    const client = new pg.Client({ connectionString: under.database.url })
    await client.connect()
    onTestFinished(() => client.end())
    // The reads of the rows wait for this, and nothing before them does.
    await client.query('BEGIN; LOCK TABLE memberships IN ACCESS EXCLUSIVE MODE')
    const query = `query ($userId: ID!, $cursor: ChangeCursor!) { team { effectiveSpendLimitAt(userId: $userId, cursor: $cursor) { __typename } } }`
    const refused = Promise.withResolvers<void>()
    let refusals = 0
    const answers = Array.from({ length: 43 }, async () => {
      const { data, errors } = await asking.ask(query, { userId: user, cursor })
      const code = errors?.[0]?.extensions?.['code']
      if (code !== undefined && ++refusals === 2) refused.resolve()
      return code ?? (data as { team: { effectiveSpendLimitAt: At } }).team.effectiveSpendLimitAt.__typename
    })
    await Promise.race([refused.promise, Promise.all(answers)])
    await client.query('ROLLBACK')
    const told = await Promise.all(answers)
    expect(told.filter((answer) => answer === 'OVERLOADED').length).toBe(2)
    expect(told.filter((answer) => answer === 'EffectiveSpendLimitAt').length).toBe(41)
    expect(await askAt(asking, user, cursor)).toMatchObject({ __typename: 'EffectiveSpendLimitAt' })
  })
})
