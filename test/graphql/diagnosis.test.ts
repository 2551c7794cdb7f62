import { beforeAll, describe, expect, test } from 'vitest'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { loggedRequests } from '../support/logged-requests.ts'
import type { ScimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

type Finding = {
  code: string
  severity: string
  message: string
  action: string | null
  about: string[]
  requests: { id: string; method: string; path: string; status: number; detail: string | null; tolerated: string[] }[]
}

const under = useApp()
const query = `query ($input: DiagnoseInput!) { team { diagnose(input: $input) { findings {
  code severity message action about requests { id method path status detail tolerated }
} } } }`

let team: TestTeam & { scim: ScimClient }
let client: GraphqlClient
let theirs: TestTeam & { scim: ScimClient }
let [ada, bob, engineers, empty] = ['', '', '', '']

async function diagnose(input: object, asking = client): Promise<Finding[]> {
  const { data, errors } = await asking.ask<{ team: { diagnose: { findings: Finding[] } } }>(query, { input })
  if (!data?.team) throw new Error(JSON.stringify(errors))
  return data.team.diagnose.findings
}

const codesOf = (findings: readonly Finding[]): string[] => findings.map(({ severity, code }) => `${severity} ${code}`)
const only = (findings: readonly Finding[], code: string): Finding => {
  const found = findings.find((finding) => finding.code === code)
  if (!found) throw new Error(`${code} is not among ${codesOf(findings).join(', ')}`)
  return found
}
const setLimit = (target: object, amountMinor: number): Promise<unknown> =>
  client.ask('mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }', {
    input: { target, value: { amountMinor } },
  })

beforeAll(async () => {
  team = await under.newTeam('Diagnosed')
  theirs = await under.newTeam('Theirs')
  client = graphqlClient(under.node, team.apiKey)
  ada = await team.scim.createUser('ada@acme.example', {
    displayName: 'Ada',
    externalId: '00u1',
    emails: [{ value: 'ada@mail.example', primary: true }],
  })
  bob = await team.scim.createUser('bob@acme.example')
  await team.scim.patch(`/Users/${bob}`, { op: 'replace', path: 'active', value: false })
  engineers = await team.scim.createGroup('Engineers', [ada])
  empty = await team.scim.createGroup('Sales')
  await team.scim.patch(`/Groups/${empty}`, {
    op: 'add',
    path: 'members',
    value: [{ value: 'user-0192a000-0000-7000-8000-000000000001' }, { value: engineers }],
  })
  await team.scim.post('/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'engineers' })
  await team.scim.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], displayName: 'Carol' })
  await theirs.scim.createUser('carol@acme.example')
  await theirs.scim.createUser('zoe@acme.example')
  await loggedRequests(under.node, team, 8)
})

describe('Why is SCIM not offered?', () => {
  test('is answered with what is missing, and with SCIM_IS_OFFERED when nothing is', async () => {
    expect(codesOf(await diagnose({ scimNotOffered: true }))).toEqual(['INFO LAST_CONTACT', 'INFO SCIM_IS_OFFERED'])
    const free = await under.newTeam('Downgraded')
    const platform = graphqlClient(under.node, under.node.platformKey)
    await platform.ask('mutation ($id: ID!) { setTeamPlan(input: { teamId: $id, plan: FREE }) { __typename } }', { id: free.teamId })
    await free.scim.get('/Users')
    await loggedRequests(under.node, free, 1)
    const [first] = await diagnose({ scimNotOffered: true }, graphqlClient(under.node, free.apiKey))
    expect(first).toMatchObject({
      code: 'PLAN_REQUIRED',
      severity: 'ERROR',
      requests: [{ status: 403, detail: expect.stringMatching(/Enterprise plan/) }],
    })
  })
})

describe('Why does this person not arrive?', () => {
  test.each([
    ['userName', 'ADA@acme.example', ['INFO USER_IS_HERE']],
    ['e-mail address', 'ada@mail.example', ['INFO USER_HAS_OTHER_NAME', 'INFO USER_IS_HERE']],
    ['externalId', '00u1', ['INFO USER_HAS_OTHER_NAME', 'INFO USER_IS_HERE']],
    ['userName of somebody inactive', 'bob@acme.example', ['ERROR USER_INACTIVE', 'INFO USER_IS_HERE']],
  ])('finds them by %s', async (_, userNameOrEmail, codes) => {
    expect(codesOf(await diagnose({ user: { userNameOrEmail } }))).toEqual(codes)
  })

  test('finds them by their id, and names it', async () => {
    const findings = await diagnose({ user: { id: ada } })
    expect(only(findings, 'USER_IS_HERE')).toMatchObject({
      about: [ada],
      message: 'User ada@acme.example (Ada) is in directory Diagnosed directory, active, in 1 group.',
    })
  })

  test('shows refused creations, close names and what the identity provider leaves undone', async () => {
    const findings = await diagnose({ user: { userNameOrEmail: 'adda@acme.example' } })
    expect(only(findings, 'CREATION_REFUSED')).toMatchObject({
      severity: 'WARNING',
      requests: [{ method: 'POST', path: '/Users', status: 400 }],
    })
    expect(only(findings, 'SIMILAR_USER')).toMatchObject({ about: [ada], message: expect.stringMatching(/ada@acme\.example/) })
    expect(only(findings, 'USER_NOT_HERE').message).toMatch(/"adda@acme\.example" is in Diagnosed directory \(2 users\)/)
    expect(only(findings, 'PROVIDER_RULE').action).toMatch(/docs\/providers\/generic\.md/)
  })

  test('tells of another directory of the team', async () => {
    const several = await under.newTeam('Several')
    await several.scim.createUser('ada@acme.example')
    const asking = graphqlClient(under.node, several.apiKey)
    const { data } = await asking.ask<{ createDirectory: { directory: { id: string } } }>(
      'mutation { createDirectory(input: { name: "Second", provider: ENTRA_ID }) { ... on CreateDirectorySuccess { directory { id } } } }',
    )
    const directoryId = data!.createDirectory.directory.id
    const findings = await diagnose({ user: { userNameOrEmail: 'ada@acme.example', directoryId } }, asking)
    expect(codesOf(findings).slice(0, 2)).toEqual(['ERROR USER_IN_OTHER_DIRECTORY', 'ERROR NEVER_CONTACTED'])
  })

  test('says of somebody inactive when they were deactivated, and nothing of the kind of somebody who arrived so', async () => {
    expect(only(await diagnose({ user: { id: bob } }), 'USER_INACTIVE').message).toMatch(
      /inactive: Diagnosed directory deactivated them at \d{4}-.*Z\.$/,
    )
    const several = await under.newTeam('Arrivals')
    const dora = await several.scim.createUser('dora@acme.example', { active: false })
    const findings = await diagnose({ user: { id: dora } }, graphqlClient(under.node, several.apiKey))
    expect(only(findings, 'USER_INACTIVE').message).toMatch(/they arrived inactive, or were deactivated before the log begins/)
  })

  test('tells of a directory that was deleted with everybody in it', async () => {
    const left = await under.newTeam('Left')
    const asking = graphqlClient(under.node, left.apiKey)
    const ed = await left.scim.createUser('ed@acme.example')
    const crew = await left.scim.createGroup('Crew', [ed])
    const { errors } = await graphqlClient(under.node, under.node.platformKey).ask(
      'mutation ($id: ID!) { deleteDirectory(input: { directoryId: $id, name: "Left directory" }) { __typename } }',
      { id: left.directoryId },
    )
    expect(errors).toBeUndefined()
    const inputs = [
      { user: { userNameOrEmail: 'ed@acme.example' } },
      { user: { id: ed } },
      { group: { id: crew } },
      { spendLimit: { userId: ed } },
    ]
    for (const input of inputs) {
      expect(only(await diagnose(input, asking), 'DIRECTORY_DELETED')).toMatchObject({
        severity: 'WARNING',
        message: expect.stringMatching(
          /^Directory Left directory was deleted at \S+Z by .+, with all that was in it: 1 user and 1 group\./,
        ),
      })
    }
  })

  test('tells of a deletion', async () => {
    const gone = await team.scim.createUser('gone@acme.example')
    await team.scim.delete(`/Users/${gone}`)
    for (const user of [{ id: gone }, { userNameOrEmail: 'Gone@acme.example' }]) {
      expect(only(await diagnose({ user }), 'USER_DELETED').message).toMatch(/by Diagnosed directory\.$/)
    }
  })
})

describe('Why does this group not appear?', () => {
  test('finds it by its name, without regard to case, and by its id', async () => {
    for (const group of [{ displayName: 'ENGINEERS' }, { id: engineers }]) {
      expect(only(await diagnose({ group }), 'GROUP_IS_HERE')).toMatchObject({
        about: [engineers],
        message: expect.stringMatching(/with 1 member\.$/),
      })
    }
  })

  test('shows why it is empty: members that are no users, and groups in it', async () => {
    const findings = await diagnose({ group: { displayName: 'Sales' } })
    expect(codesOf(findings).slice(0, 3)).toEqual(['ERROR NESTED_GROUPS', 'ERROR MEMBERS_UNKNOWN', 'WARNING GROUP_EMPTY'])
    expect(only(findings, 'MEMBERS_UNKNOWN')).toMatchObject({
      message: expect.stringMatching(/^1 member of group Sales was left out .*user-0192a000-0000-7000-8000-000000000001\.$/),
      requests: [{ method: 'PATCH', path: `/Groups/${empty}`, status: 200 }],
    })
  })

  test('forgets members that were left out, when the group is pushed again and none is', async () => {
    const again = await under.newTeam('Again')
    const asking = graphqlClient(under.node, again.apiKey)
    const member = await again.scim.createUser('ada@acme.example')
    const group = await again.scim.createGroup('Crew')
    const stranger = 'user-0192a000-0000-7000-8000-000000000001'
    const isToldAfter = async (requests: number, operations: object): Promise<boolean> => {
      await again.scim.patch(`/Groups/${group}`, operations)
      await loggedRequests(under.node, again, requests)
      return (await diagnose({ group: { id: group } }, asking)).some(({ code }) => code === 'MEMBERS_UNKNOWN')
    }
    const pushed = (...ids: string[]): object => ({ op: 'replace', path: 'members', value: ids.map((value) => ({ value })) })
    expect(await isToldAfter(3, pushed(member, stranger))).toBe(true)
    expect(await isToldAfter(4, { op: 'replace', path: 'displayName', value: 'The crew' })).toBe(true)
    expect(await isToldAfter(5, pushed(member))).toBe(false)
    expect(await isToldAfter(6, pushed(stranger))).toBe(true)
    expect(await isToldAfter(7, pushed(member))).toBe(false)
  })

  test('does not take the refusal of a group with another name for its own', async () => {
    const findings = await diagnose({ group: { displayName: 'engineers of another name' } })
    expect(codesOf(findings).filter((code) => code.endsWith('CREATION_REFUSED'))).toEqual([])
    expect(only(findings, 'SIMILAR_GROUP').about).toEqual([engineers])
  })
})

describe('Why does this limit not apply to this person?', () => {
  test('names the winner, each loser and what it lost to', async () => {
    expect(codesOf(await diagnose({ spendLimit: { userId: ada } }))).toEqual(['WARNING GROUPS_WITHOUT_LIMIT', 'WARNING NO_LIMIT_APPLIES'])
    await setLimit({ teamId: team.teamId }, 100_000)
    await setLimit({ groupId: engineers }, 5_000)
    await setLimit({ groupId: empty }, 7_000)
    const findings = await diagnose({ spendLimit: { userId: ada } })
    expect(codesOf(findings)).toEqual(['ERROR REPLACED_BY_GROUP_LIMIT', 'WARNING NOT_IN_LIMITED_GROUP', 'INFO LIMIT_APPLIES'])
    expect(findings[0]!.message).toMatch(/The team's default, EUR 1000\.00, does not apply/)
    expect(findings[1]!.about).toEqual([empty])
    expect(findings[2]!.message).toMatch(/EUR 50\.00 in a calendar month: the limit of group Engineers applies/)
    expect(codesOf(await diagnose({ spendLimit: { userId: bob } }))[0]).toBe('ERROR USER_INACTIVE')
  })
})

describe('A diagnosis', () => {
  test.each([
    ['neither name nor id', { user: {} }, /exactly one of `userNameOrEmail` and `id`/],
    ['both', { user: { userNameOrEmail: 'a', id: 'user-1' } }, /exactly one/],
    ['an empty name', { group: { displayName: ' ' } }, /exactly one of `displayName` and `id`/],
    ['a name that is too long', { group: { displayName: 'x'.repeat(513) } }, /513 characters/],
    ['scimNotOffered: false', { scimNotOffered: false }, /true or is left out/],
  ])('refuses %s', async (_, input, message) => {
    expect((await client.ask(query, { input })).errors).toMatchObject([
      { message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } },
    ])
  })

  test.each(["'; DROP TABLE users; --", '%', '_', '\\', '"', '(((', 'x'.repeat(512)])(
    'takes %j for a name like any other',
    async (name) => {
      expect(codesOf(await diagnose({ user: { userNameOrEmail: name } }))).toContain('WARNING USER_NOT_HERE')
      expect(codesOf(await diagnose({ group: { displayName: name } }))).toContain('WARNING GROUP_NOT_HERE')
    },
  )

  test('answers about a stranger exactly as about nobody', async () => {
    const theirClient = graphqlClient(under.node, theirs.apiKey)
    const { data } = await theirClient.ask<{ team: { user: { id: string } } }>(
      '{ team { user(by: { userName: "zoe@acme.example" }) { id } } }',
    )
    const stranger = data!.team.user.id
    const nobody = 'user-0192a000-0000-7000-8000-00000000dead'
    const told = async (id: string): Promise<string> =>
      JSON.stringify([await diagnose({ user: { id } }), await diagnose({ spendLimit: { userId: id } })]).replaceAll(id, 'ID')
    expect(await told(stranger)).toBe(await told(nobody))
    const all = JSON.stringify(await diagnose({ user: { userNameOrEmail: 'zoe@acme.example' } }))
    expect(all).not.toMatch(/Theirs/)
  })

  test('knows no directory of another team', async () => {
    const ask = (directoryId: string) => client.ask(query, { input: { user: { userNameOrEmail: 'zoe@acme.example', directoryId } } })
    for (const id of [theirs.directoryId, 'dir-0192a000-0000-7000-8000-00000000dead', 'nothing']) {
      expect((await ask(id)).errors).toMatchObject([{ message: `Directory ${id} does not exist.`, extensions: { code: 'NOT_FOUND' } }])
    }
  })

  test('is for those who may read the team', async () => {
    const key = await graphqlIssueKey(client, ['SETUP', 'LIMITS'])
    const { errors } = await graphqlClient(under.node, key).ask(query, { input: { scimNotOffered: true } })
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    const read = await graphqlIssueKey(client, ['READ'])
    expect(await diagnose({ scimNotOffered: true }, graphqlClient(under.node, read))).not.toEqual([])
  })
})
