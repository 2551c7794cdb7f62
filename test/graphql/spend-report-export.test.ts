import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromId, toId } from '../../src/domain/id.ts'
import { toCsv, writeText } from '../../src/graphql/spend-report-export.ts'
import { newId } from '../../src/store/id.ts'
import type { ExportedRow } from '../../src/store/spend-report.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { keepDirectory, type KeptDirectory } from '../support/random-directory.ts'
import { signedInAdministrator, signedInUser } from '../support/signed-in.ts'
import { createTestTeam, type TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let database: pg.Client
let team: TestTeam
let kept: KeptDirectory
let client: GraphqlClient

const user = { active: true, override: 'NONE', expiry: 'NEVER', spentMinor: 60 } as const
beforeAll(async () => {
  database = new pg.Client({ connectionString: under.database.url })
  await database.connect()
  team = await createTestTeam(under.node, { name: 'Ångström & Söhne' })
  client = graphqlClient(under.node, team.apiKey)
  kept = await keepDirectory(
    database,
    { teamId: fromId('team', team.teamId)!, directoryId: fromId('directory', team.directoryId)!, name: 'u' },
    {
      standard: { amountMinor: 250 },
      users: [user, { ...user, override: { amountMinor: null } }, { ...user, active: false, spentMinor: undefined }],
      groups: [{ limit: { amountMinor: 40 }, members: [0] }],
    },
  )
})
afterAll(() => database?.end())

const urlOf = (teamId: string, parameters = ''): string => `${under.node.url}/teams/${teamId}/spend-report.csv${parameters}`
const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` })
const download = (parameters = '', headers: Record<string, string> = bearer(team.apiKey), teamId = team.teamId): Promise<Response> =>
  fetch(urlOf(teamId, parameters), { headers })

/** RFC 4180, as strictly as it is written. */
function parseCsv(text: string): Record<string, string>[] {
  const records: string[][] = [[]]
  let rest = text
  while (rest !== '') {
    const [whole, quoted, plain, end] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? []
    if (whole === undefined) throw new Error(`no RFC 4180: ${JSON.stringify(rest.slice(0, 80))}`)
    records.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    rest = rest.slice(whole.length)
    if (end === '\r\n' && rest !== '') records.push([])
  }
  const [header, ...rows] = records
  return rows.map((row) => {
    expect(row).toHaveLength(header!.length)
    return Object.fromEntries(header!.map((name, index) => [name, row[index]!]))
  })
}

describe('GET /teams/{id}/spend-report.csv', () => {
  test('answers the report as a file of RFC 4180, amounts in minor units and as decimals of the currency', async () => {
    const response = await download()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    const period = new Date().toISOString().slice(0, 7)
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="spend-report--ngstr-m-S-hne-${period}.csv"; filename*=UTF-8''spend-report-%C3%85ngstr%C3%B6m-S%C3%B6hne-${period}.csv`,
    )
    const limits = (
      await database.query<{ id: string; group_id: string | null }>('SELECT id, group_id FROM spend_limits WHERE group_id = $1', [
        kept.groupIds[0],
      ])
    ).rows
    const rows = parseCsv(await response.text())
    expect(rows).toHaveLength(3)
    expect(rows[0]).toEqual({
      userId: toId('user', kept.userIds[0]!),
      userName: 'u-0',
      displayName: '',
      email: '',
      active: 'true',
      limitSource: 'GROUP',
      isUnlimited: 'false',
      limitMinor: '40',
      limit: '0.40',
      decidedBy: toId('spendLimit', limits[0]!.id),
      decidedByGroupId: toId('group', kept.groupIds[0]!),
      decidedByGroupName: 'u group 0',
      spentMinor: '60',
      spent: '0.60',
      reservedMinor: '0',
      reserved: '0.00',
      remainingMinor: '0',
      remaining: '0.00',
      usedPercent: '150',
      isBlocked: 'true',
      currency: 'EUR',
      period,
    })
    expect(rows[1]).toMatchObject({ isUnlimited: 'true', limitMinor: '', limit: '', remaining: '', usedPercent: '', isBlocked: 'false' })
    expect(rows[1]).toMatchObject({ limitSource: 'USER', decidedByGroupId: '', decidedByGroupName: '' })
    expect(rows[2]).toMatchObject({
      active: 'false',
      limitSource: 'INACTIVE_USER',
      limitMinor: '0',
      limit: '0.00',
      decidedBy: '',
      decidedByGroupId: '',
      decidedByGroupName: '',
      usedPercent: '0',
      isBlocked: 'true',
    })
  })

  test('takes the filters, the order and the month of the report as parameters', async () => {
    const names = async (parameters: string): Promise<string[]> =>
      parseCsv(await (await download(parameters)).text()).map((row) => row['userName']!)
    expect((await names('?orderBy=SPENT&direction=ASC'))[0]).toBe('u-2')
    expect((await names('?orderBy=SPENT&direction=DESC'))[2]).toBe('u-2')
    expect(await names('?direction=DESC')).toEqual(['u-2', 'u-1', 'u-0'])
    expect(await names('?isBlocked=true')).toEqual(['u-0', 'u-2'])
    expect(await names('?sources=USER,INACTIVE_USER')).toEqual(['u-1', 'u-2'])
    expect(await names(`?groupId=${toId('group', kept.groupIds[0]!)}`)).toEqual(['u-0'])
    expect(await names('?overPercent=149.9&active=true')).toEqual(['u-0'])
    expect(await names('?overPercent=150&active=true')).toEqual([])
    expect(await names('?isInNoGroup=true&isUnlimited=true')).toEqual(['u-1'])
    expect(await names('?search=U-1')).toEqual(['u-1'])
    expect(await names(`?directoryId=${team.directoryId}`)).toHaveLength(3)
    const past = parseCsv(await (await download('?period=2020-02')).text())
    expect(past.map(({ spentMinor, period }) => [spentMinor, period])).toEqual([
      ['0', '2020-02'],
      ['0', '2020-02'],
      ['0', '2020-02'],
    ])
  })

  test.each([
    '?isBlocked=yes',
    '?sources=GROUPS',
    '?overPercent=-1',
    '?period=2020-13',
    '?period=9999-12',
    '?orderBy=NAME',
    '?direction=UP',
    '?nonsense=1',
    '?active=true&active=false',
    '?search=%00',
  ])('refuses %s with 400, and says why', async (parameters) => {
    const response = await download(parameters)
    expect(response.status).toBe(400)
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] }
    expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT')
    expect(errors[0]!.message).toContain(new URLSearchParams(parameters).keys().next().value)
  })

  test('is for whoever may read the report: an API key with READ, an administrator, the platform key', async () => {
    const administrator = { cookie: await signedInAdministrator(under.node, team.teamId, 'ada@acme.example') }
    const sameOrigin = { ...administrator, origin: under.node.url }
    expect((await download('', sameOrigin)).status).toBe(200)
    // Somebody who types the address, or follows a link of our own pages; not one of another site.
    expect((await download('', { ...administrator, 'sec-fetch-site': 'none' })).status).toBe(200)
    expect((await download('', { ...administrator, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await download('', { ...administrator, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await download('', bearer(under.node.platformKey))).status).toBe(200)
    expect((await download('', bearer(await graphqlIssueKey(client, ['READ'])))).status).toBe(200)
    expect((await download('', bearer(await graphqlIssueKey(client, ['LIMITS', 'SETUP'])))).status).toBe(403)
    const member = { cookie: await signedInUser(under.node, team.teamId, 'u-0'), origin: under.node.url }
    expect((await download('', member)).status).toBe(403)
  })

  test('is 401 for nobody, and for another team exactly what it is for none', async () => {
    const nobody = await download('', {})
    expect(nobody.status).toBe(401)
    expect(nobody.headers.get('www-authenticate')).toContain('Bearer')
    expect((await download('', bearer('hc_key_nonsense'))).status).toBe(401)
    const other = await under.newTeam()
    const none = toId('team', newId())
    const answers = await Promise.all(
      [other.teamId, none].map(async (teamId) => {
        const response = await download('', bearer(team.apiKey), teamId)
        const { errors } = (await response.json()) as { errors: { message: string; extensions: { requestId?: string } }[] }
        delete errors[0]!.extensions.requestId
        return { status: response.status, text: JSON.stringify(errors).replaceAll(teamId, 'ID') }
      }),
    )
    expect(answers[0]!.status).toBe(404)
    expect(answers[0]).toEqual(answers[1])
    expect((await download('', bearer(under.node.platformKey), none)).status).toBe(404)
    expect((await download('', bearer(team.apiKey), 'nonsense')).status).toBe(404)
  })
})

describe('a large export', () => {
  let big: TestTeam
  let bigClient: GraphqlClient
  const rows = 60_000
  beforeAll(async () => {
    big = await createTestTeam(under.node, { name: 'Big' })
    bigClient = graphqlClient(under.node, big.apiKey)
    await database.query(
      `INSERT INTO users (id, team_id, directory_id, user_name, user_name_key, display_name, active, attributes, version, created_at, last_modified_at)
       SELECT gen_random_uuid(), $1, $2, 'big-' || n, 'big-' || n, repeat('x', 200), TRUE, '{}', 1, now(), now() FROM generate_series(1, ${rows}) AS n`,
      [fromId('team', big.teamId), fromId('directory', big.directoryId)],
    )
  })

  /** A response whose body nobody reads. */
  async function open(key: string): Promise<IncomingMessage> {
    const request = get(urlOf(big.teamId), { headers: bearer(key) })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(response.statusCode).toBe(200)
    return response
  }

  async function readToTheEnd(response: IncomingMessage): Promise<{ isWhole: boolean; text: string }> {
    const parts: Buffer[] = []
    try {
      for await (const part of response) parts.push(part as Buffer)
      return { isWhole: response.complete, text: Buffer.concat(parts).toString() }
    } catch {
      return { isWhole: false, text: Buffer.concat(parts).toString() }
    }
  }

  const isHeld = async (): Promise<boolean> =>
    (
      await database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND (state LIKE 'idle in transaction%') AND query LIKE '%spend_report%'`,
      )
    ).rowCount! > 0
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  test('is of one moment, whatever is written meanwhile', async () => {
    const response = await open(big.apiKey)
    await until(isHeld)
    await database.query('UPDATE users SET user_name = user_name || $2 WHERE team_id = $1', [fromId('team', big.teamId), '-later'])
    const { isWhole, text } = await readToTheEnd(response)
    expect(isWhole).toBe(true)
    expect(text).not.toContain('-later')
    expect(text.split('\r\n')).toHaveLength(rows + 2)
    await until(async () => !(await isHeld()))
  })

  test('is one at a time for a team; others are asked to come again', async () => {
    const response = await open(big.apiKey)
    await until(isHeld)
    const second = await fetch(urlOf(big.teamId), { headers: bearer(big.apiKey) })
    expect(second.status).toBe(503)
    expect(second.headers.get('retry-after')).toMatch(/^\d+$/)
    expect((await download()).status).toBe(200)
    expect((await readToTheEnd(response)).isWhole).toBe(true)
  })

  test('lets its snapshot go when the reader does', async () => {
    const response = await open(big.apiKey)
    await until(isHeld)
    response.destroy()
    await until(async () => !(await isHeld()))
    const again = await open(big.apiKey)
    expect((await readToTheEnd(again)).isWhole).toBe(true)
  })

  test('ends visibly cut off when the access that it was asked with ends', async () => {
    const key = await graphqlIssueKey(bigClient, ['READ'])
    const response = await open(key)
    await until(isHeld)
    const { data } = await bigClient.ask<{ team: { apiKeys: { id: string; name: string }[] } }>('{ team { apiKeys { id name } } }')
    const { id } = data!.team.apiKeys.find(({ name }) => name === 'Test')!
    const revoked = await bigClient.ask('mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }', { id })
    expect(revoked.errors).toBeUndefined()
    await until(async () => !(await isHeld()))
    expect((await readToTheEnd(response)).isWhole).toBe(false)
  })
})

describe('an export that has not come to its first row', () => {
  /** Until it is released, the report cannot be read. */
  async function hold(): Promise<() => Promise<void>> {
    const holder = new pg.Client({ connectionString: under.database.url })
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE spend_totals IN ACCESS EXCLUSIVE MODE')
    return async () => {
      await holder.query('ROLLBACK')
      await holder.end()
    }
  }
  const isWaiting = async (): Promise<boolean> =>
    (
      await database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%spend_report%'`,
      )
    ).rowCount! > 0
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  test('answers nothing of the team when the access ends', async () => {
    const key = await graphqlIssueKey(client, ['READ'])
    const { data } = await client.ask<{ team: { apiKeys: { id: string; name: string }[] } }>('{ team { apiKeys { id name } } }')
    const { id } = data!.team.apiKeys.findLast(({ name }) => name === 'Test')!
    const release = await hold()
    const answer = download('', bearer(key))
    try {
      await until(isWaiting)
      const revoked = await client.ask('mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { __typename } }', { id })
      expect(revoked.errors).toBeUndefined()
      const stillThere = '{ team { apiKeys { id revokedAt } } }'
      expect((await client.ask(stillThere)).data).toMatchObject({
        team: { apiKeys: expect.arrayContaining([{ id, revokedAt: expect.any(String) }]) },
      })
      // The export has heard of it: nobody reads for it any more.
      await until(async () => !(await isWaiting()))
    } finally {
      await release()
    }
    const response = await answer
    const text = await response.text()
    expect(response.status).toBe(401)
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    expect(text).not.toMatch(/u-[012]|userName/)
  })

  test('is given up when whoever asked for it leaves, and the team may ask again', async () => {
    const release = await hold()
    const leaving = new AbortController()
    try {
      const left = fetch(urlOf(team.teamId), { headers: bearer(team.apiKey), signal: leaving.signal }).catch((error: Error) => error.name)
      await until(isWaiting)
      leaving.abort()
      expect(await left).toBe('AbortError')
      await until(async () => !(await isWaiting()))
      let answer: Promise<number> | undefined
      // Its place is free a moment after its statement has ended.
      await until(async () => {
        answer = download().then(({ status }) => status)
        return (await Promise.race([answer, until(isWaiting).then(() => 'waiting')])) === 'waiting'
      })
      await release()
      expect(await answer).toBe(200)
    } finally {
      leaving.abort()
      await release().catch(() => {})
    }
  })
})

test('a reader that takes nothing is cut off when its time is over', async () => {
  let isGone: Promise<unknown> | undefined
  const server = createServer((_, response) => {
    isGone = once(response, 'close')
    void (async () => {
      while (!response.destroyed) await writeText(response, 'x'.repeat(1_000_000), 50)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  socket.pause()
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
  await once(server, 'request')
  await isGone
  socket.destroy()
  server.close()
})

describe('a cell of the file', () => {
  const row: ExportedRow = {
    teamId: newId(),
    userId: newId(),
    userName: 'ada',
    displayName: null,
    email: null,
    active: true,
    limit: { isUnlimited: false, amountMinor: 1_234_567, source: 'TEAM' },
    limitId: newId(),
    spentMinor: 5,
    reservedMinor: 0,
    remainingMinor: Number.MAX_SAFE_INTEGER,
    usedPercent: 0.0004,
    isBlocked: false,
    decidedByGroup: null,
  }
  const header =
    'userId,userName,displayName,email,active,limitSource,isUnlimited,limitMinor,limit,decidedBy,decidedByGroupId,decidedByGroupName,spentMinor,spent,reservedMinor,reserved,remainingMinor,remaining,usedPercent,isBlocked,currency,period\r\n'
  const cellsOf = (more: Partial<ExportedRow>, currency = 'EUR'): Record<string, string> =>
    parseCsv(header + toCsv([{ ...row, ...more }], currency, '2026-05'))[0]!

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://example.com";"x")'])(
    'that a spreadsheet would take for a formula is made harmless: %j',
    (text) => {
      expect(cellsOf({ displayName: text })['displayName']).toBe(`'${text}`)
      expect(cellsOf({ userName: text })['userName']).toBe(`'${text}`)
      expect(cellsOf({ email: text })['email']).toBe(`'${text}`)
      expect(cellsOf({ decidedByGroup: { id: newId(), name: text } })['decidedByGroupName']).toBe(`'${text}`)
    },
  )

  test.each(['a,b', 'say "hi"', 'two\nlines', 'two\rlines', 'two\r\nlines', ' spaces ', 'ü😀'])('holds any text: %j', (text) => {
    expect(cellsOf({ displayName: text })['displayName']).toBe(text)
  })

  test('has the digits of the currency, exact up to the largest amount', () => {
    expect(cellsOf({})).toMatchObject({ limit: '12345.67', spent: '0.05', remaining: '90071992547409.91', usedPercent: '0.0004' })
    expect(cellsOf({}, 'JPY')).toMatchObject({ limit: '1234567', spent: '5', remaining: '9007199254740991' })
    expect(cellsOf({}, 'BHD')).toMatchObject({ limit: '1234.567', spent: '0.005', remaining: '9007199254740.991' })
  })
})
