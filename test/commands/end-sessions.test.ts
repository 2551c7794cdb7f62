import { expect, test } from 'vitest'
import { deleteExpiredSessions } from '../../src/store/session.ts'
import { fromId } from '../../src/domain/id.ts'
import { signInAs } from '../support/signed-in.ts'
import { useApp } from '../support/use-app.ts'

const under = useApp()

test('Sessions and one-time codes whose time is over are removed, by any number of nodes at once; the others stay', async () => {
  const { database, commands } = under.node.app
  const sessionOf = async (subject: string, ends: { expiresAt?: Date; lastUsedAt?: Date }): Promise<string> => {
    await under.scim.createUser(subject)
    const { sessionId } = await signInAs(under.node, under.team.teamId, { subject, matchingValue: subject })
    await database.session.update({ where: { id: sessionId }, data: ends })
    return sessionId
  }
  const now = new Date()
  const [past, longAgo] = [new Date(now.getTime() - 1), new Date(now.getTime() - 60 * 60_000)]
  await sessionOf('expired', { expiresAt: past })
  await sessionOf('idle', { lastUsedAt: new Date(longAgo.getTime() - 1) })
  const kept = await sessionOf('kept', { lastUsedAt: longAgo })
  const teamId = fromId('team', under.team.teamId)!
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  for (const email of ['used@acme.example', 'open@acme.example']) await commands.issueSignInLink({ teamId, actor, email })
  await database.signInCode.updateMany({ where: { administrator: { email: 'used@acme.example' } }, data: { expiresAt: past } })
  await Promise.all(Array.from({ length: 3 }, () => deleteExpiredSessions(database, now, longAgo)))
  await deleteExpiredSessions(database, now, longAgo)
  expect((await database.session.findMany()).map(({ id }) => id)).toEqual([kept])
  expect(await database.signInCode.count()).toBe(1)
})
