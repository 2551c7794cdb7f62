import { setTimeout as waitFor } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromId } from '../../src/domain/id.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { redisUrl } from '../support/redis.ts'
import { scimClient, type ScimResponse } from '../support/scim-client.ts'
import { createTestTeam, startNode, type StartedApp } from '../support/start-app.ts'
import { teamWithSettings } from '../support/team-with-settings.ts'
import { useApp } from '../support/use-app.ts'

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User'

describe.concurrent('A directory that sends more than it may', () => {
  const app = useApp()

  it('is refused by 429 with Retry-After and a detail, and admitted after that time', async () => {
    const { scim, directoryId } = await teamWithSettings(app, { requestsPerSecond: 1 })
    // Ten seconds' worth may come at once.
    for (let index = 0; index < 10; index++) expect((await scim.get('/ResourceTypes')).status).toBe(200)
    const refused = await scim.post('/Users', { schemas: [userUrn], userName: 'too-fast@acme.example' })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('content-type')).toBe('application/scim+json; charset=utf-8')
    const retryAfter = refused.headers.get('retry-after')!
    expect(retryAfter).toMatch(/^([1-9]|10)$/)
    expect(refused.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '429' })
    expect(refused.body['scimType']).toBeUndefined()
    expect(refused.body['detail']).toMatch(
      new RegExp(
        `^Directory "Other directory" may send 1 request per second, on average over 10 seconds.*Send this again in ${retryAfter} s, .*requestsPerSecond`,
      ),
    )
    const id = fromId('directory', directoryId)!
    expect(await app.node.app.database.user.count({ where: { directoryId: id } })).toBe(0)
    await waitFor(Number(retryAfter) * 1000)
    expect((await scim.post('/Users', { schemas: [userUrn], userName: 'too-fast@acme.example' })).status).toBe(201)
  })

  it('takes nothing from other directories', async () => {
    const busy = await teamWithSettings(app, { requestsPerSecond: 1 })
    const calm = await teamWithSettings(app, { requestsPerSecond: 1 })
    const answers = await Promise.all(Array.from({ length: 20 }, () => busy.scim.get('/ResourceTypes')))
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(10)
    expect((await calm.scim.get('/ResourceTypes')).status).toBe(200)
  })

  it('cannot be made to by somebody without its token', async () => {
    const team = await teamWithSettings(app, { requestsPerSecond: 1 })
    const outsider = scimClient({ ...team, scimToken: 'hc_scim_not-the-token' })
    for (let index = 0; index < 20; index++) expect((await outsider.get('/ResourceTypes')).status).toBe(401)
    expect((await team.scim.get('/ResourceTypes')).status).toBe(200)
  })

  it('may still ask for what needs no token', async () => {
    const { scim } = await teamWithSettings(app, { requestsPerSecond: 1 })
    await Promise.all(Array.from({ length: 20 }, () => scim.get('/ResourceTypes')))
    expect((await scim.get('/ResourceTypes')).status).toBe(429)
    expect((await scim.get('/ServiceProviderConfig')).status).toBe(200)
  })
})

describe('SCIM_REQUESTS_PER_SECOND, shared by two nodes through Redis', () => {
  let database: TestDatabase
  let nodes: StartedApp[]
  beforeAll(async () => {
    database = await createDatabase()
    const options = { databaseUrl: database.url, redisUrl: redisUrl(), environment: { SCIM_REQUESTS_PER_SECOND: '2' } }
    nodes = [await startNode(options), await startNode(options)]
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()))
    await database.drop()
  })

  it('is the limit of a directory that has none of its own, whichever node it asks', async () => {
    const admitted = async (): Promise<number> => {
      const team = await createTestTeam(nodes[0]!)
      const clients = nodes.map((node) => scimClient({ ...team, scimUrl: team.scimUrl.replace(nodes[0]!.url, node.url) }))
      const answers: ScimResponse[] = await Promise.all(Array.from({ length: 40 }, (_, index) => clients[index % 2]!.get('/ResourceTypes')))
      return answers.filter((answer) => answer.status === 200).length
    }
    // A node that has waited for Redis in vain, on a busy machine, decides by itself for a second.
    await expect.poll(admitted, { timeout: 20_000 }).toBe(20)
  })
})
