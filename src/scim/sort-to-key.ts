import type { Elements, Operand } from '../store/condition.ts'
import type { SortKey } from '../store/order.ts'
import { elementsOf, isForeign, operandIn, operandOf, valueTypeOf, type Listed } from './operand.ts'
import type { ResolvedPath } from './protocol/attribute-path.ts'

/** The attribute that a list is sorted by as what the store can sort by; undefined where resources of the type have no value there. */
export function sortToKey(path: ResolvedPath | undefined, listed: Listed): SortKey | undefined {
  if (path === undefined || isForeign(path, listed)) return undefined
  if (path.attribute.multiValued) return toKey(path, operandIn(path, listed), elementsOf(path), listed)
  return toKey(path, operandOf(path, listed), undefined, listed)
}

function toKey(path: ResolvedPath, operand: Operand, of: Elements | undefined, listed: Listed): SortKey {
  const sorted = asText(operand, listed)
  const as = valueTypeOf(path, sorted)
  if (as === 'uuid') throw new Error('a sort key is never a bare id')
  return of === undefined ? { operand: sorted, as } : { operand: sorted, of, as }
}

// Ids sort as clients see them.
function asText(operand: Operand, { kind }: Listed): Operand {
  if ('column' in operand && operand.column === 'id') return { textWithId: `${kind}-` }
  if ('membership' in operand && operand.membership === 'id') {
    return { textWithId: kind === 'user' ? 'group-' : 'user-', membership: true }
  }
  return operand
}
