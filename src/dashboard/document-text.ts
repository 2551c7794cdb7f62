import { stripIgnoredCharacters } from 'graphql'

/** What is sent of a generated document, and listed by its hash: without what only people read. */
export function documentText(document: unknown): string {
  return stripIgnoredCharacters(String(document))
}
