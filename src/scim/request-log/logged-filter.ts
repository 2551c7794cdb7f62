import { formatFilter, parseFilter, type Filter } from '../protocol/filter.ts'

const hidden = '…'

/** A filter with its attributes and operators and without its values. Text that is no filter is not kept at all: nobody knows what it is. */
export function loggedFilter(text: string): string {
  const filter = read(text)
  return filter === undefined ? hidden : formatFilter(withoutValues(filter))
}

/** What a filter compares with; undefined where the text is no filter. */
export function comparedValues(text: string): string[] | undefined {
  const filter = read(text)
  return filter && valuesIn(filter)
}

function read(text: string): Filter | undefined {
  try {
    return parseFilter(text)
  } catch {
    return undefined
  }
}

function withoutValues(filter: Filter): Filter {
  switch (filter.type) {
    case 'and':
    case 'or':
      return { ...filter, filters: filter.filters.map(withoutValues) }
    case 'not':
    case 'valuePath':
      return { ...filter, filter: withoutValues(filter.filter) }
    case 'compare':
      return { ...filter, value: hidden }
    case 'present':
      return filter
  }
}

function valuesIn(filter: Filter): string[] {
  switch (filter.type) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(valuesIn)
    case 'not':
    case 'valuePath':
      return valuesIn(filter.filter)
    case 'compare':
      return typeof filter.value === 'string' || typeof filter.value === 'number' ? [String(filter.value)] : []
    case 'present':
      return []
  }
}
