import pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { scimClient, type ScimBody, type ScimClient } from '../../support/scim-client.ts'
import { startNode } from '../../support/start-app.ts'
import { teamWithSettings } from '../../support/team-with-settings.ts'
import { useApp } from '../../support/use-app.ts'
import { enterpriseUrn, expectError, filterOf, groupUrn, listUrn, plantSchemas, plantUrn, userUrn } from './wire.ts'

// RFC 7644 §3.4.2 to §3.4.2.2: what a query answers, and what a filter finds.

const app = useApp()
let scim: ScimClient
let ids: Record<string, string>
let readers: string
beforeAll(async () => {
  scim = (await teamWithSettings(app, { customSchemas: plantSchemas })).scim
  const make = (name: string, more: Record<string, unknown>) => scim.createUser(`${name}@acme.example`, more)
  ids = {
    ada: await make('Ada', {
      externalId: 'E-1',
      displayName: 'Ada "100%" Lovelace',
      title: 'Count_ess',
      name: { familyName: 'Lovelace', givenName: 'Ada' },
      emails: [
        { value: 'ada@work.example', type: 'work', primary: true },
        { value: 'ada@home.example', type: 'home' },
      ],
      x509Certificates: [{ value: 'QUJD' }],
      [enterpriseUrn]: { department: 'Maths', manager: { value: 'm-1' } },
      [plantUrn]: {
        floor: 10,
        rate: 0.1,
        isGuest: false,
        since: '2024-02-29T23:30:00Z',
        badge: 'B-1',
        seal: 'QUJD',
        skills: ['Looms', 'Notes'],
        secret: 'x',
      },
    }),
    bob: await make('bob', {
      externalId: 'e-1',
      title: 'Countess',
      active: false,
      emails: [{ value: 'bob@home.example', type: 'work' }],
      [plantUrn]: { floor: 9, rate: 2, isGuest: true, since: '2024-03-01T00:30:00.0000001+01:00', badge: 'b-1' },
    }),
    cy: await make('cy', {
      name: { givenName: 'C\u00e9line' },
      phoneNumbers: [],
      [enterpriseUrn]: { department: 'maths', employeeNumber: '7' },
    }),
  }
  readers = await scim.createGroup('Readers', [ids['ada']!, ids['cy']!])
  await scim.createGroup('Writers', [ids['bob']!])
})

const nameOf = ({ userName, displayName }: ScimBody): string => (userName ? String(userName).split('@')[0]!.toLowerCase() : displayName)

async function found(filter: string, path = '/Users'): Promise<string[]> {
  const { status, body, text } = await scim.get(`${path}?${filterOf(filter)}`)
  if (status !== 200) throw new Error(`${filter}: ${text}`)
  return body['Resources'].map(nameOf)
}
const refuse = async (filter: string, scimType = 'invalidFilter'): Promise<string> => {
  const answer = await scim.get(`/Users?${filterOf(filter)}`)
  expectError(answer, 400, scimType)
  return answer.body['detail']
}

describe('what a query answers (RFC 7644 §3.4.2)', () => {
  it.each(['/Users', '/Groups', ''])('rule 57: no match answers 200 with totalResults 0, at "%s" (RFC 7644 §3.4.2)', async (path) => {
    const { status, body } = await scim.get(`${path}?${filterOf('externalId eq "9f86d081-884c-4d65-9a2f-eaa0c55ad015"')}`)
    expect([status, body]).toEqual([200, { schemas: [listUrn], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] }])
  })

  it('rule 58: a list is a ListResponse with Resources, empty or not (RFC 7644 §3.4.2)', async () => {
    const { body, headers } = await scim.get('/Users')
    expect(headers.get('content-type')).toMatch(/^application\/scim\+json/)
    expect(body).toMatchObject({ schemas: [listUrn], totalResults: 3 })
    expect(body['Resources'].map(nameOf)).toEqual(['ada', 'bob', 'cy'])
    expect((await scim.get('/Users?count=0')).body['Resources']).toEqual([])
  })

  it('rule 59: startIndex and itemsPerPage are there, as numbers, on partial and on whole results (RFC 7644 §3.4.2)', async () => {
    expect((await scim.get('/Users?startIndex=2&count=1')).body).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 })
    expect((await scim.get('/Users')).body).toMatchObject({ totalResults: 3, startIndex: 1, itemsPerPage: 3 })
  })

  it('rule 60: a query of the root spans users and groups, in order of creation, each as its own type shows it (RFC 7644 §3.4.2.1)', async () => {
    const { status, body } = await scim.get('')
    expect(status).toBe(200)
    expect(body).toMatchObject({ totalResults: 5, startIndex: 1, itemsPerPage: 5 })
    expect(body['Resources'].map(nameOf)).toEqual(['ada', 'bob', 'cy', 'Readers', 'Writers'])
    const [ada, , , group] = body['Resources']
    expect(ada).toEqual((await scim.get(`/Users/${ids['ada']}`)).body)
    expect(group).toEqual((await scim.get(`/Groups/${readers}`)).body)
    expect((await scim.get('/?startIndex=3&count=2')).body['Resources'].map(nameOf)).toEqual(['cy', 'Readers'])
  })

  it.each([
    ['userName sw "a"', ['ada']],
    ['displayName co "r"', ['Readers', 'Writers']],
    ['displayName eq "READERS" or userName eq "BOB@acme.example"', ['bob', 'Readers']],
    ['userName ne "bob@acme.example"', ['ada', 'cy', 'Readers', 'Writers']],
    ['not (userName pr)', ['Readers', 'Writers']],
    ['userName eq null', ['Readers', 'Writers']],
    ['emails.value ne "nobody"', ['ada', 'bob']],
    ['emails[type eq "home"] or members pr', ['ada', 'Readers', 'Writers']],
    ['members pr', ['Readers', 'Writers']],
    ['groups.display eq "writers"', ['bob']],
    ['meta.resourceType eq "Group" and not (displayName eq "readers")', ['Writers']],
    [`${enterpriseUrn}:department eq "MATHS"`, ['ada', 'cy']],
    [`schemas eq "${groupUrn}"`, ['Readers', 'Writers']],
  ])('rule 60: what a type does not define has no value there: %s (RFC 7644 §3.4.2.1)', async (filter, expected) => {
    expect(await found(filter, '')).toEqual(expected)
  })

  it('rule 60: a filter of the root on what no type defines is refused (RFC 7644 §3.4.2.1)', async () => {
    expectError(await scim.get(`?${filterOf('favouriteColour pr')}`), 400, 'invalidFilter')
    expectError(await scim.get(`?${filterOf('displayName eq 5')}`), 400, 'invalidFilter')
  })

  it('rule 61: no number of results is too many: what does not fit on the page waits on the next (RFC 7644 §3.4.2.1)', async () => {
    expect((await scim.get('/Users?count=2147483647')).body).toMatchObject({ totalResults: 3, itemsPerPage: 3 })
  })
})

describe('operators (RFC 7644 §3.4.2.2)', () => {
  it.each([
    ['userName eq "ada@acme.example"', ['ada']],
    ['UserName EQ "ADA@ACME.EXAMPLE"', ['ada']],
    ['userName ne "ada@acme.example"', ['bob', 'cy']],
    ['userName co "B@"', ['bob']],
    ['userName sw "C"', ['cy']],
    ['userName ew "Acme.Example"', ['ada', 'bob', 'cy']],
    ['externalId pr', ['ada', 'bob']],
    ['userName gt "ada@acme.example"', ['bob', 'cy']],
    ['userName GE "ada@acme.example"', ['ada', 'bob', 'cy']],
    ['userName lt "BOB"', ['ada']],
    ['userName le "bob@acme.example"', ['ada', 'bob']],
    [`${plantUrn}:floor gt 9`, ['ada']],
    [`${plantUrn}:floor ge 9 and ${plantUrn}:floor lt 10`, ['bob']],
    [`${plantUrn}:rate eq 0.1`, ['ada']],
    [`${plantUrn}:rate eq 2.0e0`, ['bob']],
    [`${plantUrn}:rate le 1e1`, ['ada', 'bob']],
    [`${plantUrn}:isGuest eq false`, ['ada']],
    [`${plantUrn}:isGuest ne true`, ['ada', 'cy']],
    [`${plantUrn}:seal eq "QUJD"`, ['ada']],
    [`${plantUrn}:badge eq "b-1"`, ['bob']],
    [`${plantUrn}:skills eq "looms"`, ['ada']],
    [`${plantUrn}:skills[value sw "no"]`, ['ada']],
  ])('rule 62: %s (RFC 7644 §3.4.2.2)', async (filter, expected) => expect(await found(filter)).toEqual(expected))

  it('rule 62: text is ordered by code point, so that a supplementary character comes after all others (RFC 7644 §3.4.2.2)', async () => {
    const group = 'U+FB03 and U+1D49C in UTF-16 stand the other way round'
    await scim.createGroup(`\uFB03 ${group}`)
    await scim.createGroup(`\u{1D49C} ${group}`)
    const all = await found(`displayName ew "${group}" and displayName gt "\uFB03 zzz"`, '/Groups')
    expect(all).toEqual([`\u{1D49C} ${group}`])
    for (const { id } of (await scim.get(`/Groups?${filterOf(`displayName ew "${group}"`)}`)).body['Resources'])
      await scim.delete(`/Groups/${id}`)
  })

  it.each([
    ['active gt true'],
    ['active le false'],
    ['x509Certificates.value gt "QUJD"'],
    [`${plantUrn}:seal ge "QUJD"`],
    [`${plantUrn}:isGuest lt true`],
    ['emails.primary ge true'],
  ])('rule 63: a boolean or binary has no order: %s (RFC 7644 §3.4.2.2)', async (filter) => {
    expect(await refuse(filter)).toMatch(/cannot compare/)
  })

  it.each([
    ['userName sw "ada" or userName sw "bob" and active eq true', ['ada']],
    ['userName sw "ada" or (userName sw "bob" and active eq true)', ['ada']],
    ['(userName sw "ada" or userName sw "bob") and active eq false', ['bob']],
    ['not (userName sw "ada") and active eq true', ['cy']],
    ['not (userName sw "ada" and active eq true)', ['bob', 'cy']],
    ['not (title pr) or title eq "countess" and active eq false', ['bob', 'cy']],
  ])('rule 64: brackets, then not, then and, then or: %s (RFC 7644 §3.4.2.2)', async (filter, expected) => {
    expect(await found(filter)).toEqual(expected)
  })

  it('rule 65: not needs parentheses (RFC 7644 §3.4.2.2)', async () => {
    expect(await refuse('not title pr')).toMatch(/parentheses/)
    expect(await found('not (title pr)')).toEqual(['cy'])
  })

  it('rule 66: of a multi-valued attribute any value may match, by default its "value" (RFC 7644 §3.4.2.2)', async () => {
    expect(await found('emails co "home.example"')).toEqual(['ada', 'bob'])
    expect(await found('emails.value co "home.example"')).toEqual(['ada', 'bob'])
    expect(await found(`${enterpriseUrn}:manager eq "m-1"`)).toEqual(['ada'])
    expect(await refuse('name eq "Ada"')).toMatch(/subAttributes/)
    await refuse('addresses co "x"')
  })

  it('rule 67: within brackets one element has to satisfy everything (RFC 7644 §3.4.2.2)', async () => {
    expect(await found('emails[type eq "work" and value co "@home"]')).toEqual(['bob'])
    expect(await found('emails.type eq "work" and emails.value co "@home"')).toEqual(['ada', 'bob'])
    expect(await found('emails[type eq "work"].value co "@home"')).toEqual(['bob'])
    expect(await found('emails[not (type eq "work")]')).toEqual(['ada'])
    expect(await found('name[givenName eq "ada" and familyName sw "l"]')).toEqual(['ada'])
    expect(await found('meta[resourceType eq "User"] and userName sw "a"')).toEqual(['ada'])
    expect(await found(`members[$ref ew "${ids['bob']}"]`, '/Groups')).toEqual(['Writers'])
  })

  it.each([
    'userName is "a"',
    'userName',
    'userName eq',
    'userName eq "a',
    'userName eq "a" and',
    'or userName pr',
    '(userName pr',
    'userName pr)',
    'userName pr active pr',
    'emails[type eq "work"',
    'emails[]',
    'title[value eq "x"]',
    'emails[type[value eq "x"]]',
    '"userName" eq "a"',
    '',
  ])('rule 68: malformed text is refused with a readable detail: %s (RFC 7644 §3.4.2.2)', async (filter) => {
    expect(await refuse(filter)).toMatch(/^[A-Z"].{15,}/)
  })

  it('rule 69: text is compared as caseExact says (RFC 7644 §3.4.2.2)', async () => {
    expect(await found('externalId eq "e-1"')).toEqual(['bob'])
    expect(await found('externalId sw "E"')).toEqual(['ada'])
    expect(await found(`id eq "${ids['ada']!.toUpperCase()}"`)).toEqual([])
    expect(await found('title eq "COUNTESS"')).toEqual(['bob'])
    expect(await found('name.givenName eq "CE\u0301LINE"')).toEqual(['cy'])
    expect(await found('displayName eq "reaDERS"', '/Groups')).toEqual(['Readers'])
  })

  it('rule 69: values that are longer than an index can hold are told apart by all of their characters (RFC 7644 §3.4.2.2)', async () => {
    const { scim } = await app.newTeam()
    const long = 'x'.repeat(400)
    for (const end of ['a', 'b'])
      await scim.createUser(end, { displayName: long + end, emails: [{ value: `${long}${end}@acme.example`, type: 'work' }] })
    const names = async (filter: string) => {
      const byUrl = (await scim.get(`/Users?${filterOf(filter)}`)).body
      expect((await scim.post('/Users/.search', { filter })).body).toEqual(byUrl)
      return byUrl['Resources'].map(nameOf)
    }
    expect(await names(`displayName eq "${long.toUpperCase()}B"`)).toEqual(['b'])
    expect(await names(`displayName eq "${long}"`)).toEqual([])
    expect(await names(`displayName sw "${long}" and displayName ne "${long}a"`)).toEqual(['b'])
    expect(await names(`emails.value eq "${long}A@acme.example"`)).toEqual(['a'])
    expect(await names(`emails[type eq "work"].value eq "${long}a@acme.example"`)).toEqual(['a'])
    expect(await names(`emails eq "${long}c@acme.example"`)).toEqual([])
    expect(await names(`not (emails eq "${long}a@acme.example")`)).toEqual(['b'])
  })

  it.each([
    ['displayName eq "Ada \\"100%\\" Lovelace"', ['ada']],
    ['title eq "Count\\u005fess"', ['ada']],
    ['title co "\\\\"', []],
    [`${plantUrn}:floor eq 10`, ['ada']],
    ['active eq true', ['ada', 'cy']],
    ['title eq null', ['cy']],
  ])('rule 70: a value is JSON: %s (RFC 7644 §3.4.2.2)', async (filter, expected) => expect(await found(filter)).toEqual(expected))

  it.each([
    "title eq 'x'",
    'title eq x',
    'title eq "\\x"',
    'title eq "\\ud800"',
    'title eq "\\u0000"',
    `${plantUrn}:floor eq 010`,
    `${plantUrn}:floor eq "10"`,
  ])('rule 70: what is no JSON, or not of the type, is refused: %s (RFC 7644 §3.4.2.2)', async (filter) => {
    await refuse(filter)
  })

  it('rule 71: pr is true of what has a value, in a complex attribute of any part of it (RFC 7644 §3.4.2.2)', async () => {
    expect(await found('phoneNumbers pr')).toEqual([])
    expect(await found('name pr')).toEqual(['ada', 'cy'])
    expect(await found('name.familyName pr')).toEqual(['ada'])
    expect(await found(`${enterpriseUrn} pr`)).toEqual(['ada', 'cy'])
    expect(await found(`${plantUrn}:skills pr`)).toEqual(['ada'])
    expect(await found('emails[primary pr]')).toEqual(['ada'])
    expect(await found('meta pr')).toEqual(['ada', 'bob', 'cy'])
  })

  it('rule 72: eq null is true of what has no value, ne null of what has one (RFC 7643 §2.5)', async () => {
    expect(await found('emails eq null')).toEqual(['cy'])
    expect(await found('emails ne null')).toEqual(['ada', 'bob'])
    expect(await found('name.familyName eq null')).toEqual(['bob', 'cy'])
    expect(await refuse('title gt null')).toMatch(/null/)
  })

  it('rule 73: ne is true when some value differs; not (… eq …) when none is equal (RFC 7644 §3.4.2.2)', async () => {
    expect(await found('emails.type ne "work"')).toEqual(['ada'])
    expect(await found('not (emails.type eq "work")')).toEqual(['cy'])
    expect(await found('emails.primary ne false')).toEqual(['ada'])
    expect(await found('title ne "countess"')).toEqual(['ada', 'cy'])
  })

  it('rule 74: dateTimes are compared as times, across offsets and to the last digit (RFC 7644 §3.4.2.2)', async () => {
    const since = `${plantUrn}:since`
    expect(await found(`${since} eq "2024-03-01T00:30:00+01:00"`)).toEqual(['ada'])
    expect(await found(`${since} gt "2024-02-29T23:30:00Z"`)).toEqual(['bob'])
    expect(await found(`${since} le "2024-02-29T15:30:00.0000001-08:00"`)).toEqual(['ada', 'bob'])
    expect(await found('meta.created gt "2020-01-01T00:00:00+16:00" and meta.lastModified lt "9999-12-31T23:59:59Z"')).toEqual([
      'ada',
      'bob',
      'cy',
    ])
    const { created } = (await scim.get(`/Users/${ids['ada']}`)).body['meta']
    expect(await found(`meta.created eq "${created}"`)).toContain('ada')
    expect(await found(`meta.created le "${created.replace('Z', '0001Z')}" and userName sw "ada"`)).toEqual(['ada'])
    expect(await found(`meta.created ge "${created.replace('Z', '0001Z')}" and userName sw "ada"`)).toEqual([])
    await refuse('meta.created gt "yesterday"')
  })

  it('rule 75: the dots of a URN do not split a path (RFC 7644 §3.10)', async () => {
    expect(await found(`${enterpriseUrn}:department eq "maths"`)).toEqual(['ada', 'cy'])
    expect(await found(`${enterpriseUrn.toUpperCase().replace('URN', 'urn')}:MANAGER.Value eq "m-1"`)).toEqual(['ada'])
    expect(await found(`${userUrn}:name.givenName eq "ada"`)).toEqual(['ada'])
    expect(await found(`${plantUrn}:floor eq 9`)).toEqual(['bob'])
  })

  it('rule 76: schemas can be asked for (RFC 7644 §3.4.2.2)', async () => {
    expect(await found(`schemas eq "${enterpriseUrn}"`)).toEqual(['ada', 'cy'])
    expect(await found(`schemas eq "${plantUrn.toLowerCase()}"`)).toEqual(['ada', 'bob'])
  })

  it.each([
    'favouriteColour eq "red"',
    'emails.colour eq "red"',
    'emails[colour eq "red"]',
    'department eq "Maths"',
    `${plantUrn}:ceiling eq 1`,
    'members pr',
  ])('rule 77: what the schema does not define is refused, not found empty: %s (RFC 7644 §3.12)', async (filter) => {
    expect(await refuse(filter)).toMatch(/defines no attribute/)
  })

  it.each([
    ['characters', `title eq "${'x'.repeat(8_200)}"`],
    ['levels', `${'('.repeat(40)}title pr${')'.repeat(40)}`],
    ['expressions', Array.from({ length: 250 }, () => 'title pr').join(' or ')],
  ])('rule 79: too many %s are refused and not tried (RFC 7644 §3.12)', async (_, filter) => {
    await refuse(filter)
  })

  it('rule 79: a search that takes too long is refused with tooMany, not kept waiting (RFC 7644 §3.4.2.1)', async () => {
    const node = await startNode({ databaseUrl: app.database.url, environment: { DATABASE_STATEMENT_TIMEOUT_SECONDS: '1' } })
    const scim = scimClient({ ...app.team, scimUrl: `${node.url}/scim/v2/${app.team.directoryId}` })
    await scim.get('/Users?count=1')
    const blocker = new pg.Client({ connectionString: app.database.url })
    await blocker.connect()
    try {
      // What holds the table makes any search slow.
      await blocker.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE')
      const { status, body } = await scim.get(`/Users?filter=${encodeURIComponent('title co "x"')}`)
      expect([status, body['scimType'], body['detail']]).toEqual([400, 'tooMany', expect.stringContaining('too long')])
    } finally {
      await blocker.end()
      await node.stop()
    }
  })

  it('rule 79: % and _ in a value are themselves (RFC 7644 §3.4.2.2)', async () => {
    expect(await found('title eq "Count_ess"')).toEqual(['ada'])
    expect(await found('title co "t_e"')).toEqual(['ada'])
    expect(await found('displayName co "%"')).toEqual(['ada'])
    expect(await found('userName sw "%"')).toEqual([])
    expect(await found('userName ew "_"')).toEqual([])
  })

  it.each(['password eq "x"', 'password pr', 'not (password pr)', `${plantUrn}:secret eq "x"`, `${plantUrn}:secret pr`])(
    'rule 80: what is never returned is not found out by a filter either: %s (RFC 7643 §7)',
    async (filter) => {
      expect(await refuse(filter)).toMatch(/cannot be used|defines no/)
    },
  )

  it('rule 77: what is stored in another type than the schema says now has no value there, and is no fault (RFC 7644 §3.12)', async () => {
    const team = await teamWithSettings(app, { customSchemas: plantSchemas })
    const id = await team.scim.createUser('old', { title: 'T' })
    const stored = {
      userName: 'old',
      title: 7,
      active: 'yes',
      name: 'text',
      emails: { value: 5, primary: 'no' },
      phoneNumbers: 'text',
      [plantUrn]: { floor: 'ten', rate: true, isGuest: 1, since: '2024-02-30T00:00:00Z', badge: ['b'], skills: { a: 1 } },
    }
    await app.node.app.database.$executeRaw`UPDATE users SET attributes = ${JSON.stringify(stored)}::jsonb WHERE id = ${id.slice(5)}::uuid`
    const comparisons: Record<string, string[]> = {
      title: ['eq "7"', 'co "7"', 'gt ""'],
      active: ['eq true', 'eq false'],
      'name.givenName': ['eq "text"', 'sw "t"'],
      emails: ['eq "5"', 'ew "5"'],
      'emails.primary': ['eq false'],
      phoneNumbers: ['eq "text"'],
      [`${plantUrn}:floor`]: ['eq 10', 'lt 11', 'ge 0'],
      [`${plantUrn}:rate`]: ['eq 1', 'le 2'],
      [`${plantUrn}:isGuest`]: ['eq true', 'eq false'],
      [`${plantUrn}:since`]: ['eq "2024-03-01T00:00:00Z"', 'gt "2000-01-01T00:00:00Z"'],
      [`${plantUrn}:badge`]: ['eq "b"', 'co "b"'],
      [`${plantUrn}:skills`]: ['eq "a"'],
    }
    const totals = async (query: string): Promise<number> => {
      const { status, body, text } = await team.scim.get(`/Users?${query}`)
      if (status !== 200) throw new Error(text)
      return body['totalResults']
    }
    for (const [path, each] of Object.entries(comparisons)) {
      for (const comparison of each)
        expect([`${path} ${comparison}`, await totals(filterOf(`${path} ${comparison}`))]).toEqual([`${path} ${comparison}`, 0])
      for (const direction of ['ascending', 'descending'])
        expect(await totals(`sortBy=${path}&sortOrder=${direction}&attributes=userName`)).toBe(1)
    }
    expect(await totals(filterOf('title ne "7" and emails.value ne "5"'))).toBe(1)
  })
})
