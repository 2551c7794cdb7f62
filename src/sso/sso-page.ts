import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { languageOf } from './page-language.ts'
import { pageTexts, type PageTexts } from './page-texts.ts'

/** A page of the sign-in door in the reader's language: a heading, sentences, and perhaps a button. All of it is text. */
export type Page = (texts: PageTexts) => PageContent
export type PageContent = {
  title: string
  sentences: readonly string[]
  /** What is said of this case in English alone. */
  english?: string
  buttons?: readonly Button[]
  /** Where else the answer to a button may lead, as sources of a content security policy: browsers hold redirects of a form to it, too. */
  leadsTo?: readonly string[]
}
export type Button = { label: string; action: string; fields?: Readonly<Record<string, string>> }

/** Sends a page that no cache keeps, no other site frames, and whose address, which may hold a secret, is told to nobody. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, status: number, page: Page): FastifyReply {
  const texts = pageTexts[languageOf(request.headers['accept-language'])]
  const content = page(texts)
  return sealPage(reply, content.leadsTo)
    .code(status)
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-language': texts.language, vary: 'accept-language' })
    .send(renderPage(texts, content, status >= 400 ? request.id : undefined))
}

/** The one style of these pages; its colours are the dashboard's (src/dashboard/styles/tokens.css). */
const style = `
:root { color-scheme: light dark; --page: #f5f6f8; --card: #fff; --line: #dde1e8; --text: #1a1d24; --soft: #565e6c; --accent: #3450c8; --on-accent: #fff }
@media (prefers-color-scheme: dark) {
  :root { --page: #101216; --card: #16181d; --line: #333844; --text: #eceef3; --soft: #aab1c0; --accent: #93a8ff; --on-accent: #10131c }
}
body { margin: 0; padding: 4rem 1rem; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
:lang(ko) { word-break: keep-all }
main { box-sizing: border-box; max-width: 34rem; margin: 0 auto; padding: 2rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card) }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25 }
small, p[lang] { color: var(--soft) }
form { display: inline-block; margin: .5rem .5rem 0 0 }
button { min-height: 2.75rem; padding: .5rem 1.25rem; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`
const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** The headers of every answer of this door. */
export function sealPage(reply: FastifyReply, leadsTo: readonly string[] = []): FastifyReply {
  return reply.headers({
    'cache-control': 'no-store',
    // Not `no-referrer`: with that a browser tells not even our own forms' origin (Fetch §3.1).
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'content-security-policy': `default-src 'none'; style-src ${styleSource}; form-action ${["'self'", ...leadsTo].join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
  })
}

function renderPage(texts: PageTexts, { title, sentences, english, buttons = [] }: PageContent, requestId: string | undefined): string {
  const paragraphs = sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')
  const inEnglish = english === undefined ? '' : `<p lang="en">${escapeHtml(english)}</p>\n`
  const forms = buttons.map(renderForm).join('')
  const footer = requestId === undefined ? '' : `<p><small>${escapeHtml(texts.request(requestId))}</small></p>`
  return `<!doctype html>
<html lang="${texts.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} · Headcount</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${paragraphs}
${inEnglish}${forms}${footer}</main></body></html>
`
}

function renderForm({ label, action, fields = {} }: Button): string {
  const inputs = Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
  return `<form method="post" action="${escapeHtml(action)}">${inputs}<button type="submit">${escapeHtml(label)}</button></form>\n`
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character]!)
}
