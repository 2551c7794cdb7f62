import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Call, CrowdCommands, Reply } from './crowd-commands.ts'

/** All subscribers of one measurement, in a process of their own, whose work is not counted as the server's. */
export type Crowd = CrowdCommands & { pid: number; stop(): Promise<void> }

export async function startCrowd(): Promise<Crowd> {
  const child = fork(path.join(import.meta.dirname, 'crowd-process.ts'), {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>()
  let lastId = 0
  const exited = once(child, 'exit').then(() => {
    for (const { reject } of waiting.values()) reject(new Error('The process of the subscribers has ended.'))
    waiting.clear()
  })
  child.on('message', ({ id, value, error }: Reply) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.resolve(value)
    else call?.reject(new Error(error))
  })
  const call =
    (name: keyof CrowdCommands) =>
    (argument?: unknown): Promise<never> =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
        child.send({ id, name, argument } satisfies Call)
      })
  await once(child, 'message')
  return {
    pid: child.pid!,
    open: call('open'),
    settle: call('settle'),
    saturate: call('saturate'),
    pace: call('pace'),
    burst: call('burst'),
    sample: call('sample'),
    counts: call('counts'),
    cut: call('cut'),
    closedByServer: call('closedByServer'),
    resume: call('resume'),
    close: call('close'),
    async stop() {
      // Without its parent it ends by itself.
      if (child.connected) child.disconnect()
      await exited
    },
  }
}
