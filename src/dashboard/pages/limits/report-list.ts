import { useEffect, useState } from 'react'
import { ask } from '../../api.ts'
import { graphql } from '../../gql/gql.ts'
import type { ReportPageQuery, ReportPageQueryVariables } from '../../gql/graphql.ts'
import { useTeamChanges, useWindowedList } from '../../live/live-context.tsx'
import type { ListPage, ListRequest, ListSnapshot, WindowedList } from '../../live/windowed-list.ts'
import { isAboutReport } from './calm-query.ts'

const ReportPage = graphql(`
  query ReportPage(
    $first: Int!
    $after: String
    $before: String
    $withTotal: Boolean!
    $period: String
    $search: String
    $filter: SpendReportFilter!
    $orderBy: SpendReportOrder!
  ) {
    team {
      spendReport(first: $first, after: $after, before: $before, period: $period, search: $search, filter: $filter, orderBy: $orderBy) {
        totalCount @include(if: $withTotal)
        pageInfo {
          startCursor
          endCursor
          hasNextPage
        }
        nodes {
          user {
            id
            userName
            displayName
            active
          }
          limit {
            source
            isUnlimited
            amount {
              ...MoneyFacts
            }
          }
          decidedBy {
            id
            target {
              __typename
              ... on Group {
                id
                displayName
              }
            }
          }
          spent {
            ...MoneyFacts
          }
          reserved {
            ...MoneyFacts
          }
          remaining {
            ...MoneyFacts
          }
          usedPercent
          isBlocked
        }
      }
    }
  }
`)

export type ReportRow = NonNullable<ReportPageQuery['team']>['spendReport']['nodes'][number] & { id: string }
export type ReportQuestion = Pick<ReportPageQueryVariables, 'period' | 'search' | 'filter' | 'orderBy'>

const refreshMilliseconds = 30_000

/** The spend report as far as somebody looks. What is spent is no change that is followed: the rows on the screen are read again every half minute. */
export function useReport(question: ReportQuestion): {
  list: WindowedList<ReportRow>
  snapshot: ListSnapshot<ReportRow>
  readAt: number | undefined
} {
  const [readAt, setReadAt] = useState<number>()
  const { list, snapshot } = useWindowedList<ReportRow>(JSON.stringify(question), {
    pauseMilliseconds: 2_000,
    async load(request) {
      const page = await loadReport(question, request)
      setReadAt(Date.now())
      return page
    },
  })
  useTeamChanges((changes) => {
    if (isAboutReport(changes)) list.touch()
  })
  useEffect(() => {
    const timer = setInterval(() => list.touch(), refreshMilliseconds)
    return () => clearInterval(timer)
  }, [list])
  return { list, snapshot, readAt }
}

async function loadReport(
  question: ReportQuestion,
  { after, before, first, withTotal, signal }: ListRequest,
): Promise<ListPage<ReportRow>> {
  const { team } = await ask(ReportPage, { ...question, first, after, before: before?.cursor ?? null, withTotal }, signal)
  const { nodes, pageInfo, totalCount } = team!.spendReport
  return { ...pageInfo, totalCount, rows: nodes.map((row) => Object.assign(row, { id: row.user.id })) }
}
