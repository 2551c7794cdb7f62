import type { Provider } from '../../domain/directory.ts'
import { entraId } from './providers/entra-id.ts'
import { googleWorkspace } from './providers/google-workspace.ts'
import { jumpcloud } from './providers/jumpcloud.ts'
import { okta } from './providers/okta.ts'
import { onelogin } from './providers/onelogin.ts'
import { other } from './providers/other.ts'
import { pingIdentity } from './providers/ping-identity.ts'
import type { ProviderTest } from './step.ts'

/** What each identity provider sends when its connection is tested and first used, written by hand from what it is known to send. */
export const providerTests: Readonly<Record<Provider, ProviderTest>> = {
  OKTA: okta,
  ENTRA_ID: entraId,
  GOOGLE_WORKSPACE: googleWorkspace,
  ONELOGIN: onelogin,
  JUMPCLOUD: jumpcloud,
  PING_IDENTITY: pingIdentity,
  OTHER: other,
}
