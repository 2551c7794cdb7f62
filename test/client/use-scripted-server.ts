import { afterEach, beforeEach } from 'vitest'
import { createLiveClient, type LiveClient, type LiveClientOptions } from '../../src/client/live-client.ts'
import type { FollowOptions, Following } from '../../src/client/following.ts'
import type { UntypedData } from '../../src/client/live-message.ts'
import { Recorder } from './recorder.ts'
import { minimalDocument, ScriptedServer } from './scripted-server.ts'

export type Followed = { following: Following; recorder: Recorder; client: LiveClient }

export type Scripted = {
  server: ScriptedServer
  client(options?: Partial<LiveClientOptions>): LiveClient
  /** A following of its own client, with everything recorded. */
  follow(options?: Partial<FollowOptions<UntypedData, Record<string, unknown>>>, clientOptions?: Partial<LiveClientOptions>): Followed
}

/** A scripted server for each test, and clients that are disposed of after it. Waits are short. */
export function useScriptedServer(): Scripted {
  const under = {} as Scripted
  const clients: LiveClient[] = []

  beforeEach(async () => {
    under.server = await new ScriptedServer().start()
  })

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.dispose()))
    await under.server.stop()
  })

  under.client = (options = {}) => {
    const client = createLiveClient({
      url: under.server.url,
      backOff: { firstMilliseconds: 20, longestMilliseconds: 100 },
      idleCloseMilliseconds: 300,
      ...options,
    })
    clients.push(client)
    return client
  }

  under.follow = (options = {}, clientOptions = {}) => {
    const recorder = new Recorder()
    const { onState, onChanges, onCheckpoint, onProblem } = recorder
    const client = under.client({ onProblem, ...clientOptions })
    const following = client.follow({ document: minimalDocument, onState, onChanges, onCheckpoint, ...options })
    return { following, recorder, client }
  }

  return under
}
