import type { Provider } from '../domain/directory.ts'
import type { Plan } from '../domain/plan.ts'
import { belowEndpoint, type DirectoryFacts, type RefusedRequest } from '../domain/directory-facts.ts'
import type { SetupFacts, SsoFacts } from '../domain/setup.ts'
import type { SsoState } from '../domain/sso.ts'
import { Prisma } from '../generated/prisma/client.ts'
import type { ReadDatabase } from './database.ts'
import { counts } from './effective-limit.ts'

/** What the steps of set-up and a diagnosis are worked out from; undefined when there is no such team. */
export async function findSetupFacts(database: ReadDatabase, teamId: string): Promise<Omit<SetupFacts, 'teamId'> | undefined> {
  const [team, directories, requests, limits] = await Promise.all([
    findTeamFacts(database, teamId),
    findDirectoryFacts(database, teamId),
    findRequestFacts(database, teamId),
    findLimitFacts(database, teamId),
  ])
  if (!team) return undefined
  return {
    ...team,
    ...limits,
    directories: directories.map((directory) => ({ ...directory, ...requestFacts(requests.get(directory.id) ?? []) })),
  }
}

async function findTeamFacts(database: ReadDatabase, teamId: string): Promise<Pick<SetupFacts, 'now' | 'team' | 'sso'> | undefined> {
  const rows = await database.$queryRaw<TeamFactsRow[]>`
    SELECT now() AS now, teams.name, teams.plan, teams.local_sso AS "localSso", teams.sso_state AS "ssoState", sso.issuer, sso.state_reason AS "stateReason",
      sso.is_held AS "isHeld", sso.verified_at AS "verifiedAt", sso.last_error AS "lastError", sso.last_error_at AS "lastErrorAt",
      replacement.issuer AS "replacementIssuer", replacement.client_id AS "replacementClientId"
    FROM teams LEFT JOIN sso_connections sso ON sso.team_id = teams.id AND NOT sso.is_replacement
    LEFT JOIN sso_connections replacement ON replacement.team_id = teams.id AND replacement.is_replacement
    WHERE teams.id = ${teamId}::uuid`
  const row = rows[0]
  if (!row) return undefined
  const { now, name, plan, localSso, ssoState, issuer, ...sso } = row
  return { now, team: { name, plan, localSso, ssoState }, sso: issuer === null ? null : { issuer, ...sso } }
}

type TeamFactsRow = { now: Date; name: string; plan: Plan; localSso: boolean; ssoState: SsoState | null } & Omit<SsoFacts, 'issuer'> & {
    issuer: string | null
  }

type RequestFacts = Pick<DirectoryFacts, 'recentRequests' | 'recentRefusals' | 'lastRefusal' | 'refusedUser' | 'refusedGroup'>
type StoredFacts = Omit<DirectoryFacts, keyof RequestFacts>

/** Tokens that were granted to a client last minutes: the client counts in their place. */
async function findDirectoryFacts(database: ReadDatabase, teamId: string): Promise<StoredFacts[]> {
  return database.$queryRaw<(StoredFacts & { provider: Provider })[]>`
    WITH credential AS MATERIALIZED (
      SELECT directory_id, expires_at, revoked_at, revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) AS is_valid
      FROM (
        SELECT directory_id, expires_at, revoked_at FROM directory_tokens WHERE client_id IS NULL
        UNION ALL
        SELECT directory_id, expires_at, revoked_at FROM directory_clients
      ) AS credential WHERE directory_id IN (SELECT id FROM directories WHERE team_id = ${teamId}::uuid)
    )
    SELECT d.id, d.name, d.provider, coalesce(counts.user_count, 0) AS "userCount", coalesce(counts.group_count, 0) AS "groupCount",
      EXISTS (SELECT FROM users WHERE directory_id = d.id AND active) AS "hasActiveUser",
      EXISTS (SELECT FROM groups WHERE directory_id = d.id AND member_count > 0) AS "hasMember",
      valid.number::int AS "validCredentials", (valid.number + ended.number)::int AS credentials, valid.end_at AS "credentialsEndAt", ended.at AS "lastEndedAt",
      d.last_request_at AS "lastRequestAt", d.tested_at AS "testedAt", d.has_passed_test AS "hasPassedTest",
      d.removals_paused_at AS "removalsPausedAt", d.removals_per_hour AS "removalsPerHour"
    FROM directories d LEFT JOIN directory_counts counts ON counts.directory_id = d.id
    CROSS JOIN LATERAL (
      SELECT count(*) AS number, CASE WHEN bool_and(expires_at IS NOT NULL) THEN max(expires_at) END AS end_at FROM credential WHERE directory_id = d.id AND is_valid
    ) AS valid
    CROSS JOIN LATERAL (
      SELECT count(*) AS number, max(LEAST(expires_at, revoked_at)) AS at FROM credential WHERE directory_id = d.id AND NOT is_valid
    ) AS ended
    WHERE d.team_id = ${teamId}::uuid ORDER BY d.id`
}

type Looked = 'ADMITTED' | 'UNAUTHORIZED' | 'USER' | 'GROUP'
type RequestRow = RefusedRequest & { directoryId: string; looked: Looked }

/**
 * Of each directory the newest requests of the last day, those without a valid token apart: whoever knows the URL can send such. A look-up that finds
 * nothing (404) is no refusal; an endpoint that does not exist is one, and so is an endpoint below another, which is asked for as if it were an id.
 * What the gate refused says nothing of a gate that is open now, and what came without a valid token nothing of a token that was issued, served or tested after it.
 */
async function findRequestFacts(database: ReadDatabase, teamId: string): Promise<Map<string, RequestRow[]>> {
  const rows = await database.$queryRaw<RequestRow[]>`
    SELECT directories.id AS "directoryId", newest.* FROM directories CROSS JOIN LATERAL (
      SELECT max(created_at) AS at FROM (
        SELECT created_at FROM directory_tokens WHERE directory_id = directories.id AND client_id IS NULL
        UNION ALL SELECT created_at FROM directory_clients WHERE directory_id = directories.id
      ) AS credential
    ) AS issued CROSS JOIN LATERAL (
      (SELECT 'ADMITTED' AS looked, at, method, path, status, scim_type AS "scimType", detail FROM scim_requests
        WHERE directory_id = directories.id AND at > now() - interval '1 day' AND status <> 401 AND (status <> 404 OR detail LIKE 'There is no such endpoint%' OR path ~* ${belowEndpoint.source})
          AND (status <> 403 OR detail NOT LIKE 'SCIM needs %')
        ORDER BY id DESC LIMIT 20)
      UNION ALL
      (SELECT 'UNAUTHORIZED', at, method, path, status, scim_type, detail FROM scim_requests
        WHERE directory_id = directories.id AND status = 401
          AND at > GREATEST(now() - interval '1 day', issued.at, last_request_at, CASE WHEN has_passed_test THEN tested_at END)
        ORDER BY id DESC LIMIT 20)
      UNION ALL
      (SELECT 'USER', at, method, path, status, scim_type, detail FROM scim_requests
        WHERE directory_id = directories.id AND method = 'POST' AND split_part(path, '?', 1) = '/Users' ORDER BY id DESC LIMIT 1)
      UNION ALL
      (SELECT 'GROUP', at, method, path, status, scim_type, detail FROM scim_requests
        WHERE directory_id = directories.id AND method = 'POST' AND split_part(path, '?', 1) = '/Groups' ORDER BY id DESC LIMIT 1)
    ) AS newest WHERE directories.team_id = ${teamId}::uuid`
  return Map.groupBy(rows, (row) => row.directoryId)
}

function requestFacts(rows: readonly RequestRow[]): RequestFacts {
  const lookedAt = (looked: Looked): RefusedRequest[] => rows.filter((row) => row.looked === looked).map(withoutKey)
  const admitted = lookedAt('ADMITTED')
  const recent = admitted.length > 0 ? admitted : lookedAt('UNAUTHORIZED')
  const refusals = recent.filter(isRefused)
  const [user, group] = [lookedAt('USER')[0], lookedAt('GROUP')[0]]
  return {
    recentRequests: recent.length,
    recentRefusals: refusals.length,
    lastRefusal: refusals[0] ?? null,
    refusedUser: user && isRefused(user) ? user : null,
    refusedGroup: group && isRefused(group) ? group : null,
  }
}

const isRefused = ({ status }: RefusedRequest): boolean => status >= 400
const withoutKey = ({ directoryId: _, looked: __, ...request }: RequestRow): RefusedRequest => request

async function findLimitFacts(
  database: ReadDatabase,
  teamId: string,
): Promise<Pick<SetupFacts, 'hasTeamLimit' | 'limitedGroups' | 'overrides'>> {
  const rows = await database.$queryRaw<Pick<SetupFacts, 'hasTeamLimit' | 'limitedGroups' | 'overrides'>[]>`
    SELECT count(target_team_id) > 0 AS "hasTeamLimit", count(group_id)::int AS "limitedGroups", count(user_id)::int AS overrides
    FROM spend_limits l WHERE team_id = ${teamId}::uuid AND ${counts(Prisma.sql`l`)}`
  return rows[0]!
}
