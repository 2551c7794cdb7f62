import { signIn, type SignInInput, type SignedInPerson } from '../../src/commands/sign-in.ts'
import { fromId } from '../../src/domain/id.ts'
import type { ProvenIdentity } from '../../src/domain/sso.ts'
import type { StartedApp } from './start-app.ts'

export const testIssuer = 'https://login.example'

/** A sign-in as it is after the checks of the protocol: this is what the identity provider proved. */
export function signInAs(
  { app }: Pick<StartedApp, 'app'>,
  teamId: string,
  identity: Partial<ProvenIdentity> & { subject: string },
  options: Partial<SignInInput> = {},
): Promise<SignedInPerson> {
  return signIn(app.database, {
    teamId: fromId('team', teamId)!,
    connectionId: null,
    identity: { issuer: testIssuer, email: null, isEmailVerified: false, matchingValue: null, ...identity },
    userMatching: 'USER_NAME',
    directoryId: null,
    onlyAdministrators: false,
    userAgent: undefined,
    sessionSecretBefore: undefined,
    sessionHours: 12,
    ...options,
  })
}

/** Lists somebody and signs them in; answers the Cookie header. */
export async function signedInAdministrator(node: Pick<StartedApp, 'app'>, teamId: string, email: string): Promise<string> {
  const actor = { kind: 'SYSTEM', id: null, label: 'Test' } as const
  await node.app.commands.addAdministrator({ teamId: fromId('team', teamId)!, actor, email })
  return cookieOf(await signInAs(node, teamId, { subject: email, email, isEmailVerified: true }))
}

/** Signs the directory user of this name in; answers the Cookie header. */
export async function signedInUser(node: Pick<StartedApp, 'app'>, teamId: string, userName: string): Promise<string> {
  return cookieOf(await signInAs(node, teamId, { subject: userName, matchingValue: userName }))
}

export function cookieOf({ secret }: Pick<SignedInPerson, 'secret'>): string {
  return `headcount=${secret}`
}
