import type { Actor } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { lockDirectory, recordTest } from '../store/directory.ts'
import type { Command } from '../store/transaction.ts'
import { eachOutcome } from './outcome.ts'

export type RecordConnectionTestInput = { teamId: string; actor: Actor; directoryId: string; hasPassed: boolean }

/** Keeps how a test of the directory's connection ended. Each test is a change, whatever the one before it said. */
export const recordConnectionTest: Command<RecordConnectionTestInput, null> = {
  name: 'recordConnectionTest',
  position: 6,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, directoryId, hasPassed }) => {
      const directory = await lockDirectory(transaction, teamId, directoryId)
      if (!directory) throw notFound(`Directory ${toId('directory', directoryId)}`)
      await recordTest(transaction, directoryId, { testedAt: new Date(), hasPassedTest: hasPassed })
      const { id, name, provider } = directory
      return {
        value: null,
        changes: [{ kind: 'DirectoryConnectionTested', actor, data: { directory: { id, name, provider }, hasPassed } }],
      }
    })
  },
}
