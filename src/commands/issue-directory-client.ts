import type { Actor, DirectoryClientState } from '../domain/change.ts'
import { checkExpiry, checkName } from '../domain/directory.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { insertDirectoryClient, type DirectoryClient } from '../store/directory-client.ts'
import { findDirectory } from '../store/directory.ts'
import { newId } from '../store/id.ts'
import { newSecret } from '../store/secret.ts'
import type { Command } from '../store/transaction.ts'
import { lockOpenTeam } from './lock-open-team.ts'
import { eachOutcome } from './outcome.ts'
import { refuseKeyToAdministrators } from './refuse-key-to-administrators.ts'

export type IssueDirectoryClientInput = { teamId: string; actor: Actor; directoryId: string; label: string; expiresAt: Date | null }
export type IssuedClient = { client: DirectoryClient; secret: string }

/** One more OAuth client of a directory, for identity providers that fetch short-lived tokens. `secret` is shown this once. */
export const issueDirectoryClient: Command<IssueDirectoryClientInput, IssuedClient> = {
  name: 'issueDirectoryClient',
  position: 3,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, directoryId, label, expiresAt }) => {
      await lockOpenTeam(transaction, teamId)
      if (!(await findDirectory(transaction, teamId, directoryId))) throw notFound(`Directory ${toId('directory', directoryId)}`)
      await refuseKeyToAdministrators(transaction, actor, directoryId)
      const { secret, hash } = newSecret('clientSecret')
      const now = new Date()
      const client: DirectoryClient = {
        id: newId(),
        directoryId,
        label: checkName('label of the client', label),
        hash,
        createdAt: now,
        expiresAt: checkExpiry(expiresAt, now),
        revokedAt: null,
        lastUsedAt: null,
      }
      await insertDirectoryClient(transaction, client)
      return {
        value: { client, secret },
        changes: [{ kind: 'DirectoryClientIssued', actor, data: { directoryId, client: clientState(client) } }],
      }
    })
  },
}

export function clientState({ id, label, expiresAt }: DirectoryClient): DirectoryClientState {
  return { id, label, expiresAt: expiresAt?.toISOString() ?? null }
}
