import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../domain/errors.ts'
import { sendPage, type Page } from './sso-page.ts'

/** Any error as a page: what somebody can do about it, or that the fault is ours, whose cause goes to the log alone. */
export function sendFailurePage(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof DomainError) {
    const { retryAfterSeconds } = error.details
    if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', retryAfterSeconds)
    const status = error.code === 'RATE_LIMITED' ? 429 : 403
    return sendPage(request, reply, status, { title: 'You are not signed in', sentences: [error.message] })
  }
  const status = (error as { statusCode?: unknown }).statusCode
  if (typeof status === 'number' && status >= 400 && status < 500) return sendPage(request, reply, status, unreadable)
  request.log.error({ err: error }, 'A page of the sign-in door failed')
  return sendPage(request, reply, 500, fault)
}

/** What changes something counts from our own pages alone. */
export const foreignPage: Page = {
  title: 'This did not come from Headcount',
  sentences: ['Another site sent this request, so nothing was done. Open Headcount itself and try again there.'],
}
const unreadable: Page = {
  title: 'This cannot be read',
  sentences: ['The request has another form than the pages of Headcount send. Begin again at the address where your team signs in.'],
}
const fault: Page = {
  title: 'Internal error',
  sentences: ['Nothing is wrong with what you did. Try again; if it stays so, tell your operator the number below.'],
}
