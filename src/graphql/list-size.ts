import type { GraphQLField } from 'graphql'

/** Of a list without `first`: an operation is counted as if it were answered so many items (operation-limits.ts). Spread into the field. */
export function mostItems(count: number): { extensions: { mostItems: number } } {
  return { extensions: { mostItems: count } }
}

/** Of lists that nothing bounds but what a team is like: more than a team needs. */
export const usualMost = 50

/** What a field declares, or undefined. */
export function mostItemsOf({ extensions }: GraphQLField<unknown, unknown>): number | undefined {
  const { mostItems: count } = extensions as { mostItems?: unknown }
  return typeof count === 'number' ? count : undefined
}
