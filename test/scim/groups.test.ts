import { describe, expect, it } from 'vitest'
import { patchOp } from '../support/scim-client.ts'
import { useApp } from '../support/use-app.ts'

const app = useApp()
const groupUrn = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const changes = () => app.node.app.database.change.findMany({ orderBy: { revision: 'asc' } })
const changeCount = () => app.node.app.database.change.count()
const members = async (group: string): Promise<string[]> =>
  ((await app.scim.get(`/Groups/${group}`)).body['members'] ?? []).map((member: { value: string }) => member.value).sort()
const newUsers = (prefix: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => app.scim.createUser(`${prefix}${index}@acme.example`)))
const add = (...ids: string[]) => ({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) })
const remove = (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` })
const replace = (...ids: string[]) => ({ op: 'replace', path: 'members', value: ids.map((value) => ({ value })) })

describe('creating groups (RFC 7644 §3.3)', () => {
  it('stores members in the same transaction: GroupCreated, MembershipChanged', async () => {
    const users = await newUsers('made', 3)
    const before = await changeCount()
    const { status, body, headers } = await app.scim.post('/Groups', {
      schemas: [groupUrn],
      displayName: 'Made',
      members: users.map((value) => ({ value })),
    })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(body['meta'].location)
    expect(body['members'].map((member: { value: string }) => member.value).sort()).toEqual(users.sort())
    expect(body['members'][0]).toMatchObject({ type: 'User', $ref: expect.stringContaining('/Users/user-') })
    expect((await changes()).slice(before).map((change) => change.kind)).toEqual(['GroupCreated', 'MembershipChanged'])
  })

  it('refuses a displayName that a group of the directory has: 409 uniqueness', async () => {
    await app.scim.createGroup('Sales')
    const { status, body } = await app.scim.post('/Groups', { schemas: [groupUrn], displayName: 'SALES' })
    expect([status, body['scimType']]).toEqual([409, 'uniqueness'])
  })

  it('ignores members that are nobody, applies the others', async () => {
    const [known] = await newUsers('known', 1)
    const { status, body } = await app.scim.post('/Groups', {
      schemas: [groupUrn],
      displayName: 'Half known',
      members: [{ value: known }, { value: 'user-01a20cdf-64bb-71ef-85b2-b58aefca8081' }, { value: 'somebody' }],
    })
    expect(status).toBe(201)
    expect(body['members'].map((member: { value: string }) => member.value)).toEqual([known])
  })
})

describe('reading groups (RFC 7644 §3.4.1)', () => {
  it('tells members whose names hold quotes, backslashes, line breaks and other scripts', async () => {
    const names = ['"quoted"', 'back\\slash', 'two\nlines', 'tab\tstop', '김민준', 'é 💥', "o'hara", '{"value":"user"}']
    const users = await Promise.all(names.map((displayName, at) => app.scim.createUser(`named${at}@acme.example`, { displayName })))
    const { body } = await app.scim.get(`/Groups/${await app.scim.createGroup('Names', users)}`)
    const shown = new Map(body['members'].map((member: { value: string; display: string }) => [member.value, member.display]))
    expect(shown).toEqual(new Map(users.map((user, at) => [user, names[at]])))
  })

  it('tells all of more members than are written in one piece', async () => {
    const users = await newUsers('piece', 3)
    const group = await app.scim.createGroup('Pieces', users)
    await app.node.app.database.$executeRaw`
      WITH copy AS (
        INSERT INTO users SELECT made.* FROM users AS original, generate_series(1, 1200) AS number,
          LATERAL jsonb_populate_record(original, jsonb_build_object('id', gen_random_uuid(), 'user_name', 'copy' || number, 'user_name_key', 'copy' || number)) AS made
        WHERE original.id = ${users[0]!.slice('user-'.length)}::uuid RETURNING id
      ) INSERT INTO memberships SELECT ${group.slice('group-'.length)}::uuid, id, now() FROM copy`
    await app.node.app.database.$executeRaw`UPDATE groups SET member_count = 1203 WHERE id = ${group.slice('group-'.length)}::uuid`
    const { body } = await app.scim.get(`/Groups/${group}`)
    expect(new Set(body['members'].map((member: { value: string }) => member.value)).size).toBe(1203)
    expect(body['members'].every((member: { $ref: string; value: string }) => member.$ref.endsWith(`/Users/${member.value}`))).toBe(true)
    const parts = await app.scim.get(`/Groups/${group}?attributes=members.value`)
    expect(parts.body['members']).toEqual(body['members'].map(({ value }: { value: string }) => ({ value })))
  })
})

describe('PATCH of members (RFC 7644 §3.5.2)', () => {
  it('adds and removes those that are named, in one change', async () => {
    const users = await newUsers('mixed', 4)
    const group = await app.scim.createGroup('Mixed', users.slice(0, 2))
    const before = await changeCount()
    const { status } = await app.scim.patch(`/Groups/${group}`, remove(users[0]!), add(users[2]!, users[3]!))
    expect(status).toBe(200)
    expect(await members(group)).toEqual(users.slice(1).sort())
    const [change, ...more] = (await changes()).slice(before)
    expect(more).toEqual([])
    expect(change).toMatchObject({ kind: 'MembershipChanged', data: { group: { memberCount: 3, version: 3 } } })
    const data = change!.data as { addedUserIds: string[]; removedUserIds: string[]; added: { userName: string }[] }
    expect(data.addedUserIds).toHaveLength(2)
    expect(data.removedUserIds).toHaveLength(1)
    expect(data.added.map((member) => member.userName).sort()).toEqual(['mixed2@acme.example', 'mixed3@acme.example'])
  })

  it('answers the same and makes no change, version or lastModified when an existing member is added or a stranger removed', async () => {
    const [member, stranger] = await newUsers('noop', 2)
    const group = await app.scim.createGroup('Noop', [member!])
    const { meta } = (await app.scim.get(`/Groups/${group}`)).body
    const before = await changeCount()
    for (const operation of [
      add(member!),
      remove(stranger!),
      { op: 'Remove', path: 'members', value: [{ $ref: null, value: stranger }] },
    ]) {
      expect((await app.scim.patch(`/Groups/${group}`, operation)).status).toBe(200)
    }
    expect((await app.scim.get(`/Groups/${group}`)).body['meta']).toEqual(meta)
    expect(await changeCount()).toBe(before)
  })

  it('renames and changes members at once: GroupModified, MembershipChanged', async () => {
    const [user] = await newUsers('both', 1)
    const group = await app.scim.createGroup('Both')
    const before = await changeCount()
    await app.scim.patch(`/Groups/${group}`, { op: 'replace', value: { id: group, displayName: 'Both renamed' } }, add(user!))
    expect((await changes()).slice(before).map((change) => change.kind)).toEqual(['GroupModified', 'MembershipChanged'])
  })

  it('replaces all members by the difference alone, in one change', async () => {
    const users = await newUsers('replaced', 6)
    const group = await app.scim.createGroup('Replaced', users.slice(0, 4))
    const before = await changeCount()
    await app.scim.patch(`/Groups/${group}`, replace(...users.slice(2)))
    expect(await members(group)).toEqual(users.slice(2).sort())
    const [change] = (await changes()).slice(before)
    expect(change!.data).toMatchObject({ addedUserIds: { length: 2 }, removedUserIds: { length: 2 }, group: { memberCount: 4 } })
    await app.scim.patch(`/Groups/${group}`, replace())
    expect(await members(group)).toEqual([])
  })

  it('refuses a member sub-attribute: they are immutable (RFC 7643 §4.2)', async () => {
    const [user] = await newUsers('immutable', 1)
    const group = await app.scim.createGroup('Immutable', [user!])
    const { status, body } = await app.scim.patch(`/Groups/${group}`, {
      op: 'replace',
      path: `members[value eq "${user}"].display`,
      value: 'x',
    })
    expect([status, body['scimType']]).toEqual([400, 'mutability'])
  })

  it('is atomic: one bad operation and nothing of the request is done', async () => {
    const [user] = await newUsers('atomic', 1)
    const group = await app.scim.createGroup('Atomic')
    const before = await changeCount()
    const { status } = await app.scim.patch(`/Groups/${group}`, add(user!), { op: 'replace', path: 'nonsense', value: 1 })
    expect(status).toBe(400)
    expect(await members(group)).toEqual([])
    expect(await changeCount()).toBe(before)
  })

  it('of 40 callers adding to one group at once loses none, and each gets its own change', async () => {
    const users = await newUsers('convoy', 40)
    const group = await app.scim.createGroup('Convoy')
    const before = await changeCount()
    const answers = await Promise.all(users.map((user) => app.scim.patch(`/Groups/${group}`, add(user))))
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    expect(await members(group)).toEqual(users.sort())
    const made = (await changes()).slice(before)
    expect(made.map((change) => (change.data as { addedUserIds: string[] }).addedUserIds.length)).toEqual(users.map(() => 1))
    expect(made.map((change) => (change.data as { group: { memberCount: number } }).group.memberCount)).toEqual(
      users.map((_, index) => index + 1),
    )
  })

  it('keeps the order of requests for one member: add, remove and replace never resurrect', async () => {
    const [user] = await newUsers('order', 1)
    const group = await app.scim.createGroup('Order')
    // Sent together, so that they share commits; the last answer of each caller is what it asked for.
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        app.scim.patch(`/Groups/${group}`, add(user!)),
        app.scim.patch(`/Groups/${group}`, remove(user!)),
        app.scim.patch(`/Groups/${group}`, replace(user!)),
      ])
      const stored = await app.node.app.database.membership.count()
      const count = await app.node.app.database.group.aggregate({ _sum: { memberCount: true } })
      expect(count._sum.memberCount).toBe(stored)
    }
  })

  it('answers 204 when the group has more members than an answer may load, 200 with a projection', async () => {
    const users = await newUsers('many', 201)
    const group = await app.scim.createGroup('Many', users.slice(0, 200))
    const big = await app.scim.patch(`/Groups/${group}`, add(users[200]!))
    expect([big.status, big.text]).toEqual([204, ''])
    const projected = await app.scim.request('PATCH', `/Groups/${group}?excludedAttributes=members`, patchOp(remove(users[200]!)))
    expect([projected.status, projected.body['members'], projected.body['displayName']]).toEqual([200, undefined, 'Many'])
    expect((await app.scim.patch(`/Groups/${group}`, remove(users[199]!))).body['members']).toHaveLength(199)
  })
})

describe('PUT of groups (RFC 7644 §3.5.1)', () => {
  it('replaces members when the key is there, and leaves them when it is not', async () => {
    const users = await newUsers('put-group', 2)
    const group = await app.scim.createGroup('Put', [users[0]!])
    const without = await app.scim.put(`/Groups/${group}`, { schemas: [groupUrn], displayName: 'Put renamed' })
    expect(without.body['members']).toHaveLength(1)
    const other = await app.scim.put(`/Groups/${group}`, {
      schemas: [groupUrn],
      displayName: 'Put renamed',
      members: [{ value: users[1] }],
    })
    expect(other.body['members'].map((member: { value: string }) => member.value)).toEqual([users[1]])
    const none = await app.scim.put(`/Groups/${group}`, { schemas: [groupUrn], displayName: 'Put renamed', members: [] })
    expect(none.body['members']).toBeUndefined()
  })
})

describe('deleting', () => {
  it('a user leaves every group, by group id, then loses an own limit, then is gone: one change each', async () => {
    const [user] = await newUsers('leaver', 1)
    const groups = [await app.scim.createGroup('Left A', [user!]), await app.scim.createGroup('Left B', [user!])]
    const before = await changeCount()
    await app.scim.delete(`/Users/${user}`)
    const made = (await changes()).slice(before)
    expect(made.map((change) => change.kind)).toEqual(['MembershipChanged', 'MembershipChanged', 'UserDeleted'])
    expect(made.slice(0, 2).map((change) => `group-${change.groupId}`)).toEqual(groups.sort())
  })

  it('a group takes all its memberships along, never its users', async () => {
    const users = await newUsers('stays', 2)
    const group = await app.scim.createGroup('Goes', users)
    const before = await changeCount()
    expect((await app.scim.delete(`/Groups/${group}`)).status).toBe(204)
    const made = (await changes()).slice(before)
    expect(made.map((change) => change.kind)).toEqual(['MembershipChanged', 'GroupDeleted'])
    expect((made[0]!.data as { removedUserIds: string[] }).removedUserIds).toHaveLength(2)
    expect((await app.scim.get(`/Users/${users[0]}`)).status).toBe(200)
    expect((await app.scim.delete(`/Groups/${group}`)).status).toBe(404)
  })

  it('of a user while others add that user to groups ends consistent', async () => {
    for (let round = 0; round < 5; round++) {
      const [user] = await newUsers(`race${round}-`, 1)
      const groups = await Promise.all([0, 1, 2].map((index) => app.scim.createGroup(`Race ${round} ${index}`)))
      await Promise.all([...groups.map((group) => app.scim.patch(`/Groups/${group}`, add(user!))), app.scim.delete(`/Users/${user}`)])
      for (const group of groups) expect(await members(group)).toEqual([])
    }
    const counts = await app.node.app.database.$queryRaw<{ wrong: bigint }[]>`
      SELECT count(*) AS wrong FROM groups WHERE member_count <> (SELECT count(*) FROM memberships WHERE group_id = groups.id)`
    expect(counts[0]!.wrong).toBe(0n)
  })
})
