import type { Access } from '../access/viewer.ts'
import type { Actor, Change } from '../domain/change.ts'
import type { LiveMessage } from './live-message.ts'

/**
 * A message as those who have this access may see it. A member is told of their own coming and going: who else came or went with them, how many
 * the group has and who did it is taken out before anything is executed, so that no selection can show it.
 */
export function seenBy(access: Access, message: LiveMessage): LiveMessage {
  if (access.kind !== 'MEMBER') return message
  if (message.type === 'EffectiveSpendLimitUpdate') return { ...message, cause: causeSeenBy(access, message.cause) ?? undefined }
  if (message.type !== 'ChangeBatch') return message
  return { ...message, changes: message.changes.flatMap((change) => ofMember(access.userId, change)) }
}

/** Why something became another, as those who have this access may see it: a member is not told who did it, nor who else it concerned. */
export function causeSeenBy(access: Access, cause: Change | undefined): Change | null {
  if (!cause) return null
  if (access.kind !== 'MEMBER') return cause
  switch (cause.kind) {
    case 'MembershipChanged':
      return ofMember(access.userId, cause)[0] ?? null
    case 'SpendLimitSet':
    case 'SpendLimitCleared':
    case 'SpendLimitExpired':
      return { ...cause, actor: nobody(cause.actor) }
    default:
      return null
  }
}

function nobody(actor: Actor): Actor {
  return { ...actor, id: null, label: '' }
}

function ofMember(userId: string, change: Change): Change[] {
  if (change.kind !== 'MembershipChanged') return []
  const { group, addedUserIds, removedUserIds, added, removed } = change.data
  const own = (id: string): boolean => id === userId
  const data = {
    group: { ...group, externalId: null, memberCount: 0 },
    addedUserIds: addedUserIds.filter(own),
    removedUserIds: removedUserIds.filter(own),
    added: added.filter(({ id }) => own(id)),
    removed: removed.filter(({ id }) => own(id)),
  }
  return [{ ...change, actor: nobody(change.actor), data }]
}
