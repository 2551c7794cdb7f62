import fc from 'fast-check'
import type { GraphqlClient } from './graphql-client.ts'
import type { ScimClient } from './scim-client.ts'

/** Something that may happen to a small team. `who` and `which` pick a user and a group among those there are by then, or were. */
export type LimitAct = { kind: (typeof kinds)[number]; who: number; which: number; amount: number }

const kinds = [
  'createUser',
  'createGroup',
  'join',
  'join',
  'leave',
  'replaceMembers',
  'deactivate',
  'reactivate',
  'rename',
  'limitTeam',
  'limitGroup',
  'limitGroup',
  'limitGroup',
  'limitUser',
  'clearTeam',
  'clearGroup',
  'clearUser',
  'deleteUser',
  'deleteGroup',
] as const

export const limitAct: fc.Arbitrary<LimitAct> = fc.record({
  kind: fc.constantFrom(...kinds),
  who: fc.nat({ max: 3 }),
  which: fc.nat({ max: 2 }),
  amount: fc.nat({ max: 3 }),
})

/** The users and groups of a team, those who are gone among them, and what may be done to them over the wire. */
export class LimitTeam {
  readonly users: string[] = []
  readonly groups: string[] = []
  private readonly teamId: string
  private readonly scim: ScimClient
  private readonly client: GraphqlClient
  private made = 0

  constructor(teamId: string, scim: ScimClient, client: GraphqlClient) {
    this.teamId = teamId
    this.scim = scim
    this.client = client
  }

  async begin(): Promise<this> {
    for (let count = 0; count < 3; count++) await this.createUser()
    for (let count = 0; count < 2; count++) await this.createGroup([this.users[count]!])
    return this
  }

  /** What cannot be done (any more) is refused, which changes nothing. */
  async act({ kind, who, which, amount }: LimitAct): Promise<void> {
    const { scim } = this
    const user = this.users.at(-1 - (who % this.users.length))!
    const group = this.groups.at(-1 - (which % this.groups.length))!
    const members = (op: string, ids: readonly string[]): object => ({ op, path: 'members', value: ids.map((value) => ({ value })) })
    switch (kind) {
      case 'createUser':
        return this.createUser(amount > 0)
      case 'createGroup':
        return this.createGroup([user])
      case 'join':
        return void (await scim.patch(`/Groups/${group}`, members('add', [user])))
      case 'leave':
        return void (await scim.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${user}"]` }))
      case 'replaceMembers':
        return void (await scim.patch(`/Groups/${group}`, members('replace', this.users.slice(-1 - amount))))
      case 'deactivate':
      case 'reactivate':
        return void (await scim.patch(`/Users/${user}`, { op: 'replace', path: 'active', value: kind === 'reactivate' }))
      case 'rename':
        return void (await scim.patch(`/Groups/${group}`, { op: 'replace', path: 'displayName', value: `Group ${++this.made}` }))
      case 'deleteUser':
        return void (await scim.delete(`/Users/${user}`))
      case 'deleteGroup':
        return void (await scim.delete(`/Groups/${group}`))
      case 'limitTeam':
        return this.setLimit({ teamId: this.teamId }, amount)
      case 'limitGroup':
        return this.setLimit({ groupId: group }, amount)
      case 'limitUser':
        return this.setLimit({ userId: user }, amount)
      case 'clearTeam':
        return this.clearLimit({ teamId: this.teamId })
      case 'clearGroup':
        return this.clearLimit({ groupId: group })
      case 'clearUser':
        return this.clearLimit({ userId: user })
    }
  }

  private async createUser(active = true): Promise<void> {
    this.users.push(await this.scim.createUser(`user-${++this.made}`, { active }))
  }

  private async createGroup(members: readonly string[]): Promise<void> {
    // One of them may be gone by now: a lenient directory leaves it out.
    this.groups.push(await this.scim.createGroup(`Group ${++this.made}`, members))
  }

  /** In thousands; 3 is unlimited. */
  async setLimit(target: object, amount: number): Promise<void> {
    const value = amount === 3 ? { unlimited: true } : { amountMinor: amount * 1_000 }
    const { errors } = await this.client.ask('mutation ($input: SetSpendLimitInput!) { setSpendLimit(input: $input) { __typename } }', {
      input: { target, value },
    })
    if (errors) throw new Error(JSON.stringify(errors))
  }

  async clearLimit(target: object): Promise<void> {
    const { errors } = await this.client.ask('mutation ($input: ClearSpendLimitInput!) { clearSpendLimit(input: $input) { __typename } }', {
      input: { target },
    })
    if (errors) throw new Error(JSON.stringify(errors))
  }
}
