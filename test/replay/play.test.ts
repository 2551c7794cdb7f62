import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEntries, type Entry } from './entry.ts'
import { resolvePointer } from './json-pointer.ts'
import { checkBody, checkHeaders, checkStatus, fill, fillText, playEntry, toWireRequest, type Variables, type WireAnswer } from './play.ts'
import { sendTo } from './wire.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const variables: Variables = new Map([
  ['run', 'r1'],
  ['ann', 'user-7'],
])

describe('a JSON pointer finds what it names', () => {
  const document = {
    id: 'x',
    emails: [{ value: 'a' }, { value: 'b' }],
    [enterprise]: { department: 'D' },
    'a/b': 1,
    'c~d': 2,
    '~1': 3,
    zero: 0,
    nothing: null,
  }
  test.each([
    ['', document],
    ['/id', 'x'],
    ['/emails/1/value', 'b'],
    ['/emails/2', undefined],
    ['/emails/01', undefined],
    ['/emails/length', undefined],
    ['/emails/-', undefined],
    [`/${enterprise}/department`, 'D'],
    ['/a~1b', 1],
    ['/c~0d', 2],
    ['/~01', 3],
    ['/zero', 0],
    ['/nothing', null],
    ['/nothing/more', undefined],
    ['/id/length', undefined],
    ['/toString', undefined],
    ['/__proto__', undefined],
  ])('%s', (pointer, value) => {
    expect(resolvePointer(document, pointer)).toEqual(value)
  })
  test('a pointer without its slash is refused', () => {
    expect(() => resolvePointer({}, 'id')).toThrow('has to start with')
  })
})

describe('placeholders are filled in', () => {
  test.each([
    ['ann.{{run}}@x', 'ann.r1@x'],
    ['/Users/{{ann}}?a={{run}}', '/Users/user-7?a=r1'],
    ['{{unknown}} stays', '{{unknown}} stays'],
    ['{{run}}{{run}}', 'r1r1'],
    ['{run} {{ run }}', '{run} {{ run }}'],
  ])('%s', (text, filled) => {
    expect(fillText(text, variables)).toBe(filled)
  })
  test('in every string and key of a value, and nowhere else', () => {
    const value = { '{{run}}': ['{{ann}}', 1, true, null, { deep: 'a{{run}}' }] }
    expect(fill(value, variables)).toEqual({ r1: ['user-7', 1, true, null, { deep: 'ar1' }] })
  })
})

describe('an entry becomes exactly one request', () => {
  test('headers are sent as given, null takes one away, and the token is added', () => {
    const headers = { 'User-Agent': '', Accept: null, 'X-Run': '{{run}}' }
    expect(toWireRequest({ method: 'GET', path: '/Users?', headers }, variables, 't')).toEqual({
      method: 'GET',
      path: '/Users?',
      headers: { authorization: 'Bearer t', 'user-agent': '', 'x-run': 'r1' },
      body: undefined,
    })
  })
  test.each([
    ['of its own', { Authorization: 'Bearer other' }, 'Bearer other'],
    ['of none', { AUTHORIZATION: null }, undefined],
  ])('an entry may bring an authorization %s', (_, headers, expected) => {
    expect(toWireRequest({ method: 'GET', path: '/Users', headers }, variables, 't').headers['authorization']).toBe(expected)
  })
  test('a raw body is left as it stands', () => {
    expect(toWireRequest({ method: 'POST', path: '/Users', rawBody: '{ "x": {{run}} ' }, variables, 't').body).toBe('{ "x": {{run}} ')
  })
  test('a JSON null is a body', () => {
    expect(toWireRequest({ method: 'POST', path: '/Users', body: null }, variables, 't').body).toBe('null')
  })
})

describe('differences are named', () => {
  const body = {
    id: 'user-7',
    active: false,
    emails: [
      { value: 'a', primary: true },
      { value: 'b', primary: true },
    ],
    total: 3,
  }
  const answer: WireAnswer = { status: 400, headers: { etag: 'W/"1"' }, body: { detail: 'No.' } }
  test.each([
    [400, []],
    [[200, 400], []],
    [200, ['status 400, expected 200: No.']],
    [[200, 204], ['status 400, expected 200 or 204: No.']],
  ])('status %j', (expected, problems) => {
    expect(checkStatus(expected, answer)).toEqual(problems)
  })
  test.each<[Entry['expectHeaders'], string[]]>([
    [undefined, []],
    [{ ETag: true }, []],
    [{ ETag: 'W/"1"' }, []],
    [{ ETag: 'W/"{{run}}"' }, ['header ETag is "W/\\"1\\"", expected "W/\\"r1\\""']],
    [{ Location: true }, ['header Location is missing']],
  ])('headers %j', (expected, problems) => {
    expect(checkHeaders(expected, answer, variables)).toEqual(problems)
  })
  test.each<[Parameters<typeof checkBody>[0], string[]]>([
    [{}, []],
    [{ expect: { '/id': '{{ann}}', '/emails/0': { primary: true, value: 'a' } } }, []],
    [{ expect: { '/active': true } }, ['/active is false, expected true']],
    [{ expect: { '/active': 'false' } }, ['/active is false, expected "false"']],
    [{ expect: { '/name': 'x' } }, ['/name is absent, expected "x"']],
    [{ expectContains: { '/id': '-7' } }, []],
    [
      { expectContains: { '/id': '{{run}}', '/total': '3' } },
      ['/id is "user-7", expected text with "r1" in it', '/total is 3, expected text with "3" in it'],
    ],
    [{ expectAbsent: ['/name', '/emails/2'] }, []],
    [{ expectAbsent: ['/id'] }, ['/id is "user-7", expected it to be absent']],
    [{ expectCount: { '/emails': 2, '/roles': 0 } }, []],
    [{ expectCount: { '/emails': 1 } }, ['/emails has length 2, expected 1: [{"value":"a","primary":true},{"value":"b","primary":true}]']],
    [{ expectCount: { '/id': 1 } }, ['/id is "user-7", expected an array of 1']],
    [{ expectType: { '/total': 'number', '/emails': 'array', '/emails/0': 'object', '/name': 'undefined' } }, []],
    [{ expectType: { '/total': 'string' } }, ['/total is 3, expected its type to be string']],
    [{ expectOnePrimary: ['/roles'] }, []],
    [{ expectOnePrimary: ['/emails'] }, ['/emails has 2 primary elements, expected at most one']],
  ])('%j', (expectations, problems) => {
    expect(checkBody(expectations, body, variables)).toEqual(problems)
  })
  test('an answer without a body has nothing at any pointer', () => {
    expect(checkBody({ expect: { '/id': 1 }, expectAbsent: ['/password'] }, undefined, variables)).toEqual(['/id is absent, expected 1'])
  })
})

describe('a file of requests', () => {
  test.each([
    ['[', /^f\.json is not JSON/],
    ['{}', /^f\.json is not a file of SCIM requests: at \//],
    ['[]', /is not a file/],
    ['[{"name":"a","method":"GET","path":"/Users"}]', /at \/0\/expectStatus/],
    ['[{"name":"a","method":"GET","path":"/Users","expectStatus":200,"expects":{}}]', /at \/0.*expects/],
  ])('%s is refused with a sentence', (text, message) => {
    expect(() => parseEntries(text, 'f.json')).toThrow(message)
  })
})

describe('an entry is played', () => {
  let server: Server
  let url: string
  const seen: { method?: string; url?: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = []
  const answers: { status: number; body?: unknown }[] = []

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() })
        const { status, body } = answers.shift() ?? { status: 500 }
        response.writeHead(status, { 'Content-Type': 'application/scim+json' }).end(body === undefined ? undefined : JSON.stringify(body))
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2/dir-1/`
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })

  async function play(entry: Entry, ...planned: typeof answers) {
    answers.push(...planned)
    const { send, close } = sendTo(url)
    const own: Variables = new Map([['run', 'r1']])
    try {
      return { outcome: await playEntry(entry, { variables: own, token: 't', send }), variables: own, requests: seen.splice(0) }
    } finally {
      close()
      answers.length = 0
    }
  }

  test('what is sent is what is written, tails and missing headers included', async () => {
    const entry: Entry = {
      name: 'odd',
      method: 'PUT',
      path: '/Users/a?',
      headers: { 'User-Agent': '' },
      rawBody: '{ "ü"',
      expectStatus: 400,
    }
    const { outcome, requests } = await play(entry, { status: 400 })
    expect(outcome).toEqual({ name: 'odd', status: 400, problems: [] })
    expect(requests).toEqual([expect.objectContaining({ method: 'PUT', url: '/scim/v2/dir-1/Users/a?', body: '{ "ü"' })])
    expect(Object.keys(requests[0]!.headers).sort()).toEqual(['authorization', 'connection', 'content-length', 'host', 'user-agent'])
  })

  test('what is saved serves the verification, and its differences say where they were seen', async () => {
    const entry: Entry = {
      name: 'create',
      method: 'POST',
      path: '/Users',
      body: { userName: '{{run}}' },
      expectStatus: 201,
      save: { ann: '/id' },
      verify: { path: '/Users/{{ann}}', expect: { '/id': '{{ann}}', '/active': true } },
    }
    const {
      outcome,
      variables: own,
      requests,
    } = await play(entry, { status: 201, body: { id: 'u1' } }, { status: 200, body: { id: 'u1', active: false } })
    expect(requests.map(({ method, url: path, body }) => [method, path, body])).toEqual([
      ['POST', '/scim/v2/dir-1/Users', '{"userName":"r1"}'],
      ['GET', '/scim/v2/dir-1/Users/u1', ''],
    ])
    expect(own.get('ann')).toBe('u1')
    expect(outcome.problems).toEqual(['afterwards GET /Users/u1: /active is false, expected true'])
  })

  test('nothing to save is a difference', async () => {
    const { outcome } = await play(
      { name: 'create', method: 'POST', path: '/Users', body: {}, expectStatus: 201, save: { ann: '/id' } },
      { status: 201, body: {} },
    )
    expect(outcome.problems).toEqual(['/id is absent, expected a value to keep as {{ann}}'])
  })

  test('a wrong status ends the entry: no verification is made', async () => {
    const { outcome, requests } = await play(
      { name: 'x', method: 'GET', path: '/Users', expectStatus: 200, verify: { path: '/Users' } },
      { status: 500, body: { detail: 'Internal error.' } },
    )
    expect(outcome.problems).toEqual(['status 500, expected 200: Internal error.'])
    expect(requests).toHaveLength(1)
  })

  test('a courtesy that is refused is fine, and expects nothing more', async () => {
    const entry: Entry = {
      name: 'x',
      method: 'POST',
      path: '/Users',
      body: {},
      expectStatus: [201, 400],
      save: { otto: '/id' },
      expect: { '/active': true },
      verify: { path: '/Users/{{otto}}' },
    }
    const { outcome, requests } = await play(entry, { status: 400, body: { detail: 'No.' } })
    expect(outcome.problems).toEqual([])
    expect(requests).toHaveLength(1)
  })
})
