import { isJsonObject } from './json.ts'

const prefix = 'bulkId:'
/** The whole value, or the end of a URI as `$ref` has it. */
const reference = /^(.*\/(?:Users|Groups)\/)?bulkId:(.+)$/s
const jsonString = /"(?:[^"\\]|\\.)*"/g
/** No attribute of a resource lies deeper; what does is refused or ignored later. */
const deepest = 32

/** What a bulkId stands for. */
export type ReplaceBulkId = (bulkId: string) => string

/** The bulkId that an id of a path refers to; undefined for an id as such. */
export function referencedBulkId(id: string): string | undefined {
  return id.startsWith(prefix) && id.length > prefix.length ? id.slice(prefix.length) : undefined
}

/**
 * RFC 7644 §3.7.2: `bulkId:x` in `data` stands for the id of the resource that the POST with bulkId x creates. The data with every
 * such value replaced; of a PATCH also those in the filters of its paths. The data given stays as it is.
 */
export function replaceReferences(method: string, data: unknown, replace: ReplaceBulkId): unknown {
  return replaceIn(data, method === 'PATCH', replace, 0)
}

/** The bulkIds that the data refers to. */
export function findReferences(method: string, data: unknown): Set<string> {
  const found = new Set<string>()
  replaceReferences(method, data, (bulkId) => {
    found.add(bulkId)
    return ''
  })
  return found
}

function replaceIn(value: unknown, isPatch: boolean, replace: ReplaceBulkId, depth: number): unknown {
  if (typeof value === 'string') return replaceInText(value, replace)
  if (depth === deepest) return value
  if (Array.isArray(value)) return value.map((element) => replaceIn(element, isPatch, replace, depth + 1))
  if (!isJsonObject(value)) return value
  // Whatever the client's names are, fromEntries makes own members of them.
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isPath = isPatch && typeof member === 'string' && name.toLowerCase() === 'path'
      return [name, isPath ? replaceInPath(member, replace) : replaceIn(member, isPatch, replace, depth + 1)]
    }),
  )
}

function replaceInText(text: string, replace: ReplaceBulkId): string {
  if (!text.includes(prefix)) return text
  const match = reference.exec(text)
  return match ? (match[1] ?? '') + replace(match[2]!) : text
}

// The comparison values of a filter are JSON strings (RFC 7644 §3.4.2.2): members[value eq "bulkId:x"].
function replaceInPath(path: string, replace: ReplaceBulkId): string {
  if (!path.includes(prefix)) return path
  return path.replace(jsonString, (literal) => {
    const text = parseString(literal)
    return text === undefined ? literal : JSON.stringify(replaceInText(text, replace))
  })
}

function parseString(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string
  } catch {
    return undefined
  }
}
