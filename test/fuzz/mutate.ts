import type { Random } from '../simulate/random.ts'

/** Values that have broken parsers before, of other programs at least. */
const odd: readonly unknown[] = [
  null,
  true,
  false,
  'True',
  '',
  ' ',
  0,
  -0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  { value: null },
  '\u0000',
  '\ud800',
  '\u202e',
  'É',
  'E\u0301',
  'ﬀ',
  'İ',
  'ß',
  "'; DROP TABLE users; --",
  '%_\\',
  '${7*7}',
  '../../Users',
  'bulkId:a',
  'bulkId:',
  '__proto__',
  'constructor',
  'a'.repeat(5_000),
  'members[value eq "x"]',
  'emails[type eq "work" and (value co "@" or not (primary eq true))].value',
  'emails[type eq "work"',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value',
  'userName eq "a" and (active eq true or title pr)',
  '2026-02-30T25:61:61Z',
  '9999-12-31T23:59:59.999999999999+14:00',
]
const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '$ref',
  'SCHEMAS',
  'id',
  'meta',
  'password',
  'emails[type eq "work"].value',
  'name.givenName',
]

/** A copy of a JSON value with a few things changed, moved, doubled or missing. */
export function mutateJson(random: Random, value: unknown, others: readonly unknown[]): unknown {
  let mutated = structuredClone(value)
  for (let times = random.below(4); times >= 0; times--) mutated = mutateOnce(random, mutated, others)
  return mutated
}

function mutateOnce(random: Random, value: unknown, others: readonly unknown[]): unknown {
  const goesDeeper = random.below(10) < 8
  if (Array.isArray(value) && value.length > 0 && goesDeeper) {
    const at = random.below(value.length)
    switch (random.below(5)) {
      case 0:
        return value.toSpliced(at, 1)
      case 1:
        return [...value, structuredClone(value[at])]
      case 2:
        return value.toReversed()
      default:
        return value.with(at, mutateOnce(random, value[at], others))
    }
  }
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0 && goesDeeper) {
    const entries = Object.entries(value)
    const at = random.below(entries.length)
    const [name, inner] = entries[at]!
    switch (random.below(7)) {
      case 0:
        return Object.fromEntries(entries.toSpliced(at, 1))
      case 1:
        return Object.fromEntries(entries.with(at, [random.below(2) === 0 ? name.toUpperCase() : random.pick(oddKeys), inner]))
      case 2:
        return Object.fromEntries([...entries, [random.pick(oddKeys), random.pick(odd)]])
      default:
        return Object.fromEntries(entries.with(at, [name, mutateOnce(random, inner, others)]))
    }
  }
  if (typeof value === 'string' && value !== '' && random.below(2) === 0) return mutateText(random, value)
  return random.below(4) === 0 && others.length > 0 ? structuredClone(random.pick(others)) : random.pick(odd)
}

const pieces = [
  '"',
  '\\',
  '[',
  ']',
  '(',
  ')',
  ' and ',
  ' or ',
  ' not ',
  ' eq ',
  ' pr',
  '.',
  ':',
  '%00',
  '%',
  '&',
  '=',
  '\u0000',
  'É',
  '💥',
  '\\u0041',
  '-',
  '1e5',
]

export function mutateText(random: Random, text: string): string {
  const at = random.below(text.length + 1)
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random.below(4))
    case 1:
      return text.slice(0, at) + random.pick(pieces) + text.slice(at)
    case 2:
      return random.below(2) === 0 ? text.toUpperCase() : text.toLowerCase()
    case 3:
      return text + text.slice(at)
    default:
      return text.slice(0, at) + text.slice(at).split('').toReversed().join('')
  }
}
