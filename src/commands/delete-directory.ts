import type { Actor, NewChange } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { findGroupRef, holdDirectory, isNamedBySso, removeDirectory } from '../store/directory-deletion.ts'
import { lockTeam } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type DeleteDirectoryInput = {
  teamId: string
  actor: Actor
  directoryId: string
  /** As the person typed it: the directory's own, exactly. */
  name: string
}
export type DeletedDirectory = { userCount: number; groupCount: number }

/**
 * A directory with its users, groups, memberships, the limits on them, its tokens and clients and its request log, in one operation that is one change: the
 * one exception to "the identity provider is the only writer". Its token opens nothing from the commit on.
 * Of a large directory it takes seconds (docs/performance.md), for which the team's other writers wait.
 */
export const deleteDirectory: Command<DeleteDirectoryInput, DeletedDirectory> = {
  name: 'deleteDirectory',
  position: 60,
  mostSeconds: 600,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, directoryId, name }) => {
      const what = `Directory ${toId('directory', directoryId)}`
      const team = await lockTeam(transaction, teamId)
      const directory = team && (await holdDirectory(transaction, teamId, directoryId))
      if (!directory) throw notFound(what)
      if (name !== directory.name) throw wrongName(what, directory.name)
      if (await isNamedBySso(transaction, directoryId)) throw namedBySso(what)
      const { administratorGroupId } = team
      const administrators = administratorGroupId === null ? undefined : await findGroupRef(transaction, directoryId, administratorGroupId)
      const counts = await removeDirectory(transaction, { id: directoryId, teamId }, 600)
      const changes: NewChange[] = []
      if (administrators) changes.push({ kind: 'AdministratorGroupSet', actor, data: { before: administrators, after: null } })
      const ref = { id: directoryId, name: directory.name, provider: directory.provider }
      changes.push({ kind: 'DirectoryDeleted', actor, data: { directory: ref, ...counts } })
      return { value: counts, changes }
    })
  },
}

// Without the directory the connection would look people up in all others, which nobody has decided.
function namedBySso(what: string): DomainError {
  return new DomainError(
    'INVALID_INPUT',
    `The SSO connection looks people up in ${what}. Set another directoryId by setUpSso first, or null for all directories of the team; nothing was changed.`,
  )
}

function wrongName(what: string, name: string): DomainError {
  return new DomainError(
    'INVALID_INPUT',
    `${what} is called ${JSON.stringify(name)}. Give exactly that as its name to delete it with everything that is in it; nothing was changed.`,
  )
}
