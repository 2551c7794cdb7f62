import { parseDateTime } from './date-time.ts'
import type { JsonValue } from './json.ts'
import type { Attribute } from './schemas.ts'

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'

/** What makes two texts equal where caseExact is false: canonical composition and lower case. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** Deviation: Entra sends "True" and "False" as text, in any case. */
export function parseBooleanText(text: string): boolean | undefined {
  const folded = text.toLowerCase()
  return folded === 'true' ? true : folded === 'false' ? false : undefined
}

/** RFC 7644 §3.4.2.2, for one value of the attribute; a value that the operator cannot compare does not match. */
export function compareValue(
  attribute: Attribute,
  operator: CompareOperator,
  actual: JsonValue,
  expected: string | number | boolean,
): boolean {
  if (typeof actual !== 'string' || typeof expected !== 'string') return compareScalars(operator, actual, expected)
  if (attribute.type === 'dateTime') return compareDateTimes(operator, actual, expected)
  // RFC 7643 §2.2: strings are compared without regard to case unless the attribute is caseExact: then they are compared as sent.
  return attribute.caseExact === true
    ? compareTexts(operator, actual, expected)
    : compareTexts(operator, foldText(actual), foldText(expected))
}

function compareScalars(operator: CompareOperator, actual: JsonValue, expected: string | number | boolean): boolean {
  if (operator === 'eq') return actual === expected
  if (operator === 'ne') return actual !== expected
  return typeof actual === 'number' && typeof expected === 'number' && inOrder(operator, actual, expected)
}

function compareDateTimes(operator: CompareOperator, actual: string, expected: string): boolean {
  const actualTime = parseDateTime(actual)
  const expectedTime = parseDateTime(expected)
  if (actualTime === undefined || expectedTime === undefined) return operator === 'ne'
  if (operator === 'eq') return actualTime === expectedTime
  if (operator === 'ne') return actualTime !== expectedTime
  return inOrder(operator, actualTime, expectedTime)
}

function compareTexts(operator: CompareOperator, actual: string, expected: string): boolean {
  switch (operator) {
    case 'eq':
      return actual === expected
    case 'ne':
      return actual !== expected
    case 'co':
      return actual.includes(expected)
    case 'sw':
      return actual.startsWith(expected)
    case 'ew':
      return actual.endsWith(expected)
    default:
      return inOrder(operator, compareCodePoints(actual, expected), 0)
  }
}

/** Negative, 0 or positive: the order of text by code point, which is that of its UTF-8; JavaScript's own is that of UTF-16. */
export function compareCodePoints(a: string, b: string): number {
  let at = 0
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  // Two pairs that differ in their second halves alone differ as wholes.
  if (at > 0 && isLowSurrogate(a.charCodeAt(at)) && isLowSurrogate(b.charCodeAt(at))) at--
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1)
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function inOrder<Ordered extends string | number | bigint>(operator: CompareOperator, actual: Ordered, expected: Ordered): boolean {
  switch (operator) {
    case 'gt':
      return actual > expected
    case 'ge':
      return actual >= expected
    case 'lt':
      return actual < expected
    case 'le':
      return actual <= expected
    default:
      return false
  }
}
