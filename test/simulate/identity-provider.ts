import { createActs, type Company } from './acts.ts'
import { newGroup, newPerson } from './company.ts'
import type { Dialect, DialectName } from './dialect.ts'
import { entra } from './entra-dialect.ts'
import { events, type Scene } from './events.ts'
import { okta } from './okta-dialect.ts'
import { pickWeighted, seededRandom } from './random.ts'
import { createCaller, type CallerOptions } from './scim-caller.ts'

export type IdentityProviderOptions = Omit<CallerOptions, 'headers'> & {
  dialect: DialectName
  /** The same seed makes up the same company and the same events. */
  seed: number
  /** How many users or groups are synced at once. */
  concurrency?: number
  /** Called after each user and group of a sync. */
  onSynced?: () => void
}

/** What the server has to hold of this identity provider's users and groups. Comparable with `toEqual`. */
export type ExpectedDirectory = {
  /** By userName. Deleted users are not in it, deactivated ones are. */
  users: Map<string, { active: boolean; displayName: string }>
  /** Display names, sorted. */
  groups: string[]
  /** Display name of the group → userNames of its members. */
  members: Map<string, Set<string>>
}

export type IdentityProvider = {
  testConnection(): Promise<void>
  /** Hires `count` people and provisions them. */
  syncUsers(count: number): Promise<void>
  /** Founds `count` groups of active people and pushes them. */
  syncGroups(count: number): Promise<void>
  /** Lets one thing happen (somebody joins, leaves, moves, …), with all its requests, and says what. */
  step(): Promise<{ name: string; description: string }>
  expected(): ExpectedDirectory
}

const dialects: Record<DialectName, Dialect> = { okta, entra }

/**
 * An identity provider with a company of its own. Throws ScimRefusal when the server refuses a request; what the request was to bring
 * about is then not expected either. Passing trouble (429, 503, no answer) is waited out.
 */
export function createIdentityProvider(options: IdentityProviderOptions): IdentityProvider {
  const dialect = dialects[options.dialect]
  const random = seededRandom(options.seed)
  const company: Company = { people: [], groups: [] }
  const acts = createActs(dialect, createCaller({ ...options, headers: dialect.headers }), company)
  let personNumber = 0
  let groupNumber = 0
  const scene: Scene = { dialect, random, company, acts, nextPersonNumber: () => ++personNumber, nextGroupNumber: () => ++groupNumber }
  const { concurrency = 4, onSynced = () => {} } = options

  return {
    testConnection: () => acts.testConnection(),

    async syncUsers(count) {
      // Made up first and in order, so that the company does not depend on which answer comes first.
      const people = Array.from({ length: count }, () => newPerson(random, scene.nextPersonNumber(), dialect.domain))
      await eachOf(people, concurrency, async (person) => {
        await acts.provision(person)
        onSynced()
      })
      company.people.sort((a, b) => a.number - b.number)
    },

    async syncGroups(count) {
      const active = company.people.filter((person) => person.active)
      const plans = Array.from({ length: count }, () => ({
        group: newGroup(random, scene.nextGroupNumber(), dialect.groupPrefix),
        members: random.sample(active, random.below(Math.ceil(active.length / 2)) + 1),
      }))
      await eachOf(plans, concurrency, async ({ group, members }) => {
        await acts.provisionGroup(group, members)
        onSynced()
      })
      company.groups.sort((a, b) => a.number - b.number)
    },

    async step() {
      const event = pickWeighted(
        random,
        events.filter((candidate) => candidate.isPossible(scene)),
      )
      return { name: event.name, description: await event.happen(scene) }
    },

    expected: () => ({
      users: new Map(company.people.map(({ profile, active }) => [profile.userName, { active, displayName: profile.displayName }])),
      groups: company.groups.map((group) => group.displayName).sort(),
      members: new Map(
        company.groups.map((group) => [group.displayName, new Set([...group.members].map((person) => person.profile.userName))]),
      ),
    }),
  }
}

/** Works on up to `concurrency` items at once. After a failure nothing new is begun, and what was begun is waited for. */
async function eachOf<Item>(items: readonly Item[], concurrency: number, work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values()
  let hasFailed = false
  const workers = Array.from({ length: concurrency }, async () => {
    for (const item of rest) {
      if (hasFailed) return
      await work(item).catch((reason: unknown) => {
        hasFailed = true
        throw reason
      })
    }
  })
  const results = await Promise.allSettled(workers)
  const failure = results.find((result) => result.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}
