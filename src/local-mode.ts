import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import type { TeamCommands } from './commands/team-commands.ts'
import type { Actor } from './domain/change.ts'
import { DomainError } from './domain/errors.ts'
import { fromId, toId } from './domain/id.ts'
import { createDirectoryFinder } from './access/directory-token.ts'
import { createViewerFinder } from './access/viewer.ts'
import type { Database } from './store/database.ts'
import { newSecret } from './store/secret.ts'
import { findDemonstration, hasAnyTeam } from './store/team.ts'

/** What a newcomer's programs need, in `<data dir>/local.json`, readable by its owner alone. */
const localFileSchema = z.object({
  graphqlUrl: z.string(),
  subscriptionsUrl: z.string(),
  scimUrl: z.string(),
  scimToken: z.string(),
  apiKey: z.string(),
  platformKey: z.string(),
  teamId: z.string(),
  directoryId: z.string(),
  dashboardUrl: z.string(),
})
export type LocalFile = z.infer<typeof localFileSchema>

export async function readLocalFile(dataDirectory: string): Promise<LocalFile | undefined> {
  try {
    return localFileSchema.parse(JSON.parse(await readFile(join(dataDirectory, 'local.json'), 'utf8')))
  } catch {
    // Absent, or cut off by a kill: what it held is made anew.
    return undefined
  }
}

/**
 * One node at a time prepares local mode: several may share a database and a data folder. A session lock of PostgreSQL,
 * so that a killed node holds nobody up.
 */
export async function inLocalLock<T>(databaseUrl: string, act: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  // A connection that is lost meanwhile frees the lock; what it was for goes on.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`SET lock_timeout = ${lockMilliseconds}`)
    await client.query('SELECT pg_advisory_lock(4716230119)')
    return await act()
  } catch (error) {
    if ((error as { code?: string }).code === '55P03')
      throw new Error('Another node on this database has been starting for a minute. Start again when it is up, or end it.', {
        cause: error,
      })
    throw error
  } finally {
    await client.end()
  }
}

const lockMilliseconds = 60_000

export type Demonstration = { teamId: string; directoryId: string; scimToken: string; apiKey: string }

const actor: Actor = { kind: 'SYSTEM', id: null, label: 'Local mode' }

/**
 * The demonstration team of an empty database, or the one that is there. Undefined when the database belongs to somebody else:
 * then nothing is made. Secrets that still open are kept, others are issued anew.
 */
export async function prepareDemonstration(
  database: Database,
  commands: TeamCommands,
  kept: LocalFile | undefined,
): Promise<Demonstration | undefined> {
  let found = await findDemonstration(database)
  if (!found) {
    if (await hasAnyTeam(database)) return undefined
    const team = await commands.createTeam({
      actor,
      name: 'Acme',
      plan: 'ENTERPRISE',
      currency: 'EUR',
      localSso: true,
      isDemonstration: true,
    })
    found = { teamId: team.value.id, directoryId: undefined }
  }
  const { teamId } = found
  let { directoryId } = found
  let scimToken: string | undefined
  if (directoryId === undefined) {
    const made = await commands.createDirectory({ teamId, actor, name: 'Acme directory', provider: 'OTHER' })
    directoryId = made.value.directory.id
    scimToken = made.value.secret
  } else if (
    kept &&
    fromId('directory', kept.directoryId) === directoryId &&
    (await createDirectoryFinder(database).find(`Bearer ${kept.scimToken}`, directoryId))
  ) {
    scimToken = kept.scimToken
  } else {
    const issued = await commands.issueDirectoryToken({ teamId, actor, directoryId, label: 'Local mode', expiresAt: null })
    scimToken = issued.value.secret
  }
  const viewer = kept && (await createViewerFinder(database, undefined).find(`Bearer ${kept.apiKey}`))
  const apiKey = viewer?.kind === 'API_KEY' && viewer.teamId === teamId ? kept!.apiKey : await issueKey(commands, teamId)
  return { teamId, directoryId, scimToken, apiKey }
}

async function issueKey(commands: TeamCommands, teamId: string): Promise<string> {
  const issued = await commands.issueApiKey({
    teamId,
    actor,
    name: 'Local key',
    scopes: ['READ', 'LIMITS', 'SETUP', 'SPEND'],
    expiresAt: null,
  })
  return issued.value.secret
}

export function newPlatformKey(): string {
  return newSecret('platformKey').secret
}

/** Where the newcomer signs in: by a link of this start, or through the demonstration team's own single sign-on once that is active. */
async function signInUrl(commands: TeamCommands, url: string, teamId: string): Promise<string> {
  try {
    const { value } = await commands.issueSignInLink({ teamId, actor, email: 'admin@acme.example' })
    return `${url}/sign-in?code=${value.code}`
  } catch (error) {
    if (error instanceof DomainError && error.code === 'FORBIDDEN') return `${url}/sign-in/${toId('team', teamId)}`
    throw error
  }
}

/** Writes `local.json` whole or not at all, with the URLs of this start and a fresh sign-in link. */
export async function writeLocalFile(
  dataDirectory: string,
  commands: TeamCommands,
  url: string,
  platformKey: string,
  demonstration: Demonstration,
): Promise<LocalFile> {
  const { teamId, directoryId, scimToken, apiKey } = demonstration
  const file: LocalFile = {
    graphqlUrl: `${url}/graphql`,
    subscriptionsUrl: `${url.replace(/^http/, 'ws')}/graphql`,
    scimUrl: `${url}/scim/v2/${toId('directory', directoryId)}`,
    scimToken,
    apiKey,
    platformKey,
    teamId: toId('team', teamId),
    directoryId: toId('directory', directoryId),
    dashboardUrl: await signInUrl(commands, url, teamId),
  }
  await mkdir(dataDirectory, { recursive: true })
  const path = join(dataDirectory, 'local.json')
  const draft = `${path}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, path)
  return file
}

export function describeLocalMode(file: LocalFile): string {
  const user =
    '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada@acme.example","name":{"givenName":"Ada","familyName":"Lovelace"},"displayName":"Ada Lovelace","emails":[{"value":"ada@acme.example","type":"work","primary":true}],"active":true}'
  return [
    '',
    'Headcount runs with the demonstration team Acme (Enterprise; SSO is marked active for local use only).',
    '',
    `  Dashboard      ${file.dashboardUrl}   (works once, within 15 minutes)`,
    `  GraphQL        ${file.graphqlUrl}`,
    `  Subscriptions  ${file.subscriptionsUrl}`,
    `  API key        ${file.apiKey}`,
    `  SCIM           ${file.scimUrl}`,
    `  SCIM token     ${file.scimToken}`,
    '',
    'Push the first user:',
    '',
    `  curl -H 'Authorization: Bearer ${file.scimToken}' -H 'Content-Type: application/scim+json' \\`,
    `    -d '${user}' \\`,
    `    ${file.scimUrl}/Users`,
    '',
    'Or let a simulated identity provider do it: npm run simulate',
    '',
  ].join('\n')
}
