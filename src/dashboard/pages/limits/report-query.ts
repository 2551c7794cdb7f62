import type { SpendReportFilter, SpendReportOrder } from '../../gql/graphql.ts'
import { given } from '../../search-params.ts'
import type { LimitsSearch, LimitView, ReportOrder } from './search.ts'

/** From this percent on somebody is near the limit: the team's highest threshold below the limit itself, else 80. */
export function nearPercentOf(thresholds: readonly number[]): number {
  return thresholds.filter((percent) => percent < 100).at(-1) ?? 80
}

/** The API's filter is about more than a percent: this is the same as "at least" for every amount below a hundred million. */
const justBelow = (percent: number): number => Number((percent - 0.000001).toFixed(6))

/** Which people a view has. An inactive person may spend nothing, so of them anything would be too much: they are under "blocked" alone. */
export function filterOf(view: LimitView, nearPercent: number, groupId?: string): SpendReportFilter {
  return given({ groupId, ...viewFilters(nearPercent)[view] })
}

function viewFilters(nearPercent: number): Record<LimitView, SpendReportFilter> {
  return {
    all: {},
    over: { overPercent: 100, active: true },
    near: { overPercent: justBelow(nearPercent), isBlocked: false },
    blocked: { isBlocked: true },
    unlimited: { isUnlimited: true },
  }
}

const fields = { name: 'USER_NAME', limit: 'LIMIT', spent: 'SPENT', remaining: 'REMAINING', used: 'USED_PERCENT' } as const

/** What is asked for without a choice: names where all are listed, else who has used the most. */
export function orderIn({ order, view = 'all' }: LimitsSearch): ReportOrder {
  return order ?? (view === 'all' || view === 'unlimited' ? 'name' : '-used')
}

export function orderOf(order: ReportOrder): Required<SpendReportOrder> {
  const isDescending = order.startsWith('-')
  const field = fields[order.replace('-', '') as keyof typeof fields]
  return { field, direction: isDescending ? 'DESC' : 'ASC' }
}

/** The address of the same rows in the same order as a file. */
export function fileAddress(teamId: string, search: LimitsSearch, nearPercent: number, period: string | undefined): string {
  const { view = 'all', group } = search
  const { field, direction } = orderOf(orderIn(search))
  const parameters = given({ period, ...filterOf(view, nearPercent, group), search: search.search, orderBy: field, direction })
  const texts = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)])
  return `/teams/${teamId}/spend-report.csv?${new URLSearchParams(texts)}`
}
