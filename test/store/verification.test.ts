import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromId, toId } from '../../src/domain/id.ts'
import { newId } from '../../src/store/id.ts'
import { mostFindings } from '../../src/store/verification.ts'
import { graphqlClient, type Answer } from '../support/graphql-client.ts'
import { keepDirectory, type KeptDirectory } from '../support/random-directory.ts'
import { readLocalJson, startServerProcess } from '../support/server-process.ts'
import { setLimit, spendClient } from '../support/spend-client.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let database: pg.Client

beforeAll(async () => {
  database = new pg.Client({ connectionString: under.database.url })
  await database.connect()
})
afterAll(() => database?.end())

type Found = { check: string; teamId: string; subjectId: string; message: string }
const query = 'query ($teamId: ID) { verification(teamId: $teamId) { check teamId subjectId message } }'
const attempt = (key: string, teamId?: string): Promise<Answer<{ verification: Found[] }>> =>
  graphqlClient(under.node, key).ask(query, { teamId })
async function verify(teamId?: string): Promise<Found[]> {
  const { data, errors } = await attempt(under.node.platformKey, teamId)
  if (errors) throw new Error(JSON.stringify(errors))
  return data!.verification
}

type Planted = KeptDirectory & { id: string; directoryId: string; period: string; reservationId: string; entryIds: string[] }
const user = { active: true, override: 'NONE', expiry: 'NEVER', spentMinor: 60 } as const

/** A healthy team with one of everything, and a reservation that is settled by one of the entries. */
async function makeTeam(): Promise<Planted> {
  const team = await under.newTeam()
  const teamId = fromId('team', team.teamId)!
  const directoryId = fromId('directory', team.directoryId)!
  const kept = await keepDirectory(
    database,
    { teamId, directoryId, name: newId() },
    {
      standard: { amountMinor: 100 },
      users: [user, { ...user, spentMinor: undefined }],
      groups: [{ limit: { amountMinor: 200 }, members: [0] }],
    },
  )
  const reservationId = newId()
  const { rows } = await database.query<{ id: string; period: string }>(
    `SELECT id, to_char(period, 'YYYY-MM') AS period FROM spend_entries WHERE team_id = $1`,
    [teamId],
  )
  const { period } = rows[0]!
  await database.query(
    `INSERT INTO spend_reservations (id, team_id, user_id, idempotency_key, amount_minor, period, created_at, expires_at, state, closed_at, actor_kind, actor_label)
     VALUES ($1, $2, $3, 'one', 10, ($4 || '-01')::date, now(), now(), 'SETTLED', now(), 'SYSTEM', 'test')`,
    [reservationId, teamId, kept.userIds[0], period],
  )
  const entry = newId()
  await addEntry({ teamId, userId: kept.userIds[0]!, period, id: entry, amountMinor: 10, reservationId })
  await database.query('UPDATE spend_totals SET spent_minor = spent_minor + 10 WHERE team_id = $1', [teamId])
  const healthy = { ...kept, id: team.teamId, directoryId, period, reservationId, entryIds: [rows[0]!.id, entry] }
  expect(await verify(team.teamId)).toEqual([])
  return healthy
}

type NewEntry = {
  teamId: string
  userId: string
  period: string
  id?: string
  amountMinor: number
  reservationId?: string
  correctsId?: string
}
function addEntry({ teamId, userId, period, id = newId(), amountMinor, reservationId, correctsId }: NewEntry): Promise<unknown> {
  return database.query(
    `INSERT INTO spend_entries (id, team_id, user_id, kind, idempotency_key, amount_minor, at, period, reservation_id, corrects_id, recorded_at, actor_kind, actor_label)
     VALUES ($1::uuid, $2, $3, CASE WHEN $7::uuid IS NULL THEN 'SPEND' ELSE 'CORRECTION' END, $1::text, $4, now(), ($5 || '-01')::date, $6, $7::uuid, now(), 'SYSTEM', 'test')`,
    [id, teamId, userId, amountMinor, period, reservationId ?? null, correctsId ?? null],
  )
}

/** The log tells that the first user came to these percents; `at`: when. */
async function tell(team: Planted, period: string, percents: number[]): Promise<void> {
  await database.query(
    `WITH head AS (UPDATE team_heads SET revision = revision + 1, change_id = $2 WHERE team_id = $1 RETURNING revision)
     INSERT INTO changes (team_id, revision, id, at, kind, actor_kind, actor_label, user_id, data)
     SELECT $1, revision, $2, now(), 'SpendThresholdReached', 'SYSTEM', 'test', $3, jsonb_build_object('period', $4::text, 'percents', $5::int[])
     FROM head`,
    [team.teamId, newId(), team.userIds[0], period, percents],
  )
}
const mark = (team: Planted, percents: number[]): Promise<void> =>
  unwatched('UPDATE spend_totals SET thresholds_reached = $2::int[] WHERE team_id = $1', [team.teamId, percents])
/** As if the log had been pruned up to its newest change, which was made so long ago. */
const prune = (team: Planted, age: string): Promise<void> =>
  unwatched(
    `WITH pruned AS (DELETE FROM changes WHERE team_id = $1 AND revision < (SELECT revision FROM team_heads WHERE team_id = $1))
     UPDATE changes SET at = now() - $2::interval WHERE team_id = $1 AND revision = (SELECT revision FROM team_heads WHERE team_id = $1)`,
    [team.teamId, age],
  )

/** As if nothing in the database watched over it. */
async function unwatched(text: string, values: unknown[]): Promise<void> {
  await database.query('SET session_replication_role = replica')
  try {
    const { rowCount } = await database.query(text, values)
    expect(rowCount).toBeGreaterThan(0)
  } finally {
    await database.query('SET session_replication_role = origin')
  }
}

type Drift = { check: string; plant(team: Planted): Promise<unknown>; says: RegExp; subject(team: Planted): string }
const [userOf, groupOf, directoryOf] = [
  (team: Planted) => toId('user', team.userIds[0]!),
  (team: Planted) => toId('group', team.groupIds[0]!),
  (team: Planted) => toId('directory', team.directoryId),
] as const
const reservationOf = (team: Planted): string => toId('spendReservation', team.reservationId)

const drifts: Record<string, Drift> = {
  'a count of users that is not that of the users': {
    check: 'DIRECTORY_COUNT',
    plant: (team) => unwatched('UPDATE directory_counts SET user_count = 3 WHERE directory_id = $1', [team.directoryId]),
    says: /Says 3 users and 1 groups; there are 2 and 1/,
    subject: directoryOf,
  },
  'a directory without counts': {
    check: 'DIRECTORY_COUNT',
    plant: (team) => unwatched('DELETE FROM directory_counts WHERE directory_id = $1', [team.directoryId]),
    says: /Says no users/,
    subject: directoryOf,
  },
  'a count of members that is not that of the memberships': {
    check: 'MEMBER_COUNT',
    plant: (team) => unwatched('UPDATE groups SET member_count = 4 WHERE id = $1', [team.groupIds[0]]),
    says: /Says 4 members; there are 1/,
    subject: groupOf,
  },
  'a total that is not that of its entries': {
    check: 'SPEND_TOTAL',
    plant: (team) => unwatched('UPDATE spend_totals SET spent_minor = 71 WHERE team_id = $1', [team.teamId]),
    says: /is 71; its entries make 70/,
    subject: userOf,
  },
  'entries without a total': {
    check: 'SPEND_TOTAL',
    plant: (team) => unwatched('DELETE FROM spend_totals WHERE team_id = $1', [team.teamId]),
    says: /entries of 70 in \d{4}-\d\d and no total/,
    subject: userOf,
  },
  'a total without entries': {
    check: 'SPEND_TOTAL',
    plant: (team) =>
      unwatched(`INSERT INTO spend_totals (user_id, period, team_id, spent_minor) VALUES ($1, '2020-01-01', $2, 5)`, [
        team.userIds[0],
        team.teamId,
      ]),
    says: /of 2020-01 is 5; its entries make 0/,
    subject: userOf,
  },
  'a threshold that was reached twice': {
    check: 'THRESHOLDS',
    plant: (team) => unwatched(`UPDATE spend_totals SET thresholds_reached = '{50,80,50}' WHERE team_id = $1`, [team.teamId]),
    says: /not different percents/,
    subject: userOf,
  },
  'a threshold that is no percent': {
    check: 'THRESHOLDS',
    plant: (team) => unwatched(`UPDATE spend_totals SET thresholds_reached = '{50,1001}' WHERE team_id = $1`, [team.teamId]),
    says: /not different percents/,
    subject: userOf,
  },
  'a threshold that the log told of and that is lost': {
    check: 'THRESHOLDS',
    async plant(team) {
      await tell(team, team.period, [50])
      await tell(team, team.period, [80, 100])
      await mark(team, [50, 100])
    },
    says: /are \{50,100\}; the log tells of \{50,80,100\}/,
    subject: userOf,
  },
  'thresholds that the log told of, without a total': {
    check: 'THRESHOLDS',
    plant: (team) => tell(team, '2020-01', [50]),
    says: /of 2020-01 are \{\}; the log tells of \{50\}/,
    subject: userOf,
  },
  'a threshold that is marked and that the log does not tell of': {
    check: 'THRESHOLDS',
    async plant(team) {
      await tell(team, team.period, [50])
      await mark(team, [50, 80])
    },
    says: /are \{50,80\}; the log tells of \{50\}/,
    subject: userOf,
  },
  'the same, when the log was pruned before the month began': {
    check: 'THRESHOLDS',
    async plant(team) {
      await mark(team, [50])
      await prune(team, '33 days')
    },
    says: /are \{50\}; the log tells of \{\}/,
    subject: userOf,
  },
  'a threshold that is lost, when the log was pruned since': {
    check: 'THRESHOLDS',
    async plant(team) {
      await mark(team, [50])
      await tell(team, team.period, [80])
      await prune(team, '0')
    },
    says: /are \{50\}; the log tells of \{80\}/,
    subject: userOf,
  },
  'a reservation that is settled without an entry': {
    check: 'SETTLEMENT',
    plant: (team) => unwatched('UPDATE spend_entries SET reservation_id = NULL WHERE reservation_id = $1', [team.reservationId]),
    says: /settled and has no entry/,
    subject: reservationOf,
  },
  'a reservation that is settled twice': {
    check: 'SETTLEMENT',
    plant: (team) =>
      unwatched('UPDATE spend_entries SET reservation_id = $1 WHERE id = ANY($2::uuid[])', [team.reservationId, team.entryIds]),
    says: /Has 2 entries/,
    subject: reservationOf,
  },
  'a reservation that is open and has an entry': {
    check: 'SETTLEMENT',
    plant: (team) => unwatched(`UPDATE spend_reservations SET state = 'OPEN', closed_at = NULL WHERE id = $1`, [team.reservationId]),
    says: /Is OPEN and has an entry/,
    subject: reservationOf,
  },
  'a reservation whose entry is of another month': {
    check: 'SETTLEMENT',
    plant: (team) => unwatched(`UPDATE spend_reservations SET period = '2020-01-01' WHERE id = $1`, [team.reservationId]),
    says: /another user or month/,
    subject: reservationOf,
  },
  'an entry that settles what does not exist': {
    check: 'SETTLEMENT',
    plant: (team) => unwatched('DELETE FROM spend_reservations WHERE id = $1', [team.reservationId]),
    says: /Does not exist/,
    subject: reservationOf,
  },
  'a correction of what is no entry of the user': {
    check: 'CORRECTION',
    async plant(team) {
      await addEntry({
        teamId: team.teamId,
        userId: team.userIds[1]!,
        period: team.period,
        id: team.groupIds[0]!,
        amountMinor: 0,
        correctsId: team.entryIds[0]!,
      })
      await unwatched(`INSERT INTO spend_totals (user_id, period, team_id) VALUES ($1, ($2 || '-01')::date, $3)`, [
        team.userIds[1],
        team.period,
        team.teamId,
      ])
    },
    says: /no entry of the same user and month/,
    subject: (team) => toId('spendEntry', team.groupIds[0]!),
  },
  'a hole in the log': {
    check: 'CHANGE_LOG',
    plant: (team) => unwatched('DELETE FROM changes WHERE team_id = $1 AND revision = 2', [team.teamId]),
    says: /Revisions 2 to 2 are missing/,
    subject: (team) => team.id,
  },
  'a log whose end is not the head': {
    check: 'CHANGE_LOG',
    plant: (team) => unwatched('UPDATE team_heads SET revision = revision + 1 WHERE team_id = $1', [team.teamId]),
    says: /The head is revision \d+ with change [\w-]+; the newest change is revision \d+/,
    subject: (team) => team.id,
  },
  'a log whose newest change is another one': {
    check: 'CHANGE_LOG',
    plant: (team) => unwatched('UPDATE team_heads SET change_id = $2 WHERE team_id = $1', [team.teamId, newId()]),
    says: /The head is revision/,
    subject: (team) => team.id,
  },
  'a team without a head': {
    check: 'CHANGE_LOG',
    plant: (team) => unwatched('DELETE FROM team_heads WHERE team_id = $1', [team.teamId]),
    says: /The head is revision none/,
    subject: (team) => team.id,
  },
  'a limit of a target that is not there': {
    check: 'LIMIT_TARGET',
    plant: (team) =>
      unwatched(
        `INSERT INTO spend_limits (id, team_id, group_id, is_set, version, set_at, set_by) VALUES ($1, $2, $3, TRUE, 1, now(), 'x')`,
        [team.userIds[1], team.teamId, newId()],
      ),
    says: /not there, or of another team/,
    subject: (team) => toId('spendLimit', team.userIds[1]!),
  },
  'a member of another directory': {
    check: 'MEMBERSHIP',
    async plant(team) {
      const other = await under.newTeam()
      const stranger = await other.scim.createUser('stranger')
      await unwatched('UPDATE memberships SET user_id = $1 WHERE group_id = $2', [fromId('user', stranger), team.groupIds[0]])
    },
    says: /another directory or team/,
    subject: groupOf,
  },
}

describe('verification', () => {
  test.each(Object.entries(drifts))('finds and names %s', async (_, { check, plant, says, subject }) => {
    const team = await makeTeam()
    await plant(team)
    const found = await verify(team.id)
    expect(found).toEqual([{ check, teamId: team.id, subjectId: subject(team), message: expect.stringMatching(says) }])
    expect((await verify()).filter(({ teamId }) => teamId === team.id)).toEqual(found)
  })

  test('takes thresholds for told that the log told of, or may have told of before it was pruned', async () => {
    const team = await makeTeam()
    await tell(team, team.period, [50])
    await tell(team, team.period, [80, 100])
    await mark(team, [50, 80, 100])
    expect(await verify(team.id)).toEqual([])
    await prune(team, '0')
    expect(await verify(team.id)).toEqual([])
  })

  test('finds nothing where spend has reached thresholds, also of a user who is deleted since', async () => {
    const team = await under.newTeam('Reached')
    const client = graphqlClient(under.node, team.apiKey)
    const userId = await team.scim.createUser('ada')
    await setLimit(client, { userId }, 100)
    for (const amountMinor of [50, 31, 40]) await spendClient(client).spend(userId, amountMinor)
    const reached = await under.node.app.database.spendTotal.findFirstOrThrow({ where: { userId: fromId('user', userId)! } })
    expect(reached.thresholdsReached).toEqual([50, 80, 100])
    expect(await verify(team.teamId)).toEqual([])
    await team.scim.delete(`/Users/${userId}`)
    expect(await verify(team.teamId)).toEqual([])
  })

  test('finds and names users of one team in a directory of another, whichever is asked for', async () => {
    const [team, other] = [await makeTeam(), await under.newTeam()]
    await unwatched('UPDATE users SET team_id = $1 WHERE id = $2', [fromId('team', other.teamId), team.userIds[1]])
    for (const teamId of [team.id, other.teamId])
      expect(await verify(teamId)).toContainEqual({
        check: 'DIRECTORY',
        teamId,
        subjectId: directoryOf(team),
        message: expect.stringContaining('another'),
      })
  })

  test('tells a bounded number of differences one by one, and how many more there are', async () => {
    const team = await makeTeam()
    await database.query(
      `INSERT INTO spend_totals (user_id, period, team_id, spent_minor) SELECT gen_random_uuid(), '2020-01-01', $1, 5 FROM generate_series(1, $2::int)`,
      [team.teamId, mostFindings + 7],
    )
    const found = await verify(team.id)
    expect(found).toHaveLength(mostFindings + 1)
    expect(found.at(-1)).toMatchObject({ check: 'SPEND_TOTAL', message: 'And 7 more of this kind.' })
  })

  test('is for the platform key, and knows no team that does not exist', async () => {
    const team = await under.newTeam()
    const { errors } = await attempt(team.apiKey, team.teamId)
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN')
    for (const id of [toId('team', newId()), 'nonsense']) {
      const answer = await attempt(under.node.platformKey, id)
      expect(answer.errors![0]!.extensions.code).toBe('NOT_FOUND')
    }
  })

  test('finds nothing in a healthy team that is busy, at any moment', async () => {
    const team = await under.newTeam('Busy')
    const client = graphqlClient(under.node, team.apiKey)
    const { scim } = team
    const users = await Promise.all(Array.from({ length: 6 }, (_, index) => scim.createUser(`user${index}`)))
    const groups = await Promise.all([scim.createGroup('One', users.slice(0, 3)), scim.createGroup('Two')])
    let isOver = false
    const succeeds = async (asked: Promise<Answer>): Promise<Record<string, never>> => {
      const { data, errors } = await asked
      if (errors) throw new Error(JSON.stringify(errors))
      const [result] = Object.values(data!) as [{ __typename: string }]
      expect(result.__typename).toMatch(/Success$/)
      return result as never
    }
    const record = (userId: string): Promise<Record<string, never>> =>
      succeeds(
        client.ask('mutation ($input: RecordSpendInput!) { recordSpend(input: $input) { __typename ... on Error { message } } }', {
          input: { entries: [{ userId, amountMinor: 5, idempotencyKey: newId() }] },
        }),
      )
    const reserve = async (userId: string, index: number): Promise<void> => {
      const { reservation } = (await succeeds(
        client.ask(
          'mutation ($input: ReserveSpendInput!) { reserveSpend(input: $input) { __typename ... on ReserveSpendSuccess { reservation { id } } ... on Error { message } } }',
          {
            input: { userId, amountMinor: 3, idempotencyKey: newId() },
          },
        ),
      )) as unknown as { reservation: { id: string } }
      const [mutation, type] = index % 2 === 0 ? ['settleSpend', 'SettleSpendInput'] : ['releaseSpend', 'ReleaseSpendInput']
      await succeeds(
        client.ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename ... on Error { message } } }`, {
          input: { reservationId: reservation.id },
        }),
      )
    }
    const writers: ((index: number) => Promise<unknown>)[] = [
      (index) =>
        scim.patch(`/Groups/${groups[index % 2]}`, {
          op: index % 4 < 2 ? 'add' : 'remove',
          path: 'members',
          value: [{ value: users[index % 6] }],
        }),
      async (index) => scim.delete(`/Users/${await scim.createUser(`passing${index}`)}`),
      async (index) => scim.delete(`/Groups/${await scim.createGroup(`Passing ${index}`, [users[index % 6]!])}`),
      (index) =>
        succeeds(
          client.ask('mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }', {
            input: { target: { groupId: groups[index % 2] }, value: { amountMinor: 1_000_000 + index } },
          }),
        ),
      (index) => record(users[index % 6]!),
      (index) => reserve(users[index % 6]!, index),
    ]
    const writing = Promise.allSettled(
      writers.map(async (write) => {
        for (let index = 0; !isOver; index++) await write(index)
      }),
    )
    try {
      for (let round = 0; round < 15; round++) expect(await verify(team.teamId)).toEqual([])
    } finally {
      isOver = true
      for (const written of await writing) expect(written.status, String((written as PromiseRejectedResult).reason)).toBe('fulfilled')
    }
    expect(await verify(team.teamId)).toEqual([])
    const { rows } = await database.query<{ entries: string; settled: string; changes: string }>(
      `SELECT (SELECT count(*) FROM spend_entries WHERE team_id = $1) AS entries, (SELECT count(*) FROM changes WHERE team_id = $1) AS changes,
         (SELECT count(*) FROM spend_reservations WHERE team_id = $1 AND state = 'SETTLED') AS settled`,
      [fromId('team', team.teamId)],
    )
    for (const count of Object.values(rows[0]!)) expect(Number(count)).toBeGreaterThan(0)
  })
})

type Ended = { code: number; stdout: string; stderr: string }
async function runVerify(environment: Record<string, string>, ...args: string[]): Promise<Ended> {
  const root = join(import.meta.dirname, '../..')
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['src/verify.ts', ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...environment },
    })
    return { code: 0, stdout, stderr }
  } catch (error) {
    return error as Ended
  }
}

describe('npm run verify', () => {
  test('prints what differs and exits with 1; of a team without drift with 0', async () => {
    const environment = { DATABASE_URL: under.database.url }
    const [team, healthy] = [await makeTeam(), await makeTeam()]
    await drifts['a count of members that is not that of the memberships']!.plant(team)
    expect(await runVerify(environment, '--team', healthy.id)).toMatchObject({ code: 0, stdout: 'Verified 1 team(s): nothing differs.\n' })
    const one = await runVerify(environment, '--team', team.id)
    expect(one.code).toBe(1)
    expect(one.stdout).toContain(`${team.id} MEMBER_COUNT ${groupOf(team)}: Says 4 members; there are 1.`)
    const all = await runVerify(environment)
    expect(all.code).toBe(1)
    expect(all.stdout).toContain(`${team.id} MEMBER_COUNT`)
  })

  test('exits with 2 when it cannot tell, and says why', async () => {
    const environment = { DATABASE_URL: under.database.url }
    expect(await runVerify(environment, '--team', 'nonsense')).toMatchObject({ code: 2, stderr: expect.stringContaining('nonsense') })
    const missing = toId('team', newId())
    expect(await runVerify(environment, '--team', missing)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${missing} does not exist`),
    })
    const empty = await mkdtemp(join(tmpdir(), 'headcount-verify-'))
    expect(await runVerify({ HEADCOUNT_DATA_DIR: empty })).toMatchObject({ code: 2, stderr: expect.stringContaining('no database') })
    await rm(empty, { recursive: true })
  })

  test('finds the embedded database of the data folder, beside a running server and after it has ended', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'headcount-verify-'))
    const environment = { HEADCOUNT_DATA_DIR: dataDirectory, PORT: '0', REDIS_URL: '' }
    const server = startServerProcess(environment)
    try {
      await server.printed('"Listening"', 90_000)
      const { scimUrl, scimToken } = await readLocalJson(dataDirectory)
      await fetch(`${scimUrl}/Users`, {
        method: 'POST',
        headers: { authorization: `Bearer ${scimToken}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada' }),
      })
      expect(await runVerify(environment)).toMatchObject({ code: 0, stdout: 'Verified 1 team(s): nothing differs.\n' })
      expect((await fetch(`${scimUrl}/Users`, { headers: { authorization: `Bearer ${scimToken}` } })).status).toBe(200)
    } finally {
      server.child.kill('SIGTERM')
      await server.exited
    }
    expect(await runVerify(environment)).toMatchObject({ code: 0, stdout: 'Verified 1 team(s): nothing differs.\n' })
    await rm(dataDirectory, { recursive: true, force: true })
  }, 120_000)
})
