import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buildSchema, type GraphQLObjectType } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { encodeChangeCursor } from '../../src/domain/change-cursor.ts'
import { fromId, toId } from '../../src/domain/id.ts'
import { newId } from '../../src/store/id.ts'
import { graphqlClient } from '../support/graphql-client.ts'
import { useApp } from '../support/use-app.ts'
import { isAnswered, waysToAsk, type Start, type WayToAsk } from './access-paths.ts'
import { createAccessTeam, type AccessTeam, type Asking } from './access-team.ts'

/**
 * yes: it was answered · no: refused, FORBIDDEN · 401: refused before it was read · -: allowed, and there was nothing to see (the team of somebody else; the
 * success of a mutation that is sent here only with ids that name nothing).
 */
type Verdict = 'yes' | 'no' | '401' | '-'
type Table = { viewers: string[]; fields: Record<string, string> }

const file = path.join(import.meta.dirname, 'access-table.json')
const command = 'UPDATE_ACCESS_TABLE=yes npx vitest run --config test/vitest.config.ts test/graphql/access-table.test.ts'

const under = useApp()
let team: AccessTeam
let ways: Map<string, WayToAsk[]>
let table: Table

beforeAll(async () => {
  team = await createAccessTeam(under)
  const schema = buildSchema(await readFile(path.join(import.meta.dirname, '../../schema.graphql'), 'utf8'))
  const fieldsOfTeam = Object.keys((schema.getType('Team') as GraphQLObjectType).getFields()).map((name) => `Team.${name}`)
  const bare = fromId('team', team.teamId)!
  const { revision, changeId } = await under.node.app.database.teamHead.findUniqueOrThrow({ where: { teamId: bare } })
  const head = encodeChangeCursor({ revision: Number(revision), changeId })
  ways = waysToAsk(schema, starts(team, fieldsOfTeam, head))
  table = { viewers: team.viewers.map(({ name }) => name), fields: await askAll() }
}, 300_000)

describe('Who sees what', () => {
  test('there is a way to ask for every field of the schema', () => {
    const unreached = [...ways].filter(([, some]) => some.length === 0).map(([place]) => place)
    expect(unreached, 'Give what has to be given for them in samples() below').toEqual([])
  })

  test('every field is answered to exactly the viewers that the table has', async () => {
    if (process.env['UPDATE_ACCESS_TABLE'] === 'yes') await writeFile(file, `${JSON.stringify(table, null, 2)}\n`)
    const committed = JSON.parse(await readFile(file, 'utf8')) as Table
    const hint = `Columns: ${table.viewers.join(' | ')}. If this is what is meant, write the table anew and look at its diff: ${command}`
    expect(table, hint).toEqual(committed)
  })

  test('there is something of everything for an administrator or the platform key, so that a refusal of others is one', () => {
    const empty = Object.entries(table.fields).filter(([, row]) => {
      const verdicts = row.split(/ +/)
      return ['administrator', 'platform key'].every((name) => verdicts[table.viewers.indexOf(name)] !== 'yes')
    })
    // What a mutation answers: none is done here.
    expect(
      empty
        .map(([place]) => place)
        .filter((place) => !/^(\w+(Success|Error|Refused|ItemRefusal|EntryResult)|ChangedSpendLimit|ConnectionTestStep)\./.test(place)),
    ).toEqual([])
  })

  test('nothing at all is answered to nobody, and nothing of a team to the key of another', () => {
    const columnOf = (name: string): number => table.viewers.indexOf(name)
    const rows = Object.entries(table.fields).map(([place, row]) => ({ place, verdicts: row.split(/ +/) }))
    expect(rows.filter(({ verdicts }) => verdicts[columnOf('anonymous')] !== '401')).toEqual([])
    const ofTeam = rows.filter(({ place }) =>
      /^(Team|User|Group|Directory|SpendLimit|ApiKey|Administrator|SsoConnection|\w*Changed|\w*State)\./.test(place),
    )
    expect(ofTeam.length).toBeGreaterThan(100)
    expect(ofTeam.filter(({ verdicts }) => verdicts[columnOf('key of another team')] === 'yes')).toEqual([])
  })
})

/** Fields from which the walk does not go on: they lead to the viewer's own team, or to what the id names. */
const aside = ['Query.node', 'Viewer.team', 'Viewer.user']
/** What a member comes by to what is their own. */
const notOwn = [
  'users',
  'groups',
  'directories',
  'changes',
  'changeCursorAt',
  'spendLimits',
  'spendLimit',
  'spendEntries',
  'spendReport',
  'spendLimitPreview',
  'clearSpendLimitPreview',
  'groupDeletionPreview',
  'membershipPreview',
  'setup',
  'diagnose',
  'apiKeys',
  'administrators',
  'ssoConnection',
  'administratorGroup',
]

function starts(team: AccessTeam, fieldsOfTeam: readonly string[], head: string): Start[] {
  const { teamId, userId } = team
  const begin = encodeChangeCursor({ revision: 0, changeId: fromId('team', teamId)! })
  const ahead = encodeChangeCursor({ revision: 1_000_000, changeId: newId() })
  const samples = { ...mutationSamples(), ...querySamples(team, head) }
  const following = (after: string): Record<string, string> => ({
    ...samples,
    'Subscription.changes': `teamId: "${teamId}", after: "${after}"`,
    'Subscription.membershipChanges': `teamId: "${teamId}", userId: "${userId}", after: "${after}"`,
    'Subscription.effectiveSpendLimit': `userId: "${userId}", after: "${after}"`,
    'Subscription.effectiveSpendLimitChanges': `teamId: "${teamId}", after: "${after === begin ? team.beforeLimits : after}"`,
  })
  const avoid = new Set(aside)
  const own = new Set([...aside, ...notOwn.map((name) => `Team.${name}`), 'User.directory', 'User.spendLimit'])
  // Of effective limits: what leads further is asked for from elsewhere.
  const roots = ['changes', 'membershipChanges', 'effectiveSpendLimit', 'effectiveSpendLimitChanges']
  const known = ['EffectiveSpendLimitUpdate.value', 'EffectiveSpendLimitUpdate.cause', 'EffectiveSpendLimitsChanged.cause']
  const subscriptions = [begin, ahead].flatMap((after) =>
    roots.map((root) => {
      const others = roots.filter((other) => other !== root).map((other) => `Subscription.${other}`)
      return { kind: 'subscription' as const, avoid: new Set([...others, ...known]), samples: following(after) }
    }),
  )
  // What a mutation answers of what it made; a team is asked for by itself.
  const made = {
    avoid: new Set([...fieldsOfTeam, 'Directory.requests', 'SpendLimit.target', 'SsoConnection.directory']),
    omit: new Set(['Team']),
  }
  return [
    { kind: 'query', avoid, samples },
    { kind: 'query', avoid: own, samples },
    ...subscriptions,
    { kind: 'mutation', samples: { ...mutationSamples() }, ...made },
  ]
}

function querySamples({ teamId, userId, groupId }: AccessTeam, head: string): Record<string, string> {
  return {
    'Query.team': `id: "${teamId}"`,
    'Query.node': `id: "${teamId}"`,
    'Team.user': `by: { id: "${userId}" }`,
    'Team.changes': 'first: 100',
    'Team.changeCursorAt': 'revision: 1',
    'Team.users': 'first: 5',
    'Team.groups': 'first: 5',
    'Team.spendLimits': 'first: 5',
    'Team.spendEntries': 'first: 5',
    'Team.spendReport': 'first: 5',
    'Team.spendLimitPreview': `input: { target: { teamId: "${teamId}" }, value: { unlimited: true } }`,
    'Team.clearSpendLimitPreview': `input: { target: { teamId: "${teamId}" } }`,
    'Team.groupDeletionPreview': `groupId: "${groupId}"`,
    'Team.membershipPreview': `input: { groupId: "${groupId}" }`,
    'User.spendEntries': 'first: 5',
    'User.spendReservations': 'first: 5, onlyOpen: false',
    'Query.spendDecision': `userId: "${userId}", amountMinor: 1`,
    'User.groups': 'first: 5',
    'Team.effectiveSpendLimitAt': `userId: "${userId}", cursor: "${head}"`,
    'User.effectiveSpendLimitAt': `cursor: "${head}"`,
    'User.effectiveSpendLimitChanges': 'first: 5',
    'Group.members': 'first: 5',
    'Directory.requests': 'first: 5',
    'Team.diagnose': 'input: { scimNotOffered: true }',
  }
}

/** Whoever may do these is told that there is no such thing, and nothing is done. */
function mutationSamples(): Record<string, string> {
  const id = newId()
  const teamId = `teamId: "${toId('team', id)}"`
  const directoryId = `directoryId: "${toId('directory', id)}"`
  const inputs = {
    addAdministrator: `${teamId}, email: "x@acme.example"`,
    clearSpendLimit: `target: { ${teamId} }`,
    correctSpend: `entryId: "${toId('spendEntry', id)}", amountMinor: 1, reason: "x", idempotencyKey: "x"`,
    recordSpend: `${teamId}, entries: []`,
    releaseSpend: `reservationId: "${toId('spendReservation', id)}"`,
    reserveSpend: `userId: "${toId('user', id)}", amountMinor: 1, idempotencyKey: "x"`,
    settleSpend: `reservationId: "${toId('spendReservation', id)}"`,
    copySpendLimits: `${teamId}, mode: PER_ITEM, fromGroupId: "${toId('group', id)}", toGroupIds: []`,
    createDirectory: `${teamId}, name: "X", provider: OTHER`,
    createTeam: 'name: "", currency: "EUR"',
    deactivateSso: teamId,
    deleteDirectory: `${directoryId}, name: "X"`,
    issueApiKey: `${teamId}, name: "X", scopes: [READ]`,
    issueDirectoryClient: `${directoryId}, label: "X"`,
    issueDirectoryToken: `${directoryId}, label: "X"`,
    issueSignInLink: `${teamId}, email: "x@acme.example"`,
    modifyDirectory: directoryId,
    modifySpendSettings: teamId,
    reactivateSso: teamId,
    removeAdministrator: `administratorId: "${toId('administrator', id)}"`,
    revokeApiKey: `apiKeyId: "${toId('apiKey', id)}"`,
    revokeDirectoryClient: `clientId: "${toId('directoryClient', id)}"`,
    revokeDirectoryToken: `tokenId: "${toId('directoryToken', id)}"`,
    setAdministratorGroup: `groupId: "${toId('group', id)}"`,
    setSpendLimit: `target: { ${teamId} }, value: { amountMinor: 1 }`,
    setSpendLimits: `${teamId}, mode: PER_ITEM, items: []`,
    setTeamPlan: `${teamId}, plan: FREE`,
    setUpSso: `${teamId}, issuer: "https://login.example", clientId: "x"`,
    testDirectoryConnection: directoryId,
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [`Mutation.${name}`, `input: { ${input} }`]))
}

async function askAll(): Promise<Record<string, string>> {
  const fields: Record<string, string> = {}
  for (const [place, some] of [...ways].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const verdicts = await Promise.all(team.viewers.map((viewer) => bestOf(viewer, some)))
    fields[place] = verdicts
      .map((verdict) => verdict.padEnd(3))
      .join(' ')
      .trimEnd()
  }
  return fields
}

const ranks = { yes: 3, '-': 2, no: 1, '401': 0 } as const satisfies Record<Verdict, number>

/** What the best of the ways gives. */
async function bestOf(viewer: Asking, some: readonly WayToAsk[]): Promise<Verdict> {
  let best: Verdict = '401'
  for (const way of some) {
    const verdict = way.kind === 'subscription' ? await follow(viewer, way) : await ask(viewer, way)
    if (ranks[verdict] > ranks[best]) best = verdict
    if (best === 'yes' || viewer.name === 'anonymous') return best
  }
  return best
}

async function ask({ key, cookie }: Asking, { kind, text, keys }: WayToAsk): Promise<Verdict> {
  const { status, data, errors } = await graphqlClient(under.node, key, cookie).ask(text)
  if (status === 401) return '401'
  if (errors) return forbiddenOrThrow(errors, text)
  const refused = kind === 'mutation' && (data![keys[0]!] as { __typename: string }).__typename === 'ForbiddenError'
  if (refused && (keys.length === 1 || !text.includes('ForbiddenError'))) return 'no'
  return isAnswered(data, keys) ? 'yes' : '-'
}

/** The messages of an event stream until the field is answered, or the log has been told. */
async function follow({ key, cookie }: Asking, { text, keys }: WayToAsk): Promise<Verdict> {
  const response = await fetch(under.node.graphqlUrl, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream, application/graphql-response+json',
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(cookie === undefined ? {} : { cookie, origin: new URL(under.node.graphqlUrl).origin }),
    },
    body: JSON.stringify({ query: text.replace(/\) \{/, ') { ... on Checkpoint { isLiveNow: isLive }') }),
  })
  if (response.status === 401) return '401'
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] }
    return forbiddenOrThrow(errors, text)
  }
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let events = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      events += value ?? ''
      const messages = [...events.matchAll(/^event: next\ndata: (.*)\n\n/gm)].map(
        ([, json]) => JSON.parse(json!) as { data?: unknown; errors?: [] },
      )
      for (const { errors } of messages) if (errors) return forbiddenOrThrow(errors, text)
      if (messages.some(({ data }) => isAnswered(data, keys))) return 'yes'
      if (done || events.includes('event: complete') || messages.some(({ data }) => JSON.stringify(data).includes('"isLiveNow":true')))
        return '-'
    }
  } finally {
    await reader.cancel()
  }
}

function forbiddenOrThrow(errors: readonly { message: string; extensions: { code: string } }[], text: string): 'no' {
  if (errors.every(({ extensions }) => extensions.code === 'FORBIDDEN')) return 'no'
  throw new Error(`${JSON.stringify(errors)} to ${text}`)
}
