import type { Acts, Company } from './acts.ts'
import { groupName, newGroup, newPerson, withNewFamilyName, withNewLogin, type Group, type Person } from './company.ts'
import type { Dialect } from './dialect.ts'
import type { Random } from './random.ts'
import { ScimRefusal } from './scim-caller.ts'

export type Scene = {
  dialect: Dialect
  random: Random
  company: Company
  acts: Acts
  /** Never the same twice: for logins and employee numbers, and for the names of groups. */
  nextPersonNumber(): number
  nextGroupNumber(): number
}

/** Something that happens in a company. */
export type CompanyEvent = {
  name: string
  weight: number
  isPossible(scene: Scene): boolean
  /** Returns a sentence. */
  happen(scene: Scene): Promise<string>
}

// A company without people or groups is not worth watching.
const fewestPeople = 3
const fewestGroups = 2

const active = ({ company }: Scene) => company.people.filter((person) => person.active)
const inactive = ({ company }: Scene) => company.people.filter((person) => !person.active)
const withMembers = ({ company }: Scene) => company.groups.filter((group) => group.members.size > 0)
const nameOf = (person: Person) => person.profile.displayName
const groupsOf = ({ company }: Scene, person: Person) => company.groups.filter((group) => group.members.has(person))
const outsiders = (scene: Scene, group: Group) => active(scene).filter((person) => !group.members.has(person))

// Where an earlier run left its people and groups behind, a name may be taken: then the next one is tried.
const namesToTry = 100

async function untilFree(rename: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await rename()
    } catch (reason) {
      if (!(reason instanceof ScimRefusal) || reason.status !== 409 || tried === namesToTry) throw reason
    }
  }
}

export const events: readonly CompanyEvent[] = [
  {
    name: 'join',
    weight: 18,
    isPossible: () => true,
    async happen(scene) {
      const { random, acts, company } = scene
      const person = newPerson(random, scene.nextPersonNumber(), scene.dialect.domain)
      const groups = random.sample(company.groups, 1 + random.below(3))
      await acts.provision(person)
      for (const group of groups) await acts.changeMembers(group, { add: [person], remove: [] })
      return `${nameOf(person)} joins`
    },
  },
  {
    name: 'leave',
    weight: 8,
    isPossible: (scene) => active(scene).length > fewestPeople,
    async happen(scene) {
      const person = scene.random.pick(active(scene))
      for (const group of groupsOf(scene, person)) await scene.acts.changeMembers(group, { add: [], remove: [person] })
      await scene.acts.setActive(person, false)
      return `${nameOf(person)} leaves`
    },
  },
  {
    name: 'delete',
    weight: 4,
    isPossible: (scene) => scene.dialect.deleteUser !== undefined && inactive(scene).length > 0,
    async happen(scene) {
      const person = scene.random.pick(inactive(scene))
      await scene.acts.deleteUser(person)
      return `${nameOf(person)} is deleted`
    },
  },
  {
    name: 'deactivate',
    weight: 8,
    isPossible: (scene) => active(scene).length > fewestPeople,
    async happen(scene) {
      const person = scene.random.pick(active(scene))
      await scene.acts.setActive(person, false)
      return `${nameOf(person)} is deactivated`
    },
  },
  {
    name: 'reactivate',
    weight: 8,
    isPossible: (scene) => inactive(scene).length > 0,
    async happen(scene) {
      const person = scene.random.pick(inactive(scene))
      await scene.acts.setActive(person, true)
      return `${nameOf(person)} is back`
    },
  },
  {
    name: 'rename',
    weight: 10,
    isPossible: (scene) => active(scene).length > 0,
    async happen(scene) {
      const person = scene.random.pick(active(scene))
      const former = nameOf(person)
      await scene.acts.setProfile(person, withNewFamilyName(scene.random, person.profile))
      return `${former} is now ${nameOf(person)}`
    },
  },
  {
    name: 'change login',
    weight: 4,
    isPossible: (scene) => active(scene).length > 0,
    async happen(scene) {
      const person = scene.random.pick(active(scene))
      await untilFree(() => scene.acts.setProfile(person, withNewLogin(person.profile, scene.nextPersonNumber(), scene.dialect.domain)))
      return `${nameOf(person)} signs in as ${person.profile.userName}`
    },
  },
  {
    name: 'move',
    weight: 25,
    isPossible: (scene) => scene.company.groups.length > 0 && active(scene).length > 0,
    async happen(scene) {
      const { random } = scene
      const group = random.pick(scene.company.groups)
      const add = random.sample(outsiders(scene, group), random.below(4))
      const remove = random.sample([...group.members], add.length === 0 ? 1 : random.below(3))
      await scene.acts.changeMembers(group, { add, remove })
      return `${group.displayName}: ${add.length} come, ${remove.length} go`
    },
  },
  {
    name: 'repeat',
    weight: 6,
    isPossible: (scene) => withMembers(scene).length > 0,
    async happen(scene) {
      const group = scene.random.pick(withMembers(scene))
      const person = scene.random.pick([...group.members])
      await scene.acts.changeMembers(group, { add: [person], remove: [] })
      return `${nameOf(person)} is put into ${group.displayName} once more: nothing changes`
    },
  },
  {
    name: 'push now',
    weight: 3,
    isPossible: (scene) => scene.dialect.replaceMembers !== undefined && scene.company.groups.length > 0,
    async happen(scene) {
      const group = scene.random.pick(scene.company.groups)
      await scene.acts.pushMembers(group)
      return `${group.displayName} is pushed as a whole: nothing changes`
    },
  },
  {
    name: 'new group',
    weight: 2,
    isPossible: (scene) => active(scene).length > 0,
    async happen(scene) {
      const { random } = scene
      const group = newGroup(random, scene.nextGroupNumber(), scene.dialect.groupPrefix)
      await scene.acts.provisionGroup(group, random.sample(active(scene), 1 + random.below(8)))
      return `${group.displayName} is founded with ${group.members.size}`
    },
  },
  {
    name: 'rename group',
    weight: 3,
    isPossible: (scene) => scene.company.groups.length > 0,
    async happen(scene) {
      const group = scene.random.pick(scene.company.groups)
      const former = group.displayName
      await untilFree(() => scene.acts.renameGroup(group, groupName(scene.nextGroupNumber(), scene.dialect.groupPrefix)))
      return `${former} is now ${group.displayName}`
    },
  },
  {
    name: 'delete group',
    weight: 1,
    isPossible: (scene) => scene.company.groups.length > fewestGroups,
    async happen(scene) {
      const group = scene.random.pick(scene.company.groups)
      await scene.acts.deleteGroup(group)
      return `${group.displayName} is dissolved`
    },
  },
]
