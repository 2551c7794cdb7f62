import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { isOwnOrigin, type OwnSite } from '../access/session-secret.ts'
import { credentialIn, type Credential } from './credential.ts'

export type UpgradeRules = { site: OwnSite; allowedOrigins: readonly string[] }

/**
 * A browser says where its page came from, and is let in from this host and from the allowed ones; others send no Origin. Only our own pages have a
 * session to send: whoever sends one from elsewhere, or from nowhere, is not one of them.
 */
export function isUpgradeAllowed({ headers }: IncomingMessage, { site, allowedOrigins }: UpgradeRules): boolean {
  const { origin, host } = headers
  if (origin !== undefined && allowedOrigins.includes(origin)) return true
  const credential = credentialIn(headers, site)
  if (credential && 'session' in credential) return isOwnOrigin(headers, site)
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

/** For a connection_init without one of its own. A cookie counts only from our own pages: one on an allowed origin brings another credential. */
export function upgradeCredential({ headers }: IncomingMessage, site: OwnSite): Credential | undefined {
  const credential = credentialIn(headers, site)
  return credential && 'session' in credential && !isOwnOrigin(headers, site) ? undefined : credential
}

export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
