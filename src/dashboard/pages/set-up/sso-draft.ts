import type { SetUpSsoInput, SsoFactsFragment, UserMatching } from '../../gql/graphql.ts'

/** The form of single sign-on as far as it is filled in. */
export type SsoDraft = {
  issuer: string
  clientId: string
  clientSecret: string
  isPublic: boolean
  userMatching: UserMatching
  matchingClaim: string
  trustsEmail: boolean
  directoryId: string
}

export type EditedSso = 'connection' | 'replacement'

export const allDirectories = 'all'
export const usualClaims: Record<UserMatching, string> = { EXTERNAL_ID: 'sub', USER_NAME: 'preferred_username', EMAIL: 'email' }

export function draftOf(initial: SsoFactsFragment | null): SsoDraft {
  return {
    issuer: initial?.issuer ?? '',
    clientId: initial?.clientId ?? '',
    clientSecret: '',
    isPublic: initial ? !initial.hasClientSecret : false,
    userMatching: initial?.userMatching ?? 'EXTERNAL_ID',
    matchingClaim: initial?.matchingClaim ?? usualClaims.EXTERNAL_ID,
    trustsEmail: initial?.trustsEmail ?? false,
    directoryId: initial?.directory?.id ?? allDirectories,
  }
}

/** A secret that is left empty is left as it is. */
export function inputOf(draft: SsoDraft): SetUpSsoInput {
  const { issuer, clientId, clientSecret, isPublic, userMatching, matchingClaim, trustsEmail, directoryId } = draft
  const secret = isPublic ? { clientSecret: null } : clientSecret === '' ? {} : { clientSecret }
  return {
    issuer: issuer.trim(),
    clientId: clientId.trim(),
    ...secret,
    userMatching,
    matchingClaim: matchingClaim.trim(),
    trustsEmail,
    directoryId: directoryId === allDirectories ? null : directoryId,
  }
}

export function isSameClient(draft: SsoDraft, connection: SsoFactsFragment | null): boolean {
  return connection !== null && draft.issuer.trim() === connection.issuer && draft.clientId.trim() === connection.clientId
}

const kept = 'headcount.sso-draft'
type Kept = { teamId: string; edited: EditedSso; draft: SsoDraft }

/** For whoever leaves to sign in again and comes back in this tab. The secret is not kept. */
export function keepDraft({ teamId, edited, draft }: Kept): void {
  sessionStorage.setItem(kept, JSON.stringify({ teamId, edited, draft: { ...draft, clientSecret: '' } }))
}

/** What was kept of this team. */
export function keptDraft(teamId: string): Omit<Kept, 'teamId'> | null {
  const text = sessionStorage.getItem(kept)
  const found = text === null ? null : (JSON.parse(text) as Kept)
  return found?.teamId === teamId ? found : null
}

export function forgetDraft(): void {
  sessionStorage.removeItem(kept)
}
