import type { Access } from '../access/viewer.ts'
import type { Change } from '../domain/change.ts'
import type { ChangeMessage } from '../realtime/change-stream.ts'

/**
 * A message as those who have this access may see it. A member is told of their own coming and going: who else came or went with them, how many
 * the group has and who did it is taken out before anything is executed, so that no selection can show it.
 */
export function seenBy(access: Access, message: ChangeMessage): ChangeMessage {
  if (access.kind !== 'MEMBER' || message.type !== 'ChangeBatch') return message
  return { ...message, changes: message.changes.flatMap((change) => ofMember(access.userId, change)) }
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
  return [{ ...change, actor: { ...change.actor, id: null, label: '' }, data }]
}
