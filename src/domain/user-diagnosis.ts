import { comparisonKey } from './attributes.ts'
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
  type FoundUser,
  type LoggedRequest,
} from './diagnosis.ts'
import { providerGuides } from './provider-guide.ts'
import { count, iso, told } from './directory-facts.ts'
import { notHereFindings } from './not-here-diagnosis.ts'
import type { SetupFacts } from './setup.ts'

export type UserFacts<Request> = {
  setup: SetupFacts
  /** As they were asked for: a userName, an e-mail address, an externalId, or an id as the doors show it. */
  wanted: string
  /** Whether that is an id. */
  isId: boolean
  /** Where they are looked for; null: in all directories of the team. */
  directoryId: string | null
  /** Of the whole team. */
  matches: readonly FoundUser[]
  /** Of the whole team, with names close to the wanted one; the closest first. */
  similar: readonly FoundUser[]
  deletion: Deletion | null
  /** The newest ones of the team, where there is neither a match nor a deletion. */
  directoryDeletions: readonly DirectoryDeletion[]
  /** Of the inactive matches those whose last deactivation the log has, by their id. */
  deactivations: ReadonlyMap<string, Deletion>
  /** Refused requests, the newest first. */
  failures: readonly Request[]
}

/** Why does this person not arrive? */
export function diagnoseUser<Request extends LoggedRequest>(facts: UserFacts<Request>): Finding<Request>[] {
  const { matches, directoryId } = facts
  const here = matches.filter((user) => directoryId === null || user.directoryId === directoryId)
  const found = here.flatMap((user) => ofUserHere(facts, user))
  return inOrder(here.length > 0 ? [...found, ...gateFindings(facts.setup, facts.failures)] : ofUserNotHere(facts))
}

function ofUserHere<Request extends LoggedRequest>(facts: UserFacts<Request>, user: FoundUser): Finding<Request>[] {
  const { setup, wanted, failures } = facts
  const about: About[] = [{ kind: 'user', id: user.id }]
  const guide = providerGuides[user.provider]
  const found: Finding<Request>[] = []
  const where = `${called(user)} is in directory ${user.directoryName}`
  if (!user.active) {
    const deactivation = facts.deactivations.get(user.id)
    const why = deactivation
      ? `${deactivation.by} deactivated them ${iso(deactivation.at)}`
      : 'they arrived inactive, or were deactivated before the log begins'
    found.push(
      finding(
        'USER_INACTIVE',
        'ERROR',
        `${where} and inactive: ${why}.`,
        `Assign or reactivate them at the identity provider (${guide.people}; ${guide.page}).`,
        { about },
      ),
    )
  }
  const own = failures.filter(({ path }) => path.includes(user.id))
  if (own.length > 0) {
    const message = `${count(own.length, 'request', 'requests')} about ${called(user)} ${own.length === 1 ? 'was' : 'were'} refused lately. ${told(own[0]!)}`
    found.push(
      finding('UPDATES_REFUSED', 'WARNING', message, 'Mend what the answer names, then let the identity provider try again.', {
        requests: own,
        about,
      }),
    )
  }
  if (user.active && user.groupCount === 0) {
    found.push(
      finding(
        'USER_IN_NO_GROUP',
        'WARNING',
        `${where} and in no group, so no limit of a group applies to them.`,
        `Push a group that they are in (${guide.groups}; ${guide.page}).`,
        { about },
      ),
    )
  }
  const name = comparisonKey(wanted)
  const isOtherName = comparisonKey(user.userName) !== name && !wanted.endsWith(user.id)
  if (isOtherName) {
    found.push(
      finding(
        'USER_HAS_OTHER_NAME',
        'INFO',
        `${where} under the userName "${user.userName}"; "${wanted}" is their ${matchedBy(user, name)}.`,
        null,
        { about },
      ),
    )
  }
  found.push(
    finding(
      'USER_IS_HERE',
      'INFO',
      `${where}, ${user.active ? 'active' : 'inactive'}, in ${count(user.groupCount, 'group', 'groups')}.`,
      null,
      { about },
    ),
  )
  const directory = setup.directories.find(({ id }) => id === user.directoryId)
  if (directory) found.push(...directoryFindings(setup, directory, failures).filter(({ code }) => code !== 'LAST_CONTACT'))
  return found
}

function ofUserNotHere<Request extends LoggedRequest>(facts: UserFacts<Request>): Finding<Request>[] {
  const { setup, wanted, directoryId, matches, similar, deletion } = facts
  const directories = setup.directories.filter(({ id }) => directoryId === null || id === directoryId)
  const found: Finding<Request>[] = []
  for (const user of matches) {
    found.push(
      finding(
        'USER_IN_OTHER_DIRECTORY',
        'ERROR',
        `${called(user)} is in directory ${user.directoryName}, not in the one that was asked about.`,
        'Ask about that directory, or assign them at the identity provider of this one.',
        { about: [{ kind: 'user', id: user.id }] },
      ),
    )
  }
  if (deletion)
    found.push(
      finding(
        'USER_DELETED',
        'ERROR',
        `The user was deleted ${iso(deletion.at)} by ${deletion.by}.`,
        'The identity provider creates them anew when they are assigned again.',
      ),
    )
  found.push(...notHereFindings({ ...facts, directories }, 'Users'))
  for (const user of similar) {
    found.push(
      finding(
        'SIMILAR_USER',
        'WARNING',
        `${called(user)} is in directory ${user.directoryName}${user.email && user.email !== user.userName ? ` with the e-mail address ${user.email}` : ''}: perhaps the same person under another name.`,
        'If so, ask about that name, or correct the name at the identity provider.',
        { about: [{ kind: 'user', id: user.id }] },
      ),
    )
  }
  const names = directories.map(({ name, userCount }) => `${name} (${count(userCount, 'user', 'users')})`)
  if (names.length > 0 && matches.length === 0) {
    found.push(
      finding(
        'USER_NOT_HERE',
        'WARNING',
        `No user "${wanted}" is in ${names.join(' or ')}: the identity provider has not created them.`,
        null,
      ),
    )
  }
  return [...found, ...providerRules<Request>(directories, 'missingPeople')]
}

function matchedBy(user: FoundUser, name: string): string {
  if (user.email !== null && comparisonKey(user.email) === name) return 'e-mail address'
  return user.externalId !== null && comparisonKey(user.externalId) === name ? 'externalId' : 'other e-mail address'
}

function called({ userName, displayName }: FoundUser): string {
  return displayName === null || displayName === userName ? `User ${userName}` : `User ${userName} (${displayName})`
}
