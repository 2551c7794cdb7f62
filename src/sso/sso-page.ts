import type { FastifyReply, FastifyRequest } from 'fastify'

/** A page of the sign-in door: a heading, sentences, and perhaps a button. All of it is text. */
export type Page = {
  title: string
  sentences: readonly string[]
  buttons?: readonly Button[]
  /** Where else the answer to a button may lead, as sources of a content security policy: browsers hold redirects of a form to it, too. */
  leadsTo?: readonly string[]
}
export type Button = { label: string; action: string; fields?: Readonly<Record<string, string>> }

/** Sends a page that no cache keeps, no other site frames, and whose address, which may hold a secret, is told to nobody. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, status: number, page: Page): FastifyReply {
  return sealPage(reply, page.leadsTo)
    .code(status)
    .type('text/html; charset=utf-8')
    .send(renderPage(page, status >= 400 ? request.id : undefined))
}

/** The headers of every answer of this door. */
export function sealPage(reply: FastifyReply, leadsTo: readonly string[] = []): FastifyReply {
  return reply.headers({
    'cache-control': 'no-store',
    // Not `no-referrer`: with that a browser tells not even our own forms' origin (Fetch §3.1).
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${["'self'", ...leadsTo].join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
  })
}

function renderPage({ title, sentences, buttons = [] }: Page, requestId: string | undefined): string {
  const paragraphs = sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')
  const forms = buttons.map(renderForm).join('')
  const footer = requestId === undefined ? '' : `<p><small>Request ${escapeHtml(requestId)}</small></p>`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} · Headcount</title></head>
<body style="font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem"><h1>${escapeHtml(title)}</h1>
${paragraphs}
${forms}${footer}</body></html>
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
