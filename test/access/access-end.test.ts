import { expect, test } from 'vitest'
import { endedHold, holdsOf } from '../../src/access/access-end.ts'
import type { Person } from '../../src/access/viewer.ts'
import { changeKinds, type Change } from '../../src/domain/change.ts'

const person: Person = {
  kind: 'PERSON',
  id: 'p',
  teamId: 't',
  sessionId: 's',
  role: 'ADMINISTRATOR',
  email: null,
  userId: 'u',
  directoryId: 'd',
  administratorId: 'a',
  administratorGroupId: 'g',
  signedInAt: new Date(0),
  expiresAt: new Date(0),
}
// Whatever a change carries is about what this person hangs on.
const everything = {
  apiKey: { id: 'k' },
  user: { id: 'u' },
  before: { id: 'u' },
  after: { id: 'u' },
  directory: { id: 'd' },
  administrator: { id: 'a' },
  group: { id: 'g' },
  removedUserIds: ['x'],
}

test('Of all kinds of change these end what a person may reach, or make it to be looked up again; a new kind has to be looked at', () => {
  const holds = new Set(holdsOf(person))
  const ends = changeKinds.flatMap((kind) => {
    const ended = endedHold({ kind, data: everything } as unknown as Change)
    return ended && holds.has(ended.hold) ? [[kind, ended.end]] : []
  })
  expect(ends).toEqual([
    ['UserDeactivated', 'DEACTIVATED'],
    ['UserDeleted', 'DEACTIVATED'],
    ['GroupDeleted', 'RECHECK'],
    ['MembershipChanged', 'RECHECK'],
    ['DirectoryDeleted', 'DEACTIVATED'],
    ['AdministratorRemoved', 'RECHECK'],
    ['AdministratorGroupSet', 'RECHECK'],
  ])
})

test('A member hangs on no group: of the mass of membership changes none costs them a look', () => {
  const member: Person = { ...person, role: 'MEMBER', administratorId: null, administratorGroupId: null }
  const change = { kind: 'MembershipChanged', data: { ...everything, removedUserIds: ['u'] } } as unknown as Change
  expect(holdsOf(member)).not.toContain(endedHold(change)!.hold)
})
