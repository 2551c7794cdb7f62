import { viewerActor, type Viewer } from '../access/viewer.ts'
import { DomainError } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import type { SsoState, UserMatching } from '../domain/sso.ts'
import { checkSsoPlan } from '../commands/set-up-sso.ts'
import { findTeam } from '../store/team.ts'
import { requires } from './authorization.ts'
import { builder } from './builder.ts'
import { SsoStateEnum, UserMatchingEnum } from './change-state.ts'
import type { Context } from './context.ts'
import { cursorAfter } from './cursor.ts'
import { Directory } from './directory.ts'
import { orRefusal, resultUnion } from './errors.ts'
import { requireId, requireTeam } from './reach.ts'
import { Team } from './team.ts'

export const SsoConnection = builder.prismaNode('SsoConnection', {
  description: "A team's OpenID Connect connection. Its client secret is never shown.",
  id: { field: 'id' },
  select: { id: true, teamId: true },
  authScopes: { read: true },
  fields: (t) => ({
    issuer: t.exposeString('issuer'),
    clientId: t.exposeString('clientId'),
    hasClientSecret: t.boolean({
      description: 'A public client has none.',
      select: { clientSecret: true },
      resolve: ({ clientSecret }) => clientSecret !== null,
    }),
    state: t.field({
      description: 'SCIM is served while it is ACTIVE.',
      type: SsoStateEnum,
      select: { isReplacement: true, team: { select: { ssoState: true } } },
      resolve: ({ isReplacement, team }): SsoState => (isReplacement ? 'PENDING' : ((team.ssoState as SsoState | null) ?? 'PENDING')),
    }),
    stateReason: t.exposeString('stateReason', { description: 'Why it is in this state, for people.' }),
    stateSince: t.expose('stateSince', { type: 'DateTime' }),
    verifiedAt: t.expose('verifiedAt', {
      description: 'When an administrator had really signed in through it for the first time.',
      type: 'DateTime',
      nullable: true,
    }),
    lastError: t.exposeString('lastError', {
      description: 'What was wrong with the identity provider, while it is the last thing that was heard of it.',
      nullable: true,
    }),
    lastErrorAt: t.expose('lastErrorAt', { type: 'DateTime', nullable: true }),
    userMatching: t.field({
      type: UserMatchingEnum,
      select: { userMatching: true },
      resolve: ({ userMatching }) => userMatching as UserMatching,
    }),
    matchingClaim: t.exposeString('matchingClaim', { description: 'The claim that is compared with that attribute.' }),
    trustsEmail: t.exposeBoolean('trustsEmail', {
      description: 'An e-mail address counts although the provider does not say that it is verified.',
    }),
    directory: t.relation('directory', {
      description: 'Where people are looked for; null: in all directories of the team, where one match alone counts.',
      type: Directory,
      nullable: true,
    }),
    replacement: t.prismaField({
      description: 'Takes its place when an administrator has signed in through it.',
      type: 'SsoConnection',
      nullable: true,
      select: { teamId: true, isReplacement: true },
      resolve: (query, { teamId, isReplacement }, _, { database }) =>
        isReplacement
          ? null
          : database.ssoConnection.findUnique({ ...query, where: { teamId_isReplacement: { teamId, isReplacement: true } } }),
    }),
    signInUrl: t.string({
      description: 'Where people of the team sign in; for the tile in the identity provider.',
      resolve: ({ teamId }, _, { publicUrl }) => `${publicUrl()}/sign-in/${toId('team', teamId)}`,
    }),
    redirectUri: t.string({ description: 'To be registered at the identity provider.', resolve: (_, __, { sso }) => sso.redirectUri() }),
  }),
})

builder.prismaObjectField(Team, 'ssoConnection', (t) =>
  t.prismaField({
    type: SsoConnection,
    nullable: true,
    resolve: (query, { id }, _, { database }) =>
      database.ssoConnection.findUnique({ ...query, where: { teamId_isReplacement: { teamId: id, isReplacement: false } } }),
  }),
)

const sessionOf = (viewer: Viewer) => (viewer.kind === 'PERSON' ? { id: viewer.sessionId, signedInAt: viewer.signedInAt } : undefined)

const SetUpSsoInput = builder.inputType('SetUpSsoInput', {
  description: 'What is left out stays as it is, where there is a connection of this issuer and client.',
  fields: (t) => ({
    teamId: t.id({ description: 'For the platform key.' }),
    issuer: t.string({ required: true, description: 'The https URL of the identity provider; its metadata is read at once.' }),
    clientId: t.string({ required: true }),
    clientSecret: t.string({ description: 'Kept encrypted and never shown. null, or left out of a new connection: a public client.' }),
    userMatching: t.field({ type: UserMatchingEnum, description: 'EXTERNAL_ID at first.' }),
    matchingClaim: t.string({ description: 'At first sub for EXTERNAL_ID, preferred_username for USER_NAME, email for EMAIL.' }),
    trustsEmail: t.boolean({
      description: 'For a provider that does not send email_verified and has only addresses that your company gave out. false at first.',
    }),
    directoryId: t.id({ description: 'Where people are looked for. null: in all directories of the team, where one match alone counts.' }),
  }),
})

const DeactivateSsoInput = builder.inputType('DeactivateSsoInput', {
  fields: (t) => ({ teamId: t.id({ description: 'For the platform key.' }), reason: t.string({ description: 'Shown with the state.' }) }),
})

const ReactivateSsoInput = builder.inputType('ReactivateSsoInput', {
  fields: (t) => ({ teamId: t.id({ description: 'For the platform key.' }) }),
})

type SsoResult = { connectionId: string; changeCursor: string }

function successType(name: string, description?: string) {
  return builder.objectRef<SsoResult>(name).implement({
    ...(description === undefined ? {} : { description }),
    authScopes: { everybody: true },
    fields: (t) => ({
      ssoConnection: t.prismaField({
        type: SsoConnection,
        authScopes: { everybody: true },
        resolve: (query, { connectionId }, _, { database }) =>
          database.ssoConnection.findUniqueOrThrow({ ...query, where: { id: connectionId } }),
      }),
      changeCursor: t.expose('changeCursor', { type: 'ChangeCursor' }),
    }),
  })
}

const SetUpSsoSuccess = successType('SetUpSsoSuccess', 'The connection that was set: the one in use, or its replacement.')
const DeactivateSsoSuccess = successType('DeactivateSsoSuccess')
const ReactivateSsoSuccess = successType('ReactivateSsoSuccess')

const setUpCodes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN', 'PLAN_REQUIRED', 'RECENT_SIGN_IN_REQUIRED'] as const
const deactivateCodes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN'] as const
const reactivateCodes = ['NOT_FOUND', 'INVALID_INPUT', 'FORBIDDEN', 'PLAN_REQUIRED'] as const

builder.mutationFields((t) => ({
  setUpSso: t.field({
    description:
      'Sets the OpenID Connect connection of the team: PENDING until a listed administrator signs in through it. Once that has happened, the same issuer and client id get other settings in place; another issuer or client id becomes a replacement, which needs an administrator who signed in within 10 minutes and takes over when an administrator has signed in through it. For administrators and the platform key.',
    type: resultUnion('SetUpSsoResult', SetUpSsoSuccess, setUpCodes),
    ...requires('administrator'),
    args: { input: t.arg({ type: SetUpSsoInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(setUpCodes, async () => {
        const teamId = await requireTeam(context, input.teamId)
        const clientId = checkText('clientId', input.clientId, 255)
        const sealClientSecret = sealing(context, input.clientSecret)
        await checkTeamPlan(context, teamId)
        const committed = await context.commands.setUpSso({
          teamId,
          actor: viewerActor(context.viewer),
          issuer: await context.sso.discoverIssuer(input.issuer),
          clientId,
          sealClientSecret,
          userMatching: input.userMatching ?? undefined,
          matchingClaim: input.matchingClaim ?? undefined,
          trustsEmail: input.trustsEmail ?? undefined,
          directoryId: input.directoryId == null ? input.directoryId : requireId('directory', input.directoryId),
          session: sessionOf(context.viewer),
        })
        return { connectionId: committed.value.id, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
  deactivateSso: t.field({
    description:
      'Takes the SSO connection out of use, and SCIM with it, until reactivateSso. Signing in stays possible. For administrators and the platform key.',
    type: resultUnion('DeactivateSsoResult', DeactivateSsoSuccess, deactivateCodes),
    ...requires('administrator'),
    args: { input: t.arg({ type: DeactivateSsoInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(deactivateCodes, async () => {
        const teamId = await requireTeam(context, input.teamId)
        const actor = viewerActor(context.viewer)
        const committed = await context.commands.deactivateSso({ teamId, actor, cause: 'BY_HAND', reason: input.reason ?? undefined })
        return { connectionId: committed.value.id, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
  reactivateSso: t.field({
    description: 'Puts an inactive SSO connection to use again. For administrators and the platform key.',
    type: resultUnion('ReactivateSsoResult', ReactivateSsoSuccess, reactivateCodes),
    ...requires('administrator'),
    args: { input: t.arg({ type: ReactivateSsoInput, required: true }) },
    resolve: (_, { input }, context) =>
      orRefusal(reactivateCodes, async () => {
        const teamId = await requireTeam(context, input.teamId)
        const committed = await context.commands.reactivateSso({ teamId, actor: viewerActor(context.viewer) })
        return { connectionId: committed.value.id, changeCursor: await cursorAfter(context, teamId, committed) }
      }),
  }),
}))

/** Undefined: nothing is said of it. */
function sealing(
  { sso }: Context,
  secret: string | null | undefined,
): ((connectionId: string) => Uint8Array<ArrayBuffer>) | null | undefined {
  return secret == null ? secret : sso.sealClientSecret(checkText('clientSecret', secret, 2_000))
}

// RFC 6749 appendix A.1, A.2: visible ASCII. The value itself is in no error: it may be a secret.
function checkText(name: string, value: string, mostCharacters: number): string {
  const text = value.trim()
  if (text === '' || text.length > mostCharacters || !/^[\x20-\x7e]*$/.test(text))
    throw new DomainError('INVALID_INPUT', `${name} must be 1 to ${mostCharacters} characters of ASCII, as the identity provider shows it.`)
  return text
}

/** Before anybody is asked over the network; the command looks again. */
async function checkTeamPlan({ database }: Context, teamId: string): Promise<void> {
  const team = await findTeam(database, teamId)
  if (!team) throw new DomainError('NOT_FOUND', `Team ${toId('team', teamId)} does not exist.`)
  checkSsoPlan(team)
}
