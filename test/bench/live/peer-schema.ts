/** As much of Headcount's schema as the bench's documents ask for, for servers that resolve it the ordinary way: a plain object goes in, fields come out. */

export const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar ChangeCursor
  scalar SafeInt
  type Query {
    isThere: Boolean!
  }
  type Subscription {
    changes(after: ChangeCursor, filter: ChangeFilter): ChangeMessage!
  }
  input ChangeFilter {
    kinds: [String!]
  }
  union ChangeMessage = ChangeBatch | Checkpoint
  type ChangeBatch {
    previousCursor: ChangeCursor!
    cursor: ChangeCursor!
    changes: [Change!]!
  }
  type Checkpoint {
    previousCursor: ChangeCursor!
    cursor: ChangeCursor!
    at: DateTime!
    isLive: Boolean!
  }
  interface Change {
    revision: SafeInt!
    at: DateTime!
    actor: Actor!
  }
  type UserModified implements Change {
    revision: SafeInt!
    at: DateTime!
    actor: Actor!
    before: UserState!
    after: UserState!
    attributes: [String!]!
  }
  type Actor {
    kind: ActorKind!
    id: ID
    label: String!
  }
  enum ActorKind {
    DIRECTORY
    ADMINISTRATOR
    API_KEY
    PLATFORM
    SYSTEM
  }
  type UserState {
    id: ID!
    directoryId: ID!
    externalId: String
    userName: String!
    displayName: String
    email: String
    active: Boolean!
    version: Int!
  }
`

/** The event that the text of a message stands for: what its subscription's field answered, with all its fields. */
export function toEvent(text: string): object {
  const message = JSON.parse(text) as { payload: { data: { changes: object } } }
  return message.payload.data.changes
}
