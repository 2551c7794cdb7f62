import type { StartedApp } from '../support/start-app.ts'
import type { ChangeDataByKind, ChangeKind, NewChange } from '../../src/domain/change.ts'
import { fromId } from '../../src/domain/id.ts'
import { encodeChangeCursor } from '../../src/domain/change-cursor.ts'
import { appendChanges, readHead } from '../../src/store/change-log.ts'
import { newId } from '../../src/store/id.ts'
import type { Transaction } from '../../src/store/database.ts'
import { graphqlClient, type GraphqlClient } from '../support/graphql-client.ts'
import { graphqlIssueKey } from '../support/issue-key.ts'
import { loggedRequests } from '../support/logged-requests.ts'
import { modifyDirectory } from '../support/modify-directory.ts'
import { signedInAdministrator, signedInUser } from '../support/signed-in.ts'
import { newKey, spendClient } from '../support/spend-client.ts'
import type { AppUnderTest } from '../support/use-app.ts'

/** A team with something of everything, and who may ask it: kinds of viewers with their credentials. */
export type AccessTeam = {
  teamId: string
  directoryId: string
  /** Of the member. */
  userId: string
  groupId: string
  /** Cursor of a change before one that moved effective limits, with no deleted directory between them. */
  beforeLimits: string
  viewers: readonly Asking[]
}
export type Asking = { name: string; key?: string; cookie?: string }

export async function createAccessTeam(under: AppUnderTest): Promise<AccessTeam> {
  const { node } = under
  const { app } = node
  const team = await under.newTeam('Acme')
  const bare = fromId('team', team.teamId)!
  const other = await under.newTeam('Other')
  const client = graphqlClient(node, team.apiKey)
  await modifyDirectory(client, { directoryId: team.directoryId, customSchemas: customSchemas })
  const userId = await team.scim.createUser('mia@acme.example', { displayName: 'Mia', externalId: 'mia' })
  const otherId = await team.scim.createUser('noah@acme.example', { displayName: 'Noah' })
  const groupId = await team.scim.createGroup('Sales', [userId, otherId])
  const setLimit = async (target: string, amountMinor: number): Promise<void> => {
    const { errors } = await client.ask(
      `mutation { setSpendLimit(input: { target: { ${target} }, value: { amountMinor: ${amountMinor} } }) { __typename } }`,
    )
    if (errors) throw new Error(JSON.stringify(errors))
  }
  for (const target of [`groupId: "${groupId}"`, `teamId: "${team.teamId}"`]) await setLimit(target, 100)
  await app.commands.issueDirectoryClient({
    teamId: bare,
    actor,
    directoryId: fromId('directory', team.directoryId)!,
    label: 'Test',
    expiresAt: null,
  })
  await spendSomething(client, userId)
  // A difference for the verification to find.
  await app.database.spendTotal.create({
    data: { userId: newId(), period: new Date('2020-01-01'), teamId: bare, thresholdsReached: [1001] },
  })
  await setConnection(under, bare)
  await team.scim.get('/Nothing')
  await team.scim.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'olga@acme.example' })
  await loggedRequests(node, team, 5)
  await appendOfEachKind(node, team.teamId, team.directoryId, userId)
  const head = await readHead(app.database, bare)
  await setLimit(`groupId: "${groupId}"`, 200)
  const viewers: Asking[] = [
    { name: 'anonymous' },
    { name: 'member', cookie: await signedInUser(node, team.teamId, 'mia@acme.example') },
    { name: 'administrator', cookie: await signedInAdministrator(node, team.teamId, 'ada@acme.example') },
    { name: 'key READ', key: await graphqlIssueKey(client, ['READ']) },
    { name: 'key LIMITS', key: await graphqlIssueKey(client, ['LIMITS']) },
    { name: 'key SETUP', key: await graphqlIssueKey(client, ['SETUP']) },
    { name: 'key SPEND', key: await graphqlIssueKey(client, ['SPEND']) },
    { name: 'platform key', key: node.platformKey },
    { name: 'key of another team', key: other.apiKey },
  ]
  // SCIM is served no more: effective limits say so, and apply all the same.
  await app.commands.setTeamPlan({ teamId: bare, actor, plan: 'PRO' })
  return { teamId: team.teamId, directoryId: team.directoryId, userId, groupId, beforeLimits: encodeChangeCursor(head!), viewers }
}

const customSchemas = [
  {
    urn: 'urn:example:scim:1.0:User',
    resourceType: 'USER',
    name: 'Own',
    attributes: [{ name: 'place', type: 'COMPLEX', subAttributes: [{ name: 'floor' }] }],
  },
]

/** An entry with its correction, a reservation that is open and one that is settled. */
async function spendSomething(client: GraphqlClient, userId: string): Promise<void> {
  const spend = spendClient(client)
  const { entryId } = await spend.spend(userId, 7, { labels: [{ name: 'model', value: 'large' }] })
  await spend.correct({ entryId, amountMinor: 5, reason: 'Test', idempotencyKey: newKey() })
  await spend.reserve({ userId, amountMinor: 1, expiresInSeconds: 86_400 })
  const { reservation } = await spend.reserve({ userId, amountMinor: 1, labels: [{ name: 'model', value: 'large' }] })
  await spend.settle({ reservationId: reservation.id })
}

/** A connection and its replacement as they are kept, without the discovery that setUpSso begins with. */
async function setConnection({ node }: AppUnderTest, teamId: string): Promise<void> {
  const common = {
    teamId,
    clientId: 'x',
    userMatching: 'EMAIL',
    matchingClaim: 'email',
    stateReason: 'Test',
    stateSince: new Date(),
    createdAt: new Date(),
  }
  const current = { ...common, id: newId(), issuer: 'https://login.example', isReplacement: false }
  const replacement = { ...common, id: newId(), issuer: 'https://next.example', isReplacement: true }
  await node.app.database.ssoConnection.createMany({ data: [current, replacement] })
  await node.app.database.team.update({ where: { id: teamId }, data: { ssoState: 'ACTIVE' } })
}

const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const

/** Appends a change of each kind, as if it had been: no command of ours makes all of them in a moment. */
async function appendOfEachKind({ app }: Pick<StartedApp, 'app'>, teamId: string, directoryId: string, userId: string): Promise<void> {
  const data = samples(fromId('directory', directoryId)!, fromId('user', userId)!)
  const changes = Object.entries(data).map(([kind, value]) => ({ kind: kind as ChangeKind, actor, data: value }) as unknown as NewChange)
  await app.database.$transaction((transaction) => appendChanges(transaction as unknown as Transaction, fromId('team', teamId)!, changes))
}

function samples(directoryId: string, userId: string): ChangeDataByKind {
  const id = newId()
  const user = { id, directoryId, externalId: null, userName: 'x', displayName: null, email: null, active: true, version: 1 }
  const group = { id, directoryId, externalId: null, displayName: 'X', memberCount: 0, version: 1 }
  // Of another group: whoever came to this one was deleted before, which no effective limit could be told of.
  const limit = { id, target: { kind: 'GROUP' as const, id: newId() }, amountMinor: 5, currency: 'EUR', version: 1 }
  const directory = { id, name: 'X', provider: 'OTHER' as const }
  const settings = {
    id,
    version: 1,
    name: 'X',
    provider: 'OTHER' as const,
    isStrict: false,
    allowsRepeatedGroupNames: false,
    customSchemas: [],
    requestsPerSecond: null,
    removalsPerHour: null,
  }
  const credential = { id, label: 'X', expiresAt: null }
  const apiKey = { id, name: 'X', scopes: ['READ' as const], expiresAt: null }
  const administrator = { id, email: 'x@acme.example' }
  const ssoConnection = {
    id,
    issuer: 'https://login.example',
    clientId: 'x',
    userMatching: 'EMAIL' as const,
    matchingClaim: 'email',
    trustsEmail: false,
    directoryId: null,
    version: 1,
  }
  const modified = <State>(state: State) => ({ before: state, after: state, attributes: ['displayName'] })
  return {
    UserCreated: { user },
    UserModified: modified(user),
    UserDeactivated: modified(user),
    UserReactivated: modified(user),
    UserDeleted: { user },
    GroupCreated: { group },
    GroupModified: modified(group),
    GroupDeleted: { group },
    MembershipChanged: {
      group,
      addedUserIds: [id, userId],
      removedUserIds: [userId],
      added: [{ id: userId, userName: 'mia@acme.example', displayName: 'Mia' }],
      removed: [{ id: userId, userName: 'mia@acme.example', displayName: 'Mia' }],
    },
    SpendLimitSet: { before: limit, after: limit },
    SpendLimitCleared: { before: limit },
    SpendLimitExpired: { before: limit },
    SpendSettingsModified: modified({ timeZone: 'UTC', thresholdPercents: [100], version: 1 }),
    SpendThresholdReached: {
      user: { id: userId, userName: 'x', displayName: null },
      period: '2026-11',
      percent: 80,
      percents: [50, 80],
      spentMinor: 4,
      limitMinor: 5,
      currency: 'EUR',
      source: 'GROUP',
    },
    TeamCreated: { name: 'X', plan: 'FREE', currency: 'EUR' },
    TeamPlanSet: { before: 'FREE', after: 'PRO' },
    DirectoryCreated: { directory },
    DirectoryModified: modified(settings),
    DirectoryRemovalsPaused: { directory, removalsPerHour: 5 },
    DirectoryRemovalsResumed: { directory },
    DirectoryTokenIssued: { directoryId, token: credential },
    DirectoryTokenRevoked: { directoryId, token: credential },
    ApiKeyIssued: { apiKey },
    ApiKeyRevoked: { apiKey },
    DirectoryDeleted: { directory, userCount: 1, groupCount: 1 },
    DirectoryClientIssued: { directoryId, client: credential },
    DirectoryClientRevoked: { directoryId, client: credential },
    DirectoryConnectionTested: { directory, hasPassed: true },
    SsoConnectionSet: { before: null, after: ssoConnection },
    SsoReplacementSet: { ssoConnection },
    SsoConnectionActivated: { ssoConnection },
    SsoConnectionDeactivated: { ssoConnection, reason: 'X' },
    AdministratorAdded: { administrator },
    AdministratorRemoved: { administrator },
    AdministratorGroupSet: { before: null, after: { id, displayName: 'X' } },
    SignInLinkIssued: { administrator, expiresAt: '2030-01-01T00:00:00Z' },
  }
}
