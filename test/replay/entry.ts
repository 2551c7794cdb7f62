import { z } from 'zod'

const status = z.union([z.int(), z.array(z.int()).min(1)])
const pointer = z.string().regex(/^(\/.*)?$/, 'a JSON pointer')

const expectations = {
  /** JSON pointer → exact value. */
  expect: z.record(pointer, z.unknown()).optional(),
  /** JSON pointer → text that the text there contains. */
  expectContains: z.record(pointer, z.string()).optional(),
  expectAbsent: z.array(pointer).optional(),
  /** JSON pointer → length of the array; an absent one counts as 0. */
  expectCount: z.record(pointer, z.int()).optional(),
  /** JSON pointer → what `typeof` says, or "array". */
  expectType: z.record(pointer, z.string()).optional(),
  /** JSON pointers to arrays of which at most one element has `primary: true`. */
  expectOnePrimary: z.array(pointer).optional(),
}

const verification = z.strictObject({ path: z.string().startsWith('/'), expectStatus: status.optional(), ...expectations })

const entry = z.strictObject({
  name: z.string().min(1),
  note: z.string().optional(),
  source: z.string().optional(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Relative to the SCIM base URL, percent-encoded already. */
  path: z.string().startsWith('/'),
  /** Sent as given; a header that is null is left out. */
  headers: z.record(z.string(), z.string().nullable()).optional(),
  body: z.unknown().optional(),
  /** Sent byte for byte, without filling in anything. */
  rawBody: z.string().optional(),
  expectStatus: status,
  /** Header → exact value, or true when any value will do. */
  expectHeaders: z.record(z.string(), z.union([z.string(), z.literal(true)])).optional(),
  /** Variable → JSON pointer into the answer. */
  save: z.record(z.string(), pointer).optional(),
  /** A GET to make afterwards. */
  verify: verification.optional(),
  ...expectations,
})

/** One request of an identity provider and the answer it needs. */
export type Entry = z.infer<typeof entry>
export type Expectations = Pick<Entry, keyof typeof expectations>

/** The entries of a request file, in the order in which they are to be sent. Throws a sentence that names the file and the place. */
export function parseEntries(text: string, fileName: string): Entry[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (reason) {
    throw new Error(`${fileName} is not JSON: ${(reason as Error).message}`, { cause: reason })
  }
  const result = z.array(entry).min(1).safeParse(json)
  if (result.success) return result.data
  const { path, message } = result.error.issues[0]!
  throw new Error(`${fileName} is not a file of SCIM requests: at /${path.join('/')}: ${message}`)
}
