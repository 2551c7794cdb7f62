import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign as signBytes, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { createOpenidStorage } from './openid-storage.ts'

/** Somebody who has an account at the provider. `claims`: beside sub, email and email_verified. */
export type Account = { sub: string; email?: string; emailVerified?: boolean | string; claims?: Record<string, unknown> }

/** What a test does to an endpoint before or instead of its answer; true: it has answered. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>
export type ReviseIdToken = (token: IdToken) => IdToken | string
export type IdToken = { header: Record<string, unknown>; claims: Record<string, unknown> }

export type OpenidProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  accounts: Map<string, Account>
  /** Signs with new keys from now on; the old ones are gone from the key set. */
  rotateKeys(): void
  /** By the path of an endpoint, such as /token; undefined of a fault takes it away. */
  faults: Map<string, Fault>
  /** Changes what is in the ID token before it is signed; a string is sent as it is. */
  reviseIdToken: ReviseIdToken | undefined
  /** Signs with the provider's own key, or with another. */
  sign(token: IdToken, key?: KeyObject): string
  /** How often each path was asked for. */
  requests: Map<string, number>
  /** What came with the last request to the token endpoint. */
  lastTokenRequest: { authorization: string | undefined; body: URLSearchParams } | undefined
  stop(): Promise<void>
}

export type OpenidProviderOptions = {
  redirectUris: string[]
  accounts: Account[]
  port?: number
  clientId?: string
  clientSecret?: string
  /** Of the client at the token endpoint; `none` is a public client. */
  authentication?: 'client_secret_basic' | 'client_secret_post' | 'none'
  /** The page on which somebody chooses an account; {uid} stands for the interaction. */
  renderLogin?: (uid: string, accounts: Account[]) => string
  configuration?: Configuration
}

type Keys = { kid: string; privateKey: KeyObject }

/** A real OpenID Connect provider on loopback, in memory, with a login that asks for nothing but who one is. */
export async function startOpenidProvider(options: OpenidProviderOptions): Promise<OpenidProvider> {
  const { redirectUris, clientId = 'headcount', clientSecret = randomBytes(24).toString('base64url') } = options
  const authentication = options.authentication ?? 'client_secret_basic'
  const accounts = new Map(options.accounts.map((account) => [account.sub, account]))
  const server = createServer()
  await listen(server, options.port ?? 0)
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let keys = newKeys()
  const adapter = createOpenidStorage()

  const running: OpenidProvider = {
    issuer,
    clientId,
    clientSecret,
    accounts,
    faults: new Map(),
    reviseIdToken: undefined,
    requests: new Map(),
    lastTokenRequest: undefined,
    sign: (token, key) => signToken(token, key ?? keys.privateKey, keys.kid),
    rotateKeys() {
      keys = newKeys()
      provider = newProvider()
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  function newProvider(): Provider {
    const made = new Provider(issuer, {
      adapter,
      clients: [
        {
          client_id: clientId,
          ...(authentication === 'none' ? {} : { client_secret: clientSecret }),
          token_endpoint_auth_method: authentication,
          redirect_uris: redirectUris,
          grant_types: ['authorization_code'],
          response_types: ['code'],
        },
      ],
      clientAuthMethods: [authentication],
      jwks: { keys: [{ ...keys.privateKey.export({ format: 'jwk' }), kid: keys.kid, use: 'sig', alg: 'RS256' } as never] },
      cookies: { keys: ['only for development'] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'name'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      pkce: { required: () => true },
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      findAccount: (_, sub) => found(accounts.get(sub)),
      loadExistingGrant: grantAll,
      ...options.configuration,
    })
    made.use(async (context, next) => {
      await next()
      reviseAnswer(context as KoaContextWithOIDC, running)
    })
    return made
  }
  let provider = newProvider()

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void answer(request, response).catch(() => response.destroy())
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url!, issuer)
    running.requests.set(pathname, (running.requests.get(pathname) ?? 0) + 1)
    if (await running.faults.get(pathname)?.(request, response)) return
    const uid = /^\/interaction\/([\w-]+)$/.exec(pathname)?.[1]
    if (uid !== undefined) return interact(provider, uid, request, response)
    await provider.callback()(request, response)
  }
  async function interact(current: Provider, uid: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      const render = options.renderLogin ?? renderLogin
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(render(uid, [...accounts.values()]))
      return
    }
    const sub = new URLSearchParams(await text(request)).get('sub')
    const result = sub === null || sub === '' ? { error: 'access_denied' } : { login: { accountId: sub } }
    await current.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }
  return running
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function newKeys(): Keys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = createHash('sha256')
    .update(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }))
    .digest('base64url')
    .slice(0, 16)
  return { kid, privateKey }
}

function found(account: Account | undefined) {
  if (!account) return undefined
  const { sub, email, emailVerified, claims } = account
  return {
    accountId: sub,
    claims: () => ({ sub, ...(email === undefined ? {} : { email, email_verified: emailVerified ?? true }), ...claims }) as never,
  }
}

/** Whoever signs in has agreed. */
async function grantAll({ oidc }: KoaContextWithOIDC) {
  const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! })
  grant.addOIDCScope('openid email profile')
  await grant.save()
  return grant
}

function reviseAnswer({ oidc, body, req }: KoaContextWithOIDC, running: OpenidProvider): void {
  if (oidc?.route !== 'token') return
  running.lastTokenRequest = {
    authorization: req.headers.authorization,
    body: new URLSearchParams(Object.entries((oidc.body ?? {}) as Record<string, string>)),
  }
  const answer = body as { id_token?: string } | undefined
  if (!running.reviseIdToken || answer?.id_token === undefined) return
  const [header, claims] = answer.id_token.split('.').map((part) => Buffer.from(part, 'base64url').toString()) as [string, string]
  const revised = running.reviseIdToken({ header: JSON.parse(header), claims: JSON.parse(claims) })
  answer.id_token = typeof revised === 'string' ? revised : running.sign(revised)
}

function signToken({ header, claims }: IdToken, key: KeyObject, kid: string): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode({ kid, ...header })}.${encode(claims)}`
  return `${signed}.${signBytes('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

function renderLogin(uid: string, accounts: Account[]): string {
  const buttons = accounts.map(({ sub, email }) => `<button name="sub" value="${sub}">${email ?? sub}</button>`)
  return `<!doctype html><title>Sign in</title><form method="post" action="/interaction/${uid}">${buttons.join('')}</form>`
}
