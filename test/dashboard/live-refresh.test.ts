import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRefresher, type Refresher } from '../../src/dashboard/live/refresh-queries.ts'
import type { Topic } from '../../src/dashboard/live/topics.ts'

/** A question as the server sees it, which the test answers. */
type Question = { answer(value: number): void; fail(): void; isAborted(): boolean }

let client: QueryClient
let refresher: Refresher
const stops: (() => void)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  client = new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: 'always', staleTime: 30_000 } } })
  refresher = createRefresher(client)
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  refresher.stop()
  client.clear()
  vi.useRealTimers()
})

/** A query on the screen. */
function show(name: string, topics: Topic[]) {
  const questions: Question[] = []
  const observer = new QueryObserver<number>(client, {
    queryKey: [name],
    meta: { topics },
    queryFn: ({ signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
        questions.push({ answer: resolve, fail: () => reject(new Error('no answer')), isAborted: () => signal.aborted })
      }),
  })
  const hide = observer.subscribe(() => {})
  stops.push(hide)
  return { questions, hide, value: () => observer.getCurrentResult().data, showAgain: () => stops.push(observer.subscribe(() => {})) }
}

const settle = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds)

async function shown(name = 'groups', topics: Topic[] = ['groups']) {
  const query = show(name, topics)
  query.questions[0]!.answer(1)
  await settle()
  return query
}

test('A query is asked again at once when a change is about it, and no other one', async () => {
  const groups = await shown()
  const people = await shown('people', ['users'])
  refresher.touch(['groups'])
  await settle()
  expect([groups.questions.length, people.questions.length]).toEqual([2, 1])
  expect(refresher.lag()).toMatchObject({ hasFailed: false })
  groups.questions[1]!.answer(2)
  await settle()
  expect(groups.value()).toBe(2)
  expect(refresher.lag()).toBeNull()
})

test('What changes during a question is asked once more after it, however much it was', async () => {
  const groups = await shown()
  refresher.touch(['groups'])
  await settle()
  for (let count = 0; count < 50; count++) {
    await settle(10)
    refresher.touch(['groups'])
  }
  const changedAt = Date.now()
  groups.questions[1]!.answer(2)
  await settle()
  expect(groups.questions).toHaveLength(2)
  expect(refresher.lag()!.since).toBeGreaterThan(changedAt - 500)
  await settle(1_000)
  expect(groups.questions).toHaveLength(3)
  groups.questions[2]!.answer(3)
  await settle(60_000)
  expect(groups.questions).toHaveLength(3)
  expect([groups.value(), refresher.lag()]).toEqual([3, null])
})

test('Changes without end ask at most once a second', async () => {
  const groups = await shown()
  for (let count = 0; count < 500; count++) {
    refresher.touch(['groups'])
    await settle(20)
    groups.questions.at(-1)!.answer(count)
  }
  expect(groups.questions.length).toBeLessThanOrEqual(12)
  expect(groups.questions.length).toBeGreaterThanOrEqual(10)
})

test('A first answer that was asked for before the change is asked for again', async () => {
  const groups = show('groups', ['groups'])
  refresher.touch(['groups'])
  await settle(5_000)
  groups.questions[0]!.answer(1)
  await settle(1_000)
  expect([groups.value(), groups.questions.length]).toEqual([1, 2])
  expect(refresher.lag()).not.toBeNull()
  groups.questions[1]!.answer(2)
  await settle()
  expect([groups.value(), refresher.lag()]).toEqual([2, null])
})

test('A question that was under way when the change came does not count as its answer', async () => {
  const groups = await shown()
  void client.refetchQueries({ queryKey: ['groups'] })
  await settle()
  refresher.touch(['groups'])
  await settle()
  expect(groups.questions[1]!.isAborted()).toBe(true)
  groups.questions[2]!.answer(3)
  await settle(60_000)
  expect([groups.value(), groups.questions.length, refresher.lag()]).toEqual([3, 3, null])
})

test('A question that fails is told, and asked until it is answered, with growing pauses', async () => {
  const groups = await shown()
  refresher.touch(['groups'])
  await settle()
  groups.questions[1]!.fail()
  await settle()
  expect(refresher.lag()).toMatchObject({ hasFailed: true })
  await settle(2_000)
  expect(groups.questions).toHaveLength(3)
  groups.questions[2]!.fail()
  await settle(3_900)
  expect(groups.questions).toHaveLength(3)
  await settle(200)
  groups.questions[3]!.answer(4)
  await settle()
  expect([groups.value(), refresher.lag()]).toEqual([4, null])
})

test('A slow question holds up no other', async () => {
  const slow = await shown('slow', ['users', 'groups'])
  const quick = await shown('quick', ['groups'])
  for (let round = 2; round < 5; round++) {
    refresher.touch(['groups'])
    await settle()
    quick.questions.at(-1)!.answer(round)
    await settle(1_000)
    expect(quick.value()).toBe(round)
  }
  expect(slow.questions).toHaveLength(2)
  expect(refresher.lag()!.waitingMilliseconds).toBe(3_000)
})

test('What is not on the screen is not asked, and is read when it comes there again', async () => {
  const groups = await shown()
  groups.hide()
  refresher.touch(['groups'])
  await settle(60_000)
  expect([groups.questions.length, refresher.lag()]).toEqual([1, null])
  groups.showAgain()
  expect(refresher.lag()).toMatchObject({ waitingMilliseconds: 0 })
  await settle()
  groups.questions.at(-1)!.answer(2)
  await settle(60_000)
  expect([groups.value(), groups.questions.length, refresher.lag()]).toEqual([2, 2, null])
})

test('A value that a page sets by itself settles nothing', async () => {
  const groups = await shown()
  refresher.touch(['groups'])
  await client.cancelQueries({ queryKey: ['groups'] })
  client.setQueryData(['groups'], 99)
  await settle(1_000)
  groups.questions.at(-1)!.answer(2)
  await settle()
  expect([groups.value(), refresher.lag()]).toEqual([2, null])
})

test('What answers slowly is asked more seldom', async () => {
  const groups = await shown()
  let isNew = true
  for (let second = 0; second < 60; second++) {
    const asked = groups.questions.length
    refresher.touch(['groups'])
    await settle(1_000)
    // An answer takes one to two seconds.
    if (!isNew) groups.questions.at(-1)!.answer(second)
    isNew = groups.questions.length > asked
  }
  expect(groups.questions.length).toBeGreaterThanOrEqual(10)
  expect(groups.questions.length).toBeLessThanOrEqual(20)
})

test('A question that fails though nothing changed, as one that is asked now and then, is told and asked again, too', async () => {
  const groups = await shown()
  await settle(20_000)
  const asked = client.refetchQueries({ queryKey: ['groups'] })
  await settle()
  groups.questions[1]!.fail()
  await asked
  const { since, hasFailed } = refresher.lag()!
  expect([Date.now() - since, hasFailed]).toEqual([20_000, true])
  await settle(2_000)
  groups.questions[2]!.answer(3)
  await settle()
  expect([groups.value(), refresher.lag()]).toEqual([3, null])
})

test('A clock that is set back delays nothing, and hides nothing', async () => {
  const groups = await shown()
  refresher.touch(['groups'])
  await settle()
  groups.questions[1]!.answer(2)
  await settle()
  vi.setSystemTime(Date.now() - 3_600_000)
  refresher.touch(['groups'])
  await settle(1_000)
  expect(groups.questions).toHaveLength(3)
  await settle(4_000)
  expect(refresher.lag()!.waitingMilliseconds).toBe(5_000)
})

test('While nobody sees the screen nothing is asked; what it lacks is read at once when somebody does', async () => {
  let isHidden = false
  refresher.stop()
  refresher = createRefresher(client, { isHidden: () => isHidden })
  const groups = await shown()
  isHidden = true
  refresher.touch(['groups'])
  await settle(60_000)
  expect(groups.questions).toHaveLength(1)
  isHidden = false
  expect(refresher.lag()).toMatchObject({ waitingMilliseconds: 60_000 })
  refresher.shown()
  await settle()
  groups.questions[1]!.answer(2)
  await settle()
  expect([groups.value(), refresher.lag()]).toEqual([2, null])
})

test('Whoever does not wait: what failed, and what was asked on a connection that died, is asked at once', async () => {
  const failed = await shown('failed', ['groups'])
  refresher.touch(['groups'])
  await settle()
  failed.questions[1]!.fail()
  await settle()
  const unanswered = await shown('unanswered', ['users'])
  refresher.touch(['users'])
  await settle()
  refresher.hurry()
  await settle()
  expect([failed.questions.length, unanswered.questions.length]).toEqual([3, 3])
  expect(unanswered.questions[1]!.isAborted()).toBe(true)
})

test('Nothing is asked after stop', async () => {
  const groups = await shown()
  refresher.touch(['groups'])
  refresher.stop()
  refresher.touchAll()
  await settle(60_000)
  expect(groups.questions).toHaveLength(1)
})
