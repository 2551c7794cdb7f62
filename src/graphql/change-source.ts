import type { Position } from '../domain/change-cursor.ts'
import type { Change } from '../domain/change.ts'
import type { ChangeMessage } from '../realtime/change-stream.ts'
import type { EffectiveLimits } from '../realtime/effective-limits.ts'
import type { Stage } from './live-message.ts'

/** What a subscription follows; live-subscriptions.ts brings its messages. */
export class ChangeSource implements AsyncIterable<ChangeMessage> {
  readonly teamId: string
  readonly after: Position | undefined
  readonly accepts: (change: Change) => boolean
  /** Of what follows from changes, and is not the changes themselves. */
  readonly stage: ((limits: EffectiveLimits) => Stage) | undefined
  constructor(
    teamId: string,
    after: Position | undefined,
    accepts: (change: Change) => boolean,
    stage?: (limits: EffectiveLimits) => Stage,
  ) {
    this.teamId = teamId
    this.after = after
    this.accepts = accepts
    this.stage = stage
  }
  [Symbol.asyncIterator](): AsyncIterator<ChangeMessage> {
    throw new Error('a ChangeSource is followed by live-subscriptions.ts, in a group, and not iterated')
  }
}
