import { given, oneOf, textIn } from '../../search-params.ts'

export const limitViews = ['all', 'over', 'near', 'blocked', 'unlimited'] as const
export type LimitView = (typeof limitViews)[number]

/** By which column the report is ordered; with a hyphen from the highest down. */
export const reportOrders = ['name', '-name', '-used', 'used', '-spent', 'spent', 'remaining', '-remaining', '-limit', 'limit'] as const
export type ReportOrder = (typeof reportOrders)[number]

export const limitKinds = ['groups', 'people'] as const
export type LimitKind = (typeof limitKinds)[number]

/** Which people of the spend report are shown, of which month (YYYY-MM), in which order; `kind`: whose limits are listed. */
export type LimitsSearch = {
  view?: LimitView
  search?: string
  group?: string
  period?: string
  order?: ReportOrder
  kind?: LimitKind
}

export function limitsSearch(search: Record<string, unknown>): LimitsSearch {
  const period = textIn(search['period'])
  return given({
    view: oneOf(limitViews, search['view']),
    search: textIn(search['search']),
    group: textIn(search['group']),
    period: period !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(period) ? period : undefined,
    order: oneOf(reportOrders, search['order']),
    kind: oneOf(limitKinds, search['kind']),
  })
}
