import { DomainError } from './errors.ts'

/** Why somebody is not let in; the door says it in their language. */
export type SignInRefusal =
  | 'TEAM_GONE'
  | 'SET_UP_ANEW'
  | 'DEACTIVATED'
  | 'NOT_ACTIVE_YET'
  | 'AMBIGUOUS'
  | 'UNKNOWN'
  | 'NOT_LISTED'
  | 'LINK_OVER'
  | 'LINK_PAST_SSO'

/** `teamName` where the reader may know it. */
export function signInRefused(reason: SignInRefusal, message: string, teamName = ''): DomainError {
  return new DomainError('SIGN_IN_REFUSED', message, { reason, teamName })
}
