import type { Provider } from '../../domain/directory.ts'

/** What a request shows of who sent it. */
export type Traces = {
  userAgent: string | undefined
  /** As it was sent, with its query. */
  url: string
  body: unknown
  /** What the directory says of itself; undefined when the request reached none. */
  configured: Provider | undefined
}

/** Names by which identity providers call themselves. */
const vendors: readonly (readonly [RegExp, Provider])[] = [
  [/\bokta\b/i, 'OKTA'],
  [/\b(?:azure|entra|aad)\b|azuread/i, 'ENTRA_ID'],
  [/\bgoogle\b/i, 'GOOGLE_WORKSPACE'],
  [/\bonelogin\b/i, 'ONELOGIN'],
  [/\bjumpcloud\b/i, 'JUMPCLOUD'],
  [/\bping(?:federate|one|datasync|directory|identity)\b/i, 'PING_IDENTITY'],
  [/authentik|keycloak|sailpoint|identitynow|rippling|cyberark|idaptive|workos|saviynt/i, 'OTHER'],
]

/** Tools in the hands of a person: whatever is configured, this is not it. */
const tools = /\b(?:curl|wget|postman(?:runtime)?|insomnia|httpie|bruno(?:runtime)?|hoppscotch|powershell|mozilla)\b/i

/** The identity provider as the request makes it known; null when it does not. A guess for people: nothing is decided by it. */
export function guessProvider(traces: Traces): Provider | null {
  const { userAgent = '' } = traces
  return vendors.find(([name]) => name.test(userAgent))?.[1] ?? guessByShape(traces) ?? believable(traces)
}

const entraUrn = 'http://schemas.microsoft.com/2006/11/resourcemanagement/adscim/'
const oneLoginUrn = 'urn:scim:schemas:core:2.0'

function guessByShape({ userAgent, url, body }: Traces): Provider | undefined {
  const urns = textsIn(body, 'schemas')
  if (urns.some((urn) => urn.toLowerCase().startsWith(entraUrn))) return 'ENTRA_ID'
  const operations = operationsIn(body)
  if (operations.length > 0 && operations.every((op) => /^(?:Add|Replace|Remove)$/.test(op))) return 'ENTRA_ID'
  if (urns.includes(oneLoginUrn)) return 'ONELOGIN'
  // OneLogin ends its URLs with an empty query, and does not say who it is.
  if (!userAgent && /[?&]$/.test(url)) return 'ONELOGIN'
  return undefined
}

/** The configured one, unless the request speaks against it. */
function believable({ userAgent, configured }: Traces): Provider | null {
  if (configured === undefined || configured === 'OTHER') return null
  // Okta always names itself.
  if (configured === 'OKTA' || tools.test(userAgent ?? '')) return null
  return configured
}

function textsIn(body: unknown, key: string): string[] {
  const value = (body as Record<string, unknown> | null | undefined)?.[key]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

function operationsIn(body: unknown): string[] {
  const operations = (body as Record<string, unknown> | null | undefined)?.['Operations']
  if (!Array.isArray(operations)) return []
  return operations.map((operation: unknown) => String((operation as { op?: unknown } | null)?.op))
}
