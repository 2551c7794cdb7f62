import { given, oneOf, textIn } from '../../search-params.ts'

export const limitViews = ['all', 'over', 'near', 'blocked', 'unlimited'] as const

/** Which people of the spend report are shown, and of which month (YYYY-MM). */
export type LimitsSearch = { view?: (typeof limitViews)[number]; search?: string; group?: string; period?: string }

export function limitsSearch(search: Record<string, unknown>): LimitsSearch {
  const period = textIn(search['period'])
  return given({
    view: oneOf(limitViews, search['view']),
    search: textIn(search['search']),
    group: textIn(search['group']),
    period: period !== undefined && /^\d{4}-\d{2}$/.test(period) ? period : undefined,
  })
}
