import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../domain/errors.ts'
import type { SignInRefusal } from '../domain/sign-in-refusal.ts'
import type { PageTexts } from './page-texts.ts'
import { sendPage, type Page, type PageContent } from './sso-page.ts'

/** Any error as a page: what somebody can do about it, or that the fault is ours, whose cause goes to the log alone. */
export function sendFailurePage(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof DomainError) {
    const { retryAfterSeconds } = error.details
    if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', retryAfterSeconds)
    const status = error.code === 'RATE_LIMITED' ? 429 : 403
    return sendPage(request, reply, status, (texts) => refusal(texts, error))
  }
  const status = (error as { statusCode?: unknown }).statusCode
  if (typeof status === 'number' && status >= 400 && status < 500) return sendPage(request, reply, status, (texts) => texts.unreadable)
  request.log.error({ err: error }, 'A page of the sign-in door failed')
  return sendPage(request, reply, 500, (texts) => texts.fault)
}

function refusal(texts: PageTexts, { message, details: { retryAfterSeconds, reason, teamName } }: DomainError): PageContent {
  if (typeof retryAfterSeconds === 'number') return { title: texts.notSignedIn, sentences: [texts.tooMany(retryAfterSeconds)] }
  const translated = texts.refusals?.[reason as SignInRefusal]?.(String(teamName))
  return translated === undefined ? untranslated(texts, message, texts.refused) : { title: texts.notSignedIn, sentences: [translated] }
}

/** A sentence that there is in English alone; below a general one for whoever reads another language. */
export function untranslated({ language, notSignedIn }: PageTexts, english: string, general: string, ...more: string[]): PageContent {
  if (language === 'en') return { title: notSignedIn, sentences: [english, ...more] }
  return { title: notSignedIn, sentences: [general, ...more], english }
}

/** What changes something counts from our own pages alone. */
export const foreignPage: Page = (texts) => texts.foreign
