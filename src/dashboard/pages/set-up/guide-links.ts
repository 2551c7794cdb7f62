import type { Provider } from '../../gql/graphql.ts'

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
