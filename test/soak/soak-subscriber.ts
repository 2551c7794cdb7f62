import { setTimeout as delay } from 'node:timers/promises'
import { decodeChangeCursor, type Position } from '../../src/domain/change-cursor.ts'
import type { Random } from '../simulate/random.ts'
import type { SentSpan } from './audit.ts'
import { changeFragments, changeSelection, formatPosition, formOfSent, type SentChange } from './change-form.ts'
import type { Body, Caller } from './caller.ts'
import type { Findings } from './finding.ts'
import type { FoldedTeam } from './folded-team.ts'
import { transports, type LiveConnection, type LiveHandlers, type Transport } from './live-transport.ts'
import type { ServerNode } from './server-node.ts'
import { readSnapshot } from './snapshot.ts'
import { issueKey, keptEntries, type SoakKey, type SoakTeam } from './soak-team.ts'
import type { Tally } from './tally.ts'
import { everything, type Wish } from './wish.ts'

export type Habits = {
  kind: string
  /** A number makes the document one that nobody else has. */
  variant: number | undefined
  /** Undefined: everything, folded. */
  wish?: (random: Random, team: SoakTeam) => Wish
  /** `lasting`: the team's. `own`: may be revoked. `brief`: expires after some seconds. */
  key: 'lasting' | 'own' | 'brief'
  transport: Transport
  /** Sends another key on the open connection before the one that it has expires. */
  renews: boolean
  /** Goes back, now and then, to what it knew long ago. */
  isForgetful: boolean
}

const keptEvents = 40
const silenceMilliseconds = 45_000
const cursorOf = (cursor: string): Position => decodeChangeCursor(cursor)!

/**
 * Of whoever closes without a word, and codes that ask to come again: an orderly stop, a full server or a slow reader, a late init; an event
 * stream that ended, or a server that cannot open one now, or that PostgreSQL fails.
 */
const retryCloses = [1000, 1001, 1005, 1006, 1012, 1013, 4408, 200, 503]

type Saved = { cursor: string; folded: FoldedTeam }

/**
 * Follows a team as a dashboard does, by hand: resumes from the newest cursor that it was given, at any node, checks that every message continues the one before it, and
 * hands what came between two cursors to the audit.
 */
export class SoakSubscriber {
  readonly name: string
  readonly team: SoakTeam
  readonly habits: Habits
  readonly #nodes: readonly ServerNode[]
  readonly #caller: Caller
  readonly #random: Random
  readonly #tally: Tally
  readonly #findings: Findings
  readonly #events: string[] = []
  key: SoakKey | undefined
  #wish: Wish
  #cursor: string | undefined
  #folded: FoldedTeam | undefined
  #saved: Saved | undefined
  #pending: SentSpan[] = []
  #connection: LiveConnection | undefined
  /** Where the first of its subscriptions from this start began; an event stream goes on by the id of its last event. */
  #began: string | undefined
  #isSubscribed = false
  #isFirst = false
  #needsSnapshot = true
  readonly #refused = new Set<string>()
  #stopped = false
  #running: Promise<void> | undefined

  constructor(
    name: string,
    team: SoakTeam,
    habits: Habits,
    parts: { nodes: readonly ServerNode[]; caller: Caller; random: Random; tally: Tally; findings: Findings },
  ) {
    this.name = name
    this.team = team
    this.habits = habits
    this.#nodes = parts.nodes
    this.#caller = parts.caller
    this.#random = parts.random
    this.#tally = parts.tally
    this.#findings = parts.findings
    this.#wish = habits.wish?.(this.#random, team) ?? everything
  }

  get #isFolding(): boolean {
    return this.#wish === everything
  }

  get folded(): FoldedTeam | undefined {
    return this.#isFolding ? this.#folded : undefined
  }

  get cursor(): Position | undefined {
    return this.#cursor === undefined ? undefined : cursorOf(this.#cursor)
  }

  /** Everything that it wants of the log, as far as the audit knows it, has arrived and is right. */
  get isAtHead(): boolean {
    const { audit } = this.team
    const { cursor } = this
    if (!cursor || !this.#isSubscribed || this.#pending.length > 0 || !audit.has(cursor)) return false
    return this.#isFolding ? cursor.revision === audit.revision : audit.isAllBefore(cursor.revision, this.#wish.accepts)
  }

  /** Its connection is open, by a key that is its own and good. */
  get holdsOwnKey(): boolean {
    return this.#isSubscribed && this.habits.key === 'own' && this.key?.revokedFrom === undefined
  }

  /** The credential of its open connection ended more than a moment ago. */
  get isOverstaying(): boolean {
    const ended = Math.min(this.key?.revokedBy ?? Infinity, this.key?.expiresAt ?? Infinity)
    return this.#isSubscribed && Date.now() > ended + 3_000
  }

  start(): void {
    this.#running = this.#follow()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#connection?.terminate()
    await this.#running
  }

  describe(): string {
    return [
      `${this.name} (${this.habits.kind}, team ${this.team.teamId}) at ${this.cursor ? formatPosition(this.cursor) : 'no position'}, log at ${this.team.audit.revision}, pruned up to ${this.team.audit.floor}`,
      ...this.#events.map((event) => `    ${event}`),
    ].join('\n')
  }

  /** Compares what came with the audit, as far as that has got. */
  verify(): void {
    const { audit } = this.team
    while (this.#pending[0] && this.#pending[0].to.revision <= audit.revision) {
      const span = this.#pending.shift()!
      const wrong = audit.contradict(span, this.#wish.accepts)
      if (wrong) return this.#fail(wrong)
      this.#tally.count('delivered', 'changes', span.changes.length)
    }
  }

  #fail(text: string): void {
    this.#findings.add(`${text}\n  ${this.describe()}`)
  }

  #note(event: string): void {
    this.#events.push(`${new Date().toISOString().slice(11, 23)} ${event}`)
    if (this.#events.length > keptEvents) this.#events.shift()
  }

  async #follow(): Promise<void> {
    while (!this.#stopped && !this.#findings.signal.aborted) {
      try {
        await this.#prepare()
        if (!this.#stopped) await this.#session()
      } catch (error) {
        if (!this.#stopped && !this.#findings.signal.aborted) this.#fail(`${this.name} failed: ${(error as Error).stack}`)
      }
      await delay(this.#random.below(250))
    }
  }

  /** A key that opens, and a place to begin at. */
  async #prepare(): Promise<void> {
    const { audit } = this.team
    this.key = await this.#keyThatOpens()
    if (this.#isFolding && (this.#needsSnapshot || this.#random.next() < 0.04)) {
      await this.#takeSnapshot()
    } else if (this.#saved && this.#random.next() < 0.4) {
      this.#note(`goes back to ${formatPosition(cursorOf(this.#saved.cursor))}`)
      this.#tally.count('resumes', 'from long ago')
      this.#cursor = this.#saved.cursor
      this.#began = undefined
      this.#folded = this.#saved.folded.clone()
    }
    if (this.#wish.groupId !== undefined && audit.deleted.has(this.#wish.groupId)) this.#wishAnew()
    if (
      this.habits.isForgetful &&
      this.#cursor &&
      this.#folded &&
      this.#pending.length === 0 &&
      (!this.#saved || this.#random.next() < 0.15)
    )
      this.#saved = { cursor: this.#cursor, folded: this.#folded.clone() }
  }

  async #keyThatOpens(): Promise<SoakKey> {
    const { team, habits } = this
    if (habits.key === 'lasting') return { id: '', secret: team.apiKey, expiresAt: undefined }
    const { key } = this
    if (key && key.revokedFrom === undefined && (key.expiresAt === undefined || key.expiresAt > Date.now() + 500)) return key
    return this.#newKey()
  }

  #newKey(): Promise<SoakKey> {
    const { team, habits } = this
    const lifetime = 4_000 + this.#random.below(9_000)
    return issueKey(this.#caller, team.apiKey, team.teamId, habits.key === 'brief' ? lifetime : undefined)
  }

  async #takeSnapshot(): Promise<void> {
    const { cursor, position, folded } = await readSnapshot(this.#caller, this.team, this.team.apiKey)
    this.#note(`read a snapshot at ${formatPosition(position)}`)
    this.#tally.count('snapshots', 'read')
    this.#cursor = cursor
    this.#began = undefined
    this.#folded = folded
    this.#needsSnapshot = false
    this.#pending.push({ after: position, to: position, changes: [], digest: folded.digest })
    this.verify()
  }

  /** Another group, from now on. */
  #wishAnew(): void {
    this.verify()
    this.#wish = this.habits.wish!(this.#random, this.team)
    this.#cursor = undefined
    this.#note('wants another group')
  }

  /** One connection, from its opening to its end. */
  #session(): Promise<void> {
    const node = this.#random.pick(this.#nodes)
    const { transport } = this.habits
    // What may explain its end: the key that it opened with, and those that it was renewed with.
    const keys = [this.key!]
    let isAdmitted = false
    const timers: NodeJS.Timeout[] = []
    this.#isFirst = true
    return new Promise((resolve) => {
      const heard = (): void => {
        clearTimeout(timers[0])
        timers[0] = setTimeout(() => {
          this.#note('heard nothing for long')
          this.#tally.count('closes', 'given up by the client')
          connection.terminate()
        }, silenceMilliseconds)
      }
      const whileOpen = (act: () => void): void => {
        if (this.#connection !== connection || this.#stopped) return
        heard()
        act()
      }
      const handlers: LiveHandlers = {
        admitted: () =>
          whileOpen(() => {
            isAdmitted = true
            if (this.habits.renews) timers[1] = this.#renewInTime(keys, connection)
          }),
        message: (message) => whileOpen(() => this.#take(message)),
        failed: (codes) =>
          whileOpen(() => {
            this.#note(`failed: ${codes}`)
            this.#tally.count('operation errors', codes)
            connection.terminate()
          }),
        completed: () =>
          whileOpen(() => {
            if (this.#isSubscribed) this.#fail('the subscription was completed, and nothing said why')
            connection.terminate()
          }),
        renewed: (answer) =>
          whileOpen(() => {
            this.#tally.count('renewals', answer.renewed === true ? 'renewed' : String(answer.message))
            if (answer.renewed === true) {
              this.key = keys.at(-1)!
              timers[1] = this.#renewInTime(keys, connection)
            }
          }),
        closed: (code, reason) => {
          for (const timer of timers) clearTimeout(timer)
          this.#isSubscribed = false
          this.#note(`closed: ${code} ${reason}`)
          this.#tally.count('closes', code === 1013 ? `1013 ${reason}` : String(code))
          if (!this.#stopped) this.#judgeClose(code, keys, isAdmitted, reason)
          resolve()
        },
      }
      const connection = transports[transport](this.#request(node), handlers)
      this.#connection = connection
      heard()
    })
  }

  /** Another key shortly before this one expires. */
  #renewInTime(keys: SoakKey[], connection: LiveConnection): NodeJS.Timeout {
    const { expiresAt = Infinity } = keys.at(-1)!
    const renew = async (): Promise<void> => {
      const key = await this.#newKey()
      keys.push(key)
      connection.renew(key.secret)
    }
    return setTimeout(() => void renew().catch(() => {}), Math.max(0, expiresAt - Date.now() - 2_000))
  }

  #request(node: ServerNode) {
    const { field, declares, variables, selects = '' } = this.#wish
    const { variant, transport } = this.habits
    const own = variant === undefined ? '' : `variant${variant}: __typename`
    const query = `subscription ($after: ChangeCursor${declares}) { message: ${field} { ${own} __typename
      ... on Checkpoint { previousCursor cursor isLive } ... on ChangeBatch { previousCursor cursor changes { ${changeSelection} ${selects} } }
      ... on ResyncRequired { reason cursor } ... on Error { code text: message } } } ${changeFragments}`
    this.#note(`subscribes at ${node.name} after ${this.cursor ? formatPosition(this.cursor) : 'now'}`)
    this.#tally.count('resumes', this.#cursor === undefined ? 'from now on' : 'from a cursor')
    const isById = transport === 'event stream' && this.#cursor !== undefined && this.#began !== undefined
    if (!isById) this.#began = this.#cursor
    const after = isById ? this.#began : this.#cursor
    return {
      url: node.url,
      secret: this.key!.secret,
      query,
      variables: { ...variables, after },
      ...(isById ? { lastEventId: this.#cursor } : {}),
    }
  }

  #judgeClose(code: number, keys: readonly SoakKey[], isAdmitted: boolean, reason: string): void {
    if (retryCloses.includes(code)) return
    const isExpired = keys.some(({ expiresAt = Infinity }) => expiresAt <= Date.now())
    const isRevoked = keys.some(({ revokedFrom }) => revokedFrom !== undefined)
    if (code === 4403 && isExpired) return
    if (code === 4401 && isRevoked) return
    // An event stream has but one status for both.
    if (code === 401 && !isAdmitted && (isExpired || isRevoked)) return
    this.#fail(
      `closed with ${code} for no reason that we know (the key is ${isExpired ? 'expired' : isRevoked ? 'revoked' : 'good'}): ${reason}`,
    )
  }

  #take(message: Body): void {
    const { __typename: type } = message
    this.#tally.count('messages', type)
    const isFirst = this.#isFirst
    this.#isFirst = false
    switch (type) {
      case 'Checkpoint':
      case 'ChangeBatch':
        return this.#advance(message, isFirst)
      case 'ResyncRequired':
        this.#resync(message, isFirst)
        break
      case 'NotFoundError':
        this.#notFound(message)
        break
      default:
        this.#fail(`${type}: ${JSON.stringify(message)}`)
    }
    this.#isSubscribed = false
    this.#connection?.terminate()
  }

  #advance({ __typename: type, previousCursor, cursor, changes = [] }: Body, isFirst: boolean): void {
    const after = cursorOf(previousCursor)
    const to = cursorOf(cursor)
    const sent: SentChange[] = changes.map((change: Body) => ({ revision: change.revision, form: formOfSent(change) }))
    this.#note(`${type} ${after.revision} → ${to.revision}${sent.length > 0 ? ` with ${sent[0]!.revision}…${sent.at(-1)!.revision}` : ''}`)
    if (this.#cursor !== undefined && previousCursor !== this.#cursor)
      return this.#fail(`a message follows ${formatPosition(after)}, but the one before it ended at ${formatPosition(this.cursor!)}`)
    if (isFirst && (type !== 'Checkpoint' || cursor !== previousCursor))
      return this.#fail('the first message is no Checkpoint at its own position')
    if (type === 'ChangeBatch' && sent.length === 0) return this.#fail('a batch came without a change')
    let last = after.revision
    for (const { revision, form } of sent) {
      if (revision <= last || revision > to.revision)
        return this.#fail(`revision ${revision} came after ${last} in a batch up to ${to.revision}`)
      if (this.#isFolding && revision !== last + 1) return this.#fail(`revision ${last + 1} is missing: ${revision} came after ${last}`)
      last = revision
      this.#folded?.apply(form)
    }
    if (this.#isFolding && last !== to.revision) return this.#fail(`the cursor moved to ${to.revision}, but the changes end at ${last}`)
    this.#isSubscribed = true
    this.#cursor = cursor
    this.#pending.push({ after, to, changes: sent, ...(this.folded ? { digest: this.folded.digest } : {}) })
    this.verify()
  }

  /** Only what may have been pruned excuses it: nothing here is ever restored or replaced. */
  #resync({ reason, cursor }: Body, isFirst: boolean): void {
    // The nodes prune too, up to so many changes before the head, which is at least where they now say that it is.
    const floor = Math.max(this.team.audit.floor, cursorOf(cursor).revision - keptEntries)
    const { revision = Infinity } = this.cursor ?? {}
    this.#note(`ResyncRequired: ${reason}, head ${cursorOf(cursor).revision}`)
    this.#tally.count('resyncs', reason)
    // Who subscribes must show a change that is still there; who follows misses something only when what comes next is gone.
    const isJustified = reason === 'PRUNED' && (isFirst ? floor >= revision : floor > revision)
    if (!isJustified) this.#fail(`ResyncRequired (${reason}) at revision ${revision}, and the log was pruned up to ${floor} at most`)
    this.#needsSnapshot = true
    if (this.#saved && cursorOf(this.#saved.cursor).revision <= floor) this.#saved = undefined
    if (!this.#isFolding) this.#cursor = undefined
  }

  /** A group that was deleted before the cursor, or whose deletion was pruned. The audit may not know of it yet. */
  #notFound(message: Body): void {
    this.#note(JSON.stringify(message))
    const { groupId } = this.#wish
    if (groupId === undefined) return this.#fail('NotFoundError, and no group was asked for')
    this.#tally.count('not found', 'group gone')
    this.#refused.add(groupId)
    this.#wishAnew()
  }

  /** Groups that it was told are gone and that the log has not deleted, as far as the audit knows it. */
  get unexplainedRefusals(): string[] {
    return [...this.#refused].filter((id) => !this.team.audit.deleted.has(id))
  }
}
