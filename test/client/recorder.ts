import type { ChangesOf, CheckpointOf, UntypedData } from '../../src/client/live-message.ts'
import type { LiveState } from '../../src/client/live-state.ts'
import type { LiveProblem } from '../../src/client/problem.ts'

/** Keeps all that a following tells, in order, and waits for it. */
export class Recorder<Data = UntypedData> {
  readonly states: LiveState[] = []
  readonly changes: ChangesOf<Data>[] = []
  readonly checkpoints: CheckpointOf<Data>[] = []
  readonly problems: LiveProblem[] = []
  private readonly wakes = new Set<() => void>()

  readonly onState = (state: LiveState): void => this.add(this.states, state)
  readonly onChanges = (changes: ChangesOf<Data>): void => this.add(this.changes, changes)
  readonly onCheckpoint = (checkpoint: CheckpointOf<Data>): void => this.add(this.checkpoints, checkpoint)
  readonly onProblem = (problem: LiveProblem): void => this.add(this.problems, problem)

  get state(): LiveState | undefined {
    return this.states.at(-1)
  }

  get stateNames(): string[] {
    return this.states.map(({ name }) => name)
  }

  /** The cursors to which the changes led, in the order in which they came. */
  get told(): string[] {
    return this.changes.map((changes) => (changes as { cursor: string }).cursor)
  }

  async until(what: string, holds: () => boolean, timeoutMilliseconds = 20_000): Promise<void> {
    const deadline = AbortSignal.timeout(timeoutMilliseconds)
    while (!holds()) {
      if (deadline.aborted) throw new Error(`not in time: ${what}; told ${this.told.join(' ')}, states ${JSON.stringify(this.states)}`)
      await this.happened()
    }
  }

  /** The next thing that is told; or a moment, since positions and counts move without a word. */
  private happened(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        this.wakes.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, 10)
      this.wakes.add(wake)
    })
  }

  private add<Item>(list: Item[], item: Item): void {
    list.push(item)
    for (const wake of this.wakes) wake()
  }
}
