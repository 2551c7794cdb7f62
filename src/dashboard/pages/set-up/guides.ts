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

/** Which guide a link of one guide leads to; undefined when it leads elsewhere. */
export function guideOfLink(href: string): Provider | undefined {
  const names: Record<string, Provider> = {
    'okta.md': 'OKTA',
    'entra-id.md': 'ENTRA_ID',
    'google-workspace.md': 'GOOGLE_WORKSPACE',
    'onelogin.md': 'ONELOGIN',
    'jumpcloud.md': 'JUMPCLOUD',
    'ping-identity.md': 'PING_IDENTITY',
    'generic.md': 'OTHER',
  }
  return names[href.split('#', 1)[0]!.replace(/^\.\//, '')]
}

export type OwnValues = { scimUrl?: string; tokenUrl?: string; redirectUri: string; signInUrl: string }

/** The guide with this team's own addresses where it says `https://<host>/…`. */
export function withOwnValues(text: string, { scimUrl, tokenUrl, redirectUri, signInUrl }: OwnValues): string {
  const own: [string, string | undefined][] = [
    ['https://<host>/scim/v2/dir-…', scimUrl],
    ['https://<host>/oauth/dir-…/token', tokenUrl],
    ['https://<host>/sso/callback', redirectUri],
    ['https://<host>/sign-in/team-…', signInUrl],
  ]
  return own.reduce((filled, [placeholder, value]) => (value === undefined ? filled : filled.replaceAll(placeholder, value)), text)
}
