import type { Actor } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { lockApiKey, revokeKey, type ApiKey } from '../store/api-key.ts'
import type { Command } from '../store/transaction.ts'
import { apiKeyState } from './issue-api-key.ts'
import { eachOutcome } from './outcome.ts'

export type RevokeApiKeyInput = { teamId: string; actor: Actor; apiKeyId: string }

/** Ends a key at once. Again: nothing changes. */
export const revokeApiKey: Command<RevokeApiKeyInput, ApiKey> = {
  name: 'revokeApiKey',
  position: 6,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, apiKeyId }) => {
      const apiKey = await lockApiKey(transaction, teamId, apiKeyId)
      if (!apiKey) throw notFound(`API key ${toId('apiKey', apiKeyId)}`)
      if (apiKey.revokedAt) return { value: apiKey, changes: [] }
      const revokedAt = new Date()
      await revokeKey(transaction, apiKeyId, revokedAt)
      return { value: { ...apiKey, revokedAt }, changes: [{ kind: 'ApiKeyRevoked', actor, data: { apiKey: apiKeyState(apiKey) } }] }
    })
  },
}
