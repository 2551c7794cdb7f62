import type { Actor } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { lockDirectoryClient, revokeClient, type DirectoryClient } from '../store/directory-client.ts'
import type { Command } from '../store/transaction.ts'
import { clientState } from './issue-directory-client.ts'
import { eachOutcome } from './outcome.ts'

export type RevokeDirectoryClientInput = { teamId: string; actor: Actor; clientId: string }

/** Ends an OAuth client and all of its tokens at once. Again: nothing changes. */
export const revokeDirectoryClient: Command<RevokeDirectoryClientInput, DirectoryClient> = {
  name: 'revokeDirectoryClient',
  position: 4,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, clientId }) => {
      const client = await lockDirectoryClient(transaction, teamId, clientId)
      if (!client) throw notFound(`Client ${toId('directoryClient', clientId)}`)
      if (client.revokedAt) return { value: client, changes: [] }
      const revokedAt = new Date()
      await revokeClient(transaction, clientId, revokedAt)
      return {
        value: { ...client, revokedAt },
        changes: [{ kind: 'DirectoryClientRevoked', actor, data: { directoryId: client.directoryId, client: clientState(client) } }],
      }
    })
  },
}
