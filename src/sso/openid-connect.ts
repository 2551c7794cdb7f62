import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type ClientAuth,
  type CustomFetch,
  type ServerMetadata,
} from 'openid-client'
import { DomainError } from '../domain/errors.ts'
import type { ProvenIdentity } from '../domain/sso.ts'
import { UnopenableSecret, type Sealer } from '../store/sealed-secret.ts'
import type { SsoConnection } from '../store/sso-connection.ts'
import { identityOf, type Claims } from './claims.ts'
import { IssuerFetchError, type IssuerFetch } from './issuer-fetch.ts'
import { SignInFailure, toSignInFailure, type SignInProgress } from './sign-in-failure.ts'

/** What is kept of a sign-in while the person is at the provider. */
export type Handshake = { state: string; nonce: string; codeVerifier: string }

/** All throw SignInFailure, except `discoverIssuer`. */
export type OpenidConnect = {
  /** The issuer's own name for itself; a DomainError INVALID_INPUT says why it cannot be used. */
  discoverIssuer(issuer: string): Promise<string>
  /** Where the browser goes to sign in, with a fresh state, nonce and code verifier. */
  begin(connection: SsoConnection): Promise<Handshake & { url: string }>
  /** Who came back with these parameters of the callback: RFC 6749 §4.1, RFC 7636, RFC 9207, OpenID Connect Core §3.1.3. */
  prove(connection: SsoConnection, handshake: Handshake, parameters: URLSearchParams): Promise<ProvenIdentity>
}

export type OpenidConnectOptions = {
  fetch: IssuerFetch
  /** Whether this host may speak plain http. */
  mayBePlain(hostname: string): boolean
  sealer: Sealer
  redirectUri(): string
  metadataMilliseconds?: number
}

const mostKept = 1_000
const failureMilliseconds = 1_000

/** The protocol, without any of our rows: who is admitted as whom is decided elsewhere. */
export function createOpenidConnect(options: OpenidConnectOptions): OpenidConnect {
  const { fetch, sealer, redirectUri, metadataMilliseconds = 300_000 } = options
  // By connection, so that no team learns from the time of an answer whom another one uses.
  const kept = new Map<string, { metadata: Promise<ServerMetadata>; until: number }>()

  function metadataOf({ id, issuer }: SsoConnection): Promise<ServerMetadata> {
    const known = kept.get(id)
    if (known && known.until > performance.now()) return known.metadata
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
    const metadata = discoverMetadata(issuer, options).then((found) => {
      if (found.issuer !== issuer) throw new SignInFailure('PROVIDER', `The identity provider at ${issuer} calls itself ${found.issuer}.`)
      return found
    })
    kept.set(id, { metadata, until: performance.now() + metadataMilliseconds })
    // A failure is kept for a moment: a crowd that comes meanwhile asks the provider once, and is one failure (provider-health.ts).
    metadata.catch(() => kept.set(id, { metadata, until: performance.now() + failureMilliseconds }))
    return metadata
  }

  /** Of one sign-in: the provider's keys are asked for in each, so that one that it withdrew is not trusted and a new one is known. */
  function configure(connection: SsoConnection, metadata: ServerMetadata, ask: IssuerFetch): Configuration {
    const { clientId, id, clientSecret } = connection
    const secret = clientSecret === null ? null : openSecret(sealer, clientSecret, id)
    const configuration = new Configuration(metadata, clientId, {}, clientAuthentication(metadata, secret))
    configuration[customFetch] = ask as CustomFetch
    // Which hosts may speak plain http is decided by the fetch.
    allowInsecureRequests(configuration)
    // OpenID Connect Core §3.1.3.7 lets TLS stand for the signature; here it is always checked.
    enableNonRepudiationChecks(configuration)
    return configuration
  }

  return {
    async discoverIssuer(issuer) {
      checkIssuerForm(issuer)
      try {
        return (await discoverMetadata(issuer, options)).issuer
      } catch (error) {
        if (error instanceof SignInFailure) throw new DomainError('INVALID_INPUT', `issuer ${issuer} cannot be used. ${error.message}`)
        throw error
      }
    },
    async begin(connection) {
      const metadata = await metadataOf(connection)
      const handshake = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() }
      const url = buildAuthorizationUrl(configure(connection, metadata, fetch), {
        redirect_uri: redirectUri(),
        scope: 'openid email profile',
        state: handshake.state,
        nonce: handshake.nonce,
        code_challenge: await calculatePKCECodeChallenge(handshake.codeVerifier),
        code_challenge_method: 'S256',
      })
      return { ...handshake, url: url.href }
    },
    async prove(connection, { state, nonce, codeVerifier }, parameters) {
      const metadata = await metadataOf(connection)
      const callback = readCallback(metadata, parameters)
      const reached: { progress: SignInProgress } = { progress: 'NOT_EXCHANGED' }
      const configuration = configure(connection, metadata, noticing(fetch, metadata, reached))
      const url = new URL(redirectUri())
      url.search = callback.toString()
      try {
        const tokens = await authorizationCodeGrant(configuration, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        })
        const idToken = tokens.claims() as Claims & { sub: string }
        const userInfo = needsUserInfo(connection, idToken, metadata)
          ? ((await fetchUserInfo(configuration, tokens.access_token, idToken.sub)) as Claims)
          : {}
        return identityOf(connection, idToken, userInfo)
      } catch (error) {
        const failure = toSignInFailure(error, reached.progress)
        // The provider may have moved what the metadata names.
        if (failure.kind === 'PROVIDER') kept.delete(connection.id)
        throw failure
      }
    },
  }
}

/** OpenID Connect Discovery §3: an https URL without query and fragment. Whether it may be plain http, the fetch decides. */
function checkIssuerForm(issuer: string): void {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  const isUsable =
    url &&
    issuer.length <= 500 &&
    /^[\x21-\x7e]+$/.test(issuer) &&
    ['https:', 'http:'].includes(url.protocol) &&
    !/[?#]/.test(issuer) &&
    url.username === '' &&
    url.password === ''
  if (!isUsable)
    throw new DomainError(
      'INVALID_INPUT',
      'issuer must be the https URL of the identity provider, such as https://acme.okta.com, without query and fragment.',
    )
}

async function discoverMetadata(issuer: string, { fetch, mayBePlain }: OpenidConnectOptions): Promise<ServerMetadata> {
  let metadata: ServerMetadata
  try {
    const found = await discovery(new URL(issuer), 'none', {}, None(), {
      execute: [allowInsecureRequests],
      [customFetch]: fetch as CustomFetch,
    })
    metadata = found.serverMetadata()
  } catch (error) {
    throw discoveryFailure(issuer, error)
  }
  // Never `startsWith` or a template: of a provider for many tenants, each of them could sign in as anybody.
  if (new URL(metadata.issuer).href !== new URL(issuer).href)
    throw new SignInFailure(
      'PROVIDER',
      `The identity provider at ${issuer} calls itself ${metadata.issuer}; use the issuer of your own tenant.`,
    )
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const) checkEndpoint(name, metadata[name], mayBePlain)
  return metadata
}

function discoveryFailure(issuer: string, error: unknown): SignInFailure {
  if (error instanceof ClientError && error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
    return new SignInFailure('PROVIDER', `The identity provider at ${issuer} calls itself by another issuer.`, { cause: error })
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof IssuerFetchError) return new SignInFailure('PROVIDER', at.message, { cause: error })
  return new SignInFailure(
    'PROVIDER',
    `${issuer} does not answer with the metadata of an OpenID Connect provider at /.well-known/openid-configuration.`,
    { cause: error },
  )
}

function checkEndpoint(name: string, value: unknown, mayBePlain: (hostname: string) => boolean): void {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && mayBePlain(url.hostname))) return
  throw new SignInFailure('PROVIDER', `The metadata of the identity provider names no https address for its ${name}.`)
}

/**
 * What the browser brought back, as far as it is of this protocol; checked before anything is sent to the provider. What else is there is ignored
 * (RFC 6749 §4.1.2).
 */
function readCallback(metadata: ServerMetadata, parameters: URLSearchParams): URLSearchParams {
  const read = new URLSearchParams()
  for (const name of ['state', 'code', 'iss', 'error']) {
    const [value, ...others] = parameters.getAll(name)
    // RFC 6749 §3.1: no parameter more than once.
    if (others.length > 0) throw new SignInFailure('PERSON', `The answer of the identity provider has ${name} more than once.`)
    if (value !== undefined) read.set(name, value)
  }
  // RFC 9207 §2.4: the answer of another provider is not for this one.
  const issuer = read.get('iss')
  if (issuer === null ? metadata.authorization_response_iss_parameter_supported === true : issuer !== metadata.issuer)
    throw new SignInFailure('PERSON', 'The answer is not one of the identity provider that you were sent to.')
  // RFC 6749 appendix A.11.
  if (!read.get('error') && !/^[\x20-\x7e]{1,4096}$/.test(read.get('code') ?? ''))
    throw new SignInFailure('PERSON', 'The answer of the identity provider has no code.')
  return read
}

/** Notices how far the sign-in comes. */
function noticing(fetch: IssuerFetch, metadata: ServerMetadata, reached: { progress: SignInProgress }): IssuerFetch {
  const isAt = (href: string, endpoint = ''): boolean => URL.canParse(endpoint) && href === new URL(endpoint).href
  return async (url, options) => {
    const { href } = new URL(url)
    const response = await fetch(url, options)
    if (isAt(href, metadata.token_endpoint) && response.status === 200) reached.progress = 'EXCHANGED'
    if (isAt(href, metadata.jwks_uri)) reached.progress = 'KEYS_ASKED'
    if (isAt(href, metadata.userinfo_endpoint)) reached.progress = 'USER_INFO_ASKED'
    return response
  }
}

/** OpenID Connect Core §5.4: with a code, claims of scopes may be in the UserInfo answer alone. */
function needsUserInfo({ matchingClaim }: SsoConnection, idToken: Claims, { userinfo_endpoint: endpoint }: ServerMetadata): boolean {
  return endpoint !== undefined && !(Object.hasOwn(idToken, 'email') && Object.hasOwn(idToken, matchingClaim))
}

/** OpenID Connect Discovery §3: without a list the provider takes client_secret_basic. */
function clientAuthentication(
  { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] }: ServerMetadata,
  secret: string | null,
): ClientAuth {
  if (secret === null) return None()
  if (methods.includes('client_secret_basic')) return ClientSecretBasic(secret)
  if (methods.includes('client_secret_post')) return ClientSecretPost(secret)
  throw new SignInFailure(
    'PROVIDER',
    'The identity provider takes a client secret neither by client_secret_basic nor by client_secret_post.',
  )
}

function openSecret(sealer: Sealer, sealed: Uint8Array, connectionId: string): string {
  try {
    return sealer.open(sealed, connectionId)
  } catch (error) {
    if (error instanceof UnopenableSecret) throw new SignInFailure('UNCLEAR', `The client secret cannot be read: ${error.message}.`)
    throw error
  }
}
