import ipaddr from 'ipaddr.js'
import { lookup as dnsLookup } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

/** Why an identity provider could not be asked: a sentence for administrators. */
export class IssuerFetchError extends Error {}

/** `fetch` as openid-client calls it. */
export type IssuerFetch = (url: string, options: FetchOptions) => Promise<Response>
type FetchOptions = { method?: string; headers?: Record<string, string>; body?: unknown; signal?: AbortSignal | undefined }
type Address = { address: string; family: number }

export type IssuerFetchOptions = {
  /** Outside production on loopback: every host may be private and speak plain http. */
  isLocal: boolean
  /** Hosts for which the same holds everywhere. */
  privateHosts: readonly string[]
  /** For connecting, asking and the whole answer together. */
  timeoutMilliseconds?: number
  mostBytes?: number
  resolve?: (host: string) => Promise<Address[]>
}

/**
 * Asks identity providers, whose addresses administrators of teams choose: never the network that Headcount itself is in. A host is resolved once,
 * each of its addresses is checked, and one of those is what is connected to, so that no second answer of DNS changes it. Redirects are
 * not followed, and what is slow or endless is given up.
 */
export function createIssuerFetch(options: IssuerFetchOptions): IssuerFetch {
  const { timeoutMilliseconds = 5_000, mostBytes = 1_048_576, resolve = resolveAll } = options
  return async (address, { method = 'GET', headers = {}, body, signal }) => {
    const url = new URL(address)
    const mayBePrivate = isExcepted(url.hostname, options)
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBePrivate))
      throw new IssuerFetchError(`${url.origin} is not https; identity providers are asked over https alone.`)
    const timeout = AbortSignal.timeout(timeoutMilliseconds)
    const ended = signal ? AbortSignal.any([signal, timeout]) : timeout
    try {
      const checked = await orAbort(ended, addressesOf(url, mayBePrivate, resolve))
      return await ask(url, { method, headers, body: bodyText(body), signal: ended, addresses: checked, mostBytes })
    } catch (error) {
      if (error instanceof IssuerFetchError) throw error
      if (ended.aborted) throw new IssuerFetchError(`${url.host} did not answer within ${timeoutMilliseconds / 1000} seconds.`)
      throw new IssuerFetchError(`${url.host} cannot be reached: ${reasonOf(error)}.`, { cause: error })
    }
  }
}

/** Whether a host may have a private address and speak plain http. */
export function isExcepted(hostname: string, { isLocal, privateHosts }: Pick<IssuerFetchOptions, 'isLocal' | 'privateHosts'>): boolean {
  const host = bare(hostname)
  return isLocal || privateHosts.some((excepted) => bare(excepted) === host)
}

// URL writes every spelling of an address in one form (WHATWG URL §3.5): 2130706433 and 0x7f.1 are 127.0.0.1 by now.
function bare(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}

async function addressesOf(url: URL, mayBePrivate: boolean, resolve: (host: string) => Promise<Address[]>): Promise<Address[]> {
  const host = bare(url.hostname)
  const family = isIP(host)
  const addresses = family ? [{ address: host, family }] : await resolve(host)
  if (addresses.length === 0) throw new IssuerFetchError(`${url.hostname} has no address.`)
  if (!mayBePrivate && !addresses.every(({ address }) => isPublic(address)))
    throw new IssuerFetchError(
      `${url.hostname} is not at a public address, so it is not asked. An operator who wants that names it in PRIVATE_ISSUER_HOSTS.`,
    )
  return addresses
}

/** Whether an address is one that anybody on the internet could ask: RFC 6890 and its like, as ipaddr.js lists them. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // RFC 4291 §2.4: of IPv6 only 2000::/3 is in global use; outside are forms that hold an IPv4 address.
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(ipaddr.IPv6.parse('2000::'), 3)
}

async function resolveAll(host: string): Promise<Address[]> {
  return dnsLookup(host, { all: true, verbatim: true })
}

type Asked = {
  method: string
  headers: Record<string, string>
  body: string | undefined
  signal: AbortSignal
  addresses: Address[]
  mostBytes: number
}

function ask(url: URL, { method, headers, body, signal, addresses, mostBytes }: Asked): Promise<Response> {
  // Node asks for one address or for all of them, to try one after the other.
  const lookup: LookupFunction = (_, { all }, found) =>
    all ? found(null, addresses) : found(null, addresses[0]!.address, addresses[0]!.family)
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    // A connection of its own: one that is kept could be to an address that was checked for another time.
    const request = send(url, { method, headers: { ...headers, ...length }, lookup, agent: false, signal }, (response) => {
      readAnswer(url, response, mostBytes).then(resolve, (error: unknown) => {
        request.destroy()
        reject(error)
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function readAnswer(url: URL, response: IncomingMessage, mostBytes: number): Promise<Response> {
  const status = response.statusCode!
  if (status >= 300 && status < 400)
    throw new IssuerFetchError(`${url.host} answered with a redirect (${status}), and none is followed. Use the address that it leads to.`)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new IssuerFetchError(`${url.host} answered with more than ${mostBytes} bytes, which is given up.`)
    chunks.push(chunk)
  }
  const type = response.headers['content-type']
  // Fetch §2.2.3: these statuses have no body.
  const text = status === 204 || status === 205 ? null : Buffer.concat(chunks)
  return new Response(text, { status: status < 200 ? 502 : status, headers: type === undefined ? {} : { 'content-type': type } })
}

function orAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function bodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body)
  throw new TypeError('an identity provider is sent text alone')
}

const reasons: Record<string, string> = {
  ENOTFOUND: 'its name has no address',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it cut the connection',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

function reasonOf(error: unknown): string {
  const code =
    error instanceof AggregateError ? (error.errors[0] as { code?: string } | undefined)?.code : (error as { code?: string }).code
  return reasons[code ?? ''] ?? `the request failed${code === undefined ? '' : ` (${code})`}`
}
