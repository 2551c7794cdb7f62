import { requestKinds, type RequestKind } from './dialect.ts'

/** How many requests of each kind got which answer; "no answer" stands beside the statuses. */
export class Tally {
  readonly #counts = new Map<RequestKind, Map<string, number>>()
  #total = 0

  get total(): number {
    return this.#total
  }

  count(kind: RequestKind, status: number | undefined): void {
    const statuses = this.#counts.get(kind) ?? new Map<string, number>()
    const name = status === undefined ? 'no answer' : String(status)
    statuses.set(name, (statuses.get(name) ?? 0) + 1)
    this.#counts.set(kind, statuses)
    this.#total++
  }

  /** One line per kind that occurred, the statuses in order, and the sum. */
  lines(): string[] {
    const rows = requestKinds.flatMap((kind) => {
      const statuses = [...(this.#counts.get(kind) ?? [])].sort(([a], [b]) => a.localeCompare(b))
      const sum = statuses.reduce((total, [, count]) => total + count, 0)
      return sum === 0 ? [] : [{ kind, sum, statuses: statuses.map(([status, count]) => `${status} × ${count}`).join(', ') }]
    })
    return [...rows, { kind: 'all', sum: this.#total, statuses: '' }].map(({ kind, sum, statuses }) =>
      `${kind.padEnd(16)}${String(sum).padStart(8)}   ${statuses}`.trimEnd(),
    )
  }
}
