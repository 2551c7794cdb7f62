import { DomainError } from './errors.ts'

export type Plan = 'FREE' | 'PRO' | 'ENTERPRISE'
export const plans: readonly Plan[] = ['FREE', 'PRO', 'ENTERPRISE']

export type TeamGate = { name: string; plan: Plan; ssoIsActive: boolean }

/** SCIM is set up and served only on the Enterprise plan with an active SSO connection; says what is missing, or nothing. */
export function scimRefusal(team: TeamGate): DomainError | undefined {
  if (team.plan !== 'ENTERPRISE') {
    return new DomainError(
      'PLAN_REQUIRED',
      `SCIM needs the Enterprise plan; team ${team.name} is on ${team.plan}. Upgrade the team, then let the identity provider try again: nothing was changed.`,
    )
  }
  if (!team.ssoIsActive) {
    return new DomainError(
      'SSO_REQUIRED',
      `SCIM needs an active SSO connection; team ${team.name} has none. Set up single sign-on and sign in through it once, then let the identity provider try again: nothing was changed.`,
    )
  }
  return undefined
}
