import type { Actor, NewChange } from '../domain/change.ts'
import { checkExpiry, checkName } from '../domain/directory.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { findDirectory, insertDirectoryToken, type NewDirectory, type DirectoryToken } from '../store/directory.ts'
import { newId } from '../store/id.ts'
import { newSecret } from '../store/secret.ts'
import type { Transaction } from '../store/database.ts'
import type { Command } from '../store/transaction.ts'
import { lockOpenTeam } from './lock-open-team.ts'
import { eachOutcome } from './outcome.ts'
import { refuseKeyToAdministrators } from './refuse-key-to-administrators.ts'

export type IssueDirectoryTokenInput = { teamId: string; actor: Actor; directoryId: string; label: string; expiresAt: Date | null }
export type IssuedToken = { token: DirectoryToken; secret: string }

/** One more token of a directory; those before it stay valid. `secret` is shown this once. */
export const issueDirectoryToken: Command<IssueDirectoryTokenInput, IssuedToken> = {
  name: 'issueDirectoryToken',
  position: 3,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, directoryId, ...input }) => {
      await lockOpenTeam(transaction, teamId)
      const directory = await findDirectory(transaction, teamId, directoryId)
      if (!directory) throw notFound(`Directory ${toId('directory', directoryId)}`)
      await refuseKeyToAdministrators(transaction, input.actor, directoryId)
      const { change, ...issued } = await issueToken(transaction, directory, input)
      return { value: issued, changes: [change] }
    })
  },
}

export async function issueToken(
  transaction: Transaction,
  directory: NewDirectory,
  { actor, label, expiresAt }: { actor: Actor; label: string; expiresAt: Date | null },
): Promise<IssuedToken & { change: NewChange }> {
  const { secret, hash } = newSecret('directoryToken')
  const now = new Date()
  const token: DirectoryToken = {
    id: newId(),
    directoryId: directory.id,
    label: checkName('label of the token', label),
    hash,
    createdAt: now,
    expiresAt: checkExpiry(expiresAt, now),
    revokedAt: null,
    lastUsedAt: null,
    clientId: null,
  }
  await insertDirectoryToken(transaction, token)
  const state = { id: token.id, label: token.label, expiresAt: token.expiresAt?.toISOString() ?? null }
  return { token, secret, change: { kind: 'DirectoryTokenIssued', actor, data: { directoryId: directory.id, token: state } } }
}
