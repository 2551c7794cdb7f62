import type { Provider } from './directory.ts'
import {
  directoryFindings,
  finding,
  gateFindings,
  inOrder,
  providerRules,
  type About,
  type Deletion,
  type DirectoryDeletion,
  type Finding,
  type LoggedRequest,
} from './diagnosis.ts'
import { providerGuides } from './provider-guide.ts'
import { count, iso, told } from './directory-facts.ts'
import { notHereFindings } from './not-here-diagnosis.ts'
import type { SetupFacts } from './setup.ts'

export type FoundGroup = {
  id: string
  directoryId: string
  directoryName: string
  provider: Provider
  displayName: string
  memberCount: number
  hasLimit: boolean
}

export type GroupFacts<Request> = {
  setup: SetupFacts
  /** As it was asked for: a displayName, an externalId, or an id as the doors show it. */
  wanted: string
  /** Whether that is an id. */
  isId: boolean
  directoryId: string | null
  matches: readonly FoundGroup[]
  similar: readonly FoundGroup[]
  deletion: Deletion | null
  /** The newest ones of the team, where there is neither a match nor a deletion. */
  directoryDeletions: readonly DirectoryDeletion[]
  failures: readonly Request[]
  /** Requests that named members of the matches: those in which something was let pass, and of each group the newest one after them in which nothing was. The newest first. */
  naming: readonly (Request & { groupId: string })[]
}

/** Why does this group not appear, or not with its members? */
export function diagnoseGroup<Request extends LoggedRequest>(facts: GroupFacts<Request>): Finding<Request>[] {
  const { matches, directoryId } = facts
  const here = matches.filter((group) => directoryId === null || group.directoryId === directoryId)
  const found = here.flatMap((group) => ofGroupHere(facts, group))
  return inOrder(here.length > 0 ? [...found, ...gateFindings(facts.setup, facts.failures)] : ofGroupNotHere(facts))
}

function ofGroupHere<Request extends LoggedRequest>(facts: GroupFacts<Request>, group: FoundGroup): Finding<Request>[] {
  const { setup, failures } = facts
  const about: About[] = [{ kind: 'group', id: group.id }]
  const guide = providerGuides[group.provider]
  const where = `Group ${group.displayName} is in directory ${group.directoryName}`
  const found = leftOut(facts, group)
  if (group.memberCount === 0) {
    const isKnown = found.length > 0
    found.push(
      finding(
        'GROUP_EMPTY',
        isKnown ? 'WARNING' : 'ERROR',
        `${where} and has no members.`,
        `Look which of its members the identity provider pushes (${guide.groups}; ${guide.page}).`,
        { about },
      ),
    )
    const directory = setup.directories.filter(({ id }) => id === group.directoryId)
    found.push(...providerRules<Request>(directory, 'missingGroups'))
  }
  const own = failures.filter(({ path }) => path.includes(group.id))
  if (own.length > 0) {
    const message = `${count(own.length, 'request', 'requests')} about group ${group.displayName} ${own.length === 1 ? 'was' : 'were'} refused lately. ${told(own[0]!)}`
    found.push(
      finding('UPDATES_REFUSED', 'WARNING', message, 'Mend what the answer names, then let the identity provider push the group again.', {
        requests: own,
        about,
      }),
    )
  }
  if (!group.hasLimit) {
    found.push(
      finding(
        'GROUP_HAS_NO_LIMIT',
        'INFO',
        `Group ${group.displayName} has no limit of its own and takes no part in what its members may spend.`,
        'Call setSpendLimit with the groupId.',
        { about },
      ),
    )
  }
  found.push(finding('GROUP_IS_HERE', 'INFO', `${where} with ${count(group.memberCount, 'member', 'members')}.`, null, { about }))
  const directory = setup.directories.find(({ id }) => id === group.directoryId)
  if (directory) found.push(...directoryFindings(setup, directory, failures).filter(({ code }) => code !== 'LAST_CONTACT'))
  return found
}

/** Members that the identity provider named last and that are no users of the directory. */
function leftOut<Request extends LoggedRequest>({ naming }: GroupFacts<Request>, group: FoundGroup): Finding<Request>[] {
  const about: About[] = [{ kind: 'group', id: group.id }]
  const all = naming.filter(({ groupId }) => groupId === group.id)
  const mended = all.findIndex(({ tolerated }) => tolerated.length === 0)
  const own = mended === -1 ? all : all.slice(0, mended)
  const unknown = own.filter((request) => unknownMembers(request).ids.length > 0)
  if (unknown.length === 0) return []
  const [latest] = unknown
  const { ids, unnamed } = unknownMembers(latest!)
  const groups = ids.filter((id) => id.startsWith('group-'))
  const found: Finding<Request>[] = []
  if (groups.length > 0) {
    const what =
      groups.length === 1
        ? `A member of group ${group.displayName} is a group itself`
        : `${groups.length} members of group ${group.displayName} are groups themselves`
    const message = `${what}; groups in groups are not kept (${iso(latest!.at)}).`
    found.push(
      finding('NESTED_GROUPS', 'ERROR', message, 'Push the members of the inner group, or the inner group itself.', {
        requests: unknown,
        about,
      }),
    )
  }
  const named = ids.filter((id) => !groups.includes(id))
  const left = named.length + unnamed
  if (left > 0) {
    const message = `${count(left, 'member', 'members')} of group ${group.displayName} ${left === 1 ? 'was' : 'were'} left out ${iso(latest!.at)}, because they are no users of directory ${group.directoryName}: ${named.slice(0, 5).join(', ')}${left > Math.min(5, named.length) ? ', …' : ''}.`
    const { people, page } = providerGuides[group.provider]
    found.push(
      finding('MEMBERS_UNKNOWN', 'ERROR', message, `Push the people first (${people}; ${page}), then the group again.`, {
        requests: unknown,
        about,
      }),
    )
  }
  return found
}

/** What the sentence of noteUnknownMembers (scim/request-notes.ts) says: ids, and how many more there were. */
function unknownMembers({ tolerated }: LoggedRequest): { ids: string[]; unnamed: number } {
  for (const text of tolerated) {
    const said = /^Members that are no users of this directory: (.*?)(?: and (\d+) more)?\.$/s.exec(text)
    if (said) return { ids: said[1]!.split(', '), unnamed: Number(said[2] ?? 0) }
  }
  return { ids: [], unnamed: 0 }
}

function ofGroupNotHere<Request extends LoggedRequest>(facts: GroupFacts<Request>): Finding<Request>[] {
  const { setup, wanted, directoryId, matches, similar, deletion } = facts
  const directories = setup.directories.filter(({ id }) => directoryId === null || id === directoryId)
  const found: Finding<Request>[] = []
  for (const group of matches) {
    found.push(
      finding(
        'GROUP_IN_OTHER_DIRECTORY',
        'ERROR',
        `Group ${group.displayName} is in directory ${group.directoryName}, not in the one that was asked about.`,
        'Ask about that directory, or push the group from the identity provider of this one.',
        { about: [{ kind: 'group', id: group.id }] },
      ),
    )
  }
  if (deletion)
    found.push(
      finding(
        'GROUP_DELETED',
        'ERROR',
        `The group was deleted ${iso(deletion.at)} by ${deletion.by}.`,
        'The identity provider creates it anew when it is pushed again.',
      ),
    )
  found.push(...notHereFindings({ ...facts, directories }, 'Groups'))
  for (const group of similar) {
    found.push(
      finding(
        'SIMILAR_GROUP',
        'WARNING',
        `Group ${group.displayName} is in directory ${group.directoryName}, with ${count(group.memberCount, 'member', 'members')}: perhaps the same group under another name.`,
        'If so, ask about that name, or correct the name at the identity provider.',
        { about: [{ kind: 'group', id: group.id }] },
      ),
    )
  }
  const names = directories.map(({ name, groupCount }) => `${name} (${count(groupCount, 'group', 'groups')})`)
  if (names.length > 0 && matches.length === 0) {
    found.push(
      finding(
        'GROUP_NOT_HERE',
        'WARNING',
        `No group "${wanted}" is in ${names.join(' or ')}: the identity provider has not created it.`,
        null,
      ),
    )
  }
  return [...found, ...providerRules<Request>(directories, 'missingGroups')]
}
