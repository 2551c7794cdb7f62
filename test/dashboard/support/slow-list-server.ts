import type { ListPage, ListRequest } from '../../../src/dashboard/live/windowed-list.ts'

export type ServerRow = { id: string; name: string; version: number }

type Waiting = { request: ListRequest; answer: ListPage<ServerRow> | undefined; settle(outcome: ListPage<ServerRow> | Error): void }

/** A list at a server whose answers come when the test lets them: of the moment when they were read, which may be long ago by then. */
export type SlowListServer = {
  load(request: ListRequest): Promise<ListPage<ServerRow>>
  rows(): ServerRow[]
  put(id: string, name: string): void
  remove(id: string): void
  /** Reads what was asked for, without answering yet. */
  read(): void
  /** Answers what was asked for first, or fails it. */
  answer(hasFailed?: boolean): boolean
  asked(): number
}

/** `by: 'id'`: as fields that have no `before`, whose loader cuts the rows. */
export function createSlowListServer(by: 'name' | 'id'): SlowListServer {
  const kept = new Map<string, ServerRow>()
  let waiting: Waiting[] = []
  let asked = 0
  const cursorOf = ({ name, id }: ServerRow): string => (by === 'id' ? id : `${name}\0${id}`)
  const rows = (): ServerRow[] => [...kept.values()].sort((a, b) => (cursorOf(a) < cursorOf(b) ? -1 : 1))

  function page({ after, before, first, withTotal }: ListRequest): ListPage<ServerRow> {
    const later = rows().filter((row) => after === null || cursorOf(row) > after)
    const inRange = by === 'id' || !before ? later : later.filter((row) => cursorOf(row) < before.cursor)
    const some = inRange.slice(0, first)
    const [start, end] = [some[0], some.at(-1)]
    const total = withTotal ? { totalCount: kept.size } : {}
    const cut = by === 'id' && before ? some.filter(({ id }) => id < before.id) : some
    return {
      rows: cut,
      startCursor: start ? cursorOf(start) : null,
      endCursor: end ? cursorOf(end) : null,
      hasNextPage: cut.length === some.length && inRange.length > first,
      ...total,
    }
  }

  return {
    rows,
    asked: () => asked,
    load(request) {
      asked++
      return new Promise((resolve, reject) => {
        waiting.push({
          request,
          answer: undefined,
          settle: (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)),
        })
      })
    },
    put(id, name) {
      kept.set(id, { id, name, version: (kept.get(id)?.version ?? 0) + 1 })
    },
    remove(id) {
      kept.delete(id)
    },
    read() {
      for (const one of waiting) one.answer ??= page(one.request)
    },
    answer(hasFailed = false) {
      const [one] = waiting
      if (!one) return false
      waiting = waiting.slice(1)
      one.settle(hasFailed ? new Error('No answer came.') : (one.answer ?? page(one.request)))
      return true
    },
  }
}
