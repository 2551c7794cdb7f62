import type { Strictness } from './attribute-value.ts'
import { isJsonObject } from './json.ts'
import { listParameterNames, parseListQuery, type ListParameterName, type ListQuery } from './list-query.ts'
import { ScimError } from './scim-error.ts'
import { searchRequestUrn } from './urns.ts'

const namesByFolded = new Map<string, ListParameterName>(listParameterNames.map((name) => [name.toLowerCase(), name]))

/**
 * RFC 7644 §3.4.3: the body of a POST to `…/.search`. Refuses with invalidSyntax what is no SearchRequest and with invalidValue
 * a value of the wrong type; names that it does not know are ignored, as they are in a query string (§3.4.2).
 */
export function parseSearchRequest(body: unknown, { strict }: Strictness): ListQuery {
  if (!isJsonObject(body)) throw invalidSyntax('The body has to be a JSON object.')
  const values: { [Name in ListParameterName]?: unknown } = {}
  let schemas: unknown
  for (const name of Object.keys(body)) {
    const folded = name.toLowerCase()
    const known = namesByFolded.get(folded)
    if (known !== undefined) values[known] = body[name]
    else if (folded === 'schemas') schemas = body[name]
  }
  checkSchemas(schemas, strict)
  return parseListQuery(values)
}

// Deviation: accepted without "schemas" unless strict, as every other body is.
function checkSchemas(schemas: unknown, strict: boolean): void {
  if (schemas === undefined || schemas === null) {
    if (strict) throw invalidSyntax(`"schemas" has to contain ${searchRequestUrn}.`)
    return
  }
  const urns: unknown[] = Array.isArray(schemas) ? schemas : [schemas]
  if (!urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === searchRequestUrn.toLowerCase())) {
    throw invalidSyntax(`"schemas" has to contain ${searchRequestUrn}.`)
  }
}

function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}
