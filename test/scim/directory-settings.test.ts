import { describe, expect, it } from 'vitest'
import { graphqlClient } from '../support/graphql-client.ts'
import { modifyDirectory, type ModifyResult } from '../support/modify-directory.ts'
import { scimClient, type ScimClient, type ScimResponse } from '../support/scim-client.ts'
import { startNode, type TestTeam } from '../support/start-app.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()

type Settings = Record<string, unknown>
type Made = TestTeam & { scim: ScimClient; set(settings: Settings): Promise<ModifyResult> }

async function makeTeam(settings: Settings = {}): Promise<Made> {
  const team = await app.newTeam()
  const client = graphqlClient(app.node, team.apiKey)
  const set = (given: Settings): Promise<ModifyResult> => modifyDirectory(client, { directoryId: team.directoryId, ...given })
  if (Object.keys(settings).length > 0) await set(settings)
  return { ...team, set }
}

const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const postGroup = (scim: ScimClient, displayName: string): Promise<ScimResponse> =>
  scim.post('/Groups', { schemas: [coreGroup], displayName })
const named = (displayName: string): string => `/Groups?filter=${encodeURIComponent(`displayName eq "${displayName}"`)}`

async function namesOf(scim: ScimClient): Promise<string[]> {
  const { body } = await scim.get('/Groups?attributes=displayName')
  return body['Resources'].map((group: { displayName: string }) => group.displayName).sort()
}

describe('a strict directory', () => {
  const lenient = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada', shoeSize: 9 }

  it('refuses what a lenient one ignores, from the answer to modifyDirectory on', async () => {
    const { scim, set } = await makeTeam()
    const id = (await scim.post('/Users', lenient)).body['id']
    expect((await set({ isStrict: true })).directory).toMatchObject({ isStrict: true })
    expect(await scim.post('/Users', { ...lenient, userName: 'bob' })).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } })
    expect(await scim.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: 'False' })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    })
    expect(await scim.post('/Groups', { schemas: [coreGroup], displayName: 'G', members: [{ value: 'nobody' }] })).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue', detail: expect.stringContaining('nobody') },
    })
    expect((await scim.get('/Users')).body['totalResults']).toBe(1)
    await set({ isStrict: false })
    expect(await scim.post('/Users', { ...lenient, userName: 'bob' })).toMatchObject({ status: 201 })
    expect(await scim.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: 'False' })).toMatchObject({ body: { active: false } })
  })

  it('is strict alone: its neighbours stay as they are', async () => {
    await makeTeam({ isStrict: true })
    const other = await makeTeam()
    expect((await other.scim.post('/Users', lenient)).status).toBe(201)
  })
})

describe('a directory that was modified on another node', () => {
  it('is told of by its new settings at once, and served by them as soon as it was looked up', async () => {
    const { scim, scimUrl, scimToken, set, directoryId } = await makeTeam()
    const second = await startNode({ databaseUrl: app.database.url })
    try {
      const there = scimClient({ scimUrl: `${second.url}/scim/v2/${directoryId}`, scimToken })
      expect((await there.get('/Schemas')).body['totalResults']).toBe(3)
      await set({ customSchemas: [{ urn: 'urn:example:x', resourceType: 'USER', name: 'X', attributes: [{ name: 'level' }] }] })
      expect((await there.get('/Schemas')).body['totalResults']).toBe(4)
      expect((await there.get(`/Users?filter=${encodeURIComponent('urn:example:x:level pr')}`)).status).toBe(200)
      expect((await scim.get('/Schemas')).body['totalResults']).toBe(4)
      expect(scimUrl).not.toContain(second.url)
    } finally {
      await second.stop()
    }
  })
})

describe('group names', () => {
  it('are unique in a directory unless it allows repeated ones', async () => {
    const { scim, set } = await makeTeam()
    const first = await scim.createGroup('Engineers')
    const refused = await postGroup(scim, 'ENGINEERS')
    expect(refused).toMatchObject({ status: 409, body: { scimType: 'uniqueness', detail: expect.stringContaining(first) } })
    await set({ allowsRepeatedGroupNames: true })
    expect((await postGroup(scim, 'ENGINEERS')).status).toBe(201)
    expect((await postGroup(scim, 'Engineers')).status).toBe(201)
    expect((await scim.get(named('engineers'))).body['totalResults']).toBe(3)
  })

  it('may repeat after a rename by PUT or PATCH too, also by two requests at once', async () => {
    const { scim } = await makeTeam({ allowsRepeatedGroupNames: true })
    const [a, b, c] = [await scim.createGroup('A'), await scim.createGroup('B'), await scim.createGroup('C')]
    const rename = (id: string): Promise<ScimResponse> => scim.patch(`/Groups/${id}`, { op: 'replace', path: 'displayName', value: 'Same' })
    const [first, second] = await Promise.all([rename(a), rename(b)])
    expect([first.status, second.status]).toEqual([200, 200])
    expect((await scim.put(`/Groups/${c}`, { schemas: [coreGroup], displayName: 'same' })).status).toBe(200)
    expect(await namesOf(scim)).toEqual(['Same', 'Same', 'same'])
  })

  it('stay repeatable through changes of members, and unique ones stay unique', async () => {
    const { scim, set } = await makeTeam({ allowsRepeatedGroupNames: true })
    const user = await scim.createUser('ada')
    const group = await scim.createGroup('Same', [user])
    await scim.createGroup('Same')
    await scim.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: [] })
    await scim.put(`/Groups/${group}`, { schemas: [coreGroup], displayName: 'Same', externalId: 'e', members: [{ value: user }] })
    await scim.delete(`/Users/${user}`)
    expect((await postGroup(scim, 'Same')).status).toBe(201)
    for (const { id } of (await scim.get('/Groups')).body['Resources'].slice(1)) await scim.delete(`/Groups/${id}`)
    expect((await set({ allowsRepeatedGroupNames: false })).__typename).toBe('ModifyDirectorySuccess')
    const other = await scim.createGroup('Other', [])
    const member = await scim.createUser('bob')
    await scim.patch(`/Groups/${other}`, { op: 'add', path: 'members', value: [{ value: member }] })
    await scim.delete(`/Users/${member}`)
    expect((await postGroup(scim, 'other')).status).toBe(409)
    expect(await scim.patch(`/Groups/${other}`, { op: 'replace', path: 'displayName', value: 'Same' })).toMatchObject({ status: 409 })
  })

  it('cannot be made unique again while some repeat, and the refusal names these', async () => {
    const { scim, set } = await makeTeam({ allowsRepeatedGroupNames: true })
    const twin = await scim.createGroup('Twins')
    await scim.createGroup('twins')
    await scim.createGroup('Alone')
    expect(await set({ allowsRepeatedGroupNames: false, name: 'Renamed' })).toMatchObject({
      __typename: 'InvalidInputError',
      message: expect.stringMatching(/"[Tt]wins".*nothing was changed/),
    })
    expect((await set({})).directory).toMatchObject({ allowsRepeatedGroupNames: true, name: 'Other directory', version: 2 })
    expect((await postGroup(scim, 'Alone')).status).toBe(201)
    await scim.delete(`/Groups/${(await scim.get(named('alone'))).body['Resources'][0].id}`)
    await scim.patch(`/Groups/${twin}`, { op: 'replace', path: 'displayName', value: 'No twin' })
    expect((await set({ allowsRepeatedGroupNames: false })).directory).toMatchObject({ allowsRepeatedGroupNames: false })
    for (const name of ['twins', 'NO TWIN', 'alone']) expect((await postGroup(scim, name)).status).toBe(409)
  })

  it('names many repeated names by the first of them', async () => {
    const { scim, set } = await makeTeam({ allowsRepeatedGroupNames: true })
    const names = Array.from({ length: 8 }, (_, index) => `N${index}`)
    await Promise.all([...names, ...names].map((name) => scim.createGroup(name)))
    const { message } = await set({ allowsRepeatedGroupNames: false })
    expect(message).toMatch(/"N0", "N1", "N2", "N3", "N4" and more/)
    expect(message).not.toContain('N5')
  })

  it('of one name that is created many times at once, one is created', async () => {
    const { scim, directoryId, scimToken } = await makeTeam()
    const second = await startNode({ databaseUrl: app.database.url })
    try {
      const there = scimClient({ scimUrl: `${second.url}/scim/v2/${directoryId}`, scimToken })
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => postGroup(index % 2 ? scim : there, 'Once')))
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
      expect((await scim.get(named('once'))).body['totalResults']).toBe(1)
    } finally {
      await second.stop()
    }
  })

  it('are never repeated where that is not allowed, however often the setting turns while groups come and change their names', async () => {
    const { scim, set, directoryId, scimToken } = await makeTeam()
    const second = await startNode({ databaseUrl: app.database.url })
    try {
      const there = scimClient({ scimUrl: `${second.url}/scim/v2/${directoryId}`, scimToken })
      const groups = await Promise.all(Array.from({ length: 4 }, (_, index) => scim.createGroup(`Own ${index}`)))
      const writes = async (client: ScimClient, offset: number): Promise<number[]> => {
        const statuses: number[] = []
        for (let turn = 0; turn < 12; turn++) {
          const name = `Shared ${turn % 3}`
          const renamed = client.patch(`/Groups/${groups[(turn + offset) % 4]}`, { op: 'replace', path: 'displayName', value: name })
          for (const { status } of await Promise.all([postGroup(client, name), renamed])) statuses.push(status)
        }
        return statuses
      }
      const turns = async (): Promise<void> => {
        for (let turn = 0; turn < 12; turn++) await set({ allowsRepeatedGroupNames: turn % 2 === 0 })
      }
      const [here, elsewhere] = await Promise.all([writes(scim, 0), writes(there, 1), turns()])
      // Neither a fault nor a refusal of another kind.
      expect([...here, ...elsewhere].filter((status) => ![200, 201, 409].includes(status))).toEqual([])
      const { directory } = await set({})
      const names = await namesOf(scim)
      const isRepeated = new Set(names).size < names.length
      expect(isRepeated && !directory?.['allowsRepeatedGroupNames']).toBe(false)
      const switchedOff = await set({ allowsRepeatedGroupNames: false })
      expect(switchedOff.__typename).toBe(isRepeated ? 'InvalidInputError' : 'ModifyDirectorySuccess')
      // What each row says of itself is what the directory says.
      const rows = await app.node.app.database.group.findMany({
        where: { directory: { id: directoryId.slice(4) } },
        select: { uniqueNameKey: true },
      })
      expect(new Set(rows.map(({ uniqueNameKey }) => uniqueNameKey === null))).toEqual(new Set([isRepeated]))
    } finally {
      await second.stop()
    }
  })
})
