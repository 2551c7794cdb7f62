import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/**
 * What every answer tells a browser. Answers are data unless a page says otherwise: nothing in them is run, loaded or framed. Over https a browser
 * is told to come by nothing else.
 */
export function registerSecurityHeaders(server: FastifyInstance, { publicUrl }: { publicUrl(): string }): void {
  server.addHook('onRequest', (_, reply, done) => {
    void reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': dataPolicy,
      'cross-origin-opener-policy': 'same-origin',
      ...(publicUrl().startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    })
    done()
  })
}

const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The policy of the dashboard: files of this server alone, nothing inline, and no text becomes markup or code. */
export const policyOfDashboard = [
  "default-src 'none'",
  "script-src 'self'",
  // The one style that the component library adds by itself: touch-action of what can be pressed.
  "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // The page's own, which lets a component empty an element and nothing else (src/dashboard/only-empty-markup.ts).
  'trusted-types default',
].join('; ')

const inlineScript = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g

/** The policy of a page that brings all that it needs: exactly its own scripts run, and it talks with this server alone. */
export function policyOfPage(html: string): string {
  const scripts = [...html.matchAll(inlineScript)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src ${scripts.length > 0 ? scripts.join(' ') : "'none'"}`,
    // Editors set the styles of their elements as they go.
    "style-src 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    'font-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
