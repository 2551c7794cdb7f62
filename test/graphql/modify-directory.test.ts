import { beforeAll, describe, expect, test } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { graphqlClient, socketClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { customSchemaFields, modifyDirectory, settingsFields, type ModifyResult } from '../support/modify-directory.ts'
import type { ScimClient } from '../support/scim-client.ts'
import type { TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()
let platform: GraphqlClient
beforeAll(() => {
  platform = graphqlClient(under.node, under.node.platformKey)
})

type Made = { team: TestTeam & { scim: ScimClient }; client: GraphqlClient; modify(input: Record<string, unknown>): Promise<ModifyResult> }

async function makeTeam(name: string): Promise<Made> {
  const team = await under.newTeam(name)
  const client = graphqlClient(under.node, team.apiKey)
  return { team, client, modify: (input) => modifyDirectory(client, { directoryId: team.directoryId, ...input }) }
}

const schema = {
  urn: 'urn:example:scim:1.0:User',
  resourceType: 'USER',
  name: 'Example',
  description: 'What Example adds.',
  attributes: [
    { name: 'level', type: 'INTEGER', required: true },
    { name: 'badge', type: 'REFERENCE', referenceTypes: ['external'], mutability: 'IMMUTABLE', returned: 'REQUEST' },
    { name: 'tags', multiValued: true, caseExact: true, canonicalValues: ['a', 'b'] },
    {
      name: 'desk',
      type: 'COMPLEX',
      returned: 'ALWAYS',
      subAttributes: [
        { name: 'floor', type: 'DECIMAL', required: true },
        { name: 'since', type: 'DATE_TIME' },
      ],
    },
  ],
}
const part = { description: '', required: false, canonicalValues: [], caseExact: false, returned: 'DEFAULT', referenceTypes: [] }
const attribute = { ...part, multiValued: false, mutability: 'READ_WRITE', subAttributes: [] }
const completed = {
  ...schema,
  required: false,
  attributes: [
    { ...attribute, name: 'level', type: 'INTEGER', required: true },
    {
      ...attribute,
      name: 'badge',
      type: 'REFERENCE',
      caseExact: true,
      referenceTypes: ['external'],
      mutability: 'IMMUTABLE',
      returned: 'REQUEST',
    },
    { ...attribute, name: 'tags', type: 'STRING', multiValued: true, caseExact: true, canonicalValues: ['a', 'b'] },
    {
      ...attribute,
      name: 'desk',
      type: 'COMPLEX',
      returned: 'ALWAYS',
      subAttributes: [
        { ...part, name: 'floor', type: 'DECIMAL', required: true },
        { ...part, name: 'since', type: 'DATE_TIME' },
      ],
    },
  ],
}

/** Kinds and data of the changes of directory settings. */
async function settingsChanges(client: GraphqlClient): Promise<Record<string, unknown>[]> {
  const { data, errors } = await client.ask<{ team: { changes: { nodes: Record<string, unknown>[] } } }>(
    `{ team { changes(first: 10, filter: { kinds: [DIRECTORY_MODIFIED, DIRECTORY_REMOVALS_RESUMED, DIRECTORY_REMOVALS_PAUSED] }) { nodes { __typename actor { kind }
      ... on DirectoryModified { attributes before { ${settingsFields} } after { ${settingsFields} } }
      ... on DirectoryRemovalsResumed { directory { id name provider } } } } } }`,
  )
  if (!data) throw new Error(JSON.stringify(errors))
  return data.team.changes.nodes
}

describe('modifyDirectory', () => {
  test('sets everything that is given, and the directory reads back so', async () => {
    const { team, client, modify } = await makeTeam('All')
    const given = {
      name: ' Okta ',
      provider: 'OKTA',
      isStrict: true,
      allowsRepeatedGroupNames: true,
      customSchemas: [schema],
      requestsPerSecond: 50,
      removalsPerHour: 20,
    }
    const expected = { ...given, id: team.directoryId, name: 'Okta', customSchemas: [completed], version: 2 }
    expect(await modify(given)).toEqual({
      __typename: 'ModifyDirectorySuccess',
      changeCursor: expect.any(String),
      directory: { ...expected, usesDefaultRequestsPerSecond: false, removalsPausedAt: null },
    })
    const read = await client.ask(`{ team { directories { ${settingsFields} } } }`)
    expect(read.data).toEqual({ team: { directories: [expected] } })
  })

  test('leaves what is not given, and what is null, as it is', async () => {
    const { team, modify } = await makeTeam('Partial')
    await modify({ isStrict: true, customSchemas: [schema], removalsPerHour: 7, requestsPerSecond: 9 })
    const after = await modify({ name: 'New name', isStrict: null, customSchemas: null, provider: null })
    expect(after.directory).toMatchObject({
      id: team.directoryId,
      name: 'New name',
      provider: 'OTHER',
      isStrict: true,
      customSchemas: [completed],
      removalsPerHour: 7,
      requestsPerSecond: 9,
      version: 3,
    })
    expect((await modify({ customSchemas: [] })).directory).toMatchObject({ name: 'New name', customSchemas: [], version: 4 })
  })

  test('null takes the default of the deployment as the rate limit, and switches the guard off', async () => {
    const { client, team, modify } = await makeTeam('Nulls')
    const before = await client.ask<{ node: { requestsPerSecond: number } }>(
      'query ($id: ID!) { node(id: $id) { ... on Directory { requestsPerSecond usesDefaultRequestsPerSecond } } }',
      { id: team.directoryId },
    )
    await modify({ requestsPerSecond: 30, removalsPerHour: 10 })
    const { directory } = await modify({ requestsPerSecond: null, removalsPerHour: null })
    expect(directory).toMatchObject({ ...before.data!.node, usesDefaultRequestsPerSecond: true, removalsPerHour: null, version: 3 })
  })

  test('what is set already changes nothing: no version and no change', async () => {
    const { client, modify } = await makeTeam('Again')
    const settings = { name: 'Same', isStrict: true, customSchemas: [schema], requestsPerSecond: 5, removalsPerHour: 5 }
    const first = await modify(settings)
    const again = await modify(settings)
    const nothing = await modify({})
    const resumed = await modify({ resumeRemovals: true })
    expect([again, nothing, resumed]).toEqual([first, first, first])
    expect(await settingsChanges(client)).toHaveLength(1)
  })

  test('writes one change with the settings before and after, and the names of those that changed', async () => {
    const { team, client, modify } = await makeTeam('Logged')
    await modify({ name: 'Renamed', isStrict: true, provider: 'OTHER' })
    await modify({ customSchemas: [schema], removalsPerHour: 3 })
    const original = {
      id: team.directoryId,
      name: 'Logged directory',
      provider: 'OTHER',
      isStrict: false,
      allowsRepeatedGroupNames: false,
      customSchemas: [],
      requestsPerSecond: null,
      removalsPerHour: null,
      version: 1,
    }
    const renamed = { ...original, name: 'Renamed', isStrict: true, version: 2 }
    const extended = { ...renamed, customSchemas: [completed], removalsPerHour: 3, version: 3 }
    const actor = { kind: 'API_KEY' }
    expect(await settingsChanges(client)).toEqual([
      { __typename: 'DirectoryModified', actor, attributes: ['name', 'isStrict'], before: original, after: renamed },
      { __typename: 'DirectoryModified', actor, attributes: ['customSchemas', 'removalsPerHour'], before: renamed, after: extended },
    ])
  })

  test('its change comes over the subscription, and its cursor is that of the change', async () => {
    const { team, modify } = await makeTeam('Live')
    const following = socketClient(under.node, team.apiKey).iterate<{
      changes: { __typename: string; cursor: string; changes?: { after: unknown }[] }
    }>({
      query: `subscription { changes(filter: { kinds: [DIRECTORY_MODIFIED] }) { __typename ... on Checkpoint { cursor }
        ... on ChangeBatch { cursor changes { ... on DirectoryModified { attributes after { name customSchemas { ${customSchemaFields} } } } } } } }`,
    })
    expect((await following.next()).value?.data?.changes.__typename).toBe('Checkpoint')
    const { changeCursor } = await modify({ name: 'Followed', customSchemas: [schema] })
    const { value } = await following.next()
    expect(value?.data?.changes).toEqual({
      __typename: 'ChangeBatch',
      cursor: changeCursor,
      changes: [{ attributes: ['name', 'customSchemas'], after: { name: 'Followed', customSchemas: [completed] } }],
    })
    await following.return?.()
  })

  test('refuses a version that is not that of the settings any more', async () => {
    const { modify } = await makeTeam('Versions')
    expect((await modify({ name: 'Two', expectedVersion: 1 })).directory).toMatchObject({ version: 2 })
    expect(await modify({ name: 'Three', expectedVersion: 1 })).toMatchObject({
      __typename: 'VersionConflictError',
      code: 'VERSION_CONFLICT',
      message: expect.stringMatching(/version 2/),
    })
    expect((await modify({ expectedVersion: 2 })).directory).toMatchObject({ name: 'Two', version: 2 })
  })

  test('of two administrators who read the same version one wins', async () => {
    const { modify } = await makeTeam('Race')
    const results = await Promise.all(['a', 'b', 'c', 'd'].map((name) => modify({ name, expectedVersion: 1 })))
    const kinds = results.map(({ __typename }) => __typename).sort()
    expect(kinds).toEqual(['ModifyDirectorySuccess', 'VersionConflictError', 'VersionConflictError', 'VersionConflictError'])
  })

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a name without a character', { name: '  ' }, /name of the directory/],
    ['a rate of 0', { requestsPerSecond: 0 }, /requestsPerSecond/],
    ['a rate beyond all', { requestsPerSecond: 1_000_001 }, /requestsPerSecond/],
    ['a guard of 0', { removalsPerHour: 0 }, /removalsPerHour/],
    ['a guard below 0', { removalsPerHour: -1 }, /removalsPerHour/],
    ['a reserved schema', { customSchemas: [{ ...schema, urn: 'urn:ietf:params:scim:schemas:core:2.0:User' }] }, /reserved/],
    ['one schema twice', { customSchemas: [schema, schema] }, /twice/],
    ['a name of Object.prototype', { customSchemas: [{ ...schema, attributes: [{ name: 'hasOwnProperty' }] }] }, /hasOwnProperty/],
    ['no attribute', { customSchemas: [{ ...schema, attributes: [] }] }, /0 attributes/],
  ])('refuses %s, and changes nothing of what else is given', async (_, wrong, reason) => {
    const { client, team, modify } = await makeTeam('Refused')
    expect(await modify({ isStrict: true, ...wrong })).toMatchObject({
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      message: expect.stringMatching(reason),
    })
    const { data } = await client.ask<{ node: object }>('query ($id: ID!) { node(id: $id) { ... on Directory { isStrict version } } }', {
      id: team.directoryId,
    })
    expect(data!.node).toEqual({ isStrict: false, version: 1 })
    expect(await settingsChanges(client)).toEqual([])
  })

  test('needs the scope SETUP', async () => {
    const { client, team } = await makeTeam('Scopes')
    const { directoryId } = team
    const reading = graphqlClient(under.node, await graphqlIssueKey(client, ['READ', 'LIMITS']))
    expect(await modifyDirectory(reading, { directoryId, isStrict: true })).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
      message: expect.stringContaining('SETUP'),
    })
    const setup = graphqlClient(under.node, await graphqlIssueKey(client, ['SETUP']))
    expect(await modifyDirectory(setup, { directoryId, isStrict: true })).toMatchObject({ __typename: 'ModifyDirectorySuccess' })
  })

  test('takes the platform key, with or without the team, and finds no directory in a team that it is not of', async () => {
    const [mine, other] = [await makeTeam('Mine'), await makeTeam('Other')]
    const { directoryId, teamId } = mine.team
    expect(await modifyDirectory(platform, { directoryId, name: 'By platform' })).toMatchObject({ directory: { name: 'By platform' } })
    expect(await modifyDirectory(platform, { directoryId, teamId, isStrict: true })).toMatchObject({ directory: { isStrict: true } })
    expect(await modifyDirectory(platform, { directoryId, teamId: other.team.teamId, name: 'X' })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await settingsChanges(mine.client)).toMatchObject([{ actor: { kind: 'PLATFORM' } }, { actor: { kind: 'PLATFORM' } }])
  })

  test('a directory of another team reads exactly as one that does not exist', async () => {
    const [mine, other] = [await makeTeam('Mine'), await makeTeam('Other')]
    const { directoryId } = other.team
    const unknown = 'dir-01900000-0000-7000-8000-000000000000'
    for (const settings of [
      { name: 'Taken over' },
      { isStrict: true, expectedVersion: 1 },
      { expectedVersion: 99 },
      { requestsPerSecond: 0 },
    ]) {
      const [theirs, nobodys] = [await mine.modify({ ...settings, directoryId }), await mine.modify({ ...settings, directoryId: unknown })]
      expect(theirs).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' })
      expect({ ...theirs, message: theirs.message?.replace(directoryId, unknown) }).toEqual(nobodys)
    }
    for (const id of ['nonsense', mine.team.teamId]) expect(await mine.modify({ directoryId: id })).toMatchObject({ code: 'NOT_FOUND' })
    expect(await settingsChanges(other.client)).toEqual([])
  })
})

describe('resumeRemovals', () => {
  const pausedAt = new Date('2026-01-02T03:04:05Z')
  const pause = async ({ team }: Made): Promise<string> => {
    const id = fromId('directory', team.directoryId)!
    await under.node.app.database.directory.update({
      where: { id },
      data: { removalsPausedAt: pausedAt, removalsCounted: 11, removalsSince: pausedAt },
    })
    return id
  }
  const guardOf = (id: string) =>
    under.node.app.database.directory.findUniqueOrThrow({
      where: { id },
      select: { removalsPausedAt: true, removalsCounted: true, removalsSince: true },
    })
  const cleared = { removalsPausedAt: null, removalsCounted: 0, removalsSince: null }

  test('ends a pause and counts anew, with a change of its own and no new version', async () => {
    const made = await makeTeam('Paused')
    await made.modify({ removalsPerHour: 10 })
    const id = await pause(made)
    expect((await made.modify({ name: 'Still paused' })).directory).toMatchObject({ removalsPausedAt: pausedAt.toISOString() })
    expect((await made.modify({ resumeRemovals: true })).directory).toMatchObject({ removalsPausedAt: null, version: 3 })
    expect(await guardOf(id)).toEqual(cleared)
    const directory = { id: made.team.directoryId, name: 'Still paused', provider: 'OTHER' }
    expect((await settingsChanges(made.client)).slice(2)).toEqual([
      { __typename: 'DirectoryRemovalsResumed', actor: { kind: 'API_KEY' }, directory },
    ])
  })

  test('together with settings makes two changes, and the guard switched off ends its pause by itself', async () => {
    const made = await makeTeam('Off')
    await made.modify({ removalsPerHour: 10 })
    const id = await pause(made)
    expect((await made.modify({ removalsPerHour: 20, resumeRemovals: true })).directory).toMatchObject({ removalsPausedAt: null })
    await pause(made)
    expect((await made.modify({ removalsPerHour: null })).directory).toMatchObject({ removalsPausedAt: null })
    expect(await guardOf(id)).toEqual(cleared)
    expect((await settingsChanges(made.client)).map(({ __typename }) => __typename)).toEqual([
      'DirectoryModified',
      'DirectoryModified',
      'DirectoryRemovalsResumed',
      'DirectoryModified',
      'DirectoryRemovalsResumed',
    ])
  })
})

describe('Directory.userCount and groupCount', () => {
  test('count what is there', async () => {
    const { team, client } = await makeTeam('Counted')
    const [ada] = [await team.scim.createUser('ada'), await team.scim.createUser('bob'), await team.scim.createGroup('G')]
    const counts = async (): Promise<unknown> => (await client.ask('{ team { directories { userCount groupCount } } }')).data!['team']
    expect(await counts()).toEqual({ directories: [{ userCount: 2, groupCount: 1 }] })
    await team.scim.delete(`/Users/${ada}`)
    expect(await counts()).toEqual({ directories: [{ userCount: 1, groupCount: 1 }] })
  })
})
