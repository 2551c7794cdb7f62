import { deletions, digestOf, type ChangeForm, type GroupForm, type LimitForm, type UserForm } from './change-form.ts'

type Entry = Pick<UserForm, 'externalId' | 'userName' | 'displayName' | 'email' | 'active'>

/**
 * A team as somebody knows it who only heard of its changes: a text by key for each user, group, member and limit. The digest is kept with every step, so that two of
 * them can be compared at every revision.
 */
export class FoldedTeam {
  readonly entries = new Map<string, string>()
  #high = 0
  #low = 0

  get digest(): string {
    return `${(this.#high >>> 0).toString(36)}.${(this.#low >>> 0).toString(36)}`
  }

  clone(): FoldedTeam {
    const copy = new FoldedTeam()
    for (const [key, value] of this.entries) copy.entries.set(key, value)
    copy.#high = this.#high
    copy.#low = this.#low
    return copy
  }

  setUser({ id, externalId, userName, displayName, email, active }: { id: string } & Entry): void {
    this.#set(`user ${id}`, JSON.stringify({ userName, displayName, email, active, externalId }))
  }

  setGroup({ id, externalId, displayName, memberCount }: Omit<GroupForm, 'version'>): void {
    this.#set(`group ${id}`, JSON.stringify({ displayName, memberCount, externalId }))
  }

  addMember(groupId: string, userId: string): void {
    this.#set(`member ${groupId} ${userId}`, '')
  }

  setLimit({ targetId, amountMinor, version }: LimitForm): void {
    this.#set(`limit ${targetId}`, JSON.stringify({ amountMinor, version }))
  }

  apply({ kind, user, group, limit, added = [], removed = [] }: ChangeForm): void {
    if (kind === 'DirectoryDeleted') return this.#endDirectory()
    const isDeleted = deletions.includes(kind)
    if (user) this.#delete(`user ${user.id}`)
    if (user && !isDeleted) this.setUser(user)
    if (limit) this.#delete(`limit ${limit.targetId}`)
    if (limit && !isDeleted) this.setLimit(limit)
    if (!group) return
    for (const id of removed) this.#delete(`member ${group.id} ${id}`)
    for (const id of added) this.addMember(group.id, id)
    this.#delete(`group ${group.id}`)
    if (!isDeleted) this.setGroup(group)
  }

  /** What is different here than there, in a few words. */
  differences(other: FoldedTeam): string[] {
    const found: string[] = []
    for (const key of new Set([...this.entries.keys(), ...other.entries.keys()])) {
      const [here, there] = [this.entries.get(key), other.entries.get(key)]
      if (here !== there) found.push(`${key}: ${here ?? 'absent'} instead of ${there ?? 'absent'}`)
    }
    return found.length > 5 ? [...found.slice(0, 5), `and ${found.length - 5} more`] : found
  }

  /** Of the one directory that a team of the soak has: what is left is the team's own limit. */
  #endDirectory(): void {
    for (const key of this.entries.keys()) {
      const [what, id] = key.split(' ')
      if (what === 'user' || what === 'group') this.#delete(`limit ${id}`)
      if (what !== 'limit') this.#delete(key)
    }
  }

  #set(key: string, value: string): void {
    this.#delete(key)
    this.entries.set(key, value)
    this.#toggle(key, value)
  }

  #delete(key: string): void {
    const value = this.entries.get(key)
    if (value === undefined) return
    this.entries.delete(key)
    this.#toggle(key, value)
  }

  #toggle(key: string, value: string): void {
    const [high, low] = digestOf(`${key}\n${value}`)
    this.#high ^= high
    this.#low ^= low
  }
}
