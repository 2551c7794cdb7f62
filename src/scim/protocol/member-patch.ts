import type { ResolvedFilter } from './filter.ts'
import type { JsonValue } from './json.ts'
import { isComplex } from './multi-valued.ts'
import type { PatchOperation } from './patch-operation.ts'
import { ScimError } from './scim-error.ts'

/** The net effect of a request on a group's members; ids as the client sent them, each at most once. */
export type MemberPatch = {
  /** True: the members become exactly `add`, and `remove` is empty. */
  readonly replaceAll: boolean
  readonly add: string[]
  readonly remove: string[]
}

/** The operations have to be on members, in their order; of several on one id the last one counts. Takes linear time. */
export function netMembers(operations: readonly PatchOperation[]): MemberPatch {
  let replaceAll = false
  const isMember = new Map<string, boolean>()
  for (const { op, target, value } of operations) {
    const isOfAll = target.filter === undefined && (op === 'replace' || (op === 'remove' && value === null))
    if (isOfAll) {
      replaceAll = true
      isMember.clear()
    }
    const ids = target.filter === undefined ? idsOf(value) : idsSelectedBy(target.filter)
    for (const id of ids) isMember.set(id, op !== 'remove')
  }
  const ids = [...isMember.keys()]
  return {
    replaceAll,
    add: ids.filter((id) => isMember.get(id) === true),
    remove: replaceAll ? [] : ids.filter((id) => isMember.get(id) === false),
  }
}

function idsOf(members: JsonValue): string[] {
  if (!Array.isArray(members)) return []
  return members.flatMap((member) => (isComplex(member) && typeof member['value'] === 'string' ? [member['value']] : []))
}

// Members are removed by id without reading the group, so a filter has to say which ids it means.
function idsSelectedBy(filter: ResolvedFilter): string[] {
  if (filter.type === 'or') return filter.filters.flatMap(idsSelectedBy)
  if (filter.type === 'compare' && filter.operator === 'eq' && filter.path.subAttribute?.name === 'value') {
    return [String(filter.value)]
  }
  throw new ScimError(400, 'invalidFilter', 'Members can be selected by id only: members[value eq "…"], several joined with "or".')
}
