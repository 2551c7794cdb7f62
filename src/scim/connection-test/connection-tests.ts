import { randomBytes } from 'node:crypto'
import type { ScratchTeams } from '../../commands/scratch-team.ts'
import type { ConnectionTest } from '../../domain/connection-test.ts'
import { toId } from '../../domain/id.ts'
import { playTest, type TestAnswer, type TestRequest } from './play.ts'
import { providerTests } from './provider-tests.ts'

export type ConnectionTests = {
  /**
   * Plays the tests of the directory's provider against a scratch directory with its settings. Refuses with NOT_FOUND a directory that the team does not have, and with INVALID_INPUT
   * while a test of it is under way, at whichever node.
   */
  test(teamId: string, directoryId: string): Promise<ConnectionTest>
  /** Whether this is the team or directory of a test on this node: of those nothing is told to anybody. */
  isScratch(id: string): boolean
}

export type ConnectionTestsOptions = {
  scratchTeams: ScratchTeams
  /** Sends a request to this server itself; its path is a whole one. */
  send(request: TestRequest): Promise<TestAnswer>
  log: { warn(details: object, message: string): void }
}

/** Shorter than what proxies wait for an answer. */
const mostMilliseconds = 45_000

/** A test goes through the real door, as the identity provider would: token, gate, limits, parsing, commands, answers. See docs/decisions/0016. */
export function createConnectionTests({ scratchTeams, send, log }: ConnectionTestsOptions): ConnectionTests {
  const scratch = new Set<string>()
  return {
    isScratch: (id) => scratch.has(id),
    async test(teamId, directoryId) {
      const made = await scratchTeams.make(teamId, directoryId)
      scratch.add(made.teamId).add(made.directoryId)
      const base = `/scim/v2/${toId('directory', made.directoryId)}`
      try {
        return await playTest(providerTests[made.provider], {
          send: (request) => send({ ...request, path: base + request.path }),
          token: made.token,
          run: randomBytes(6).toString('hex'),
          settings: made,
          mostMilliseconds,
        })
      } finally {
        // What cannot be removed now is removed by the next sweep.
        await scratchTeams
          .remove(made)
          .catch((error: unknown) => log.warn({ err: error }, 'What a test of a connection left could not be removed'))
        scratch.delete(made.teamId)
        scratch.delete(made.directoryId)
      }
    },
  }
}
