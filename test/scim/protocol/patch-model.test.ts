import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedAttributes } from '../../../src/domain/attributes.ts'
import type { JsonObject, JsonValue } from '../../../src/scim/protocol/json.ts'
import { applyPatch, parsePatchRequest } from '../../../src/scim/protocol/patch.ts'
import { userResourceType } from '../../../src/scim/protocol/schemas.ts'
import { enterpriseUserUrn, patchOpUrn } from '../../../src/scim/protocol/urns.ts'
import { outcome } from './refusal.ts'

// PATCH as RFC 7644 §3.5.2 tells it, once more and as plainly as can be. What the model lacks are forms of text: it works on
// operations that are understood already.

/** `primary` is the number of the operation that set it: the latest one holds (RFC 7644 §3.5.2). */
type Element = { value?: string; type?: string; display?: string; primary?: number }
type Model = { single: Map<string, string | boolean>; name: Map<string, string>; lists: Map<string, Element[]> }

type Part = 'value' | 'type' | 'display' | 'primary'
type Wire = { value?: string; type?: string; display?: string; primary?: boolean }
type Where = { part: 'value' | 'type'; is: string; and?: { part: 'value' | 'type'; is: string } }
type SetOp = 'add' | 'replace'
type Operation = { isPathless?: boolean } & (
  | { kind: 'set'; op: SetOp; path: string; value: string | boolean }
  | { kind: 'unassign'; op: SetOp | 'remove'; path: string; by: null | '' }
  | { kind: 'mergeName'; op: SetOp; value: Record<string, string | null> }
  | { kind: 'elements'; op: SetOp; list: string; elements: Wire[] }
  | { kind: 'removeAll'; list: string }
  | { kind: 'removeListed'; list: string; elements: Wire[] }
  | { kind: 'removeWhere'; list: string; where: Where; part?: 'display' | 'value' }
  | { kind: 'setWhere'; op: SetOp; list: string; where: Where; part: Part; value: string | boolean }
  | { kind: 'elementWhere'; op: SetOp; list: string; where: Where; value: Wire }
)

class Refusal extends Error {}

function apply(model: Model, operation: Operation, strict: boolean, time: number): void {
  switch (operation.kind) {
    case 'set':
      return void partsOf(model, operation.path).set(lastName(operation.path), operation.value)
    case 'unassign':
      return void partsOf(model, operation.path).delete(lastName(operation.path))
    case 'mergeName':
      for (const [part, value] of Object.entries(operation.value)) {
        if (value === null) model.name.delete(part)
        else model.name.set(part, value)
      }
      return
    default:
      model.lists.set(operation.list, settle(changeList(model.lists.get(operation.list) ?? [], operation, strict, time), strict, time))
  }
}

function partsOf(model: Model, path: string): Map<string, string | boolean> {
  return path.startsWith('name.') ? (model.name as Map<string, string | boolean>) : model.single
}

function lastName(path: string): string {
  return path.replace(/^name\./, '')
}

type ListOperation = Extract<Operation, { list: string }>

function changeList(list: Element[], operation: ListOperation, strict: boolean, time: number): Element[] {
  switch (operation.kind) {
    case 'elements': {
      const sent = settle(merge([], operation.elements.map(timed(time))), strict, time)
      return operation.op === 'add' ? merge(list, sent) : sent
    }
    case 'removeAll':
      return []
    case 'removeListed':
      return list.filter(
        (element) =>
          !operation.elements.some(({ value, type }) => isEqual(value, element.value) && (!type || !element.type || type === element.type)),
      )
    case 'removeWhere': {
      const { part, where } = operation
      if (part === undefined) return list.filter((element) => !isSelected(where, element))
      return list.map((element) => (isSelected(where, element) ? without(element, part) : element))
    }
    case 'setWhere':
      return changeWhere(list, operation, strict, timed(time)({ [operation.part]: operation.value }))
    case 'elementWhere':
      return changeWhere(list, operation, strict, timed(time)(operation.value))
  }
}

function changeWhere(
  list: Element[],
  operation: Extract<Operation, { kind: 'setWhere' | 'elementWhere' }>,
  strict: boolean,
  changes: Element,
): Element[] {
  const { op, where, kind } = operation
  const selected: Element = where.and ? {} : { [where.part]: where.is }
  if (!list.some((element) => isSelected(where, element))) {
    // Rule 128: noTarget, but for one plain eq and what Entra expects of it.
    if (where.and || (op === 'replace' && (strict || kind === 'elementWhere'))) throw new Refusal('noTarget')
    return merge(list, [{ ...selected, ...changes }])
  }
  const isReplaced = kind === 'elementWhere' && op === 'replace'
  return merge(
    [],
    list.map((element) => (isSelected(where, element) ? { ...(isReplaced ? selected : element), ...changes } : element)),
  )
}

function isSelected({ part, is, and }: Where, element: Element): boolean {
  return isEqual(element[part], is) && (and === undefined || element[and.part] === and.is)
}

function isEqual(a: string | number | undefined, b: string | number | undefined): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase()
}

function without({ ...element }: Element, part: Part): Element {
  delete element[part]
  return element
}

const timed =
  (time: number) =>
  (wire: Wire): Element =>
    wire.primary === undefined ? (wire as Element) : { ...wire, primary: wire.primary ? time : 0 }

/** RFC 7643 §2.4: no two elements with the same type and value. */
function merge(list: Element[], added: Element[]): Element[] {
  const result = list.map((element) => ({ ...element }))
  for (const element of added) {
    const same = result.find((other) =>
      other.value === undefined || element.value === undefined
        ? isEqual(JSON.stringify(onWire(other)), JSON.stringify(onWire(element)))
        : isEqual(other.value, element.value) && other.type === element.type,
    )
    if (!same) result.push({ ...element })
    // What is there already, if for its case, is no change.
    else
      for (const part of Object.keys(element) as Part[])
        if (!isEqual(same[part], element[part])) Object.assign(same, { [part]: element[part] })
  }
  return result
}

function settle(list: Element[], strict: boolean, time: number): Element[] {
  const latest = Math.max(...list.map((element) => element.primary ?? 0))
  if (strict && latest === time && list.filter((element) => element.primary === latest).length > 1) throw new Refusal('invalidValue')
  const winner = list.findLast((element) => latest > 0 && element.primary === latest)
  return list.map((element) => (element.primary === undefined || element === winner ? element : { ...element, primary: 0 }))
}

function onWire({ value, type, display, primary }: Element): Wire {
  return {
    ...(value === undefined ? {} : { value }),
    ...(type === undefined ? {} : { type }),
    ...(display === undefined ? {} : { display }),
    ...(primary === undefined ? {} : { primary: primary > 0 }),
  }
}

const department = `${enterpriseUserUrn}:department`

function toResource({ single, name, lists }: Model): JsonObject {
  const { [department]: inDepartment, ...attributes } = Object.fromEntries(single)
  const resource: JsonObject = attributes
  if (inDepartment !== undefined) resource[enterpriseUserUrn] = { department: inDepartment }
  if (name.size > 0) resource['name'] = Object.fromEntries(name)
  for (const [list, elements] of lists) {
    const kept = elements.filter((element) => element.value !== undefined).map(onWire)
    if (kept.length > 0) resource[list] = kept
  }
  return resource
}

function runModel(start: JsonObject, operations: Operation[], strict: boolean): { resource: JsonObject } | { scimType: string } {
  const { name = {}, emails = [], roles = [], [enterpriseUserUrn]: enterprise, ...single } = start as Record<string, JsonValue>
  const model: Model = {
    single: new Map(Object.entries(single) as [string, string][]),
    name: new Map(Object.entries(name as Record<string, string>)),
    lists: new Map([
      ['emails', (emails as Wire[]).map(timed(1))],
      ['roles', (roles as Wire[]).map(timed(1))],
    ]),
  }
  if (enterprise) model.single.set(department, (enterprise as { department: string }).department)
  try {
    // What is wrong with a value is seen before anything is applied.
    for (const operation of operations) if (operation.kind === 'elements') changeList([], operation, strict, 1)
    for (const [index, operation] of operations.entries()) apply(model, operation, strict, index + 2)
  } catch (error) {
    if (error instanceof Refusal) return { scimType: error.message }
    throw error
  }
  return { resource: toResource(model) }
}

function filterText({ part, is, and }: Where): string {
  return `${part} eq "${is}"${and ? ` and ${and.part} eq "${and.is}"` : ''}`
}

function onTheWire(operation: Operation): object {
  const { op, path, value } = spelled(operation)
  return operation.isPathless && op !== 'remove'
    ? { op, value: { [path]: value } }
    : { op, path, ...(value === undefined ? {} : { value }) }
}

function spelled(operation: Operation): { op: string; path: string; value?: unknown } {
  switch (operation.kind) {
    case 'set':
      return operation
    case 'unassign':
      return operation.op === 'remove' ? { op: 'remove', path: operation.path } : { ...operation, value: operation.by }
    case 'mergeName':
      return { ...operation, path: 'name' }
    case 'elements':
      return { op: operation.op, path: operation.list, value: operation.elements }
    case 'removeAll':
      return { op: 'remove', path: operation.list }
    case 'removeListed':
      return { op: 'remove', path: operation.list, value: operation.elements }
    case 'removeWhere':
      return { op: 'remove', path: `${operation.list}[${filterText(operation.where)}]${operation.part ? `.${operation.part}` : ''}` }
    case 'setWhere':
      return { ...operation, path: `${operation.list}[${filterText(operation.where)}].${operation.part}` }
    case 'elementWhere':
      return { ...operation, path: `${operation.list}[${filterText(operation.where)}]` }
  }
}

// "A" is the same value as "a": RFC 7643 §2.2, caseExact.
const text = fc.constantFrom('a', 'A', 'b', 'c')
const type = fc.constantFrom('work', 'home')
const setOp = fc.constantFrom<SetOp>('add', 'replace')
const list = fc.constantFrom('emails', 'roles')
const wire: fc.Arbitrary<Wire> = fc.record({ value: text, type, display: text, primary: fc.boolean() }, { requiredKeys: ['value'] })
const wires = fc.array(wire, { minLength: 1, maxLength: 3 })
const namePart = fc.constantFrom('givenName', 'familyName')
const plainPath = fc.oneof(
  fc.constantFrom('title', 'nickName', department),
  namePart.map((part) => `name.${part}`),
)
const plainWhere: fc.Arbitrary<Where> = fc.oneof(
  text.map((is) => ({ part: 'value' as const, is })),
  type.map((is) => ({ part: 'type' as const, is })),
)
const where: fc.Arbitrary<Where> = fc.oneof(
  { weight: 4, arbitrary: plainWhere },
  {
    weight: 1,
    arbitrary: fc.tuple(text, type).map(([value, is]) => ({ part: 'value' as const, is: value, and: { part: 'type' as const, is } })),
  },
)
const isPathless = fc.boolean()

const idempotent: fc.Arbitrary<Operation>[] = [
  fc.record({ kind: fc.constant('set' as const), isPathless, op: setOp, path: plainPath, value: text }),
  fc.record({ kind: fc.constant('set' as const), isPathless, op: setOp, path: fc.constant('active'), value: fc.boolean() }),
  fc.record({
    kind: fc.constant('unassign' as const),
    isPathless,
    op: fc.constantFrom('add' as const, 'replace' as const, 'remove' as const),
    path: plainPath,
    by: fc.constantFrom(null, '' as const),
  }),
  fc.record({
    kind: fc.constant('mergeName' as const),
    isPathless,
    op: setOp,
    value: fc.dictionary(namePart, fc.option(text, { nil: null }), { minKeys: 1 }),
  }),
  fc.record({ kind: fc.constant('elements' as const), isPathless, op: setOp, list, elements: wires }),
  fc.record({ kind: fc.constant('removeAll' as const), list }),
  fc.record({ kind: fc.constant('removeListed' as const), list, elements: wires }),
  fc.record({ kind: fc.constant('removeWhere' as const), list, where }),
]

const operation: fc.Arbitrary<Operation> = fc.oneof(
  ...idempotent,
  fc.record({ kind: fc.constant('removeWhere' as const), list, where, part: fc.constantFrom('display' as const, 'value' as const) }),
  fc.oneof(
    fc.record({
      kind: fc.constant('setWhere' as const),
      isPathless,
      op: setOp,
      list,
      where,
      part: fc.constantFrom<Part>('value', 'display'),
      value: text as fc.Arbitrary<string | boolean>,
    }),
    fc.record({
      kind: fc.constant('setWhere' as const),
      isPathless,
      op: setOp,
      list,
      where,
      part: fc.constant<Part>('primary'),
      value: fc.boolean() as fc.Arbitrary<string | boolean>,
    }),
    fc.record({ kind: fc.constant('elementWhere' as const), isPathless, op: setOp, list, where, value: wire }),
  ),
)

const plainUser = fc.record(
  {
    userName: fc.constant('ada'),
    title: text,
    active: fc.boolean(),
    name: fc.dictionary(namePart, text, { minKeys: 1 }),
    [enterpriseUserUrn]: fc.record({ department: text }),
  },
  { requiredKeys: ['userName'] },
) as fc.Arbitrary<JsonObject>

/** As it is stored: no (type, value) twice, at most one primary. */
const storedList = fc.uniqueArray(fc.record({ value: text, type, display: text }, { requiredKeys: ['value', 'type'] }), {
  maxLength: 3,
  selector: ({ value, type }) => `${value.toLowerCase()} ${type}`,
})
const user = fc.tuple(plainUser, storedList, storedList, fc.nat(5)).map(([plain, emails, roles, primary]) => {
  const resource: JsonObject = { ...plain }
  if (emails.length > 0) resource['emails'] = emails.map((email, index) => (index === primary ? { ...email, primary: true } : email))
  if (roles.length > 0) resource['roles'] = roles
  return resource
})

function patch(resource: JsonObject, operations: Operation[], strict: boolean) {
  return outcome(() => {
    const request = parsePatchRequest(userResourceType, { schemas: [patchOpUrn], Operations: operations.map(onTheWire) }, { strict })
    const { schemas: _, ...patched } = applyPatch(userResourceType, resource, request, { strict })
    return patched
  })
}

describe('PATCH against a plain model of RFC 7644 §3.5.2', () => {
  it.each([false, true])('gives what the model gives, or the same refusal, strict %s', (strict) => {
    fc.assert(
      fc.property(user, fc.array(operation, { minLength: 1, maxLength: 6 }), (before, operations) => {
        const untouched = structuredClone(before)
        const modelled = runModel(before, operations, strict)
        const patched = patch(before, operations, strict)
        if ('scimType' in modelled) expect(patched).toMatchObject({ refused: { status: 400, scimType: modelled.scimType } })
        else expect(patched).toEqual({ result: modelled.resource })
        expect(before).toEqual(untouched)
      }),
      { numRuns: 3_000 },
    )
  })

  it('applied once more, operations that each set or remove something of their own change nothing', () => {
    const apart = fc.uniqueArray(fc.oneof(...idempotent), {
      minLength: 1,
      maxLength: 5,
      selector: (one) => ('list' in one ? one.list : one.kind === 'mergeName' ? 'name' : one.path.split('.')[0]!),
    })
    fc.assert(
      fc.property(user, apart, (before, operations) => {
        const once = patch(before, operations, false)
        if (!('result' in once)) throw new Error(`Refused: ${JSON.stringify(once)}`)
        const twice = patch(once.result, operations, false)
        expect(twice).toEqual(once)
        expect(changedAttributes(once.result, (twice as typeof once).result)).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })
})
