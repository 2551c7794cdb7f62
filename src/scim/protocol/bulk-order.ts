import type { BulkOperation, BulkTask } from './bulk.ts'
import { isJsonObject, member } from './json.ts'

/** What is done as a whole: one operation, or the POSTs that refer to each other in a circle. Indexes of operations, ascending. */
export type BulkStep = { readonly indexes: readonly number[] }

type Step = BulkStep & {
  /** POSTs that it refers to. */
  readonly needs: ReadonlySet<Step>
  /** What comes before it on the same resource. */
  readonly previous: Step | undefined
  readonly isModification: boolean
  /** Its effects that others may meet. */
  readonly marks: readonly string[]
  /** The effects of others that may decide whether a name is free for it; those that may decide who is a member. */
  readonly meetsNames: readonly string[]
  readonly meetsMembers: readonly string[]
}

export type WaveOptions = {
  /** Operations that may be done at once, now. */
  mostAtOnce: () => number
  /** Nothing overtakes but what a reference needs first: for a request that may end in the middle. */
  keepsOrder: boolean
}

/**
 * RFC 7644 §3.7: the order may be optimised, with the same result. The steps in waves: those of a wave do not meet, except modifications
 * of one kind, which have to be begun in the order of the wave. A wave has at most `mostAtOnce()` operations, or is one circle; the next one
 * is asked for when it is done. Whatever may meet keeps the order of the request (the operations on one resource always), save
 * that a POST comes before everything that refers to it.
 */
export function* bulkWaves(operations: readonly BulkOperation[], options: WaveOptions): Generator<readonly BulkStep[], void> {
  let waiting = toSteps(operations)
  const done = new Set<Step>()
  while (waiting.length > 0) {
    const wave = nextWave(waiting, done, options)
    yield wave
    for (const step of wave) done.add(step)
    waiting = waiting.filter((step) => !done.has(step))
  }
}

function nextWave(waiting: readonly Step[], done: ReadonlySet<Step>, { mostAtOnce, keepsOrder }: WaveOptions): readonly Step[] {
  const most = mostAtOnce()
  const wave = new Set<Step>()
  const ahead = new Set<string>()
  let size = 0
  for (const step of waiting) {
    const fits = wave.size === 0 || size + step.indexes.length <= most
    if (fits && isReady(step, done, wave) && !meets(step.meetsNames, ahead) && !meets(step.meetsMembers, ahead)) {
      wave.add(step)
      size += step.indexes.length
    } else if (keepsOrder) break
    if (size >= most) break
    for (const mark of step.marks) ahead.add(mark)
  }
  return wave.size > 0 ? [...wave] : [leastInTheWay(waiting, done)]
}

/** References run against the order of the request, so that something has to overtake: rather in members than in names. */
function leastInTheWay(waiting: readonly Step[], done: ReadonlySet<Step>): Step {
  const ahead = new Set<string>()
  let first: Step | undefined
  for (const step of waiting) {
    if (isReady(step, done, new Set())) {
      if (!meets(step.meetsNames, ahead)) return step
      first ??= step
    }
    for (const mark of step.marks) ahead.add(mark)
  }
  return first!
}

function meets(marks: readonly string[], ahead: ReadonlySet<string>): boolean {
  return marks.some((mark) => ahead.has(mark))
}

function isReady({ needs, previous, isModification }: Step, done: ReadonlySet<Step>, wave: ReadonlySet<Step>): boolean {
  for (const need of needs) if (!done.has(need)) return false
  if (previous === undefined || done.has(previous)) return true
  return wave.has(previous) && isModification && previous.isModification
}

function toSteps(operations: readonly BulkOperation[]): Step[] {
  const tasks = new Map([...operations.entries()].filter((entry): entry is [number, BulkTask] => !('refusal' in entry[1])))
  const posts = new Map(
    [...operations.entries()].flatMap(([index, { method, bulkId }]) =>
      method === 'POST' && bulkId !== undefined ? [[bulkId, index]] : [],
    ),
  )
  const needed = (index: number): number[] => [...(tasks.get(index)?.references ?? [])].flatMap((bulkId) => posts.get(bulkId) ?? [])
  const steps = new Map<number, Step>()
  // Circles come out after what they need, so every step is there when it is needed.
  for (const indexes of circles([...posts.values()], needed)) {
    const step = toStep(
      indexes,
      indexes.flatMap((index) => tasks.get(index) ?? []),
      indexes.flatMap(needed).flatMap((index) => steps.get(index) ?? []),
      undefined,
    )
    for (const index of indexes) steps.set(index, step)
  }
  const latest = new Map<string, Step>()
  for (const index of operations.keys()) {
    if (steps.has(index)) continue
    const task = tasks.get(index)
    const resource = task && `${task.path.endpoint}/${task.path.id}`
    const needs = needed(index).map((post) => steps.get(post)!)
    const step = toStep([index], task ? [task] : [], needs, resource === undefined ? undefined : latest.get(resource))
    steps.set(index, step)
    if (resource !== undefined) latest.set(resource, step)
  }
  return [...new Set([...operations.keys()].map((index) => steps.get(index)!))]
}

function toStep(indexes: readonly number[], tasks: readonly BulkTask[], needs: readonly Step[], previous: Step | undefined): Step {
  return {
    indexes,
    needs: new Set(needs),
    previous,
    isModification: tasks.length === 1 && effectOf(tasks[0]!) === 'modifies',
    marks: tasks.flatMap((task) => [effect(task.path.endpoint, effectOf(task)), ...nameOf(task)]),
    meetsNames: tasks.flatMap(namesMetBy),
    meetsMembers: tasks.flatMap(membersMetBy),
  }
}

// What an operation does to the names of its kind of resource, which are unique: it takes a known one, takes and frees, or frees.
const effects = ['creates', 'modifies', 'deletes'] as const
type Effect = (typeof effects)[number]
type Endpoint = BulkTask['path']['endpoint']

const effect = (endpoint: Endpoint, does: Effect): string => `${endpoint} ${does}`

function effectOf({ method }: BulkTask): Effect {
  return method === 'POST' ? 'creates' : method === 'DELETE' ? 'deletes' : 'modifies'
}

function namesMetBy(task: BulkTask): string[] {
  const others = effects.filter((other) => other !== effectOf(task))
  return [...others.map((other) => effect(task.path.endpoint, other)), ...nameOf(task)]
}

// A user who is deleted leaves groups, and a group that is written may name that user.
function membersMetBy(task: BulkTask): string[] {
  if (task.path.endpoint === '/Groups') return [effect('/Users', 'deletes')]
  return effectOf(task) === 'deletes' ? effects.map((other) => effect('/Groups', other)) : []
}

/** The name that a POST takes; coarser than how names are compared, so that equal ones never look different. */
function nameOf({ method, path, data }: BulkTask): string[] {
  if (method !== 'POST' || !isJsonObject(data)) return []
  const name = member(data, path.endpoint === '/Users' ? 'userName' : 'displayName')
  return typeof name === 'string' ? [`${path.endpoint} named ${name.normalize('NFKC').toLowerCase().normalize('NFKC')}`] : []
}

/** The strongly connected components of a graph (Tarjan), each after those that it leads to; nodes of one ascending. */
function circles(nodes: readonly number[], next: (node: number) => readonly number[]): number[][] {
  const found: number[][] = []
  const order = new Map<number, number>()
  const lowest = new Map<number, number>()
  const path: number[] = []
  const onPath = new Set<number>()
  const visit = (node: number): void => {
    order.set(node, order.size)
    lowest.set(node, order.get(node)!)
    path.push(node)
    onPath.add(node)
    for (const other of next(node)) {
      if (!order.has(other)) visit(other)
      if (onPath.has(other)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(other)!))
    }
    if (lowest.get(node) !== order.get(node)) return
    const circle = path.splice(path.indexOf(node))
    for (const one of circle) onPath.delete(one)
    found.push(circle.sort((a, b) => a - b))
  }
  for (const node of nodes) if (!order.has(node)) visit(node)
  return found
}
