import type { Actor } from '../domain/change.ts'
import { checkName, type Provider } from '../domain/directory.ts'
import { insertDirectory, type NewDirectory } from '../store/directory.ts'
import { newId } from '../store/id.ts'
import type { Command } from '../store/transaction.ts'
import { issueToken } from './issue-directory-token.ts'
import { lockOpenTeam } from './lock-open-team.ts'
import { eachOutcome } from './outcome.ts'

export type CreateDirectoryInput = { teamId: string; actor: Actor; name: string; provider: Provider }

/** A directory with its first token; `secret` is shown this once. Only on the Enterprise plan with active SSO. */
export const createDirectory: Command<CreateDirectoryInput, { directory: NewDirectory; secret: string }> = {
  name: 'createDirectory',
  position: 2,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, provider, ...input }) => {
      await lockOpenTeam(transaction, teamId)
      const name = checkName('name of the directory', input.name)
      const now = new Date()
      const directory: NewDirectory = { id: newId(), teamId, name, provider, createdAt: now }
      await insertDirectory(transaction, directory)
      const token = await issueToken(transaction, directory, { actor, label: 'First token', expiresAt: null })
      const created = { kind: 'DirectoryCreated', actor, data: { directory: { id: directory.id, name, provider } } } as const
      return { value: { directory, secret: token.secret }, changes: [created, token.change] }
    })
  },
}
