import { ScimError } from './protocol/scim-error.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** RFC 7644 §3.8: JSON in UTF-8. An empty body is undefined. Refuses with invalidSyntax what is neither. */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return undefined
  let text: string
  try {
    text = utf8.decode(body)
  } catch {
    throw new ScimError(400, 'invalidSyntax', 'The body is not UTF-8.')
  }
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ScimError(400, 'invalidSyntax', 'The body is not JSON.')
  }
}
