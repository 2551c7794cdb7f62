import { isStorableText } from './json.ts'
import { quoted, ScimError } from './scim-error.ts'

export type FilterToken = { type: '(' | ')' | '[' | ']' | 'end' } | { type: 'word'; text: string } | { type: 'string'; value: string }

const longestFilter = 8192

const next = /\s*(?:([()[\]])|("[^"\\]*(?:\\.[^"\\]*)*")|([^\s()[\]"]+)|$)/y

export function tokenizeFilter(text: string): FilterToken[] {
  if (text.length > longestFilter) {
    throw invalidFilter(`The filter has ${text.length} characters; at most ${longestFilter} are accepted.`)
  }
  const tokens: FilterToken[] = []
  next.lastIndex = 0
  for (;;) {
    const start = next.lastIndex
    const found = next.exec(text)
    if (found === null) throw invalidFilter(`The quote in ${quoted(text.slice(start))} is not closed.`)
    const [, mark, literal, word] = found
    if (mark !== undefined) tokens.push({ type: mark as '(' | ')' | '[' | ']' })
    else if (literal !== undefined) tokens.push({ type: 'string', value: readString(literal) })
    else if (word !== undefined) tokens.push({ type: 'word', text: word })
    else {
      tokens.push({ type: 'end' })
      return tokens
    }
  }
}

function readString(literal: string): string {
  let value: unknown
  try {
    value = JSON.parse(literal)
  } catch {
    throw invalidFilter(`${quoted(literal)} is not a JSON string.`)
  }
  if (typeof value !== 'string' || !isStorableText(value)) {
    throw invalidFilter('A filter value cannot contain U+0000 or half of a surrogate pair.')
  }
  return value
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** RFC 7644 §3.4.2.2: compValue is false, null, true, number or string as JSON writes them. */
export function readCompValue(token: FilterToken): string | number | boolean | null {
  if (token.type === 'string') return token.value
  if (token.type !== 'word') throw invalidFilter('A value is missing after the operator.')
  switch (token.text.toLowerCase()) {
    case 'true':
      return true
    case 'false':
      return false
    case 'null':
      return null
  }
  const number = jsonNumber.test(token.text) ? Number(token.text) : Number.NaN
  if (!Number.isFinite(number)) {
    throw invalidFilter(`${quoted(token.text)} is not a JSON value. Put text in double quotes.`)
  }
  return number === 0 ? 0 : number
}

export function describeToken(token: FilterToken): string {
  if (token.type === 'end') return 'the end of the filter'
  if (token.type === 'string') return quoted(token.value)
  return token.type === 'word' ? quoted(token.text) : `"${token.type}"`
}

export function invalidFilter(detail: string): ScimError {
  return new ScimError(400, 'invalidFilter', detail)
}
