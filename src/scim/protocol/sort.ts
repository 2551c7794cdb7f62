import { findSubAttribute } from './attribute-lookup.ts'
import { formatAttributePath, isWholeExtension, parseAttributePath, resolvePath } from './attribute-path.ts'
import type { AttributePath, ResolvedPath } from './attribute-path.ts'
import type { ResourceType } from './schemas.ts'
import { quoted, ScimError } from './scim-error.ts'

/** RFC 7644 §3.4.2.3, before any schema is asked. */
export type Sort = { readonly by: AttributePath; readonly isDescending: boolean }

/** Undefined without sortBy: sortOrder alone orders nothing. Refuses with invalidPath or invalidValue what cannot be read. */
export function parseSort(sortBy: string | undefined, sortOrder: string | undefined): Sort | undefined {
  if (sortBy === undefined || sortBy.trim() === '') return undefined
  return { by: parseAttributePath(sortBy.trim()), isDescending: readOrder(sortOrder) === 'descending' }
}

function readOrder(sortOrder: string | undefined): 'ascending' | 'descending' {
  const folded = (sortOrder ?? '').trim().toLowerCase()
  // RFC 7644 §3.4.2.3: ascending by default.
  if (folded === '' || folded === 'ascending') return 'ascending'
  if (folded === 'descending') return 'descending'
  throw new ScimError(400, 'invalidValue', `sortOrder has to be ascending or descending, not ${quoted(sortOrder ?? '')}.`)
}

/**
 * The attribute that a list of these resource types is sorted by, one for each type: undefined where the type does not define it,
 * whose resources then have no value there. Refuses with invalidPath what none of them defines and what has no order.
 */
export function resolveSort(resourceTypes: readonly ResourceType[], { by }: Sort): (ResolvedPath | undefined)[] {
  const paths = resourceTypes.map((resourceType) => {
    const path = resolvePath(resourceType, by)
    return path && sortable(path, by)
  })
  if (paths.every((path) => path === undefined)) {
    throw invalidPath(`The schema defines no attribute ${quoted(formatAttributePath(by))} to sort by.`)
  }
  return paths
}

function sortable(path: ResolvedPath, by: AttributePath): ResolvedPath {
  // RFC 7643 §7: an order would tell of what is never returned.
  if (path.attribute.returned === 'never' || path.subAttribute?.returned === 'never') {
    throw invalidPath(`${quoted(formatAttributePath(by))} cannot be sorted by.`)
  }
  if (path.subAttribute !== undefined || path.attribute.type !== 'complex') return path
  // RFC 7644 §3.4.2.3: a complex attribute needs a subAttribute; its default one is "value", as in a filter.
  const subAttribute = isWholeExtension(path) ? undefined : findSubAttribute(path.attribute, 'value')
  if (subAttribute === undefined) throw invalidPath(`${quoted(formatAttributePath(by))} is complex. Sort by one of its subAttributes.`)
  return { ...path, subAttribute }
}

function invalidPath(detail: string): ScimError {
  return new ScimError(400, 'invalidPath', detail)
}
