import { ask } from '../../api.ts'
import { graphql } from '../../gql/gql.ts'
import type { ChangeFilter, ChangeLogQuery } from '../../gql/graphql.ts'
import type { TeamChange } from '../../live/change-facts.ts'

const ChangeLog = graphql(`
  query ChangeLog($filter: ChangeFilter, $before: String, $last: Int, $after: String, $first: Int) {
    team {
      changeCursor
      changes(filter: $filter, before: $before, last: $last, after: $after, first: $first) {
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...ChangeFacts
        }
      }
    }
  }
`)

const PlaceInLog = graphql(`
  query PlaceInLog($revision: SafeInt!, $next: SafeInt!) {
    team {
      at: changeCursorAt(revision: $revision)
      next: changeCursorAt(revision: $next)
    }
  }
`)

/** A stretch of the log without a hole, the newest first. */
export type ChangePage = {
  changes: TeamChange[]
  /** Where what is older, and what is newer, begins; null when there is none. */
  olderCursor: string | null
  newerCursor: string | null
  /** Where the log stood when this was read. */
  changeCursor: string
}

export type ChangeSource = {
  newest(signal: AbortSignal): Promise<ChangePage>
  older(before: string, signal: AbortSignal): Promise<ChangePage>
  newer(after: string, signal: AbortSignal): Promise<ChangePage>
  /** What is around a revision. */
  around(revision: number, signal: AbortSignal): Promise<ChangePage>
  /** The cursor of a revision, to read what is older. */
  cursorAt(revision: number, signal: AbortSignal): Promise<string | null>
}

const pageSize = 50
/** Of what is newer than a change that a link leads to. */
const contextSize = 15

/** The change log as far as it meets the filter. */
export function changeSource(filter: ChangeFilter): ChangeSource {
  const read = async (range: { before?: string; last?: number; after?: string; first?: number }, signal: AbortSignal) => {
    const { team } = await ask(ChangeLog, { filter, ...range }, signal)
    if (!team) throw new Error('The team cannot be read.')
    return team
  }
  return {
    newest: async (signal) => ({ ...toPage(await read({ last: pageSize }, signal)), newerCursor: null }),
    older: async (before, signal) => toPage(await read({ before, last: pageSize }, signal)),
    newer: async (after, signal) => toPage(await read({ after, first: pageSize }, signal)),
    async around(revision, signal) {
      const { team } = await ask(PlaceInLog, { revision, next: revision + 1 }, signal)
      if (!team?.at) return { ...toPage(await read({ last: pageSize }, signal)), newerCursor: null }
      const older = toPage(await read({ last: pageSize, ...(team.next ? { before: team.next } : {}) }, signal))
      const newer = toPage(await read({ first: contextSize, after: team.at }, signal))
      return {
        changes: [...newer.changes, ...older.changes],
        olderCursor: older.olderCursor,
        newerCursor: newer.newerCursor,
        // What comes between the two is told from here on.
        changeCursor: older.changeCursor,
      }
    },
    async cursorAt(revision, signal) {
      const { team } = await ask(PlaceInLog, { revision, next: revision }, signal)
      return team?.at ?? null
    },
  }
}

function toPage({ changeCursor, changes: { nodes, pageInfo } }: NonNullable<ChangeLogQuery['team']>): ChangePage {
  return {
    changes: nodes.toReversed(),
    olderCursor: pageInfo.hasPreviousPage ? pageInfo.startCursor : null,
    newerCursor: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    changeCursor,
  }
}
