import {
  directoriesDeleted,
  finding,
  inOrder,
  type About,
  type Deletion,
  type DirectoryDeletion,
  type Finding,
  type FoundUser,
} from './diagnosis.ts'
import { amountText } from './money.ts'
import { providerGuides } from './provider-guide.ts'
import { iso } from './directory-facts.ts'
import { effectiveSpendLimit, type Candidate, type EffectiveSpendLimit } from './spend-limit.ts'

export type SpendLimitFacts = {
  currency: string
  /** As it was asked for. */
  wanted: string
  user: FoundUser | null
  deletion: Deletion | null
  /** The newest ones of the team, where there is neither a user nor a deletion. */
  directoryDeletions: readonly DirectoryDeletion[]
  /** Every limit that may apply to the user. */
  candidates: readonly Candidate[]
  /** Limited groups of the user's directory that the user is not in; the first ones, and how many in all. */
  limitedGroupsElsewhere: readonly { id: string; displayName: string }[]
  limitedGroupsElsewhereCount: number
  /** Users of other directories with the same userName or e-mail address. */
  namesakes: readonly FoundUser[]
}

/** Why does this limit not apply to this person? */
export function diagnoseSpendLimit<Request>(facts: SpendLimitFacts): Finding<Request>[] {
  const { user, wanted, deletion, candidates } = facts
  if (!user) {
    if (deletion)
      return [
        finding('USER_DELETED', 'ERROR', `The user was deleted ${iso(deletion.at)} by ${deletion.by}; their limit went with them.`, null),
      ]
    return [
      finding(
        'USER_NOT_HERE',
        'ERROR',
        `There is no user ${wanted.slice(0, 100)} in this team.`,
        'Take the id from Team.user or Team.users.',
      ),
      ...directoriesDeleted<Request>(facts.directoryDeletions, 'userCount'),
    ]
  }
  const effective = effectiveSpendLimit(user, candidates, facts.currency)
  return inOrder<Request>([
    ...inactive<Request>(user),
    ...outranked<Request>(facts, user, effective),
    ...groupless<Request>(user, candidates),
    ...elsewhere<Request>(facts, user),
    applying<Request>(facts, user, effective),
  ])
}

const aboutUser = ({ id }: FoundUser): About => ({ kind: 'user', id })

function inactive<Request>(user: FoundUser): Finding<Request>[] {
  if (user.active) return []
  const { people, page } = providerGuides[user.provider]
  return [
    finding(
      'USER_INACTIVE',
      'ERROR',
      `User ${user.userName} is inactive and may spend nothing, whatever limits there are.`,
      `Assign or reactivate them at the identity provider (${people}; ${page}).`,
      {
        about: [aboutUser(user)],
      },
    ),
  ]
}

const outranking = { USER: 'OUTRANKED_BY_OWN_LIMIT', GROUP: 'LOWER_THAN_ANOTHER_GROUP', TEAM: 'REPLACED_BY_GROUP_LIMIT' } as const

/** Each limit that was looked at and lost, and to what. */
function outranked<Request>(
  { currency, candidates }: SpendLimitFacts,
  user: FoundUser,
  effective: EffectiveSpendLimit,
): Finding<Request>[] {
  const winner = effective.decidedBy
  if (!winner) return []
  return effective.candidates
    .filter((candidate) => !candidate.isWinner)
    .map(({ spendLimit, reason }) => {
      const code = winner.target.kind === 'USER' ? outranking.USER : outranking[spendLimit.target.kind]
      const groupName = candidates.find((candidate) => candidate.spendLimit.id === spendLimit.id)?.groupName
      const what = spendLimit.target.kind === 'TEAM' ? "The team's default" : `The limit of group ${groupName ?? ''}`
      const action =
        winner.target.kind === 'USER'
          ? "Clear the user's own limit (clearSpendLimit with the userId) if the others are to count."
          : 'Lower the limit that won, or take the user out of that group at the identity provider.'
      return finding<Request>(
        code,
        'ERROR',
        `${what}, ${amountText(spendLimit.amountMinor, currency)}, does not apply to ${user.userName}. ${reason}`,
        action,
        {
          about: [aboutUser(user), { kind: 'spendLimit', id: spendLimit.id }, { kind: 'spendLimit', id: winner.id }],
        },
      )
    })
}

function groupless<Request>(user: FoundUser, candidates: readonly Candidate[]): Finding<Request>[] {
  const { groups, page } = providerGuides[user.provider]
  const about = [aboutUser(user)]
  if (user.groupCount === 0) {
    return [
      finding(
        'USER_IN_NO_GROUP',
        'WARNING',
        `User ${user.userName} is in no group, so no limit of a group can apply.`,
        `Push a group that they are in (${groups}; ${page}); diagnose the group if it is not here.`,
        { about },
      ),
    ]
  }
  if (candidates.some(({ spendLimit }) => spendLimit.target.kind === 'GROUP')) return []
  return [
    finding(
      'GROUPS_WITHOUT_LIMIT',
      'WARNING',
      `${user.groupCount === 1 ? 'The one group' : `None of the ${user.groupCount} groups`} of user ${user.userName} has ${user.groupCount === 1 ? 'no' : 'a'} limit.`,
      user.groupCount === 1
        ? 'Set a limit of this group: setSpendLimit with its groupId.'
        : 'Call setSpendLimit with the groupId of one of them.',
      { about },
    ),
  ]
}

function elsewhere<Request>(
  { limitedGroupsElsewhere, limitedGroupsElsewhereCount, namesakes }: SpendLimitFacts,
  user: FoundUser,
): Finding<Request>[] {
  const found: Finding<Request>[] = namesakes.map((other) =>
    finding(
      'SAME_PERSON_ELSEWHERE',
      'WARNING',
      `User ${other.userName} of directory ${other.directoryName} seems to be the same person; limits of that one do not apply to ${user.userName} of directory ${user.directoryName}.`,
      'Set the limit for the user whom the application asks about, or push the person from one identity provider alone.',
      { about: [aboutUser(other)] },
    ),
  )
  if (limitedGroupsElsewhereCount > 0) {
    const names = limitedGroupsElsewhere.map(({ displayName }) => displayName)
    const more = limitedGroupsElsewhereCount - names.length
    found.push(
      finding(
        'NOT_IN_LIMITED_GROUP',
        'WARNING',
        `User ${user.userName} is not in ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}, which ${limitedGroupsElsewhereCount === 1 ? 'has a limit' : 'have limits'}.`,
        'If they should be, diagnose that group: the identity provider may not push the membership.',
        { about: limitedGroupsElsewhere.map(({ id }) => ({ kind: 'group', id })) },
      ),
    )
  }
  return found
}

function applying<Request>({ currency, candidates }: SpendLimitFacts, user: FoundUser, effective: EffectiveSpendLimit): Finding<Request> {
  const about = [aboutUser(user)]
  const { decidedBy, source } = effective
  if (!decidedBy) {
    const message =
      source === 'INACTIVE_USER'
        ? `User ${user.userName} may spend ${amountText(0, currency)}.`
        : `No limit applies to user ${user.userName}: they may spend without limit.`
    const action =
      source === 'INACTIVE_USER' ? null : 'Set a default for the team (setSpendLimit with the teamId), or a limit for one of their groups.'
    return finding('NO_LIMIT_APPLIES', source === 'INACTIVE_USER' ? 'INFO' : 'WARNING', message, action, { about })
  }
  const groupName = candidates.find(({ spendLimit }) => spendLimit.id === decidedBy.id)?.groupName
  const whose = { USER: 'their own limit', GROUP: `the limit of group ${groupName ?? ''}`, TEAM: "the team's default" }[
    decidedBy.target.kind
  ]
  return finding(
    'LIMIT_APPLIES',
    'INFO',
    `User ${user.userName} may spend ${amountText(effective.amountMinor, currency)} in a calendar month: ${whose} applies.`,
    null,
    {
      about: [...about, { kind: 'spendLimit', id: decidedBy.id }],
    },
  )
}
