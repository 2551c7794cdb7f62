import { graphql } from '../../gql/gql.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'

const ActorName = graphql(`
  query ActorName($id: ID!) {
    team {
      changes(last: 1, filter: { actorId: $id }) {
        nodes {
          actor {
            label
          }
        }
      }
    }
  }
`)

/** What an actor was called when it did something last. */
export function useActorName(id: string): string | undefined {
  const { data } = useLiveQuery({ document: ActorName, variables: { id }, topics: [] })
  return data?.team?.changes.nodes[0]?.actor.label
}
