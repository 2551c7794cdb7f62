import { print } from 'graphql'
import type { Client } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { graphql } from './gql/index.ts'
import type { ChangeFilter, FollowChangesSubscription } from './gql/graphql.ts'
import { fold, type Folded, type SeenChange } from './folded-state.ts'
import { socketClient, type Node } from './graphql-client.ts'

export const FollowChanges = graphql(`
  subscription FollowChanges($teamId: ID, $after: ChangeCursor, $filter: ChangeFilter) {
    changes(teamId: $teamId, after: $after, filter: $filter) {
      __typename
      ... on Checkpoint {
        previousCursor
        cursor
        at
        isLive
      }
      ... on ChangeBatch {
        previousCursor
        cursor
        changes {
          __typename
          revision
          at
          actor {
            kind
            id
            label
          }
          ... on UserCreated {
            user {
              ...UserStateFields
            }
          }
          ... on UserModified {
            before {
              ...UserStateFields
            }
            after {
              ...UserStateFields
            }
            attributes
          }
          ... on UserDeactivated {
            before {
              ...UserStateFields
            }
            after {
              ...UserStateFields
            }
            attributes
          }
          ... on UserReactivated {
            before {
              ...UserStateFields
            }
            after {
              ...UserStateFields
            }
            attributes
          }
          ... on UserDeleted {
            user {
              ...UserStateFields
            }
          }
          ... on GroupCreated {
            group {
              ...GroupStateFields
            }
          }
          ... on GroupModified {
            groupBefore: before {
              ...GroupStateFields
            }
            groupAfter: after {
              ...GroupStateFields
            }
            attributes
          }
          ... on GroupDeleted {
            group {
              ...GroupStateFields
            }
          }
          ... on MembershipChanged {
            group {
              ...GroupStateFields
            }
            addedCount
            removedCount
            addedUserIds
            removedUserIds
            added {
              id
              userName
              displayName
            }
            removed {
              id
              userName
              displayName
            }
          }
          ... on SpendLimitSet {
            limitBefore: before {
              ...SpendLimitStateFields
            }
            limit: after {
              ...SpendLimitStateFields
            }
          }
          ... on SpendLimitCleared {
            cleared: before {
              ...SpendLimitStateFields
            }
          }
          ... on SpendLimitExpired {
            expired: before {
              ...SpendLimitStateFields
            }
          }
          ... on DirectoryDeleted {
            directory {
              id
            }
            userCount
            groupCount
          }
        }
      }
      ... on ResyncRequired {
        reason
        cursor
      }
      ... on InvalidInputError {
        code
        message
      }
      ... on NotFoundError {
        code
        message
      }
    }
  }
  fragment UserStateFields on UserState {
    id
    directoryId
    externalId
    userName
    displayName
    email
    active
    version
  }
  fragment GroupStateFields on GroupState {
    id
    directoryId
    externalId
    displayName
    memberCount
    version
  }
  fragment SpendLimitStateFields on SpendLimitState {
    id
    targetId
    isUnlimited
    amount {
      amountMinor
      currency
    }
    version
  }
`)

export type Message = FollowChangesSubscription['changes']

export type SubscriberOptions = {
  teamId?: string
  after?: string
  filter?: ChangeFilter
  /** What was known at `after`; nothing of the team without it. */
  folded?: Folded
  deadlineMilliseconds?: number
}

/** How a subscription ended: completed by the server, or with the close code of its socket. */
export type End = { completed: true } | { closeCode: number; reason: string } | { errors: unknown }

/**
 * Follows a team's changes as a dashboard does: it queues what arrives, keeps the newest cursor, folds the changes into a view, and
 * fails as soon as a message does not continue the one before it or a revision is missing.
 */
export class Subscriber {
  readonly folded: Folded
  readonly changes: SeenChange[] = []
  cursor: string | undefined
  private node: Node
  private readonly key: string
  private readonly options: SubscriberOptions
  private queue: Message[] = []
  private failure: Error | undefined
  private end: End | undefined
  private client: Client | undefined
  private socket: WebSocket | undefined
  private wake = (): void => {}
  private revision: number | undefined

  constructor(node: Node, key: string, options: SubscriberOptions = {}) {
    this.node = node
    this.key = key
    this.options = options
    this.cursor = options.after
    this.folded = options.folded ?? { users: new Map(), groups: new Map(), members: new Map(), limits: new Map() }
    this.connect()
  }

  /** The next message; fails when none comes in time. */
  async next(): Promise<Message> {
    await this.waitFor(() => this.queue.length > 0 || this.end !== undefined)
    const message = this.queue.shift()
    if (!message) throw new Error(`no message comes any more: ${JSON.stringify(this.end)}`)
    return message
  }

  /** Waits until the changes seen so far satisfy the condition; answers them. */
  async until(isEnough: (changes: readonly SeenChange[], folded: Folded) => boolean): Promise<readonly SeenChange[]> {
    await this.waitFor(() => isEnough(this.changes, this.folded))
    return this.changes
  }

  async ended(): Promise<End> {
    await this.waitFor(() => this.end !== undefined)
    return this.end!
  }

  /** Loses the connection without a farewell, and follows on from the last cursor, at another node if one is given. */
  reconnect(node = this.node): void {
    this.socket?.terminate()
    // It may be connecting still, which then fails.
    Promise.resolve(this.client?.dispose()).catch(() => {})
    this.node = node
    this.connect()
  }

  async stop(): Promise<void> {
    const { client } = this
    this.client = undefined
    await client?.dispose()
  }

  private connect(): void {
    const { node } = this
    this.end = undefined
    let isFirst = true
    const client = socketClient(node, this.key, (socket) => {
      if (this.client === client) this.socket = socket
      else socket.terminate()
    })
    this.client = client
    const { teamId, filter } = this.options
    const isCurrent = (): boolean => this.client === client
    client.subscribe<FollowChangesSubscription>(
      { query: print(FollowChanges), variables: { teamId, filter, after: this.cursor } },
      {
        next: ({ data, errors }) => {
          if (!isCurrent()) return
          if (errors || !data) this.finish({ errors })
          else {
            this.receive(data.changes, isFirst)
            isFirst = false
          }
        },
        error: (error) => {
          if (!isCurrent()) return
          const { code, reason } = error as { code?: number; reason?: string }
          this.finish(code === undefined ? { errors: error } : { closeCode: code, reason: reason ?? '' })
        },
        complete: () => {
          if (isCurrent()) this.finish({ completed: true })
        },
      },
    )
  }

  private receive(message: Message, isFirst: boolean): void {
    if (isFirst && message.__typename === 'ChangeBatch') this.failure ??= new Error('the first message is no Checkpoint')
    if (message.__typename === 'Checkpoint' || message.__typename === 'ChangeBatch') {
      if (this.cursor !== undefined && message.previousCursor !== this.cursor) {
        this.failure ??= new Error(`a message follows ${message.previousCursor}, but the one before it ended at ${this.cursor}`)
      }
      this.cursor = message.cursor
    }
    if (message.__typename === 'ChangeBatch') for (const change of message.changes) this.take(change)
    this.queue.push(message)
    this.wake()
  }

  private take(change: SeenChange): void {
    const { revision } = change
    if (this.revision !== undefined && (this.options.filter ? revision <= this.revision : revision !== this.revision + 1)) {
      this.failure ??= new Error(`revision ${revision} came after ${this.revision}`)
    }
    this.revision = revision
    this.changes.push(change)
    fold(this.folded, change)
  }

  private finish(end: End): void {
    this.end = end
    this.wake()
  }

  private async waitFor(isThere: () => boolean): Promise<void> {
    const deadline = Date.now() + (this.options.deadlineMilliseconds ?? 10_000)
    for (;;) {
      if (this.failure) throw this.failure
      if (isThere()) return
      const remaining = deadline - Date.now()
      if (remaining <= 0)
        throw new Error(`nothing fitting came in time; at ${this.revision ?? 'the start'}, ended: ${JSON.stringify(this.end)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, remaining)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
}
