import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, type Answer, type GraphqlClient } from '../support/graphql-client.ts'
import { RawSocket } from '../support/raw-socket.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let client: GraphqlClient

beforeAll(() => {
  client = graphqlClient(under.node, under.team.apiKey)
})

/** Takes a table away while `act` runs: what no client can mend. */
async function without(table: string, act: () => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: under.database.url })
  await admin.connect()
  try {
    await admin.query(`ALTER TABLE ${table} RENAME TO ${table}_away`)
    try {
      await act()
    } finally {
      await admin.query(`ALTER TABLE ${table}_away RENAME TO ${table}`)
    }
  } finally {
    await admin.end()
  }
}

const internal = { message: 'internal error', extensions: { code: 'INTERNAL', requestId: expect.any(String) } }

describe('A fault tells the caller "internal error" and the request id, and nothing else', () => {
  test('in a field: beside the data of the others', async () => {
    await without('groups', async () => {
      const { status, headers, data, errors } = await client.ask('{ viewer { kind } team { groups { nodes { id } } } }')
      expect({ status, data }).toEqual({ status: 200, data: { viewer: { kind: 'API_KEY' }, team: null } })
      expect(errors).toMatchObject([{ ...internal, path: ['team', 'groups'] }])
      expect(errors![0]!.extensions.requestId).toBe(headers.get('x-request-id'))
    })
    expect((await client.ask('{ team { groups { nodes { id } } } }')).errors).toBeUndefined()
  })

  test('in a snapshot', async () => {
    await without('users', async () => {
      expect((await client.ask('{ team { changeCursor users { totalCount } } }')).errors).toMatchObject([internal])
    })
  })

  test('in a mutation', async () => {
    await without('spend_limits', async () => {
      const answer = await client.ask(
        `mutation { setSpendLimit(input: { target: { teamId: "${under.team.teamId}" }, value: { amountMinor: 1 } }) { __typename } }`,
      )
      expect(answer.errors).toMatchObject([internal])
    })
  })

  test('when it cannot be known who asks: 503, come again', async () => {
    await without('api_keys', async () => {
      const { status, headers, text } = await client.post('{"query":"{ viewer { kind } }"}')
      expect(status).toBe(503)
      expect(headers.get('retry-after')).toBe('1')
      const { errors } = JSON.parse(text) as Answer
      expect(errors).toEqual([
        { message: expect.stringContaining('try again'), extensions: { code: 'OVERLOADED', requestId: expect.any(String) } },
      ])
    })
  })

  test('on a socket: its query fails; a subscription that cannot begin, or a credential that cannot be looked up, is told to come again', async () => {
    const socket = await new RawSocket(under.node).admitted(under.team.apiKey)
    await without('groups', async () => {
      socket.send({ id: '1', type: 'subscribe', payload: { query: '{ team { groups { nodes { id } } } }' } })
      expect(await socket.next()).toMatchObject({ type: 'next', payload: { data: { team: null }, errors: [internal] } })
      socket.send({
        id: '2',
        type: 'subscribe',
        payload: { query: 'subscription { changes(filter: { groupId: "group-00000000-0000-7000-8000-000000000000" }) { __typename } }' },
      })
      expect(await socket.next()).toMatchObject({ type: 'complete' })
      expect((await socket.closed).code).toBe(1013)
    })
    await without('api_keys', async () => {
      const refused = await new RawSocket(under.node).open()
      refused.send({ type: 'connection_init', payload: { authorization: 'Bearer hc_key_not-looked-up-before' } })
      expect((await refused.closed).code).toBe(1013)
    })
  })
})
