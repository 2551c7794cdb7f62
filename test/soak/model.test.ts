import { describe, expect, test } from 'vitest'
import { TeamAudit, type Accepts, type SentSpan } from './audit.ts'
import type { ChangeForm, SentChange } from './change-form.ts'
import { FoldedTeam } from './folded-team.ts'
import { replySplitter } from './resp.ts'

const user = (id: string, displayName = id): ChangeForm => ({
  kind: 'UserModified',
  user: { id, externalId: null, userName: id, displayName, email: null, active: true, version: 1 },
})
const idOf = (revision: number): string => `change-${revision}`

/** Five changes to two users, and somebody who was sent all of them after the first. */
function played(): { audit: TeamAudit; span: SentSpan & { changes: SentChange[] }; folded: FoldedTeam } {
  const audit = new TeamAudit('team')
  const folded = new FoldedTeam()
  const changes: SentChange[] = []
  for (let revision = 1; revision <= 5; revision++) {
    const form = user(revision % 2 === 0 ? 'even' : 'odd', `name ${revision}`)
    audit.append(idOf(revision), form, null)
    folded.apply(form)
    if (revision > 1) changes.push({ revision, form })
  }
  const after = { revision: 1, changeId: idOf(1) }
  const to = { revision: 5, changeId: idOf(5) }
  return { audit, folded, span: { after, to, changes, digest: folded.digest } }
}

const all: Accepts = () => true

describe('The audit of a team contradicts', () => {
  test('nobody who was sent every change once, in order and unaltered', () => {
    const { audit, span } = played()
    expect(audit.contradict(span, all)).toBeUndefined()
  })

  const spoilt: [string, RegExp, (span: SentSpan & { changes: SentChange[] }) => void][] = [
    ['a gap', /revision 3 .* is missing/, ({ changes }) => void changes.splice(1, 1)],
    ['a gap at the end', /revision 5 .* is missing/, ({ changes }) => void changes.pop()],
    ['a duplicate', /revision 4 .* is missing/, ({ changes }) => void changes.splice(1, 0, changes[1]!)],
    ['disorder', /revision 2 .* is missing/, ({ changes }) => void changes.reverse()],
    ['a change that is another', /revision 3 came as/, ({ changes }) => void (changes[1] = { revision: 3, form: user('odd', 'somebody') })],
    ['a cursor of another log', /is not in the log/, ({ to }) => void (to.changeId = 'change-of-another-log')],
    ['another state at the cursor', /what is folded/, (span) => void (span.digest = new FoldedTeam().digest)],
  ]
  test.for(spoilt)('%s', ([, expected, spoil]) => {
    const { audit, span } = played()
    spoil(span)
    expect(audit.contradict(span, all)).toMatch(expected)
  })

  test('a filter that lets through too much, and one that holds something back', () => {
    const { audit, span } = played()
    const none: Accepts = () => false
    expect(audit.contradict(span, none)).toMatch(/revision 2 came, which the filter leaves out/)
    expect(audit.contradict({ ...span, changes: [] }, none)).toBeUndefined()
    expect(audit.isAllBefore(1, none)).toBe(true)
    expect(audit.isAllBefore(4, all)).toBe(false)
  })
})

test('Two folded teams have one digest exactly when they hold the same, however they came to it', () => {
  const [here, there] = [new FoldedTeam(), new FoldedTeam()]
  here.apply(user('a'))
  here.apply(user('b'))
  there.apply(user('b', 'before'))
  there.apply(user('a'))
  expect(there.digest).not.toBe(here.digest)
  expect(there.differences(here)).toHaveLength(1)
  there.apply(user('b'))
  expect(there.digest).toBe(here.digest)
  there.apply({ ...user('b'), kind: 'UserDeleted' })
  expect(there.digest).not.toBe(here.digest)
  expect(here.clone().digest).toBe(here.digest)
})

describe('A stream of Redis is cut into whole replies, wherever its chunks end', () => {
  const message = '*3\r\n$7\r\nmessage\r\n$4\r\nteam\r\n$5\r\n{"\r\n"\r\n'
  const replies = [
    ['+OK\r\n', false],
    ['*3\r\n$9\r\nsubscribe\r\n$4\r\nteam\r\n:1\r\n', false],
    [message, true],
    ['%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n', false],
    ['>3\r\n$8\r\nsmessage\r\n$4\r\nteam\r\n$1\r\nx\r\n', true],
    ['$-1\r\n', false],
    ['-ERR no\r\n', false],
  ] as const

  test.for([1, 7, 1_000])('%i bytes at a time', (size) => {
    const stream = Buffer.from(replies.map(([text]) => text).join(''))
    const split = replySplitter()
    const found = []
    for (let from = 0; from < stream.length; from += size) found.push(...split(stream.subarray(from, from + size)))
    expect(found.map(({ bytes, isMessage }) => [bytes.toString(), isMessage])).toEqual(replies)
  })
})

test('A folded team whose directory is deleted has nothing left but its own limit', () => {
  const folded = new FoldedTeam()
  const limited = (targetId: string): ChangeForm => ({ kind: 'SpendLimitSet', limit: { targetId, amountMinor: 5, version: 1 } })
  folded.apply(limited('team'))
  const before = folded.digest
  folded.apply(user('ada'))
  const group = { id: 'all', externalId: null, displayName: 'All', memberCount: 1, version: 2 }
  folded.apply({ kind: 'MembershipChanged', group, added: ['ada'], removed: [] })
  folded.apply(limited('ada'))
  folded.apply(limited('all'))
  folded.apply({ kind: 'DirectoryDeleted' })
  expect([...folded.entries.keys()]).toEqual(['limit team'])
  expect(folded.digest).toBe(before)
})
