import type { ScimBody, ScimClient } from '../../support/scim-client.ts'
import { filterOf, groupUrn, userUrn } from './wire.ts'

// What an entry of /Schemas promises (RFC 7643 §7), tried over the wire.

export type Entry = {
  name: string
  type: string
  multiValued: boolean
  description: string
  required: boolean
  mutability: string
  returned: string
  uniqueness?: string
  caseExact?: boolean
  canonicalValues?: string[]
  referenceTypes?: string[]
  subAttributes?: Entry[]
}

/** One attribute, or one part of a complex one. */
export type Trial = { urn: string; entry: Entry; part?: Entry }

export function trialsOf(urn: string, entries: readonly Entry[]): Trial[] {
  return entries.flatMap((entry) =>
    entry.type === 'complex' ? (entry.subAttributes ?? []).map((part) => ({ urn, entry, part })) : [{ urn, entry }],
  )
}

/** What of an entry itself is wrong, whatever the service does. */
export function flawsOf(at: string, entry: Entry): string[] {
  const { type } = entry
  const sound: Partial<Record<keyof Entry, boolean>> = {
    type: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'].includes(type),
    description: entry.description.length > 5,
    multiValued: typeof entry.multiValued === 'boolean',
    required: typeof entry.required === 'boolean',
    mutability: ['readOnly', 'readWrite', 'immutable', 'writeOnly'].includes(entry.mutability),
    returned: ['always', 'never', 'default', 'request'].includes(entry.returned),
    caseExact: type !== 'string' || typeof entry.caseExact === 'boolean',
    uniqueness: type !== 'string' || ['none', 'server', 'global'].includes(entry.uniqueness ?? ''),
    canonicalValues: entry.canonicalValues === undefined || (type === 'string' && entry.canonicalValues.length > 0),
    referenceTypes: (type === 'reference') === (entry.referenceTypes !== undefined && entry.referenceTypes.length > 0),
    subAttributes: (type === 'complex') === (entry.subAttributes !== undefined && entry.subAttributes.length > 0),
  }
  const flaws = Object.entries(sound).flatMap(([name, isSound]) =>
    isSound ? [] : [`${at}: ${name} is ${JSON.stringify(entry[name as keyof Entry])}`],
  )
  return [...flaws, ...(entry.subAttributes ?? []).flatMap((part) => flawsOf(`${at}.${part.name}`, part))]
}

type Value = string | number | boolean

let serial = 0

/** A value of the entry's type that no other call gives; of a boolean, the other one. */
function sample({ type }: Entry): Value {
  serial += 1
  switch (type) {
    case 'boolean':
      return serial % 2 === 0
    case 'integer':
      return serial
    case 'decimal':
      return serial + 0.5
    case 'dateTime':
      return new Date(serial * 1000).toISOString()
    case 'binary':
      return Buffer.from(`Binary ${serial}`).toString('base64')
    case 'reference':
      return `https://References.example/${serial}`
    default:
      return `Sample ${serial}`
  }
}

const labels = ['type', 'display']

/** Where a value of the trial stands in a resource and in paths. An element of a list is known by another part of it, its anchor. */
function place({ urn, entry, part }: Trial, value: Value, anchor: string) {
  const isExtension = urn !== userUrn && urn !== groupUrn
  const holdsText = ({ name, type }: Entry) => name !== part?.name && !labels.includes(name) && !['boolean', 'integer'].includes(type)
  const anchoring = part && entry.multiValued && part.name !== 'value' ? entry.subAttributes?.find(holdsText) : undefined
  const element = part ? { [part.name]: value, ...(anchoring ? { [anchoring.name]: anchor } : {}) } : value
  const whole = entry.multiValued ? [element] : element
  const wholePath = `${isExtension ? `${urn}:` : ''}${entry.name}`
  const filter = anchoring ? `${anchoring.name} eq "${anchor}"` : `${part?.name} eq ${JSON.stringify(value)}`
  return {
    body: isExtension ? { [urn]: { [entry.name]: whole } } : { [entry.name]: whole },
    whole,
    wholePath,
    path: part ? `${wholePath}.${part.name}` : wholePath,
    /** The path for a PATCH that replaces or removes this very value. */
    target: part ? `${wholePath}${entry.multiValued ? `[${filter}]` : ''}.${part.name}` : wholePath,
    read(body: ScimBody): unknown {
      const stored = (isExtension ? body[urn] : body)?.[entry.name]
      const one = entry.multiValued ? stored?.[0] : stored
      return part ? one?.[part.name] : one
    },
  }
}

export type Resource = { path: string; create: (more: object) => Record<string, unknown> }

/** Tries what the entry promises; answers with what did not hold. */
export async function tryOut(scim: ScimClient, trial: Trial, { path, create }: Resource): Promise<string[]> {
  const { entry, part } = trial
  const tried = part ?? entry
  const problems: string[] = []
  const expectThat = (what: string, isTrue: boolean) => {
    if (!isTrue) problems.push(`${entry.name}${part ? `.${part.name}` : ''}: ${what}`)
  }
  const [first, second] = [sample(tried), sample(tried)]
  // Text that a value of any type takes.
  const anchor = Buffer.from(`Anchor ${serial}`).toString('base64')
  const placed = place(trial, first, anchor)
  const { status, body } = await scim.post(path, create(placed.body))
  if (status !== 201) return [`${placed.path}: not accepted on creation: ${status} ${body['detail']}`]
  const at = `${path}/${body['id']}`
  const of = { scim, path, at, id: String(body['id']), tried, first, second, placed, expectThat }

  if (entry.mutability === 'readOnly' || tried.mutability === 'readOnly') {
    expectThat('ignored on creation', placed.read(body) !== first)
    const changed = await scim.patch(at, { op: 'replace', path: placed.path, value: second })
    expectThat('refused by PATCH', changed.body['scimType'] === 'mutability')
    return problems
  }
  await tryProjection(of, body)
  if (tried.returned === 'never') {
    expectThat('accepted by PATCH', (await scim.patch(at, { op: 'replace', path: placed.path, value: second })).status === 200)
    expectThat('not filterable', (await search(of, `${placed.path} pr`)) === 'invalidFilter')
    return problems
  }
  await tryFilters(of)
  await tryPatches(of, trial, anchor)
  const again = await scim.post(path, create(placed.body))
  expectThat(`uniqueness ${tried.uniqueness}, got ${again.status}`, again.status === (tried.uniqueness === 'server' ? 409 : 201))
  return problems
}

type Attempt = {
  scim: ScimClient
  path: string
  at: string
  id: string
  tried: Entry
  first: Value
  second: Value
  placed: ReturnType<typeof place>
  expectThat: (what: string, isTrue: boolean) => void
}

async function tryProjection({ scim, at, tried, first, placed, expectThat }: Attempt, created: ScimBody): Promise<void> {
  const shows = async (query: string) => placed.read((await scim.get(`${at}?${query}`)).body) === first
  const { returned } = tried
  expectThat(`returned ${returned} when created`, (placed.read(created) === first) === (returned === 'default' || returned === 'always'))
  expectThat(`returned ${returned} when named`, (await shows(`attributes=${placed.path}`)) === (returned !== 'never'))
  expectThat(`returned ${returned} when another is named`, (await shows('attributes=externalId')) === (returned === 'always'))
  expectThat(`returned ${returned} when excluded`, (await shows(`excludedAttributes=${placed.path}`)) === (returned === 'always'))
}

/** Whether the resource is found, or the scimType of the refusal. */
async function search({ scim, path, id }: Attempt, filter: string): Promise<unknown> {
  const { status, body } = await scim.get(`${path}?${filterOf(filter)}&attributes=id&count=1000`)
  return status === 200 ? body['Resources'].some((resource: ScimBody) => resource['id'] === id) : body['scimType']
}

async function tryFilters(of: Attempt): Promise<void> {
  const { tried, first, second, placed, expectThat } = of
  const compare = (operator: string, value: Value) => search(of, `${placed.path} ${operator} ${JSON.stringify(value)}`)
  expectThat('found by eq', (await compare('eq', first)) === true)
  expectThat('found by pr', (await search(of, `${placed.path} pr`)) === true)
  expectThat('not found by another value', (await compare('eq', typeof first === 'boolean' ? !first : second)) === false)
  if (typeof first === 'string' && tried.type !== 'dateTime')
    expectThat(`caseExact ${tried.caseExact}`, (await compare('eq', first.toUpperCase())) === !tried.caseExact)
  const hasOrder = tried.type !== 'boolean' && tried.type !== 'binary'
  expectThat(hasOrder ? 'has an order' : 'has no order', (await compare('ge', first)) === (hasOrder ? true : 'invalidFilter'))
}

async function tryPatches({ scim, at, tried, first, second, placed, expectThat }: Attempt, trial: Trial, anchor: string): Promise<void> {
  const { entry, part } = trial
  // The value itself may be what tells the element from others.
  const later = place(trial, second, anchor)
  // What a value of `request` became is seen when it is asked for.
  const patch = (operation: object) =>
    scim.request('PATCH', `${at}?attributes=${placed.path}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [operation],
    })
  const isList = entry.multiValued && part === undefined
  const wrong = typeof first === 'string' && !['binary', 'dateTime'].includes(tried.type) ? 7 : 'neither this nor that!'
  const mistyped = await patch({ op: 'replace', path: placed.target, value: isList ? [wrong] : wrong })
  expectThat(`only takes ${tried.type}, got ${mistyped.status}`, mistyped.body['scimType'] === 'invalidValue')

  const replaced = await patch({ op: 'replace', path: placed.target, value: isList ? [second] : second })
  expectThat(`replaced, got ${replaced.status} ${replaced.body['detail']}`, placed.read(replaced.body) === second)
  const removed = await patch({ op: 'remove', path: later.target })
  if (tried.required) expectThat('required', removed.body['scimType'] === 'mutability')
  else expectThat(`removed, got ${removed.status}`, removed.status === 200 && placed.read(removed.body) === undefined)
  const added = await patch(
    entry.multiValued ? { op: 'add', path: placed.wholePath, value: placed.whole } : { op: 'add', path: placed.target, value: first },
  )
  expectThat(`added, got ${added.status} ${added.body['detail']}`, JSON.stringify(added.body).includes(JSON.stringify(first)))
}
