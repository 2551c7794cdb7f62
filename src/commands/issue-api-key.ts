import type { Actor, ApiKeyState } from '../domain/change.ts'
import { checkExpiry, checkName, type ApiKeyScope } from '../domain/directory.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { insertApiKey, type ApiKey } from '../store/api-key.ts'
import { newId } from '../store/id.ts'
import { newSecret } from '../store/secret.ts'
import { lockTeam } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type IssueApiKeyInput = { teamId: string; actor: Actor; name: string; scopes: readonly ApiKeyScope[]; expiresAt: Date | null }

/** A key of one team; `secret` is shown this once. */
export const issueApiKey: Command<IssueApiKeyInput, { apiKey: ApiKey; secret: string }> = {
  name: 'issueApiKey',
  position: 5,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, name, scopes, expiresAt }) => {
      if (!(await lockTeam(transaction, teamId))) throw notFound(`Team ${toId('team', teamId)}`)
      if (scopes.length === 0) throw new DomainError('INVALID_INPUT', 'A key needs at least one scope: READ, LIMITS, SETUP or SPEND.')
      const { secret, hash } = newSecret('apiKey')
      const now = new Date()
      const apiKey: ApiKey = {
        id: newId(),
        teamId,
        name: checkName('name of the key', name),
        scopes: [...new Set(scopes)],
        hash,
        createdAt: now,
        expiresAt: checkExpiry(expiresAt, now),
        revokedAt: null,
        lastUsedAt: null,
      }
      await insertApiKey(transaction, apiKey)
      return { value: { apiKey, secret }, changes: [{ kind: 'ApiKeyIssued', actor, data: { apiKey: apiKeyState(apiKey) } }] }
    })
  },
}

export function apiKeyState({ id, name, scopes, expiresAt }: ApiKey): ApiKeyState {
  return { id, name, scopes, expiresAt: expiresAt?.toISOString() ?? null }
}
