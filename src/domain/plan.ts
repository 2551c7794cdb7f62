import { DomainError } from './errors.ts'
import type { SsoState } from './sso.ts'

export type Plan = 'FREE' | 'PRO' | 'ENTERPRISE'
export const plans: readonly Plan[] = ['FREE', 'PRO', 'ENTERPRISE']

export type TeamGate = { name: string; plan: Plan; localSso: boolean; ssoState: SsoState | null }

/** SCIM is set up and served only on the Enterprise plan with an active SSO connection; says what is missing, or nothing. */
export function scimRefusal(team: TeamGate): DomainError | undefined {
  if (team.plan !== 'ENTERPRISE') {
    return new DomainError(
      'PLAN_REQUIRED',
      `SCIM needs the Enterprise plan; team ${team.name} is on ${team.plan}. Upgrade the team, then let the identity provider try again: nothing was changed.`,
    )
  }
  if (!isSsoActive(team)) {
    return new DomainError(
      'SSO_REQUIRED',
      `SCIM needs an active SSO connection; ${ssoLacks[team.ssoState ?? 'NONE'](team.name)}, then let the identity provider try again: nothing was changed.`,
    )
  }
  return undefined
}

export function isSsoActive({ localSso, ssoState }: Pick<TeamGate, 'localSso' | 'ssoState'>): boolean {
  return localSso || ssoState === 'ACTIVE'
}

const ssoLacks: Record<SsoState | 'NONE', (team: string) => string> = {
  NONE: (team) => `team ${team} has none. Set up single sign-on and sign in through it once`,
  PENDING: (team) => `that of team ${team} is pending. Let an administrator sign in through it once`,
  INACTIVE: (team) =>
    `that of team ${team} is inactive; the connection says why. Sign in through it once it works, or have an administrator reactivate it if it was deactivated by hand`,
  ACTIVE: (team) => `that of team ${team} is active`,
}
