export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
export type JsonObject = { [name: string]: JsonValue }

/** True for a JSON object as a client sent it; its keys are still the client's and must never be used to write. */
export function isJsonObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member by its name. RFC 7643 §2.1: names match without regard to case; the exact one comes first. */
export function member(object: { readonly [name: string]: unknown }, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name]
  const folded = name.toLowerCase()
  const found = Object.keys(object).find((key) => key.toLowerCase() === folded)
  return found === undefined ? undefined : object[found]
}

/** For objects whose keys are canonical attribute names, never for a client's own keys. */
export function cloneJson<Value extends JsonValue>(value: Value): Value
export function cloneJson(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((element) => cloneJson(element))
  if (typeof value !== 'object' || value === null) return value
  const clone: JsonObject = {}
  for (const name of Object.keys(value)) clone[name] = cloneJson(value[name] ?? null)
  return clone
}

/** RFC 7643 §2.5: null, an empty array and an absent attribute are the same state; so is a complex value without content. */
export function isUnassigned(value: JsonValue | undefined): value is null | undefined {
  if (value === null || value === undefined || value === '') return true
  if (Array.isArray(value)) return value.every(isUnassigned)
  return typeof value === 'object' && Object.values(value).every(isUnassigned)
}

/** Deep equality without regard to the order of names or of elements, for which RFC 7643 §2.4 defines no meaning. */
export function equalValues(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return isUnassigned(a) && isUnassigned(b)
  }
  if (Array.isArray(a) !== Array.isArray(b)) return isUnassigned(a) && isUnassigned(b)
  if (Array.isArray(a) && Array.isArray(b)) return equalElements(a, b)
  return equalObjects(a as JsonObject, b as JsonObject)
}

function equalObjects(a: JsonObject, b: JsonObject): boolean {
  for (const name of Object.keys(a)) {
    if (!equalValues(a[name], Object.hasOwn(b, name) ? b[name] : undefined)) return false
  }
  for (const name of Object.keys(b)) {
    if (!Object.hasOwn(a, name) && !isUnassigned(b[name])) return false
  }
  return true
}

function equalElements(a: JsonValue[], b: JsonValue[]): boolean {
  if (a.length === b.length && a.every((element, index) => equalValues(element, b[index]))) return true
  const left = canonicalTexts(a)
  const right = canonicalTexts(b)
  return left.length === right.length && left.every((text, index) => text === right[index])
}

function canonicalTexts(elements: JsonValue[]): string[] {
  return elements
    .filter((element) => !isUnassigned(element))
    .map(canonicalText)
    .sort()
}

function canonicalText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${canonicalTexts(value).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.keys(value)
    .filter((name) => !isUnassigned(value[name]))
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null)}`)
  return `{${members.join()}}`
}

/** PostgreSQL stores neither U+0000 nor a lone surrogate; refused at the door, they never reach a statement. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}
