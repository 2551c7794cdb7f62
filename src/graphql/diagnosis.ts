import { closest } from '../domain/close-names.ts'
import { diagnoseScim, findingCodes, type About, type Finding, type FindingCode } from '../domain/diagnosis.ts'
import { notFound } from '../domain/errors.ts'
import { diagnoseGroup } from '../domain/group-diagnosis.ts'
import { fromId, toId, type IdKind } from '../domain/id.ts'
import type { SetupFacts } from '../domain/setup.ts'
import { diagnoseSpendLimit } from '../domain/spend-limit-diagnosis.ts'
import { diagnoseUser } from '../domain/user-diagnosis.ts'
import {
  findDeactivations,
  findDeletion,
  findDirectoryDeletions,
  findFailures,
  findGroupById,
  findGroupsByName,
  findGroupsLike,
  findLimitedGroupsWithout,
  findNamesakes,
  findMemberRequests,
  findUserById,
  findUsersByName,
  findUsersLike,
} from '../store/diagnosis.ts'
import type { ScimRequest as StoredRequest } from '../store/scim-request.ts'
import { findCandidates } from '../store/spend-limit.ts'
import { builder } from './builder.ts'
import { currencyOf, type Context } from './context.ts'
import { badInput } from './errors.ts'
import { ScimRequest } from './scim-request.ts'
import { requireSetupFacts } from './setup.ts'

type Found = Finding<StoredRequest> & { teamId: string }

const FindingCodeEnum = builder.enumType('FindingCode', {
  description: 'Stable: programs may rely on them. There may be more of them later.',
  values: Object.fromEntries(Object.entries(findingCodes).map(([code, description]) => [code, { description }])) as Record<
    FindingCode,
    { description: string }
  >,
})

const FindingSeverityEnum = builder.enumType('FindingSeverity', {
  values: {
    ERROR: { description: 'It explains what was asked.' },
    WARNING: { description: 'It may explain it.' },
    INFO: { description: 'Worth knowing.' },
  } as const,
})

const FindingType = builder.objectRef<Found>('Finding').implement({
  description: 'One thing that a diagnosis found out.',
  authScopes: { read: true },
  fields: (t) => ({
    code: t.expose('code', { type: FindingCodeEnum }),
    severity: t.expose('severity', { type: FindingSeverityEnum }),
    message: t.exposeString('message', { description: 'What is so, with the evidence, for people.' }),
    action: t.exposeString('action', { nullable: true, description: 'What to do about it, and where.' }),
    requests: t.field({
      description: 'Requests of the identity provider that show it, newest first; at most ten.',
      type: [ScimRequest],
      resolve: ({ requests, teamId }) => requests.map((request) => ({ ...request, teamId })),
    }),
    about: t.idList({
      description: 'Ids of the users, groups, directories and limits that it speaks of; Query.node reads them.',
      resolve: ({ about }) => about.map(({ kind, id }) => toId(idKinds[kind], id)),
    }),
  }),
})

const idKinds = { user: 'user', group: 'group', directory: 'directory', spendLimit: 'spendLimit' } as const satisfies Record<
  About['kind'],
  IdKind
>

const Diagnosis = builder.objectRef<Found[]>('Diagnosis').implement({
  description: 'Why something is not as it should be.',
  authScopes: { read: true },
  fields: (t) => ({ findings: t.field({ description: 'The most likely first.', type: [FindingType], resolve: (findings) => findings }) }),
})

const DiagnoseUserInput = builder.inputType('DiagnoseUserInput', {
  description: 'A person: exactly one of userNameOrEmail and id.',
  fields: (t) => ({
    userNameOrEmail: t.string({ description: 'A userName, an e-mail address or an externalId.' }),
    id: t.id(),
    directoryId: t.id({ description: 'Where they should be; without it, in any directory of the team.' }),
  }),
})

const DiagnoseGroupInput = builder.inputType('DiagnoseGroupInput', {
  description: 'A group: exactly one of displayName and id.',
  fields: (t) => ({
    displayName: t.string({ description: 'A displayName or an externalId.' }),
    id: t.id(),
    directoryId: t.id({ description: 'Where it should be; without it, in any directory of the team.' }),
  }),
})

const DiagnoseSpendLimitInput = builder.inputType('DiagnoseSpendLimitInput', { fields: (t) => ({ userId: t.id({ required: true }) }) })

const DiagnoseInput = builder.inputType('DiagnoseInput', {
  description: 'What is to be explained.',
  isOneOf: true,
  fields: (t) => ({
    scimNotOffered: t.boolean({ description: 'Why is SCIM not offered, or why does nothing arrive? Always true.' }),
    user: t.field({ type: DiagnoseUserInput, description: 'Why does this person not arrive?' }),
    group: t.field({ type: DiagnoseGroupInput, description: 'Why does this group not appear, or not with its members?' }),
    spendLimit: t.field({ type: DiagnoseSpendLimitInput, description: 'Why does a limit not apply to this person?' }),
  }),
})

builder.prismaObjectField('Team', 'diagnose', (t) =>
  t.field({
    description: 'Why something does not arrive or does not apply, with evidence from the log of SCIM requests and from the directory.',
    type: Diagnosis,
    authScopes: { read: true },
    select: { id: true },
    args: { input: t.arg({ type: DiagnoseInput, required: true }) },
    async resolve({ id }, { input }, context) {
      const findings = await diagnose(context, id, input)
      return findings.map((finding) => ({ ...finding, teamId: id }))
    },
  }),
)

const mostSimilar = 5
const mostGroups = 5
const longestName = 512

async function diagnose(context: Context, teamId: string, input: typeof DiagnoseInput.$inferInput): Promise<Finding<StoredRequest>[]> {
  if (input.user) return ofUser(context, teamId, input.user)
  if (input.group) return ofGroup(context, teamId, input.group)
  if (input.spendLimit) return ofSpendLimit(context, teamId, input.spendLimit.userId)
  if (!input.scimNotOffered) throw badInput('`scimNotOffered` is true or is left out.')
  const setup = await requireSetupFacts(context, teamId)
  return diagnoseScim(setup, await findFailures(context.database, directoryIdsOf(setup, null), []))
}

async function ofUser(
  context: Context,
  teamId: string,
  { id, userNameOrEmail, directoryId }: typeof DiagnoseUserInput.$inferInput,
): Promise<Finding<StoredRequest>[]> {
  const { database } = context
  const wanted = requireWanted(id, userNameOrEmail, 'userNameOrEmail')
  const setup = await requireSetupFacts(context, teamId)
  const directory = requireDirectory(setup, directoryId)
  const uuid = id == null ? undefined : (fromId('user', id) ?? null)
  const matches = await findMatches(uuid, {
    byName: () => findUsersByName(database, teamId, wanted),
    byId: (id) => findUserById(database, teamId, id),
  })
  const isHere = matches.length > 0
  const inactive = matches.filter(({ active }) => !active).map((user) => user.id)
  const [likely, deletion, failures, deactivations] = await Promise.all([
    isHere || uuid !== undefined ? [] : findUsersLike(database, teamId, wanted),
    isHere || uuid === null ? null : findDeletion(database, teamId, 'UserDeleted', uuid === undefined ? { name: wanted } : { id: uuid }),
    findFailures(database, directoryIdsOf(setup, null), [wanted, ...matches.map((user) => user.id)]),
    findDeactivations(database, teamId, inactive),
  ])
  const directoryDeletions = isHere || deletion ? [] : await findDirectoryDeletions(database, teamId)
  const similar = closest(wanted, likely, (user) => [user.userName, user.email, user.displayName], mostSimilar)
  return diagnoseUser({
    setup,
    wanted,
    isId: id != null,
    directoryId: directory,
    matches,
    similar,
    deletion,
    directoryDeletions,
    deactivations,
    failures,
  })
}

async function ofGroup(
  context: Context,
  teamId: string,
  { id, displayName, directoryId }: typeof DiagnoseGroupInput.$inferInput,
): Promise<Finding<StoredRequest>[]> {
  const { database } = context
  const wanted = requireWanted(id, displayName, 'displayName')
  const setup = await requireSetupFacts(context, teamId)
  const directory = requireDirectory(setup, directoryId)
  const uuid = id == null ? undefined : (fromId('group', id) ?? null)
  const matches = await findMatches(uuid, {
    byName: () => findGroupsByName(database, teamId, wanted),
    byId: (id) => findGroupById(database, teamId, id),
  })
  const isHere = matches.length > 0
  const [likely, deletion, failures, naming] = await Promise.all([
    isHere || uuid !== undefined ? [] : findGroupsLike(database, teamId, wanted),
    isHere || uuid === null ? null : findDeletion(database, teamId, 'GroupDeleted', uuid === undefined ? { name: wanted } : { id: uuid }),
    findFailures(database, directoryIdsOf(setup, null), [wanted, ...matches.map((group) => group.id)]),
    findMemberRequests(database, teamId, matches),
  ])
  const directoryDeletions = isHere || deletion ? [] : await findDirectoryDeletions(database, teamId)
  const similar = closest(wanted, likely, (group) => [group.displayName], mostSimilar)
  return diagnoseGroup({
    setup,
    wanted,
    isId: id != null,
    directoryId: directory,
    matches,
    similar,
    deletion,
    directoryDeletions,
    failures,
    naming,
  })
}

async function ofSpendLimit(context: Context, teamId: string, userId: string): Promise<Finding<StoredRequest>[]> {
  const { database } = context
  const uuid = fromId('user', userId)
  const [currency, user] = await Promise.all([
    currencyOf(context, teamId),
    uuid === undefined ? undefined : findUserById(database, teamId, uuid),
  ])
  const facts = { currency, wanted: userId, limitedGroupsElsewhere: [], limitedGroupsElsewhereCount: 0, namesakes: [], candidates: [] }
  if (!user) {
    const deletion = uuid === undefined ? null : await findDeletion(database, teamId, 'UserDeleted', { id: uuid })
    const directoryDeletions = deletion ? [] : await findDirectoryDeletions(database, teamId)
    return diagnoseSpendLimit({ ...facts, user: null, deletion, directoryDeletions })
  }
  const [candidates, limited, namesakes] = await Promise.all([
    findCandidates(database, teamId, [user.id]),
    findLimitedGroupsWithout(database, user.id, mostGroups),
    findNamesakes(database, teamId, user.id),
  ])
  return diagnoseSpendLimit({
    ...facts,
    user,
    deletion: null,
    directoryDeletions: [],
    candidates: candidates.get(user.id) ?? [],
    limitedGroupsElsewhere: limited.groups,
    limitedGroupsElsewhereCount: limited.count,
    namesakes,
  })
}

function requireWanted(id: string | null | undefined, name: string | null | undefined, called: string): string {
  const wanted = id ?? name?.trim()
  if ((id == null) === (name == null) || wanted === undefined || wanted === '')
    throw badInput(`Give exactly one of \`${called}\` and \`id\`.`)
  if (wanted.length > longestName) throw badInput(`\`${called}\` has ${wanted.length} characters; ${longestName} are the most.`)
  return wanted
}

/** One of the team; any other does not exist for whoever asks. */
function requireDirectory({ directories }: SetupFacts, id: string | null | undefined): string | null {
  if (id == null) return null
  const uuid = fromId('directory', id)
  if (!directories.some((directory) => directory.id === uuid)) throw notFound(`Directory ${id.slice(0, 100)}`)
  return uuid!
}

function directoryIdsOf({ directories }: SetupFacts, directoryId: string | null): string[] {
  return directories.map(({ id }) => id).filter((id) => directoryId === null || id === directoryId)
}

/** `uuid`: of the id that was asked about; null when that is none; undefined when a name was asked about. */
async function findMatches<Found>(
  uuid: string | null | undefined,
  find: { byName(): Promise<Found[]>; byId(id: string): Promise<Found | undefined> },
): Promise<Found[]> {
  if (uuid === undefined) return find.byName()
  const found = uuid === null ? undefined : await find.byId(uuid)
  return found === undefined ? [] : [found]
}
