import type { Provider } from '../../gql/graphql.ts'

/** In the order in which they are offered. Names of products are the same in every language; OTHER is said by the texts. */
export const providers = [
  'OKTA',
  'ENTRA_ID',
  'GOOGLE_WORKSPACE',
  'ONELOGIN',
  'JUMPCLOUD',
  'PING_IDENTITY',
  'OTHER',
] as const satisfies Provider[]

export const providerLabels: Record<Exclude<Provider, 'OTHER'>, string> = {
  OKTA: 'Okta',
  ENTRA_ID: 'Microsoft Entra ID',
  GOOGLE_WORKSPACE: 'Google Workspace',
  ONELOGIN: 'OneLogin',
  JUMPCLOUD: 'JumpCloud',
  PING_IDENTITY: 'PingOne, PingFederate',
}

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
