import type { Group, Person, Profile } from './company.ts'
import type { Dialect, ScimCall } from './dialect.ts'
import { ScimRefusal, type ScimAnswer } from './scim-caller.ts'

/** What an identity provider knows about its own people and groups: what the server has to have after each act. */
export type Company = { people: Person[]; groups: Group[] }

type Found = { id: string; active?: boolean; members?: { value: string }[] }

/** The things that an identity provider does. Each sends its requests and then, request by request, changes the company: what failed did not happen. */
export type Acts = ReturnType<typeof createActs>

export function createActs(dialect: Dialect, call: (call: ScimCall) => Promise<ScimAnswer>, company: Company) {
  async function send(request: ScimCall, ...expected: number[]): Promise<ScimAnswer> {
    const answer = await call(request)
    // A delete whose answer was lost has happened.
    const isDoneBefore = request.method === 'DELETE' && answer.status === 404 && answer.attempts > 1
    if (!expected.includes(answer.status) && !isDoneBefore)
      throw new ScimRefusal(request, answer.status, (answer.body as { detail?: string } | undefined)?.detail ?? '')
    return answer
  }

  async function find(request: ScimCall): Promise<Found | undefined> {
    const { Resources = [] } = (await send(request, 200)).body as { Resources?: Found[] }
    return Resources[0]
  }

  async function idOf(request: ScimCall): Promise<string | undefined> {
    const answer = await send(request, 201, 409)
    if (answer.status === 409) return undefined
    const { id } = (answer.body ?? {}) as { id?: unknown }
    if (typeof id !== 'string') throw new ScimRefusal(request, answer.status, 'there is no id in the answer')
    return id
  }

  async function update(person: Person, before: Profile | undefined): Promise<void> {
    const path = `/Users/${person.id}`
    const current = dialect.readsBeforeUpdate ? (await send({ kind: 'read user', method: 'GET', path }, 200)).body : undefined
    await send(dialect.updateUser(person, before, current), 200, 204)
  }

  async function linkUser(person: Person, found: Found): Promise<void> {
    person.id = found.id
    person.active = true
    await update(person, undefined)
    if (found.active !== true) await send(dialect.setActive(person, true), 200, 204)
  }

  const acts = {
    async testConnection(): Promise<void> {
      await send(dialect.testConnection(), 200)
    },

    /** Looks a person up, creates them when they are not there, and otherwise takes over the user that is. */
    async provision(person: Person): Promise<void> {
      const lookup = dialect.findUser(person.profile.userName)
      let found = await find(lookup)
      if (found === undefined) {
        const id = await idOf(dialect.createUser(person))
        if (id !== undefined) person.id = id
        // The answer to a first attempt was lost, or somebody was faster.
        else found = await find(lookup)
      }
      if (found !== undefined) await linkUser(person, found)
      company.people.push(person)
    },

    async setProfile(person: Person, profile: Profile): Promise<void> {
      await update({ ...person, profile }, person.profile)
      person.profile = profile
    },

    async setActive(person: Person, active: boolean): Promise<void> {
      await send(dialect.setActive(person, active), 200, 204)
      person.active = active
    },

    async deleteUser(person: Person): Promise<void> {
      if (dialect.deleteUser === undefined) return
      await send(dialect.deleteUser(person), 204)
      company.people.splice(company.people.indexOf(person), 1)
      for (const group of company.groups) group.members.delete(person)
    },

    /** Looks a group up, creates it when it is not there, and makes its members exactly these. */
    async provisionGroup(group: Group, members: readonly Person[]): Promise<void> {
      const lookup = dialect.findGroup(group.displayName)
      let found = await find(lookup)
      if (found === undefined) {
        const id = await idOf(dialect.createGroup(group))
        if (id !== undefined) group.id = id
        else found = await find(lookup)
      }
      company.groups.push(group)
      if (found === undefined) return acts.changeMembers(group, { add: members, remove: [] })
      group.id = found.id
      return takeOver(group, members)
    },

    async changeMembers(group: Group, { add, remove }: { add: readonly Person[]; remove: readonly Person[] }): Promise<void> {
      if (add.length === 0 && remove.length === 0) return
      for (const request of dialect.changeMembers(group, { add, remove })) await send(request, 200, 204)
      for (const person of remove) group.members.delete(person)
      for (const person of add) group.members.add(person)
    },

    /** "Push now", where the provider knows it. */
    async pushMembers(group: Group): Promise<void> {
      if (dialect.replaceMembers !== undefined) await send(dialect.replaceMembers(group, [...group.members]), 200, 204)
    },

    async renameGroup(group: Group, displayName: string): Promise<void> {
      await send(dialect.renameGroup(group, displayName), 200, 204)
      group.displayName = displayName
    },

    async deleteGroup(group: Group): Promise<void> {
      await send(dialect.deleteGroup(group), 204)
      company.groups.splice(company.groups.indexOf(group), 1)
    },
  }

  async function takeOver(group: Group, members: readonly Person[]): Promise<void> {
    if (dialect.replaceMembers !== undefined) {
      await send(dialect.replaceMembers(group, members), 200, 204)
      group.members = new Set(members)
      return
    }
    const current = (await send({ kind: 'read group', method: 'GET', path: `/Groups/${group.id}` }, 200)).body as Found
    const wanted = new Set(members.map((person) => person.id))
    const strangers = (current.members ?? []).map((member) => member.value).filter((id) => !wanted.has(id))
    for (const request of dialect.removeStrangers?.(group, strangers) ?? []) await send(request, 200, 204)
    await acts.changeMembers(group, { add: members, remove: [] })
  }

  return acts
}
