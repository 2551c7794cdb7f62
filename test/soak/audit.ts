import pg from 'pg'
import { setTimeout as delay } from 'node:timers/promises'
import type { Position } from '../../src/domain/change-cursor.ts'
import { contentOf, formatPosition, formOfRow, type ChangeForm, type SentChange } from './change-form.ts'
import type { Findings } from './finding.ts'
import { FoldedTeam } from './folded-team.ts'

/** What of a change is kept for as long as the run lasts, whatever is pruned from the log. */
export type AuditedChange = {
  id: string
  kind: string
  content: number
  /** The digest of the team with this change in it. */
  digest: string
  groupId: string | null
}

export type Accepts = (change: AuditedChange) => boolean

/** What a subscription was sent between two of its positions. `digest`: of what its reader has folded, when nothing was filtered out. */
export type SentSpan = { after: Position; to: Position; changes: readonly SentChange[]; digest?: string }

/** One team's log as the database had it, followed past the nodes, from the first change on. */
export class TeamAudit {
  readonly teamId: string
  readonly folded = new FoldedTeam()
  readonly versions = new Map<string, number>()
  readonly created = new Set<string>()
  /** By id, the revision of the deletion. */
  readonly deleted = new Map<string, number>()
  /** Up to this revision the log may have been pruned; noted before it is. */
  floor = 0
  readonly #changes: AuditedChange[] = []

  constructor(teamId: string) {
    this.teamId = teamId
  }

  get revision(): number {
    return this.#changes.length
  }

  get position(): Position {
    return { revision: this.revision, changeId: this.#changes.at(-1)?.id ?? '' }
  }

  at(revision: number): AuditedChange | undefined {
    return this.#changes[revision - 1]
  }

  append(id: string, form: ChangeForm, groupId: string | null): void {
    this.folded.apply(form)
    const { kind, user, group } = form
    const subject = user ?? group
    if (subject) this.versions.set(subject.id, subject.version)
    if (subject && (kind === 'UserCreated' || kind === 'GroupCreated')) this.created.add(subject.id)
    if (subject && (kind === 'UserDeleted' || kind === 'GroupDeleted')) {
      this.versions.delete(subject.id)
      this.deleted.set(subject.id, this.revision + 1)
    }
    this.#changes.push({ id, kind, content: contentOf(form), digest: this.folded.digest, groupId })
  }

  has({ revision, changeId }: Position): boolean {
    return this.at(revision)?.id === changeId
  }

  /** Whether a subscription that accepts these has nothing to expect after the revision. */
  isAllBefore(revision: number, accepts: Accepts): boolean {
    for (let next = revision + 1; next <= this.revision; next++) if (accepts(this.at(next)!)) return false
    return true
  }

  /** What is wrong with what was sent; undefined when it is exactly what it should be. Asks about changes that the audit has reached. */
  contradict({ after, to, changes, digest }: SentSpan, accepts: Accepts): string | undefined {
    if (!this.has(to)) return `the cursor ${formatPosition(to)} is not in the log, which has ${this.at(to.revision)?.id} there`
    let index = 0
    for (let revision = after.revision + 1; revision <= to.revision; revision++) {
      const logged = this.at(revision)!
      if (!accepts(logged)) continue
      const sent = changes[index++]
      if (sent?.revision !== revision)
        return `revision ${revision} (${logged.kind}) is missing; ${sent?.revision ?? 'nothing'} came instead`
      if (contentOf(sent.form) !== logged.content)
        return `revision ${revision} came as ${JSON.stringify(sent.form)}, which is not what the log holds`
    }
    if (index < changes.length) return `revision ${changes[index]!.revision} came, which the filter leaves out`
    const { digest: expected } = this.at(to.revision)!
    return digest === undefined || digest === expected
      ? undefined
      : `what is folded at ${formatPosition(to)} is not what the log makes of the team`
  }
}

const pauseMilliseconds = 100
const pageSize = 5_000

/** Reads every team's log straight from PostgreSQL, at the price of one query at a time; finds holes in it. */
export class Audit {
  readonly teams = new Map<string, TeamAudit>()
  readonly #url: () => string
  readonly #findings: Findings
  #stopped = false
  #running: Promise<void> | undefined
  #client: pg.Client | undefined
  /** Called after changes were taken. */
  onAdvanced = (): void => {}

  constructor(url: () => string, findings: Findings) {
    this.#url = url
    this.#findings = findings
  }

  add(teamId: string): TeamAudit {
    const team = new TeamAudit(teamId)
    this.teams.set(teamId, team)
    return team
  }

  start(): void {
    this.#running = this.#follow()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
    await this.#client?.end().catch(() => {})
  }

  async #follow(): Promise<void> {
    while (!this.#stopped) {
      try {
        this.#client ??= await this.#connect()
        if (!(await this.#readOn(this.#client))) await delay(pauseMilliseconds)
      } catch {
        // PostgreSQL is away.
        void this.#client?.end().catch(() => {})
        this.#client = undefined
        await delay(pauseMilliseconds)
      }
    }
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url(), connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    await client.connect()
    return client
  }

  /** Answers whether there may be more at once. */
  async #readOn(client: pg.Client): Promise<boolean> {
    const teams = [...this.teams.values()]
    const { rows } = await client.query<{
      team_id: string
      revision: string
      id: string
      kind: string
      group_id: string | null
      data: unknown
    }>(
      `SELECT c.team_id, c.revision, c.id, c.kind, c.group_id, c.data FROM unnest($1::uuid[], $2::bigint[]) AS seen (team_id, revision)
       JOIN changes c ON c.team_id = seen.team_id AND c.revision > seen.revision ORDER BY c.team_id, c.revision LIMIT ${pageSize}`,
      [teams.map(({ teamId }) => teamId), teams.map(({ revision }) => revision)],
    )
    for (const { team_id: teamId, revision, id, kind, group_id: groupId, data } of rows) {
      const team = this.teams.get(teamId)!
      if (Number(revision) !== team.revision + 1)
        return this.#give(`team ${teamId}: the log has revision ${revision} right after ${team.revision}`)
      team.append(id, formOfRow(kind, data), groupId)
    }
    if (rows.length > 0) this.onAdvanced()
    return rows.length === pageSize
  }

  #give(text: string): false {
    this.#findings.add(text)
    this.#stopped = true
    return false
  }
}
