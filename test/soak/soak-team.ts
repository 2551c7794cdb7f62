import type { TeamAudit } from './audit.ts'
import { bareId } from './change-form.ts'
import type { Caller } from './caller.ts'

/** Of each team's log, by the nodes themselves: CHANGE_LOG_ENTRIES. */
export const keptEntries = 1_000

/** A team, how to write to it, and what its writers believe of it, which may be behind the truth. */
export type SoakTeam = {
  teamId: string
  scimPath: string
  scimToken: string
  /** Of the writers and of most subscribers; it never ends. */
  apiKey: string
  audit: TeamAudit
  users: Set<string>
  groups: Set<string>
  /** What was acknowledged and has to be in the log: ids that were made and deleted, and change cursors. */
  acknowledged: { created: Set<string>; deleted: Set<string>; cursors: Set<string> }
}

const createTeamMutation = `mutation ($input: CreateTeamInput!) {
  createTeam(input: $input) { ... on CreateTeamSuccess { team { id } } ... on Error { message } }
}`
const createDirectoryMutation = `mutation ($input: CreateDirectoryInput!) {
  createDirectory(input: $input) { ... on CreateDirectorySuccess { directory { id } token } ... on Error { message } }
}`

export async function createSoakTeam(
  caller: Caller,
  platformKey: string,
  name: string,
  audit: (teamId: string) => TeamAudit,
): Promise<SoakTeam> {
  const { createTeam } = await caller.graphql(platformKey, createTeamMutation, {
    input: { name, plan: 'ENTERPRISE', currency: 'EUR', localSso: true },
  })
  const teamId: string = createTeam.team.id
  const { createDirectory } = await caller.graphql(platformKey, createDirectoryMutation, {
    input: { teamId, name: `${name} directory`, provider: 'OTHER' },
  })
  return {
    teamId,
    scimPath: `/scim/v2/${createDirectory.directory.id}`,
    scimToken: createDirectory.token,
    apiKey: (await issueKey(caller, platformKey, teamId)).secret,
    audit: audit(bareId(teamId)),
    users: new Set(),
    groups: new Set(),
    acknowledged: { created: new Set(), deleted: new Set(), cursors: new Set() },
  }
}

/** A key with what may end it. Times are those of Date.now(). */
export type SoakKey = {
  id: string
  secret: string
  expiresAt: number | undefined
  /** When its revocation was asked for, and when that was answered. */
  revokedFrom?: number
  revokedBy?: number
}

const issueKeyMutation = `mutation ($input: IssueApiKeyInput!) {
  issueApiKey(input: $input) { __typename ... on IssueApiKeySuccess { key apiKey { id } } ... on Error { message } }
}`

/** A key that lives for so many milliseconds, or for ever. Over an outage its time may be over before it was issued: then it is asked for again. */
export async function issueKey(caller: Caller, key: string, teamId: string, lifetime?: number): Promise<SoakKey> {
  const input = { teamId, name: 'Soak', scopes: ['READ', 'LIMITS', 'SETUP'] }
  for (;;) {
    const expiresAt = lifetime === undefined ? undefined : Date.now() + lifetime
    const { issueApiKey } = await caller.graphql(key, issueKeyMutation, {
      input: { ...input, expiresAt: expiresAt === undefined ? null : new Date(expiresAt).toISOString() },
    })
    if (issueApiKey.key) return { id: issueApiKey.apiKey.id, secret: issueApiKey.key, expiresAt }
    if (expiresAt === undefined || Date.now() < expiresAt) throw new Error(JSON.stringify(issueApiKey))
  }
}

export async function revokeKey(caller: Caller, team: SoakTeam, key: SoakKey): Promise<void> {
  key.revokedFrom = Date.now()
  await caller.graphql(
    team.apiKey,
    `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { __typename ... on Error { message } } }`,
    { input: { apiKeyId: key.id } },
  )
  key.revokedBy = Date.now()
}
