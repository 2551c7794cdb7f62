/** What decides how a browser keeps a session, and which pages are our own: the base URL that clients use. */
export type OwnSite = { publicUrl(): string }

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Over https the name binds the cookie to this host, to https and to the whole of it (RFC 6265bis §4.1.3.2). */
export function sessionCookieName({ publicUrl }: OwnSite): string {
  return isHttps(publicUrl()) ? '__Host-headcount' : 'headcount'
}

export function isHttps(url: string): boolean {
  return url.startsWith('https:')
}

/**
 * The Set-Cookie that keeps a session in the browser: out of reach of scripts, and sent along only from our own pages and on navigation to them
 * (RFC 6265bis §5.6.7).
 */
export function sessionCookie(site: OwnSite, secret: string, expiresAt: Date): string {
  const { protocol, hostname } = new URL(site.publicUrl())
  // A browser takes no `Secure` cookie over plain http, except that some do on loopback; nothing of a session travels in the clear elsewhere.
  const isSecure = protocol === 'https:' || !isLoopback(hostname)
  return `${sessionCookieName(site)}=${secret}; Path=/; Expires=${expiresAt.toUTCString()}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

// As store/secret.ts makes them.
const secretForm = /^hc_session_[\w-]{43}$/

/**
 * The session secret in a request's Cookie header; undefined without one. Of several different ones none counts: a site beside ours may have
 * set one of them.
 */
export function sessionSecretIn(headers: Headers, site: OwnSite): string | undefined {
  const { cookie } = headers
  if (typeof cookie !== 'string') return undefined
  const name = sessionCookieName(site)
  const secrets = new Set<string>()
  for (const pair of cookie.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) secrets.add(pair.slice(at + 1).trim())
  }
  const [secret, ...others] = secrets
  return secret !== undefined && others.length === 0 && secretForm.test(secret) ? secret : undefined
}

/**
 * Whether a browser says that one of our own pages sent this request. Neither header can be set by a page (Fetch Metadata Request Headers §2.3,
 * RFC 6454 §7). `orNavigation`: also when the user went there by themselves, for pages that change nothing.
 */
export function isFromOwnSite(headers: Headers, site: OwnSite, { orNavigation = false } = {}): boolean {
  const fetchSite = headers['sec-fetch-site']
  if (fetchSite !== undefined) return fetchSite === 'same-origin' || (orNavigation && fetchSite === 'none')
  return isOwnOrigin(headers, site)
}

/** Whether the Origin is that of our own pages: the public one, or that of the host that the request was sent to. */
export function isOwnOrigin({ origin, host }: Headers, { publicUrl }: OwnSite): boolean {
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false
  const { origin: own, host: ownHost } = new URL(origin)
  if (own === new URL(publicUrl()).origin) return true
  // Behind https a page of plain http on the same host is not ours.
  return ownHost !== '' && ownHost === host && isHttps(own) === isHttps(publicUrl())
}
