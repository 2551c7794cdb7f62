import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TeamChange } from '../../src/dashboard/live/change-facts.ts'
import { createActivityFeed, type ActivityFeed } from '../../src/dashboard/pages/activity/activity-feed.ts'
import type { ChangePage } from '../../src/dashboard/pages/activity/change-pages.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const pageSize = 50
const changeOf = (revision: number): TeamChange => ({ revision }) as TeamChange

/** A log at a server. What is written to it is told to the feed at once, as the subscription does. */
async function startedFeed(): Promise<{ feed: ActivityFeed; write(count: number): Promise<void>; fail(isFailing: boolean): void }> {
  let head = pageSize
  let isFailing = false
  const newest = async (): Promise<ChangePage> => {
    if (isFailing) throw new Error('No answer came.')
    const changes = Array.from({ length: pageSize }, (_, index) => changeOf(head - index))
    return { changes, olderCursor: null, newerCursor: null, changeCursor: String(head) }
  }
  const notAsked = (): Promise<never> => Promise.reject(new Error('This is not asked for here.'))
  const feed = createActivityFeed({ newest, older: notAsked, newer: notAsked, around: notAsked, cursorAt: notAsked }, undefined)
  feed.start()
  await settle()
  return {
    feed,
    async write(count) {
      feed.take(Array.from({ length: count }, (_, index) => changeOf(head + 1 + index)))
      head += count
      await settle()
    },
    fail(fails) {
      isFailing = fails
    },
  }
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1_000)
}

function expectNewest({ snapshot }: ActivityFeed, head: number): void {
  const { rows, waiting, error } = snapshot.get()
  expect({ waiting, error }).toEqual({ waiting: 0, error: undefined })
  expect(rows.map(({ revision }) => revision)).toEqual(rows.map((_, index) => head - index))
}

describe('A feed that is not paused shows the newest', () => {
  test('when somebody comes back to it after more changes than it keeps', async () => {
    const { feed, write } = await startedFeed()
    feed.setPaused(true)
    await write(2_000)
    expect(feed.snapshot.get()).toMatchObject({ waiting: 2_000, isPaused: true })
    feed.setPaused(false)
    await settle()
    expectNewest(feed, 2_050)
    await write(3)
    expectNewest(feed, 2_053)
  })

  test('when more changes come at once than it keeps', async () => {
    const { feed, write } = await startedFeed()
    await write(2_000)
    expectNewest(feed, 2_050)
  })

  test('and when it could not be read, once it is tried again: not with each change', async () => {
    const { feed, write, fail } = await startedFeed()
    fail(true)
    await write(2_000)
    fail(false)
    await write(5)
    expect(feed.snapshot.get()).toMatchObject({ waiting: 2_005, error: expect.any(Error) })
    feed.retry()
    await settle()
    expectNewest(feed, 2_055)
    await write(1)
    expectNewest(feed, 2_056)
  })
})
