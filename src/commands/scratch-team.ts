import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import type { Database } from '../store/database.ts'
import { newId } from '../store/id.ts'
import { findAbandonedScratch, insertScratchTeam, removeScratchTeam, scratchTeamId, type ScratchSettings } from '../store/scratch-team.ts'
import { newSecret } from '../store/secret.ts'

/** `token` opens the scratch directory; ids are bare UUIDs. */
export type ScratchTeam = ScratchSettings & { teamId: string; directoryId: string; token: string }

export type ScratchTeams = {
  /** A team with one directory for a test of this one. Refuses with NOT_FOUND what the team does not have, with INVALID_INPUT while there is one already. */
  make(teamId: string, directoryId: string): Promise<ScratchTeam>
  remove(scratch: ScratchTeam): Promise<void>
  /** Removes what killed processes left. */
  sweep(): Promise<void>
  close(): void
}

export type ScratchTeamsOptions = {
  database: Database
  log: { warn(details: object, message: string): void }
  /** A test is over by then, however slow it was; so is its token. */
  abandonedAfterSeconds?: number
  sweepMilliseconds?: number
}

/** Teams for tests of connections: nobody else sees them, and none outlives its test for long. Not changes, so beside the log. */
export function createScratchTeams({
  database,
  log,
  abandonedAfterSeconds = 180,
  sweepMilliseconds = 300_000,
}: ScratchTeamsOptions): ScratchTeams {
  async function sweep(): Promise<void> {
    for (const directoryId of await findAbandonedScratch(database, abandonedAfterSeconds)) await removeScratchTeam(database, directoryId)
  }
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => log.warn({ err: error }, 'What tests of connections left could not be removed'))
  }, sweepMilliseconds)
  timer.unref()

  return {
    async make(teamId, directoryId) {
      await sweep()
      const { secret, hash } = newSecret('directoryToken')
      const scratch = { directoryId: newId(), tokenId: newId(), hash, lifetimeSeconds: abandonedAfterSeconds }
      const { isThere, settings } = await insertScratchTeam(database, { teamId, directoryId }, scratch)
      const what = `Directory ${toId('directory', directoryId)}`
      if (!isThere) throw notFound(what)
      if (!settings) {
        const sentence = `A test of ${what.toLowerCase()} is under way. Wait for its result; one that was cut off is given up after ${abandonedAfterSeconds} s.`
        throw new DomainError('INVALID_INPUT', sentence)
      }
      return { ...settings, teamId: scratchTeamId(directoryId), directoryId: scratch.directoryId, token: secret }
    },
    remove: ({ directoryId }) => removeScratchTeam(database, directoryId),
    sweep,
    close: () => clearInterval(timer),
  }
}
