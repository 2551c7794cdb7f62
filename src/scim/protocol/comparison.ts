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
  // RFC 7643 §2.2: strings are compared without regard to case unless the attribute is caseExact.
  return attribute.caseExact === true
    ? compareTexts(operator, actual.normalize('NFC'), expected.normalize('NFC'))
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
      return inOrder(operator, actual, expected)
  }
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
