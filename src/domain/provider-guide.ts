import type { Provider } from './directory.ts'

/** What Headcount knows of an identity provider, for sentences to people. The pages of docs/providers/ say the same at length. */
export type ProviderGuide = {
  /** As people call it. */
  label: string
  /** The page of docs/providers/. */
  page: string
  /** Where its console takes the URL and the token. */
  connection: string
  /** Where its console says who is pushed. */
  people: string
  /** Where its console says which groups are pushed. */
  groups: string
  /** Where its console shows what it sent and what it was answered. */
  log: string
  /** After how many hours of silence something is wrong; null where nothing is sent while nothing changes. */
  longestSilenceHours: number | null
  /** Why a person may never be sent, the likeliest reason first. */
  missingPeople: readonly string[]
  /** Why a group may never be sent, or without its members. */
  missingGroups: readonly string[]
}

export const providerGuides: Readonly<Record<Provider, ProviderGuide>> = {
  OKTA: {
    label: 'Okta',
    page: 'docs/providers/okta.md',
    connection: 'Provisioning › Integration of the app',
    people: 'Assignments of the app',
    groups: 'Push Groups of the app',
    log: 'Reports › System Log, and Dashboard › Tasks',
    longestSilenceHours: null,
    missingPeople: [
      'Okta pushes only people who are assigned to the app, themselves or through a group on its Assignments page.',
      'Okta pushes nobody while "Create Users" is off under Provisioning › To App.',
      'Whoever was assigned before provisioning was switched on is not pushed by itself: use "Provision User" on the Assignments page.',
      'Okta does not send a refused person again by itself: the task waits under Dashboard › Tasks until it is retried.',
    ],
    missingGroups: [
      'Okta pushes only groups that are listed on the Push Groups page; a group that assigns people to the app is not pushed for that.',
      'Okta pushes of a group only the members that are assigned to the app, and does not know a member that has not been pushed before the group.',
      'A push that failed once stays in error on the Push Groups page: use "Push now" on it.',
    ],
  },
  ENTRA_ID: {
    label: 'Microsoft Entra ID',
    page: 'docs/providers/entra-id.md',
    connection: 'Provisioning › Connectivity (Admin Credentials) of the enterprise application',
    people: 'Users and groups of the enterprise application',
    groups: 'Users and groups of the enterprise application',
    log: 'Provisioning logs of the enterprise application; "Provision on demand" tries one person at once',
    longestSilenceHours: 4,
    missingPeople: [
      'Entra works in cycles of about 40 minutes, and the first one takes longer: somebody who was just assigned is not here yet. "Provision on demand" does not wait.',
      'With the scope "Sync only assigned users and groups" only those under Users and groups are pushed, and of an assigned group only its direct members.',
      'A scoping filter of the user mapping leaves people out without an error; the provisioning log says "skipped".',
      'When most calls fail, Entra puts the job into quarantine and tries once a day; after mending the cause choose "Restart provisioning".',
    ],
    missingGroups: [
      'Entra does not expand nested groups: members of a group inside the assigned group are not pushed. Assign the inner group too.',
      'Groups are pushed only while the mapping "Provision Microsoft Entra ID Groups" is enabled, and assigning groups needs a plan of Entra that has it.',
      'Entra makes a group empty first and adds the members in later calls, in the same cycle or in the next one.',
      'A member that is out of scope is left out of the group without an error.',
    ],
  },
  GOOGLE_WORKSPACE: {
    label: 'Google Workspace',
    page: 'docs/providers/google-workspace.md',
    connection: 'Autoprovisioning of the app, which Google offers for apps of its catalogue alone',
    people: 'User access and the provisioning scope of the app',
    groups: 'nowhere: Google pushes no groups',
    log: 'Reporting › Audit and investigation in the Admin console',
    longestSilenceHours: null,
    missingPeople: [
      'Google Workspace has no SCIM client for apps outside its catalogue: by itself it pushes nobody to Headcount. Another identity provider, or a program of your own, has to push in its place.',
      'Where something pushes on its behalf every few hours, somebody new appears with the next run.',
    ],
    missingGroups: ['Google Workspace pushes no groups to apps. Another identity provider, or a program of your own, has to push them.'],
  },
  ONELOGIN: {
    label: 'OneLogin',
    page: 'docs/providers/onelogin.md',
    connection: 'Configuration of the SCIM app',
    people: 'Access of the app, or Applications of the user',
    groups: 'Parameters › Groups and Rules of the app',
    log: 'Users of the app (status) and Activity › Events',
    longestSilenceHours: null,
    missingPeople: [
      'With "Require admin approval before this action is performed" each person waits as "pending" on the Users page of the app until somebody approves.',
      'Only people who have the app, by a role or by hand, are pushed, and only while "Enable provisioning" is on.',
      'A person without a value for a field that the SCIM JSON Template uses is not sent, and shows as failed on the Users page of the app.',
    ],
    missingGroups: [
      'OneLogin pushes groups only when the parameter Groups is included in user provisioning and a rule of the app sets groups.',
      'After a rule was changed, use "Reapply entitlement mappings" so that it counts for those who have the app already.',
    ],
  },
  JUMPCLOUD: {
    label: 'JumpCloud',
    page: 'docs/providers/jumpcloud.md',
    connection: 'Identity Management of the application',
    people: 'User Groups of the application',
    groups: 'User Groups of the application, with "Enable management of User Groups and Group Membership in this application"',
    log: 'Directory Insights',
    longestSilenceHours: null,
    missingPeople: [
      'JumpCloud pushes people who are in a user group that is bound to the application.',
      'Nobody is pushed while the integration is not activated on the Identity Management page.',
    ],
    missingGroups: [
      'Groups are pushed only with "Enable management of User Groups and Group Membership in this application", and only those that are bound to it.',
    ],
  },
  PING_IDENTITY: {
    label: 'Ping Identity',
    page: 'docs/providers/ping-identity.md',
    connection: 'Integrations › Provisioning › Connections (PingOne), or Target of the SP connection (PingFederate)',
    people: 'User Filter of the provisioning rule (PingOne), or Source Location of the channel (PingFederate)',
    groups: 'Group Provisioning of the rule (PingOne), or Group DN of the channel (PingFederate)',
    log: 'the sync status of the rule (PingOne), or provisioner.log (PingFederate)',
    longestSilenceHours: null,
    missingPeople: [
      'PingOne pushes those whom the user filter of an enabled rule matches; PingFederate those under the source location of an active channel.',
      'The connection, the rule or the channel may be switched off: each has its own switch.',
    ],
    missingGroups: [
      'PingOne pushes the groups that the rule names under group provisioning; PingFederate those under the Group DN of the channel, to the Groups Resource URL.',
      'PingFederate may notice that somebody left a group only when something else of that person changes.',
    ],
  },
  OTHER: {
    label: 'the identity provider',
    page: 'docs/providers/generic.md',
    connection: 'the SCIM settings of its app',
    people: 'the assignments of its app',
    groups: 'the group settings of its app',
    log: 'its own provisioning log',
    longestSilenceHours: null,
    missingPeople: ['Identity providers push only those who are assigned to the app, and only while provisioning is switched on.'],
    missingGroups: ['Identity providers push only groups that were chosen for it, and of those only members that are pushed themselves.'],
  },
}

/** At the beginning of a sentence. */
export function providerName(provider: Provider): string {
  const { label } = providerGuides[provider]
  return label[0]!.toUpperCase() + label.slice(1)
}
