import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isFromOwnSite, sessionCookie, sessionSecretIn, type OwnSite } from '../access/session-secret.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** See access/session-secret.ts. */
    ownSite: OwnSite
  }
}

/** Before the routes that use sessions. */
export function registerSessionCookies(server: FastifyInstance, site: OwnSite): void {
  server.decorate('ownSite', site)
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, secret: string, expiresAt: Date): void {
  void reply.header('set-cookie', sessionCookie(request.server.ownSite, secret, expiresAt))
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('set-cookie', sessionCookie(request.server.ownSite, '', new Date(0)))
}

/** The secret of the session that the browser has, if it has one. */
export function sessionSecretOf(request: FastifyRequest): string | undefined {
  return sessionSecretIn(request.headers, request.server.ownSite)
}

/** Whether one of our own pages sent the request: what changes something counts only then. `orNavigation`: for pages that change nothing. */
export function isFromOwnPage(request: FastifyRequest, options?: { orNavigation?: boolean }): boolean {
  return isFromOwnSite(request.headers, request.server.ownSite, options)
}
