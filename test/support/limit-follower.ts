import type { Client } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { socketClient, type Node } from './graphql-client.ts'

export type LimitValue = {
  isUnlimited: boolean
  source: string
  amount: { amountMinor: number; currency: string } | null
  decidedBy: { id: string } | null
}
export type Cause = { __typename: string; revision: number }
export type LimitChanges = {
  cause: Cause
  changedCount: number
  raisedCount: number
  loweredCount: number
  zeroCount: number
  unlimitedCount: number
  changedUserIds: string[]
  changed: { user: { id: string; userName: string }; before: Short | null; after: Short | null }[]
}
type Short = { isUnlimited: boolean; source: string; amount: { amountMinor: number } | null }
export type LimitMessage = {
  __typename: string
  previousCursor: string
  cursor: string
  isLive?: boolean
  value?: LimitValue
  cause?: Cause | null
  changes?: LimitChanges[]
  reason?: string
  code?: string
}

/** Two of one text are the same value, whichever limit it is from. */
const textOf = (value: LimitValue | undefined): string =>
  JSON.stringify(value && [value.isUnlimited, value.source, value.amount?.amountMinor])

const others =
  '... on Checkpoint { previousCursor cursor isLive } ... on ResyncRequired { reason } ... on InvalidInputError { code } ... on NotFoundError { code }'
const value = 'isUnlimited source amount { amountMinor currency } decidedBy { id }'
export const followUser = `subscription ($userId: ID!, $after: ChangeCursor) { limit: effectiveSpendLimit(userId: $userId, after: $after) { __typename
  ... on EffectiveSpendLimitUpdate { previousCursor cursor value { ${value} } cause { __typename revision } } ${others} } }`
const short = '{ isUnlimited source amount { amountMinor } }'
export const followTeam = `subscription ($after: ChangeCursor) { limit: effectiveSpendLimitChanges(after: $after) { __typename
  ... on EffectiveSpendLimitChangeBatch { previousCursor cursor changes { cause { __typename revision } changedCount raisedCount loweredCount zeroCount unlimitedCount
    changedUserIds changed { user { id userName } before ${short} after ${short} } } } ${others} } }`

/**
 * Follows effective limits as a program does: it queues what arrives, keeps the newest cursor, and fails as soon as a message does not continue the one before
 * it, or an Update says nothing new.
 */
export class LimitFollower {
  readonly messages: LimitMessage[] = []
  cursor: string | undefined
  value: LimitValue | undefined
  isEnded = false
  private node: Node
  private readonly key: string
  private readonly query: string
  private readonly variables: Record<string, unknown>
  private client: Client | undefined
  private socket: WebSocket | undefined
  private failure: Error | undefined
  private taken = 0
  private isFirstValue = true
  private wake = (): void => {}

  constructor(node: Node, key: string, query: string, variables: Record<string, unknown> = {}) {
    this.node = node
    this.key = key
    this.query = query
    this.variables = variables
    this.cursor = variables['after'] as string | undefined
    this.connect()
  }

  /** Of one user, once its first value is there. */
  static async ofUser(node: Node, key: string, userId: string, after?: string): Promise<LimitFollower> {
    const follower = new LimitFollower(node, key, followUser, { userId, after })
    await follower.until(() => follower.value !== undefined && follower.messages.some(({ isLive }) => isLive))
    return follower
  }

  static async ofTeam(node: Node, key: string, after?: string): Promise<LimitFollower> {
    const follower = new LimitFollower(node, key, followTeam, { after })
    await follower.until(() => follower.messages.some(({ isLive }) => isLive))
    return follower
  }

  /** The next message that is no Checkpoint and was not answered before. */
  async next(): Promise<LimitMessage> {
    const find = (): number => this.messages.findIndex(({ __typename }, index) => index >= this.taken && __typename !== 'Checkpoint')
    await this.until(() => find() >= 0)
    const index = find()
    this.taken = index + 1
    return this.messages[index]!
  }

  /** Everything that came so far counts as answered. */
  skip(): void {
    this.taken = this.messages.length
  }

  updates(): LimitMessage[] {
    return this.messages.filter(({ __typename }) => __typename !== 'Checkpoint')
  }

  /** Loses the connection without a farewell, and follows on from the last cursor. */
  reconnect(node = this.node): void {
    this.node = node
    this.socket?.terminate()
    Promise.resolve(this.client?.dispose()).catch(() => {})
    this.connect()
  }

  async stop(): Promise<void> {
    const { client } = this
    this.client = undefined
    await client?.dispose()
  }

  async until(isThere: () => boolean): Promise<void> {
    const deadline = Date.now() + 30_000
    for (;;) {
      if (this.failure) throw this.failure
      if (isThere()) return
      const remaining = deadline - Date.now()
      if (remaining <= 0)
        throw new Error(`nothing fitting came in time: ${JSON.stringify(this.messages.slice(-3))}, ended: ${this.isEnded}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, remaining)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  private connect(): void {
    let isFirst = true
    this.isFirstValue = true
    const client = socketClient(this.node, this.key, (socket) => {
      if (this.client === client) this.socket = socket
      else socket.terminate()
    })
    this.client = client
    client.subscribe<{ limit: LimitMessage }>(
      { query: this.query, variables: { ...this.variables, after: this.cursor } },
      {
        next: ({ data, errors }) => {
          if (this.client !== client) return
          if (!data) this.fail(JSON.stringify(errors))
          else this.receive(data.limit, isFirst)
          isFirst = false
        },
        error: (error) => {
          if (this.client === client) this.fail(JSON.stringify(error) + String(error))
        },
        complete: () => {
          if (this.client !== client) return
          this.isEnded = true
          this.wake()
        },
      },
    )
  }

  private receive(message: LimitMessage, isFirst: boolean): void {
    if (isFirst && message.cursor && message.__typename !== 'Checkpoint') this.fail('the first message is no Checkpoint')
    if (message.cursor) {
      if (this.cursor !== undefined && message.previousCursor !== this.cursor) {
        this.fail(`${message.__typename} follows ${message.previousCursor}, but the one before it ended at ${this.cursor}`)
      }
      this.cursor = message.cursor
    }
    if (message.value) {
      if (!this.isFirstValue && textOf(message.value) === textOf(this.value)) this.fail('an Update says what was said before')
      this.isFirstValue = false
      this.value = message.value
    }
    this.messages.push(message)
    this.wake()
  }

  private fail(message: string): void {
    this.failure ??= new Error(message)
    this.wake()
  }
}
