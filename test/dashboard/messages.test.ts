import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import compile from 'icu-minify/compile'
import { describe, expect, test } from 'vitest'

const folder = path.join(import.meta.dirname, '../../src/dashboard/messages')
type Texts = { [key: string]: string | Texts }

async function textsOf(language: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const file of await readdir(path.join(folder, language))) {
    collect(JSON.parse(await readFile(path.join(folder, language, file), 'utf8')) as Texts, file.replace('.json', ''), texts)
  }
  return texts
}

function collect(given: Texts, at: string, texts: Map<string, string>): void {
  for (const [key, text] of Object.entries(given)) {
    if (typeof text === 'string') texts.set(`${at}.${key}`, text)
    else collect(text, `${at}.${key}`, texts)
  }
}

/** What a text is given: its arguments, and the tags that it marks. */
function argumentsOf(text: string): string[] {
  const found = new Set<string>()
  collectArguments(compile(text), found)
  return [...found].sort()
}

/** Of a parsed text: a list of parts, each a text, the number of a plural (0), or a name with what is done with it. */
function collectArguments(parsed: unknown, found: Set<string>): void {
  if (!Array.isArray(parsed)) return
  for (const part of parsed as unknown[]) {
    if (!Array.isArray(part)) continue
    const [name, kind, ...rest] = part as [string, unknown, ...unknown[]]
    const isTag = kind !== undefined && typeof kind !== 'number'
    found.add(isTag ? `<${name}>` : name)
    if (isTag) collectArguments([kind, ...rest], found)
    for (const options of rest)
      if (options !== null && typeof options === 'object' && !Array.isArray(options))
        for (const option of Object.values(options)) collectArguments(option, found)
  }
}

test('The arguments of a text are found in all its branches', () => {
  const text =
    'You {count, plural, one {have # <b>{thing}</b>} other {have {other} of {kind, select, a {x} other {{deep}}}}} at {when, date}'
  expect(argumentsOf(text)).toEqual(['<b>', 'count', 'deep', 'kind', 'other', 'thing', 'when'])
})

describe.each(['de', 'ko'])('The texts in %s', (language) => {
  test('are those that English has, each with the same arguments', async () => {
    const english = await textsOf('en')
    const other = await textsOf(language)
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort())
    const given = (texts: Map<string, string>): Record<string, string[]> =>
      Object.fromEntries([...texts].map(([key, text]) => [key, argumentsOf(text)]))
    expect(given(other)).toEqual(given(english))
  })

  test('are not left in English', async () => {
    const english = await textsOf('en')
    const other = await textsOf(language)
    const same = [...other].filter(([key, text]) => text === english.get(key) && /\w+ \w+ \w+/.test(text.replace(/\{[^{}]*\}/g, '')))
    expect(same).toEqual([])
  })
})
