import type { Actor, DirectoryRef, DirectorySettingsState, NewChange } from '../domain/change.ts'
import { changedSettings, changeSettings, type DirectorySettings, type DirectorySettingsDraft } from '../domain/directory.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import type { Transaction } from '../store/database.ts'
import { lockDirectory, restartRemovals, updateDirectory, type Directory } from '../store/directory.ts'
import { findRepeatedNames, setNamesUnique } from '../store/group.ts'
import type { Command } from '../store/transaction.ts'
import { checkVersion } from './match-version.ts'
import { eachOutcome } from './outcome.ts'

export type ModifyDirectoryInput = {
  teamId: string
  directoryId: string
  actor: Actor
  /** The version of the settings that the caller read. */
  expectedVersion?: number | undefined
  settings: DirectorySettingsDraft
  /** Ends a pause of removals, if there is one. */
  resumesRemovals: boolean
}

/**
 * Changes the settings that are given, each whole or not at all. What is set already changes nothing. Repeated group names cannot be
 * switched off while there are any. The guard switched off also ends its pause, which has nothing to wait for then.
 * The node that runs this serves by the new settings at once; others, for requests that trust a look-up of the last seconds, within 5 s
 * (access/directory-token.ts).
 */
export const modifyDirectory: Command<ModifyDirectoryInput, null> = {
  name: 'modifyDirectory',
  position: 6,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, directoryId, actor, expectedVersion, settings, resumesRemovals }) => {
      const what = `Directory ${toId('directory', directoryId)}`
      const directory = await lockDirectory(transaction, teamId, directoryId)
      if (!directory) throw notFound(what)
      checkVersion(what, directory.version, expectedVersion === undefined ? undefined : [expectedVersion])
      const before = stateOf(directory)
      const after = changeState(before, settings)
      if (before.allowsRepeatedGroupNames && !after.allowsRepeatedGroupNames) await refuseRepeatedNames(transaction, directoryId)

      const changes: NewChange[] = []
      if (after !== before) {
        const { id, version, ...values } = after
        await updateDirectory(transaction, id, values, version)
        const attributes = changedSettings(settingsOf(before), values)
        if (attributes.includes('allowsRepeatedGroupNames')) await setNamesUnique(transaction, id, !after.allowsRepeatedGroupNames)
        changes.push({ kind: 'DirectoryModified', actor, data: { before, after, attributes } })
      }
      const isSwitchedOff = before.removalsPerHour !== null && after.removalsPerHour === null
      const isResumed = directory.removalsPausedAt !== null && (resumesRemovals || isSwitchedOff)
      if (isSwitchedOff || isResumed) await restartRemovals(transaction, directoryId)
      if (isResumed) {
        changes.push({ kind: 'DirectoryRemovalsResumed', actor, data: { directory: refOf(after) } })
      }
      return { value: null, changes }
    })
  },
}

/** The state after the change; the same object when nothing really changed. */
function changeState(before: DirectorySettingsState, draft: DirectorySettingsDraft): DirectorySettingsState {
  const settings = changeSettings(settingsOf(before), draft)
  return changedSettings(settingsOf(before), settings).length === 0 ? before : { id: before.id, version: before.version + 1, ...settings }
}

function settingsOf({ id: _, version: __, ...settings }: DirectorySettingsState): DirectorySettings {
  return settings
}

function stateOf(directory: Directory): DirectorySettingsState {
  const { id, version, name, provider, isStrict, allowsRepeatedGroupNames, customSchemas, requestsPerSecond, removalsPerHour } = directory
  return { id, version, name, provider, isStrict, allowsRepeatedGroupNames, customSchemas, requestsPerSecond, removalsPerHour }
}

function refOf({ id, name, provider }: DirectorySettingsState): DirectoryRef {
  return { id, name, provider }
}

const mostNamed = 5

async function refuseRepeatedNames(transaction: Transaction, directoryId: string): Promise<void> {
  const names = await findRepeatedNames(transaction, directoryId, mostNamed + 1)
  if (names.length === 0) return
  const named = names.slice(0, mostNamed).map((name) => JSON.stringify(name))
  const more = names.length > mostNamed ? ' and more' : ''
  throw new DomainError(
    'INVALID_INPUT',
    `Several groups of this directory have the name ${named.join(', ')}${more}. Rename them in the identity provider first; nothing was changed.`,
  )
}
