import type { Actor } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { lockDirectoryToken, revokeToken, type DirectoryToken } from '../store/directory.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type RevokeDirectoryTokenInput = { teamId: string; actor: Actor; tokenId: string }

/** Ends a token at once. Again: nothing changes. */
export const revokeDirectoryToken: Command<RevokeDirectoryTokenInput, DirectoryToken> = {
  name: 'revokeDirectoryToken',
  position: 4,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, tokenId }) => {
      const token = await lockDirectoryToken(transaction, teamId, tokenId)
      if (!token) throw notFound(`Token ${toId('directoryToken', tokenId)}`)
      if (token.revokedAt) return { value: token, changes: [] }
      const revokedAt = new Date()
      await revokeToken(transaction, tokenId, revokedAt)
      const state = { id: token.id, label: token.label, expiresAt: token.expiresAt?.toISOString() ?? null }
      return {
        value: { ...token, revokedAt },
        changes: [{ kind: 'DirectoryTokenRevoked', actor, data: { directoryId: token.directoryId, token: state } }],
      }
    })
  },
}
