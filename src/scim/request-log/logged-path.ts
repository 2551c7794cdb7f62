import { parseId } from '../../domain/id.ts'
import { readAttributePath } from '../protocol/attribute-path.ts'
import { loggedFilter } from './logged-filter.ts'

type Query = Readonly<Record<string, string | string[] | undefined>>

const hidden = '…'
const longest = 1000
const mostParameters = 20

/**
 * A request's path below the base URL of its directory, for people to read: not encoded, and without what may be personal or secret.
 * RFC 7644 §7.5.2: names and values do not belong in URLs, and so not in a record of them; of a filter the attributes and operators stay.
 */
export function loggedPath(url: string, query: Query): string {
  return cut(withoutQuery(url) + loggedQuery(query), longest)
}

/** The same where even the names of parameters are a stranger's. */
export function withoutQuery(url: string): string {
  const [path = ''] = url.split('?', 1)
  // `/scim/v2/{directoryId}` is the base.
  const segments = path.split('/').slice(4)
  return cut(segments.map((segment, index) => `/${loggedSegment(segment, segments[index - 1])}`).join('') || '/', longest)
}

function loggedSegment(encoded: string, before: string | undefined): string {
  const segment = decode(encoded)
  if (before !== undefined && /^(?:users|groups)$/i.test(before)) return isId(segment) || isEndpoint(segment) ? segment : hidden
  // Endpoints as they are misspelt too, and schemas; no token is just letters.
  return /^(?:\.?[a-z]{1,30}|v\d|urn:[\w:.-]{1,200}|)$/i.test(segment) ? segment : hidden
}

/** Nobody's name. Behind another endpoint it shows a base URL that ends in one: `/Users/Users`. */
function isEndpoint(segment: string): boolean {
  return /^(?:\.search|users|groups|bulk|schemas|resourcetypes|serviceproviderconfig)$/i.test(segment)
}

/** One of ours, or in the form of a UUID, as other systems have. */
function isId(text: string): boolean {
  return parseId(text) !== undefined || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}

function loggedQuery(query: Query): string {
  const names = Object.keys(query)
  const parameters = names.slice(0, mostParameters).map((name) => {
    const given = query[name]
    return loggedParameter(name, (Array.isArray(given) ? given[0] : given) ?? '')
  })
  if (names.length > mostParameters) parameters.push(hidden)
  return parameters.length === 0 ? '' : `?${parameters.join('&')}`
}

const harmless: Readonly<Record<string, (value: string) => string>> = {
  filter: loggedFilter,
  startIndex: orHidden(/^-?\d{1,10}$/),
  count: orHidden(/^-?\d{1,10}$/),
  sortOrder: orHidden(/^(?:a|de)scending$/i),
  sortBy: loggedAttributes,
  attributes: loggedAttributes,
  excludedAttributes: loggedAttributes,
}

function loggedParameter(name: string, value: string): string {
  if (Object.hasOwn(harmless, name)) return `${name}=${harmless[name]!(value)}`
  return /^[a-z][\w-]{0,39}$/i.test(name) ? `${name}=${hidden}` : hidden
}

function orHidden(form: RegExp) {
  return (value: string): string => (form.test(value) ? value : hidden)
}

function loggedAttributes(value: string): string {
  const paths = value.split(',').map((path) => path.trim())
  return paths.map((path) => (path.length <= 200 && readAttributePath(path) !== undefined ? path : hidden)).join(',')
}

export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text
}
