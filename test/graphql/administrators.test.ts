import { describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { signedInAdministrator, signedInUser } from '../support/signed-in.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
type Result = {
  __typename: string
  code?: string
  message?: string
  administrator?: { id: string; email: string; hasSignedIn: boolean; addedBy: string }
}

const mutations = {
  addAdministrator: `mutation ($input: AddAdministratorInput!) { result: addAdministrator(input: $input) { __typename
    ... on AddAdministratorSuccess { administrator { id email hasSignedIn addedBy } } ... on Error { code message } } }`,
  removeAdministrator: `mutation ($input: RemoveAdministratorInput!) { result: removeAdministrator(input: $input) { __typename ... on Error { code message } } }`,
  setAdministratorGroup: `mutation ($input: SetAdministratorGroupInput!) { result: setAdministratorGroup(input: $input) { __typename ... on Error { code message } } }`,
}
type Caller = { key?: string; cookie?: string }

async function act(
  name: keyof typeof mutations,
  input: object,
  { key, cookie }: Caller = { key: under.node.platformKey },
): Promise<Result> {
  const { data, errors } = await graphqlClient(under.node, key, cookie).ask<{ result: Result }>(mutations[name], { input })
  if (!data) throw new Error(JSON.stringify(errors))
  return data.result
}

async function ways(teamId: string) {
  const { data } = await graphqlClient(under.node, under.node.platformKey).ask<{
    team: {
      administrators: { id: string; email: string }[]
      administratorGroup: { displayName: string } | null
      administratorGroupWarning: string | null
    }
  }>(`{ team(id: "${teamId}") { administrators { id email } administratorGroup { displayName } administratorGroupWarning } }`)
  return data!.team
}
const setSsoState = (teamId: string, state: string | null) =>
  under.node.app.database.$executeRaw`UPDATE teams SET sso_state = ${state} WHERE id = ${fromId('team', teamId)}::uuid`
const kinds = async (teamId: string): Promise<string[]> =>
  (await under.node.app.database.change.findMany({ where: { teamId: fromId('team', teamId)! }, orderBy: { revision: 'asc' } })).map(
    ({ kind }) => kind,
  )

describe('The list of administrators', () => {
  test('is written by the platform key and by signed-in administrators, and each act is a change with its actor', async () => {
    const { teamId } = await under.newTeam('Listing')
    const first = await act('addAdministrator', { teamId, email: ' First@Listing.example ' })
    expect(first.administrator).toEqual({
      id: expect.stringMatching(/^admin-/),
      email: 'First@Listing.example',
      hasSignedIn: false,
      addedBy: 'Platform key',
    })
    const cookie = await signedInAdministrator(under.node, teamId, 'first@listing.example')
    const second = await act('addAdministrator', { email: 'second@listing.example' }, { cookie })
    expect(second.administrator).toMatchObject({ email: 'second@listing.example', addedBy: 'first@listing.example' })
    const again = await act('addAdministrator', { teamId, email: 'SECOND@listing.example' }, { cookie })
    expect(again.administrator).toEqual(second.administrator)
    expect(await act('removeAdministrator', { administratorId: second.administrator!.id }, { cookie })).toEqual({
      __typename: 'RemoveAdministratorSuccess',
    })
    expect((await ways(teamId)).administrators.map(({ email }) => email)).toEqual(['First@Listing.example'])
    const changes = await under.node.app.database.change.findMany({
      where: { teamId: fromId('team', teamId)! },
      orderBy: { revision: 'asc' },
    })
    expect(changes.slice(-3).map(({ kind, actorKind, actorLabel }) => [kind, actorKind, actorLabel])).toEqual([
      ['AdministratorAdded', 'PLATFORM', 'Platform key'],
      ['AdministratorAdded', 'ADMINISTRATOR', 'first@listing.example'],
      ['AdministratorRemoved', 'ADMINISTRATOR', 'first@listing.example'],
    ])
  })

  test('is closed to API keys and members: who decides who gets in could be anybody otherwise', async () => {
    const team = await under.newTeam('Closed')
    const user = await team.scim.createUser('a-member')
    const group = await team.scim.createGroup('Everybody', [user])
    const added = await act('addAdministrator', { teamId: team.teamId, email: 'admin@closed.example' })
    const before = await kinds(team.teamId)
    for (const caller of [{ key: team.apiKey }, { cookie: await signedInUser(under.node, team.teamId, 'a-member') }])
      for (const [name, input] of [
        ['addAdministrator', { email: 'me@closed.example' }],
        ['removeAdministrator', { administratorId: added.administrator!.id }],
        ['setAdministratorGroup', { groupId: group }],
      ] as const)
        expect(await act(name, input, caller)).toMatchObject({
          __typename: 'ForbiddenError',
          message: 'Only a signed-in administrator or the platform key may do this.',
        })
    expect(await kinds(team.teamId)).toEqual(before)
  })

  test('of another team is not there', async () => {
    const [mine, other] = [await under.newTeam('Mine'), await under.newTeam('Theirs')]
    const cookie = await signedInAdministrator(under.node, mine.teamId, 'admin@mine.example')
    const theirs = (await act('addAdministrator', { teamId: other.teamId, email: 'admin@theirs.example' })).administrator!
    const group = await other.scim.createGroup('Theirs', [])
    for (const [name, input] of [
      ['addAdministrator', { teamId: other.teamId, email: 'me@mine.example' }],
      ['removeAdministrator', { administratorId: theirs.id }],
      ['removeAdministrator', { teamId: other.teamId, administratorId: theirs.id }],
      ['setAdministratorGroup', { groupId: group }],
      ['setAdministratorGroup', { teamId: other.teamId, groupId: group }],
    ] as const)
      expect(await act(name, input, { cookie })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await ways(other.teamId)).toMatchObject({ administrators: [{ email: 'admin@theirs.example' }], administratorGroup: null })
  })

  test('keeps its last entry, also when two remove each other at the same time', async () => {
    const { teamId } = await under.newTeam('Last one')
    const one = (await act('addAdministrator', { teamId, email: 'one@last.example' })).administrator!
    const two = (await act('addAdministrator', { teamId, email: 'two@last.example' })).administrator!
    const results = await Promise.all([one, two].map(({ id }) => act('removeAdministrator', { administratorId: id })))
    expect(results.map(({ __typename }) => __typename).sort()).toEqual(['ForbiddenError', 'RemoveAdministratorSuccess'])
    expect((await ways(teamId)).administrators).toHaveLength(1)
  })

  test.each(['', 'no-at-sign', 'two@@at.example', 'a b@c.example', `${'x'.repeat(250)}@y.example`, 'line\nbreak@x.example'])(
    'takes no %j',
    async (email) => {
      expect(await act('addAdministrator', { teamId: under.team.teamId, email })).toMatchObject({ code: 'INVALID_INPUT' })
    },
  )
})

describe('The mapped group', () => {
  test('lets the last entry go while somebody gets in by it, and says what is missing', async () => {
    const team = await under.newTeam('Mapped')
    const { teamId } = team
    const user = await team.scim.createUser('of-the-group')
    const group = await team.scim.createGroup('Administrators', [])
    const only = (await act('addAdministrator', { teamId, email: 'only@mapped.example' })).administrator!
    expect(await act('setAdministratorGroup', { teamId, groupId: group })).toEqual({ __typename: 'SetAdministratorGroupSuccess' })
    expect(await act('setAdministratorGroup', { groupId: group })).toEqual({ __typename: 'SetAdministratorGroupSuccess' })
    expect((await kinds(teamId)).filter((kind) => kind === 'AdministratorGroupSet')).toHaveLength(1)
    expect(await ways(teamId)).toMatchObject({
      administratorGroup: { displayName: 'Administrators' },
      administratorGroupWarning: expect.stringMatching(/^The group has no active member/),
    })

    await team.scim.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: user }] })
    expect((await ways(teamId)).administratorGroupWarning).toMatch(/single sign-on is not active/)
    // Nobody signs in by it yet.
    expect(await act('removeAdministrator', { administratorId: only.id })).toMatchObject({ code: 'FORBIDDEN' })
    await setSsoState(teamId, 'ACTIVE')
    expect((await ways(teamId)).administratorGroupWarning).toBeNull()
    await team.scim.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: false })
    expect(await act('removeAdministrator', { administratorId: only.id })).toMatchObject({ code: 'FORBIDDEN' })
    await team.scim.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: true })
    expect(await act('removeAdministrator', { administratorId: only.id })).toEqual({ __typename: 'RemoveAdministratorSuccess' })
    expect((await ways(teamId)).administratorGroupWarning).toMatch(/List somebody as a way back in/)

    // Nobody else is left, so the group cannot go, nor give its place to one that nobody is in.
    const empty = await team.scim.createGroup('Nobody', [])
    for (const groupId of [null, empty])
      expect(await act('setAdministratorGroup', { teamId, groupId })).toMatchObject({ code: 'FORBIDDEN' })
    await team.scim.delete(`/Groups/${group}`)
    expect(await ways(teamId)).toEqual({
      administrators: [],
      administratorGroup: null,
      administratorGroupWarning: expect.stringMatching(/^Nobody gets in as an administrator/),
    })
  })

  test('is unmapped by null', async () => {
    const team = await under.newTeam('Unmapped')
    await act('addAdministrator', { teamId: team.teamId, email: 'a@unmapped.example' })
    const groupId = await team.scim.createGroup('Once', [])
    await act('setAdministratorGroup', { groupId })
    await act('setAdministratorGroup', { teamId: team.teamId, groupId: null })
    expect(await ways(team.teamId)).toMatchObject({ administratorGroup: null, administratorGroupWarning: null })
    expect((await kinds(team.teamId)).filter((kind) => kind === 'AdministratorGroupSet')).toHaveLength(2)
  })
})

describe('The mapped group', () => {
  test('that the identity provider deletes is unmapped by a change of its own', async () => {
    const team = await under.newTeam('Unmapping')
    const group = await team.scim.createGroup('Admins', [await team.scim.createUser('a')])
    await act('addAdministrator', { teamId: team.teamId, email: 'listed@unmapping.example' })
    expect(await act('setAdministratorGroup', { teamId: team.teamId, groupId: group })).toEqual({
      __typename: 'SetAdministratorGroupSuccess',
    })
    expect((await team.scim.delete(`/Groups/${group}`)).status).toBe(204)
    expect((await kinds(team.teamId)).slice(-3)).toEqual(['MembershipChanged', 'AdministratorGroupSet', 'GroupDeleted'])
    expect((await ways(team.teamId)).administratorGroup).toBeNull()
  })

  test('is in a directory for which an API key issues no credential: it could make anybody an administrator', async () => {
    const team = await under.newTeam('Key and group')
    const group = await team.scim.createGroup('Admins', [await team.scim.createUser('a')])
    await act('addAdministrator', { teamId: team.teamId, email: 'listed@key.example' })
    const issue = `mutation ($id: ID!) { token: issueDirectoryToken(input: { directoryId: $id, label: "L" }) { __typename } client: issueDirectoryClient(input: { directoryId: $id, label: "L" }) { __typename } }`
    const byKey = async () => (await graphqlClient(under.node, team.apiKey).ask(issue, { id: team.directoryId })).data
    expect(await byKey()).toMatchObject({
      token: { __typename: 'IssueDirectoryTokenSuccess' },
      client: { __typename: 'IssueDirectoryClientSuccess' },
    })
    await act('setAdministratorGroup', { teamId: team.teamId, groupId: group })
    expect(await byKey()).toEqual({ token: { __typename: 'ForbiddenError' }, client: { __typename: 'ForbiddenError' } })
    const cookie = await signedInAdministrator(under.node, team.teamId, 'listed@key.example')
    const byPerson = (await graphqlClient(under.node, undefined, cookie).ask(issue, { id: team.directoryId })).data
    expect(byPerson).toMatchObject({ token: { __typename: 'IssueDirectoryTokenSuccess' } })
  })
})
