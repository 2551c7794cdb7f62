import type { Answer } from '../load.ts'
import { memberLists, newcomerOf, newcomersOf, type World } from './world.ts'
import { externalIdOf, toScimPerson, userNameOf } from './person.ts'
import { loadMembers, type LoadedGroup } from './population.ts'
import * as ask from './requests.ts'
import type { Judge, ScimRequest } from './requests.ts'
import { statementsOf } from './statements.ts'

/** What is asked of a world, by one caller, one after the other. */
export type Turns = {
  limit: Limit
  /** Before each pass; nothing of it is timed. */
  load?(): Promise<void>
  /** Before each request and after it; not timed. */
  before?(): ScimRequest | undefined
  after?(): ScimRequest
  /** `latest`: the answer to the request before. */
  next(latest: Answer | undefined): { request: ScimRequest; judge: Judge }
  mostPerPass?: number
}

/** The same in pgbench, on the product's own tables. */
export type Limit = { script: string; transactions?: number; load?(): Promise<void>; cleanUp?(): Promise<void> }

export type Operation = {
  name: string
  /** Undefined where the world is too small for it. */
  turns(world: World): Promise<Turns | undefined>
}

// What is random is never twice the same, or the second request would find nothing to change.
let count = 0
const victimsPerPass = 30
const victimTransactions = 100
// Persons from here on, counted from the size of a world, are there to be deleted.
const firstVictim = 1_000

/** The 9,000th of 10,000 pages of a million users, and as deep in a smaller list. */
export const deepPageOf = ({ size }: World): number => Math.max(1, Math.floor(((size / ask.pageSize) * 9) / 10))
const startOf = (page: number): number => (page - 1) * ask.pageSize + 1

/** Everything that an identity provider does, in the order in which it is reported. */
export const operations: readonly Operation[] = [
  {
    name: 'create user',
    turns: async (world) => ({
      limit: { script: statementsOf(world).createUser },
      next: () => {
        const userName = `new.${++count}@bench.example`
        return {
          request: ask.createUser(
            toScimPerson(count, { userName, externalId: `new${count}`, emails: [{ value: userName, type: 'work', primary: true }] }),
          ),
          judge: (answer) => {
            if (answer.status === 201) world.population.stored++
            return ask.hasStatus(201)(answer)
          },
        }
      },
    }),
  },
  lookUp('userName', (number) => userNameOf(number), 'lookUpUserName'),
  lookUp('externalId', (number) => externalIdOf(number), 'lookUpExternalId'),
  lookUp('emails[type eq "work"].value', (number) => userNameOf(number), 'lookUpWorkEmail', 'work e-mail'),
  {
    name: 'get user',
    turns: async (world) => ({
      limit: { script: statementsOf(world).getUser },
      next: () => {
        const id = world.population.idOf(anyone(world))
        return { request: ask.getUser(id), judge: ask.isResource(id) }
      },
    }),
  },
  {
    name: 'PUT user',
    turns: async (world) => ({
      limit: { script: statementsOf(world).reviseUser },
      next: () => {
        const number = anyone(world)
        const id = world.population.idOf(number)
        return { request: ask.putUser(id, revisedPerson(world, number)), judge: ask.isResource(id) }
      },
    }),
  },
  {
    name: 'PATCH active',
    turns: async (world) => ({
      limit: { script: statementsOf(world).reviseUser },
      next: () => {
        const number = anyone(world)
        const id = world.population.idOf(number)
        return { request: ask.patchActive(id, turnActive(world, number)), judge: ask.isResource(id) }
      },
    }),
  },
  {
    name: 'list page 1',
    turns: async (world) => ({
      limit: { script: statementsOf(world).listPage(1) },
      next: () => ({ request: ask.listPage(1), judge: isPageFrom(world, 1) }),
    }),
  },
  {
    name: 'list the page at nine tenths by index, cold',
    turns: async (world) => ({
      limit: { script: statementsOf(world).listPage(startOf(deepPageOf(world))) },
      // Never where a page before has ended.
      next: () => {
        const startIndex = startOf(deepPageOf(world)) + Math.floor((Math.random() - 0.5) * (world.size / 20))
        return { request: ask.listPage(startIndex), judge: isPageFrom(world, startIndex) }
      },
    }),
  },
  {
    name: 'list the page at nine tenths by index, in a walk',
    turns: async (world) => {
      const first = startOf(deepPageOf(world))
      const last = startOf(Math.floor(world.size / ask.pageSize))
      let startIndex = last
      return {
        limit: { script: statementsOf(world).pageAfter(first) },
        // At the end of the list the walk begins anew with a page that is not counted.
        before: () => (startIndex < last ? undefined : ask.listPage((startIndex = first))),
        next: () => {
          startIndex += ask.pageSize
          return { request: ask.listPage(startIndex), judge: isPageFrom(world, startIndex) }
        },
      }
    },
  },
  {
    name: 'list the page at nine tenths by cursor',
    turns: async (world) => {
      const page = deepPageOf(world)
      const pages = Math.floor(world.size / ask.pageSize)
      const deep = await walkTo(world, page)
      let next = { page, cursor: deep }
      return {
        limit: { script: statementsOf(world).pageAfter(startOf(page)) },
        next: (latest) => {
          if (latest !== undefined)
            next = next.page >= pages ? { page, cursor: deep } : { page: next.page + 1, cursor: ask.nextCursorOf(latest) }
          return { request: ask.cursorPage(next.cursor), judge: isPageFrom(world, startOf(next.page)) }
        },
      }
    },
  },
  ...[100, 10_000, 100_000].flatMap((size) => changeMembers(size)),
  {
    name: 'replace all members of a group of up to 10,000',
    turns: async (world) => {
      const { office, limitRows, population, product } = world
      const lists = memberLists(world, office)
      const [all, exchanged] = lists.map((ids) => ask.replaceMembers(office.id, ids)) as [ScimRequest, ScimRequest]
      let isExchanged = false
      return {
        limit: {
          script: statementsOf(world).replaceMembers,
          load: () => loadMembers(product, population, [limitRows.group.uuid], 1, office.size),
          cleanUp: () => emptyLimitGroup(world),
        },
        next: () => {
          isExchanged = !isExchanged
          return { request: isExchanged ? exchanged : all, judge: ask.isResource(office.id) }
        },
      }
    },
  },
  ...[100, 10_000].flatMap((size) => [getGroup(size, true), getGroup(size, false)]),
  {
    name: 'delete user in 50 groups',
    turns: async (world) => {
      const { population, limitRows, product, teams } = world
      let next = world.size + firstVictim
      let loaded = next - 1
      let ownLoaded = 0
      return {
        limit: {
          script: statementsOf(world).deleteUser(teams.length),
          transactions: victimTransactions,
          load: async () => {
            const from = ownLoaded + 1
            ownLoaded += victimTransactions
            await limitRows.population.load(from, ownLoaded)
            await loadMembers(product, limitRows.population, teamIds(limitRows.teams), from, ownLoaded)
            await product.sql(`SELECT setval('bench.victim', $1, FALSE)`, [from])
          },
        },
        load: async () => {
          const from = loaded + 1
          loaded = Math.max(loaded, next - 1 + victimsPerPass)
          await population.load(from, loaded)
          await loadMembers(product, population, teamIds(teams), from, loaded)
          for (const team of teams) team.size += loaded - from + 1
        },
        next: () => {
          const id = population.idOf(next++)
          return {
            request: ask.deleteUser(id),
            judge: (answer) => {
              if (answer.status === 204) {
                population.stored--
                for (const team of teams) team.size--
              }
              return ask.hasStatus(204)(answer)
            },
          }
        },
        mostPerPass: victimsPerPass,
      }
    },
  },
]

function lookUp(
  attribute: string,
  valueOf: (number: number) => string,
  statement: 'lookUpUserName' | 'lookUpExternalId' | 'lookUpWorkEmail',
  name = attribute,
): Operation {
  return {
    name: `look up by ${name}`,
    turns: async (world) => ({
      limit: { script: statementsOf(world)[statement] },
      next: () => {
        const number = anyone(world)
        return { request: ask.lookUp(attribute, valueOf(number)), judge: ask.isOnly(world.population.idOf(number)) }
      },
    }),
  }
}

function changeMembers(size: number): Operation[] {
  const of = (
    name: string,
    statement: 'addMember' | 'removeMember' | 'addManyMembers',
    how: (world: World, group: LoadedGroup) => Pick<Turns, 'before' | 'after'> & { request: ScimRequest },
  ): Operation => ({
    name: `${name} a group of ${size.toLocaleString('en-US')}`,
    turns: async (world) => {
      const group = world.groups.get(size)
      if (group === undefined) return undefined
      const { request, ...around } = how(world, group)
      const { population, product, limitRows } = world
      return {
        limit: {
          script: statementsOf(world)[statement],
          // There is to be somebody to remove.
          ...(statement === 'removeMember'
            ? { load: () => loadMembers(product, population, [limitRows.group.uuid], 1, world.office.size) }
            : {}),
          cleanUp: () => emptyLimitGroup(world),
        },
        next: () => ({ request, judge: ask.isResource(group.id) }),
        ...around,
      }
    },
  })
  return [
    of('add one member to', 'addMember', (world, group) => ({
      request: ask.addMembers(group.id, [newcomerOf(world)], false),
      after: () => ask.removeMembers(group.id, [newcomerOf(world)], false),
    })),
    of('remove one member of', 'removeMember', (world, group) => ({
      before: () => ask.addMembers(group.id, [newcomerOf(world)], false),
      request: ask.removeMembers(group.id, [newcomerOf(world)], false),
    })),
    of('add 256 members to', 'addManyMembers', (world, group) => ({
      request: ask.addMembers(group.id, newcomersOf(world), false),
      after: () => ask.removeMembers(group.id, newcomersOf(world), false),
    })),
  ]
}

function getGroup(size: number, withMembers: boolean): Operation {
  return {
    name: `get a group of ${size.toLocaleString('en-US')} ${withMembers ? 'with' : 'without'} members`,
    turns: async (world) => {
      const group = world.groups.get(size)
      return (
        group && {
          limit: { script: statementsOf(world).getGroup(group, withMembers) },
          next: () => ({ request: ask.getGroup(group.id, withMembers), judge: ask.isGroup(group.id, withMembers ? size : 0) }),
        }
      )
    },
  }
}

/** Follows the cursors to a page, as a client does: there is no other way to get one. */
export async function walkTo(world: World, page: number): Promise<string> {
  let cursor = ''
  for (let number = 1; number < page; number++) cursor = ask.nextCursorOf(await askOnce(world, ask.cursorPage(cursor)))
  return cursor
}

/** A request that is no part of a figure. Throws when it is refused. */
export async function askOnce({ connection }: World, request: ScimRequest): Promise<Answer> {
  const answer = await ask.send(connection, request)
  if (answer.status >= 300) throw new Error(`${request.method} ${request.path} was answered ${answer.status}: ${answer.text.slice(0, 200)}`)
  return answer
}

async function emptyLimitGroup({ product, limitRows: { group } }: World): Promise<void> {
  await product.sql('DELETE FROM memberships WHERE group_id = $1', [group.uuid])
  await product.sql('UPDATE groups SET member_count = 0 WHERE id = $1', [group.uuid])
}

/** A person as they are, but with a title that nobody had. */
export function revisedPerson({ inactive }: World, number: number): object {
  return toScimPerson(number, { title: `Analyst ${++count}`, active: !inactive.has(number) })
}

/** What `active` becomes: the other of what it is. */
export function turnActive({ inactive }: World, number: number): boolean {
  if (inactive.delete(number)) return true
  inactive.add(number)
  return false
}

function anyone({ size }: World): number {
  return 1 + Math.floor(Math.random() * size)
}

function isPageFrom({ population }: World, startIndex: number): Judge {
  return ask.isPage({
    first: population.idOf(startIndex),
    last: population.idOf(startIndex + ask.pageSize - 1),
    total: population.stored,
  })
}

function teamIds(teams: readonly LoadedGroup[]): string[] {
  return teams.map((team) => team.uuid)
}
