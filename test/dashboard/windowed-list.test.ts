import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createWindowedList, type ListPage, type WindowedList } from '../../src/dashboard/live/windowed-list.ts'
import { createSlowListServer, type ServerRow, type SlowListServer } from './support/slow-list-server.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const idOf = (n: number): string => `user-${String(n).padStart(6, '0')}`

function shownRows(list: WindowedList<ServerRow>): ServerRow[] {
  const { count, rowAt } = list.snapshot.get()
  return Array.from({ length: count }, (_, index) => rowAt(index)!)
}

/** All that is asked for is answered, until nothing more is asked. */
async function settle(server: SlowListServer): Promise<void> {
  for (let quiet = 0; quiet < 3;) {
    await vi.advanceTimersByTimeAsync(1_001)
    quiet = server.answer() ? 0 : quiet + 1
  }
}

async function showAll(list: WindowedList<ServerRow>, server: SlowListServer): Promise<void> {
  for (let from = 0; ; from += 5) {
    list.show(from, from + 5)
    await settle(server)
    const { isComplete, count } = list.snapshot.get()
    if (isComplete && from > count) return
  }
}

function startedList(by: 'name' | 'id', rowCount: number, pageSize = 10): { server: SlowListServer; list: WindowedList<ServerRow> } {
  const server = createSlowListServer(by)
  for (let n = 0; n < rowCount; n++) server.put(idOf(n), `name ${String(n).padStart(6, '0')}`)
  const list = createWindowedList({ load: server.load, pageSize })
  list.start()
  return { server, list }
}

type Act =
  | { do: 'put'; id: number; name: number; isRevised: boolean }
  | { do: 'remove'; id: number; isRevised: boolean }
  | { do: 'touch' | 'read' | 'answer' | 'fail' | 'restart' | 'retry' }
  | { do: 'show' | 'clear'; first: number; length: number }
  | { do: 'wait'; milliseconds: number }

const someId = fc.nat({ max: 40 })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), id: someId, name: fc.nat({ max: 60 }), isRevised: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), id: someId, isRevised: fc.boolean() }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constantFrom('touch' as const, 'read' as const, 'answer' as const, 'answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('fail' as const, 'restart' as const, 'retry' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('show' as const), first: fc.nat({ max: 45 }), length: fc.nat({ max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), first: fc.nat({ max: 20 }), length: fc.nat({ max: 20 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), milliseconds: fc.constantFrom(0, 1, 400, 1_001) }) },
)

async function perform(one: Act, server: SlowListServer, list: WindowedList<ServerRow>): Promise<void> {
  switch (one.do) {
    case 'put':
      server.put(idOf(one.id), String(one.name).padStart(3, '0'))
      if (one.isRevised) list.revise(idOf(one.id), (row) => ({ ...row, name: String(one.name).padStart(3, '0') }))
      break
    case 'remove':
      server.remove(idOf(one.id))
      if (one.isRevised) list.revise(idOf(one.id), () => null)
      break
    case 'clear':
      for (const { id } of server.rows().slice(one.first, one.first + one.length)) server.remove(id)
      break
    case 'touch':
    case 'retry':
      list[one.do]()
      break
    case 'read':
      server.read()
      break
    case 'answer':
    case 'fail':
      server.answer(one.do === 'fail')
      break
    case 'restart':
      list.stop()
      list.start()
      break
    case 'show':
      list.show(one.first, one.first + one.length)
      break
    case 'wait':
      break
  }
  await vi.advanceTimersByTimeAsync(one.do === 'wait' ? one.milliseconds : 0)
}

describe.each(['name', 'id'] as const)('A long list in order of %s', (by) => {
  test('shows each row once at any time, and at rest what the server has, whatever comes and goes and however late answers are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 40 }),
        fc.array(act, { maxLength: 60 }),
        fc.integer({ min: 1, max: 6 }),
        async (count, acts, pageSize) => {
          const { server, list } = startedList(by, count, pageSize)
          list.snapshot.subscribe(() => {
            const ids = shownRows(list).map(({ id }) => id)
            if (new Set(ids).size !== ids.length) throw new Error(`twice in ${ids.join(' ')}`)
            for (const [index, id] of ids.entries())
              if (list.snapshot.get().indexOf(id) !== index) throw new Error(`${id} is not at ${index}`)
          })
          for (const one of acts) await perform(one, server, list)
          list.touch()
          await settle(server)
          await showAll(list, server)
          expect(shownRows(list)).toEqual(server.rows())
          expect(list.snapshot.get()).toMatchObject({ total: server.rows().length, isComplete: true, isLoading: false, error: undefined })
          list.stop()
        },
      ),
      { numRuns: 400 },
    )
  })

  test('what is on the screen is a part of the order without a hole, though nothing else was read again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), fc.nat({ max: 30 }), async (acts, first) => {
        const { server, list } = startedList(by, 40, 4)
        await showAll(list, server)
        for (const one of acts) await perform(one, server, list)
        list.show(first, first + 6)
        list.touch()
        await settle(server)
        const shown = shownRows(list).slice(first, first + 7)
        const rows = server.rows()
        const at = rows.findIndex(({ id }) => id === shown[0]?.id)
        expect(shown).toEqual(shown.length === 0 ? [] : rows.slice(at, at + shown.length))
        list.stop()
      }),
      { numRuns: 200 },
    )
  })

  test('a jump to the end of what was not loaded gets there', async () => {
    const { server, list } = startedList(by, 1_234, 50)
    await settle(server)
    list.show(1_220, 1_233)
    await settle(server)
    expect(shownRows(list).map(({ id }) => id)).toEqual(server.rows().map(({ id }) => id))
    expect(server.asked()).toBeLessThan(15)
  })

  test('does not fall into ever smaller pages when rows come and go for long', async () => {
    const { server, list } = startedList(by, 300, 20)
    await showAll(list, server)
    for (let turn = 0; turn < 300; turn++) {
      const n = 1_000 + turn
      server.put(by === 'id' ? `user-000100-${n}` : idOf(n), `name 000100 ${n}`)
      if (turn >= 50) server.remove(by === 'id' ? `user-000100-${n - 50}` : idOf(n - 50))
      list.show(90, 150)
      list.touch()
      await settle(server)
    }
    const before = server.asked()
    list.show(0, 340)
    list.touch()
    await settle(server)
    expect(server.asked() - before).toBeLessThan(35)
    expect(shownRows(list)).toEqual(server.rows())
  })
})

describe('A long list', () => {
  test('reads the pages on the screen in one go, and then pauses, however often it is touched', async () => {
    const { server, list } = startedList('name', 60, 10)
    list.show(0, 29)
    await settle(server)
    const before = server.asked()
    const asked: number[] = []
    for (let tick = 0; tick < 30; tick++) {
      list.touch()
      while (server.answer()) await vi.advanceTimersByTimeAsync(0)
      await vi.advanceTimersByTimeAsync(100)
      while (server.answer()) await vi.advanceTimersByTimeAsync(0)
      asked.push(server.asked() - before)
    }
    // Three seconds: at once, and after each second; two pages are on the screen.
    expect(asked[0]).toBe(2)
    expect(asked.at(-1)).toBe(6)
    list.stop()
  })

  test('says why it stopped, does not ask a failing server more often than after the pause, and goes on', async () => {
    const { server, list } = startedList('name', 25, 10)
    await vi.advanceTimersByTimeAsync(0)
    server.answer(true)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(list.snapshot.get()).toMatchObject({ error: new Error('No answer came.'), total: undefined, count: 0 })
    expect(server.asked()).toBe(1)
    list.touch()
    await vi.advanceTimersByTimeAsync(0)
    server.answer(true)
    await vi.advanceTimersByTimeAsync(0)
    for (let n = 0; n < 9; n++) {
      list.touch()
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(server.asked()).toBe(2)
    list.retry()
    await settle(server)
    expect(list.snapshot.get()).toMatchObject({ error: undefined, count: 10, total: 25 })
  })

  test('says since when what is on the screen lacks something, until it was read', async () => {
    const { server, list } = startedList('name', 25, 10)
    list.show(0, 5)
    await settle(server)
    expect(list.lag()).toBeNull()
    const changedAt = Date.now()
    list.touch()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(list.lag()).toEqual({ since: changedAt, waitingMilliseconds: 2_000, hasFailed: false })
    const again = Date.now()
    list.touch()
    server.answer()
    await vi.advanceTimersByTimeAsync(0)
    expect(list.lag()).toMatchObject({ since: again })
    await settle(server)
    expect(list.lag()).toBeNull()
  })

  test('that could not be read again says so, and tries again by itself', async () => {
    const { server, list } = startedList('name', 25, 10)
    list.show(0, 5)
    await settle(server)
    list.touch()
    await vi.advanceTimersByTimeAsync(0)
    server.answer(true)
    await vi.advanceTimersByTimeAsync(0)
    expect(list.lag()).toMatchObject({ hasFailed: true })
    await vi.advanceTimersByTimeAsync(2_000)
    await settle(server)
    expect([list.lag(), list.snapshot.get().error]).toEqual([null, undefined])
  })

  test('knows the count of all although the end is not loaded, and that somebody came there', async () => {
    const { server, list } = startedList('name', 25, 10)
    await settle(server)
    expect(list.snapshot.get()).toMatchObject({ count: 10, total: 25, isComplete: false })
    await showAll(list, server)
    list.show(0, 5)
    server.put(idOf(99), 'name 999999')
    list.touch()
    await settle(server)
    expect(list.snapshot.get().total).toBe(26)
  })

  test('is empty when nothing is there, and not any more when somebody comes', async () => {
    const { server, list } = startedList('name', 0)
    await settle(server)
    expect(list.snapshot.get()).toMatchObject({ count: 0, total: 0, isComplete: true })
    server.put(idOf(1), 'first')
    list.touch()
    await settle(server)
    expect(shownRows(list)).toHaveLength(1)
  })

  test('of 100,000 rows takes 5,000 revisions well under a second', async () => {
    const all = Array.from({ length: 100_000 }, (_, n) => ({ id: idOf(n), name: String(n), version: 1 }))
    const load = ({ after, first }: { after: string | null; first: number }): Promise<ListPage<ServerRow>> => {
      const from = after === null ? 0 : Number(after) + 1
      const rows = all.slice(from, from + first)
      return Promise.resolve({
        rows,
        startCursor: String(from),
        endCursor: String(from + rows.length - 1),
        hasNextPage: from + first < all.length,
      })
    }
    const list = createWindowedList({ load, pageSize: 100 })
    list.start()
    list.show(99_990, 99_999)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(list.snapshot.get().count).toBe(100_000)
    const began = process.cpuUsage()
    for (let n = 0; n < 5_000; n++) list.revise(idOf((n * 7919) % 100_000), (row) => ({ ...row, version: 2 }))
    const { user } = process.cpuUsage(began)
    expect(user / 1_000).toBeLessThan(1_000)
    expect(list.snapshot.get().rowAt(7919)).toMatchObject({ version: 2 })
    list.stop()
  })
})

test('A page whose rows are all gone leaves no hole: what comes there later is shown', async () => {
  const { server, list } = startedList('name', 30, 10)
  await showAll(list, server)
  for (let n = 0; n < 10; n++) server.remove(idOf(n))
  list.show(0, 5)
  list.touch()
  await settle(server)
  server.put(idOf(3), 'name 000003')
  list.touch()
  await settle(server)
  expect(shownRows(list)[0]).toMatchObject({ id: idOf(3) })
})
