import { setTimeout as delay } from 'node:timers/promises'
import { pickWeighted, type Random } from '../simulate/random.ts'
import { bareId } from './change-form.ts'
import type { Answer, Caller } from './caller.ts'
import type { Findings } from './finding.ts'
import { mostGroups, mostUsers } from './snapshot.ts'
import type { SoakTeam } from './soak-team.ts'
import type { Tally } from './tally.ts'

const urn = 'urn:ietf:params:scim:schemas:core:2.0:'
const patchOp = (...Operations: object[]) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })
const ref = (value: string) => ({ value })

type Act = { name: string; weight: number; run(team: SoakTeam): Promise<void> }

/** An identity provider and an administrator in one, with requests of every kind, some of them refused, on any team and any node. */
export class Writer {
  readonly #name: string
  readonly #teams: readonly SoakTeam[]
  readonly #caller: Caller
  readonly #random: Random
  readonly #tally: Tally
  readonly #findings: Findings
  #isPaused = true
  #busy: Promise<void> = Promise.resolve()
  #number = 0

  constructor(name: string, teams: readonly SoakTeam[], caller: Caller, random: Random, tally: Tally, findings: Findings) {
    this.#name = name
    this.#teams = teams
    this.#caller = caller
    this.#random = random
    this.#tally = tally
    this.#findings = findings
  }

  /** Something to begin with. */
  async furnish(team: SoakTeam): Promise<void> {
    for (let user = 0; user < 6; user++) await this.#createUser(team)
    for (let group = 0; group < 3; group++) await this.#createGroup(team)
  }

  go(): void {
    this.#isPaused = false
    this.#busy = this.#write()
  }

  /** Resolves when what was begun has been answered. */
  async pause(): Promise<void> {
    this.#isPaused = true
    await this.#busy
  }

  async #write(): Promise<void> {
    while (!this.#isPaused && !this.#findings.signal.aborted) {
      const team = this.#random.pick(this.#teams)
      const act = pickWeighted(this.#random, this.#acts)
      try {
        await act.run(team)
        this.#tally.count('writes', act.name)
      } catch (error) {
        if (!this.#findings.signal.aborted)
          this.#findings.add(`${this.#name} could not ${act.name} in ${team.teamId}: ${(error as Error).message}`)
      }
      await delay(this.#random.below(60))
    }
  }

  readonly #acts: readonly Act[] = [
    { name: 'create user', weight: 20, run: (team) => this.#createUser(team) },
    { name: 'modify user', weight: 15, run: (team) => this.#patchUser(team, () => this.#profile()) },
    { name: 'turn user', weight: 8, run: (team) => this.#patchUser(team, () => ({ active: this.#random.next() < 0.5 })) },
    { name: 'delete user', weight: 9, run: (team) => this.#deleteUser(team) },
    { name: 'create group', weight: 4, run: (team) => this.#createGroup(team) },
    { name: 'rename group', weight: 4, run: (team) => this.#patchGroup(team, this.#rename()) },
    { name: 'delete group', weight: 3, run: (team) => this.#deleteGroup(team) },
    { name: 'add members', weight: 14, run: (team) => this.#patchGroup(team, this.#add(team)) },
    { name: 'remove members', weight: 8, run: (team) => this.#removeMembers(team) },
    { name: 'replace members', weight: 5, run: (team) => this.#patchGroup(team, this.#replace(team)) },
    { name: 'rename and add', weight: 3, run: (team) => this.#patchGroup(team, this.#rename(), this.#add(team)) },
    { name: 'set limit', weight: 10, run: (team) => this.#setLimit(team) },
    { name: 'clear limit', weight: 4, run: (team) => this.#clearLimit(team) },
    { name: 'be refused', weight: 6, run: (team) => this.#beRefused(team) },
  ]

  #label(kind: string): string {
    return `${kind}-${this.#name}-${++this.#number}`
  }

  #profile() {
    const name = this.#label('name')
    return { displayName: name, emails: [{ value: `${name}@example.com`, type: 'work', primary: true }] }
  }

  #scim(team: SoakTeam, method: string, path: string, body?: unknown, headers?: Record<string, string>) {
    return this.#caller.persist({
      method,
      path: `${team.scimPath}${path}`,
      authorization: team.scimToken,
      body,
      ...(headers ? { headers } : {}),
    })
  }

  #expect({ status, body }: Answer, ...allowed: number[]): void {
    if (!allowed.includes(status)) throw new Error(`${status} instead of ${allowed.join(' or ')}: ${JSON.stringify(body)}`)
  }

  #someUsers(team: SoakTeam, most: number): string[] {
    return this.#random.sample([...team.users], 1 + this.#random.below(most))
  }

  async #createUser(team: SoakTeam): Promise<void> {
    if (team.users.size >= mostUsers - 20) return this.#deleteUser(team)
    const userName = this.#label('user')
    await this.#create(team, '/Users', 'userName', {
      schemas: [`${urn}User`],
      userName,
      externalId: userName,
      active: true,
      ...this.#profile(),
    })
  }

  async #createGroup(team: SoakTeam): Promise<void> {
    if (team.groups.size >= mostGroups) return this.#deleteGroup(team)
    const members = this.#someUsers(team, 8).map(ref)
    const displayName = this.#label('group')
    await this.#create(team, '/Groups', 'displayName', { schemas: [`${urn}Group`], displayName, externalId: displayName, members })
  }

  /** A creation that was not answered and then finds its name taken has been done after all. */
  async #create(
    team: SoakTeam,
    path: '/Users' | '/Groups',
    name: 'userName' | 'displayName',
    body: Record<string, unknown>,
  ): Promise<void> {
    const known = path === '/Users' ? team.users : team.groups
    const answer = await this.#scim(team, 'POST', path, body)
    if (answer.status === 201) {
      known.add(answer.body.id)
      team.acknowledged.created.add(bareId(answer.body.id))
      return
    }
    // Of its members some may be gone.
    if (answer.status === 400 && path === '/Groups') return
    this.#expect(answer, 409)
    if (answer.attempts === 1) throw new Error(`409 to a name of our own: ${JSON.stringify(answer.body)}`)
    const found = await this.#scim(team, 'GET', `${path}?filter=${encodeURIComponent(`${name} eq "${String(body[name])}"`)}`)
    this.#expect(found, 200)
    for (const { id } of found.body.Resources ?? []) {
      known.add(id)
      team.acknowledged.created.add(bareId(id))
    }
  }

  async #patchUser(team: SoakTeam, value: () => object): Promise<void> {
    const [id] = this.#someUsers(team, 1)
    if (id === undefined) return
    const answer = await this.#scim(team, 'PATCH', `/Users/${id}`, patchOp({ op: 'replace', value: value() }))
    this.#expect(answer, 200, 204, 404)
    if (answer.status === 404) this.#gone(team, team.users, id)
  }

  async #deleteUser(team: SoakTeam): Promise<void> {
    const [id] = this.#someUsers(team, 1)
    if (id === undefined) return
    await this.#delete(team, '/Users', team.users, id)
  }

  async #deleteGroup(team: SoakTeam): Promise<void> {
    if (team.groups.size > 0) await this.#delete(team, '/Groups', team.groups, this.#random.pick([...team.groups]))
  }

  async #delete(team: SoakTeam, path: string, known: Set<string>, id: string): Promise<void> {
    const answer = await this.#scim(team, 'DELETE', `${path}/${id}`)
    this.#expect(answer, 204, 404)
    this.#gone(team, known, id)
  }

  /** Ids of ours are only unknown when they were deleted. */
  #gone(team: SoakTeam, known: Set<string>, id: string): void {
    known.delete(id)
    team.acknowledged.deleted.add(bareId(id))
  }

  #rename() {
    return { op: 'replace', value: { displayName: this.#label('renamed') } }
  }

  #add(team: SoakTeam) {
    return { op: 'add', path: 'members', value: this.#someUsers(team, 6).map(ref) }
  }

  #replace(team: SoakTeam) {
    return { op: 'replace', path: 'members', value: this.#someUsers(team, 20).map(ref) }
  }

  async #removeMembers(team: SoakTeam): Promise<void> {
    const [id] = this.#someUsers(team, 1)
    if (id !== undefined) await this.#patchGroup(team, { op: 'remove', path: `members[value eq "${id}"]` })
  }

  async #patchGroup(team: SoakTeam, ...operations: object[]): Promise<void> {
    if (team.groups.size === 0) return this.#createGroup(team)
    const id = this.#random.pick([...team.groups])
    const answer = await this.#scim(team, 'PATCH', `/Groups/${id}`, patchOp(...operations))
    // 400: a member is gone.
    this.#expect(answer, 200, 204, 400, 404)
    if (answer.status === 404) this.#gone(team, team.groups, id)
  }

  #target(team: SoakTeam): object {
    const luck = this.#random.next()
    if (luck < 0.4 && team.users.size > 0) return { userId: this.#random.pick([...team.users]) }
    if (luck < 0.8 && team.groups.size > 0) return { groupId: this.#random.pick([...team.groups]) }
    return { teamId: team.teamId }
  }

  async #setLimit(team: SoakTeam): Promise<void> {
    const value = this.#random.next() < 0.15 ? { unlimited: true } : { amountMinor: this.#random.below(100_000) }
    await this.#mutate(team, 'setSpendLimit', 'SetSpendLimitInput', { target: this.#target(team), value })
  }

  async #clearLimit(team: SoakTeam): Promise<void> {
    await this.#mutate(team, 'clearSpendLimit', 'ClearSpendLimitInput', { target: this.#target(team) })
  }

  async #mutate(team: SoakTeam, mutation: string, input: string, value: object): Promise<void> {
    const success = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Success`
    const data = await this.#caller.graphql(
      team.apiKey,
      `mutation ($input: ${input}!) { ${mutation}(input: $input) { __typename ... on ${success} { changeCursor } ... on Error { code message } } }`,
      { input: value },
    )
    const { __typename: type, changeCursor } = data[mutation]
    if (changeCursor) team.acknowledged.cursors.add(changeCursor)
    // The user or group is gone.
    else if (type !== 'NotFoundError') throw new Error(JSON.stringify(data))
  }

  /** Requests that must change nothing. */
  async #beRefused(team: SoakTeam): Promise<void> {
    const [id] = this.#someUsers(team, 1)
    if (id === undefined) return
    const kind = this.#random.below(4)
    if (kind === 0) {
      const wrong = { schemas: [`${urn}User`], userName: '', active: 'perhaps' }
      this.#expect(await this.#scim(team, 'POST', '/Users', wrong), 400)
    } else if (kind === 1) {
      const answer = await this.#scim(team, 'PATCH', `/Users/${id}`, patchOp({ op: 'replace', value: this.#profile() }), {
        'if-match': 'W/"0"',
      })
      this.#expect(answer, 412, 404)
    } else if (kind === 2) {
      const unknown = id.replace(/.{12}$/, '000000000000')
      this.#expect(await this.#scim(team, 'PATCH', `/Users/${unknown}`, patchOp({ op: 'replace', value: this.#profile() })), 404)
    } else {
      const answer = await this.#scim(team, 'GET', `/Users/${id}`)
      this.#expect(answer, 200, 404)
      if (answer.status === 404) return
      const { userName } = answer.body
      const again = await this.#scim(team, 'POST', '/Users', { schemas: [`${urn}User`], userName, externalId: userName, active: true })
      // It may have been deleted meanwhile.
      this.#expect(again, 409, 201)
      if (again.status === 201) {
        team.users.add(again.body.id)
        team.acknowledged.created.add(bareId(again.body.id))
      }
    }
  }
}
