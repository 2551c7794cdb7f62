import type { FoundSession, SessionFinder } from '../access/session.ts'
import { sessionSecretIn, type OwnSite } from '../access/session-secret.ts'
import type { FoundViewer, ViewerFinder } from '../access/viewer.ts'

/** What a request or connection comes with: the value of an Authorization header, or the secret of a session out of a cookie. */
export type Credential = { authorization: string } | { session: string }

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** A request with an Authorization header is never one by cookie. Whether a cookie counts from where the request came is for the door to ask. */
export function credentialIn(headers: Headers, site: OwnSite): Credential | undefined {
  const { authorization } = headers
  if (typeof authorization === 'string') return { authorization }
  const session = sessionSecretIn(headers, site)
  return session === undefined ? undefined : { session }
}

export type Finders = { viewers: ViewerFinder; sessions: SessionFinder }

/** For connections, which are told when their access ends: of a key what was found in the last seconds counts, sessions are always looked up. */
export function findForConnection({ viewers, sessions }: Finders, credential: Credential): Promise<FoundViewer | FoundSession> {
  return 'session' in credential ? sessions.find(credential.session) : viewers.findRecent(credential.authorization)
}
