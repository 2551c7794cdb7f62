import { notAdmitted } from '../domain/errors.ts'
import type { Group } from '../domain/group.ts'
import type { User } from '../domain/user.ts'
import { isStatementTimeout } from '../store/database.ts'
import { mostFound } from '../store/look-up.ts'
import { findGroups, findMembers } from '../store/membership.ts'
import type { Place } from '../store/order.ts'
import { countMatches, readSortKey, searchAll, searchGroups, searchUsers } from '../store/search.ts'
import type { Found, Page, PageRequest, Wanted, WantedOfAll } from '../store/search.ts'
import { filterToCondition } from './filter-to-condition.ts'
import { toScimGroup } from './group-resource.ts'
import { groupLookUpOf, userLookUpOf } from './key-look-up.ts'
import type { Listed } from './operand.ts'
import { isKeyOf, issueCursor, readCursor, startAgain, toCursorPlace, type CursorPlace, type Walk } from './protocol/cursor.ts'
import { checkFilter, parseFilter } from './protocol/filter.ts'
import type { JsonObject } from './protocol/json.ts'
import { orderIdentity, parseListQuery, projectionIdentity, type ListQuery } from './protocol/list-query.ts'
import { toCursorListResponse, toListResponse } from './protocol/list-response.ts'
import { applyProjection, includesAttribute, parseProjection, type Projection } from './protocol/projection.ts'
import { ScimError } from './protocol/scim-error.ts'
import { parseSearchRequest } from './protocol/search-request.ts'
import { parseSort, resolveSort } from './protocol/sort.ts'
import { firstOf, type ScimAnswer, type ScimDoor, type ScimRequest } from './scim-request.ts'
import { sortToKey } from './sort-to-key.ts'
import { toScimUser } from './user-resource.ts'

type Kind = 'user' | 'group'
type ListEndpoint = (door: ScimDoor, request: ScimRequest) => Promise<ScimAnswer>

const everyKind: readonly Kind[] = ['user', 'group']

/** RFC 7644 §3.4.2: GET, with the parameters in the URL. */
const listOf =
  (kinds: readonly Kind[]): ListEndpoint =>
  async (door, request) => {
    const query = queryOfUrl(request)
    if (kinds.length > 1) return list(door, request, kinds, query)
    const found = await lookUp(door, request, kinds[0]!, query)
    if (found) return found
    // A look-up asks for the token itself; a search relies on its having been looked at.
    await request.readmit()
    return list(door, request, kinds, query)
  }

/** RFC 7644 §3.4.3: POST to `…/.search`, with the same parameters in the body, which no log and no proxy keeps. */
const searchOf =
  (kinds: readonly Kind[]): ListEndpoint =>
  async (door, request) =>
    list(door, request, kinds, parseSearchRequest(request.body, request.strictness))

export const listUsers = listOf(['user'])
export const listGroups = listOf(['group'])
/** RFC 7644 §3.4.2.1: a query of the server root is one of all resource types. */
export const listResources = listOf(everyKind)
export const searchUsersByBody = searchOf(['user'])
export const searchGroupsByBody = searchOf(['group'])
export const searchResourcesByBody = searchOf(everyKind)

function queryOfUrl({ query }: ScimRequest): ListQuery {
  const { attributes, excludedAttributes } = query
  const [filter, sortBy, sortOrder, startIndex, count, cursor] = ['filter', 'sortBy', 'sortOrder', 'startIndex', 'count', 'cursor'].map(
    (name) => firstOf(query[name]),
  )
  return parseListQuery({ filter, sortBy, sortOrder, startIndex, count, cursor, attributes, excludedAttributes })
}

/** A list with everything checked that can be checked before a connection is taken. */
type List = {
  door: ScimDoor
  request: ScimRequest
  kinds: readonly Kind[]
  wanted: Partial<WantedOfAll>
  isDescending: boolean
  projections: Record<Kind, Projection>
}

/** The answer to a filter that asks for one key: one statement, shared with all who ask at the same time. Undefined where it takes a search. */
async function lookUp(door: ScimDoor, request: ScimRequest, kind: Kind, query: ListQuery): Promise<ScimAnswer | undefined> {
  const { filter, sortBy, page } = query
  if (filter === undefined || sortBy !== undefined || page.by !== 'index' || page.startIndex > 1) return undefined
  const { types, directory, tokenId, baseUrl } = request
  const type = types[kind]
  const projection = parseProjection(type, query)
  const asked = checkFilter(type, parseFilter(filter))
  const at = { directoryId: directory.id, tokenId }
  let resources: JsonObject[]
  if (kind === 'user') {
    const key = userLookUpOf(asked)
    if (!key) return undefined
    const users = await door.lookUps.users(key.by, { ...at, key: key.key }, includesAttribute(projection, 'groups'))
    if (!users) throw notAdmitted()
    if (users.length >= mostFound) return undefined
    const meant = users.filter(({ user }) => key.isExact(user.attributes))
    resources = meant.map(({ user, groups }) => applyProjection(projection, toScimUser(user, baseUrl, groups)))
  } else {
    const key = groupLookUpOf(asked)
    // Members are read by the search.
    if (!key || includesAttribute(projection, 'members')) return undefined
    const groups = await door.lookUps.groups(key.by, { ...at, key: key.key })
    if (!groups) throw notAdmitted()
    if (groups.length >= mostFound) return undefined
    resources = groups.map((group) => applyProjection(projection, toScimGroup(group, baseUrl, undefined)))
  }
  if (resources.length > page.count) return undefined
  return { status: 200, body: toListResponse({ resources, totalResults: resources.length, startIndex: 1 }) }
}

async function list(door: ScimDoor, request: ScimRequest, kinds: readonly Kind[], query: ListQuery): Promise<ScimAnswer> {
  const sort = parseSort(query.sortBy, query.sortOrder)
  const asked: List = {
    door,
    request,
    kinds,
    wanted: wantedOf(request, kinds, query, sort),
    isDescending: sort?.isDescending ?? false,
    projections: { user: parseProjection(request.types.user, query), group: parseProjection(request.types.group, query) },
  }
  const { page } = query
  try {
    const body = page.by === 'index' ? await pageByIndex(asked, query, page) : await pageByCursor(asked, query, page)
    return { status: 200, body }
  } catch (error) {
    // RFC 7644 §3.4.2.1: rather refused than kept waiting for ever.
    if (isStatementTimeout(error)) throw new ScimError(400, 'tooMany', tooSlow)
    throw error
  }
}

const tooSlow =
  'This filter or sort order takes too long in a directory of this size. Ask for userName, externalId, displayName, id or an e-mail address.'

function wantedOf(
  request: ScimRequest,
  kinds: readonly Kind[],
  { filter }: ListQuery,
  sort: ReturnType<typeof parseSort>,
): Partial<WantedOfAll> {
  const types = kinds.map((kind) => request.types[kind])
  const parsed = filter === undefined ? undefined : parseFilter(filter)
  const sorted = sort ? resolveSort(types, sort) : []
  const wanted = kinds.map((kind, index): [keyof WantedOfAll, Wanted] => {
    const listed = listedOf(request, kind)
    const others = types.filter((type) => type !== listed.type)
    const condition = parsed && filterToCondition(checkFilter(listed.type, parsed, others), listed)
    return [kind === 'user' ? 'users' : 'groups', { condition, key: sortToKey(sorted[index], listed) }]
  })
  return Object.fromEntries(wanted)
}

function listedOf({ types, baseUrl }: ScimRequest, kind: Kind): Listed {
  const [location, memberLocation] = kind === 'user' ? ['Users', 'Groups'] : ['Groups', 'Users']
  return { kind, type: types[kind], location: `${baseUrl}/${location}`, memberLocation: `${baseUrl}/${memberLocation}` }
}

/** RFC 7644 §3.4.2.4. A page that continues a walk of a moment ago begins where that one ended, whatever came or went before. */
async function pageByIndex(asked: List, query: ListQuery, { startIndex, count }: { startIndex: number; count: number }): Promise<unknown> {
  const { door, request, kinds } = asked
  const walk = [request.tokenId, request.directory.id, kinds, ...orderIdentity(query)]
  const before = startIndex > 1 ? door.indexWalks.find(walk, startIndex) : undefined
  const page = await search(asked, before ? { after: before } : { offset: startIndex - 1 }, count)
  // Of the last page too: many clients ask until a page is empty.
  if (page.last) door.indexWalks.remember(walk, startIndex + page.resources.length, page.last)
  const [resources, totalResults] = await Promise.all([page.render(), page.total ?? countOf(asked)])
  return toListResponse({ resources, totalResults, startIndex })
}

/** RFC 9865 §2. The total is told where it is kept or was just counted: counting a filter anew for each page would be most of the work. */
async function pageByCursor(asked: List, query: ListQuery, { cursor, count: given }: { cursor: string; count: unknown }): Promise<unknown> {
  const { request, kinds, wanted } = asked
  const walk: Walk = {
    secret: request.cursorSecret(),
    query: [request.directory.id, kinds, orderIdentity(query), projectionIdentity(query)],
  }
  const now = new Date()
  const { count, after } = readCursor(walk, cursor, given, now)
  const page = await search(asked, after ? { after: await placeOf(asked, after) } : { offset: 0 }, count)
  const isCheap = after === undefined || Object.values(wanted).every(({ condition }) => condition === undefined)
  const [resources, totalResults] = await Promise.all([page.render(), page.total ?? (isCheap ? countOf(asked) : undefined)])
  const nextCursor = page.hasMore && page.last ? issueCursor(walk, count, toCursorPlace(page.last.id, page.last.key), now) : undefined
  return toCursorListResponse({ resources, totalResults, nextCursor })
}

async function placeOf({ door, request, wanted }: List, place: CursorPlace): Promise<Place> {
  if ('key' in place) return place
  const key = await readSortKey(door.database, wanted, request.directory.id, place.id)
  if (key !== undefined && isKeyOf(place, key)) return { id: place.id, key }
  throw new ScimError(400, 'expiredCursor', `The resource at which this cursor stood has changed. ${startAgain}`)
}

function countOf({ door, request, wanted }: List): Promise<number> {
  return countMatches(door.database, wanted, request.directory.id)
}

type RenderedPage = Omit<Page<never>, 'resources'> & { resources: readonly unknown[]; render(): Promise<JsonObject[]> }

async function search(asked: List, from: PageRequest['from'], limit: number): Promise<RenderedPage> {
  const { door, request, wanted, isDescending } = asked
  const page: PageRequest = { directoryId: request.directory.id, isDescending, from, limit }
  if (wanted.users && wanted.groups) {
    const found = await searchAll(door.database, { users: wanted.users, groups: wanted.groups }, page)
    return { ...found, render: () => toResources(asked, found.resources) }
  }
  if (wanted.users) {
    const found = await searchUsers(door.database, wanted.users, page)
    return { ...found, render: () => toScimUsers(asked, found.resources) }
  }
  const found = await searchGroups(door.database, wanted.groups!, page)
  return { ...found, render: () => toScimGroups(asked, found.resources) }
}

async function toScimUsers({ door, request, projections: { user: projection } }: List, users: readonly User[]): Promise<JsonObject[]> {
  const ids = includesAttribute(projection, 'groups') ? users.map((user) => user.id) : []
  const groups = ids.length > 0 ? await findGroups(door.database, ids) : undefined
  return users.map((user) => applyProjection(projection, toScimUser(user, request.baseUrl, groups?.get(user.id))))
}

async function toScimGroups({ door, request, projections: { group: projection } }: List, groups: readonly Group[]): Promise<JsonObject[]> {
  // Members that were not asked for are not read, nor those of a group that has none.
  const ids = includesAttribute(projection, 'members') ? groups.filter((group) => group.memberCount > 0).map((group) => group.id) : []
  const members = ids.length > 0 ? await findMembers(door.database, ids) : undefined
  return groups.map((group) => applyProjection(projection, toScimGroup(group, request.baseUrl, members?.get(group.id))))
}

async function toResources(asked: List, found: readonly Found[]): Promise<JsonObject[]> {
  const [users, groups] = await Promise.all([
    toScimUsers(
      asked,
      found.flatMap((one) => (one.table === 'users' ? one.resource : [])),
    ),
    toScimGroups(
      asked,
      found.flatMap((one) => (one.table === 'groups' ? one.resource : [])),
    ),
  ])
  // Each kind is in the order of the page already.
  const next = { users: users.values(), groups: groups.values() }
  return found.map(({ table }) => next[table].next().value!)
}
