import { errorUrn } from './urns.ts'

/** RFC 7644 §3.12, table 9, and RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount'

export class ScimError extends Error {
  override readonly name = 'ScimError'
  readonly status: number
  readonly scimType: ScimType | undefined
  /** Sent to the client as it stands: names the thing, the rule and the way out. */
  readonly detail: string

  constructor(status: number, scimType: ScimType | undefined, detail: string) {
    super(detail)
    this.status = status
    this.scimType = scimType
    this.detail = detail
  }
}

export type ErrorBody = { schemas: [typeof errorUrn]; status: string; scimType?: ScimType; detail: string }

export function toErrorBody(error: ScimError): ErrorBody {
  return {
    schemas: [errorUrn],
    // RFC 7644 §3.12: the HTTP status code is expressed as a JSON string.
    status: String(error.status),
    ...(error.scimType === undefined ? {} : { scimType: error.scimType }),
    detail: error.detail,
  }
}

const longestQuote = 80

/** A client's text as a detail may repeat it: on one line, escaped and cut. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text)
}
