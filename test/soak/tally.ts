/** How often what happened, in groups. */
export class Tally {
  readonly #groups = new Map<string, Map<string, number>>()

  count(group: string, what: string, times = 1): void {
    const counts = this.#groups.get(group) ?? new Map<string, number>()
    this.#groups.set(group, counts)
    counts.set(what, (counts.get(what) ?? 0) + times)
  }

  of(group: string, what: string): number {
    return this.#groups.get(group)?.get(what) ?? 0
  }

  sum(group: string): number {
    return [...(this.#groups.get(group)?.values() ?? [])].reduce((sum, count) => sum + count, 0)
  }

  /** One line per group, the groups and what they count in order of name. */
  lines(): string[] {
    const inOrder = <Value>(map: Map<string, Value>): [string, Value][] =>
      [...map].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    return inOrder(this.#groups).map(
      ([group, counts]) =>
        `${group.padEnd(16)}${String(this.sum(group)).padStart(9)}   ${inOrder(counts)
          .map(([what, count]) => `${what} ${count}`)
          .join(' · ')}`,
    )
  }
}
