import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
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

/** What a text is given: its arguments, and the tags that it marks. Words inside of a plural are no arguments. */
function argumentsOf(text: string): string[] {
  const found = [...text.matchAll(/\{\s*(\w+)\s*[,}]|<(\w+)>/g)].map(([, argument, tag]) => argument ?? `<${tag}>`)
  return [...new Set(found)].sort()
}

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
