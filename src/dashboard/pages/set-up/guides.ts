import type { Provider } from '../../gql/graphql.ts'

/** The pages of docs/providers/, each loaded when it is opened. */
const texts: Record<Provider, () => Promise<{ default: string }>> = {
  OKTA: () => import('../../../../docs/providers/okta.md?raw'),
  ENTRA_ID: () => import('../../../../docs/providers/entra-id.md?raw'),
  GOOGLE_WORKSPACE: () => import('../../../../docs/providers/google-workspace.md?raw'),
  ONELOGIN: () => import('../../../../docs/providers/onelogin.md?raw'),
  JUMPCLOUD: () => import('../../../../docs/providers/jumpcloud.md?raw'),
  PING_IDENTITY: () => import('../../../../docs/providers/ping-identity.md?raw'),
  OTHER: () => import('../../../../docs/providers/generic.md?raw'),
}

export async function loadGuide(provider: Provider): Promise<string> {
  return (await texts[provider]()).default
}
