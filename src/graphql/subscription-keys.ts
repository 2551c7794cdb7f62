import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema, type ValidatedSubscriptionArgs } from 'graphql'
import { accessScope, type Viewer } from '../access/viewer.ts'

export type Keyed = { query: string; operationName: string | null | undefined; viewer: Viewer; teamId: string }

/** What has to be equal for two subscriptions to be one group, and for two groups to be one execution. */
export function keysOf(
  { query, operationName, viewer, teamId }: Keyed,
  { schema, document, variableValues }: ValidatedSubscriptionArgs,
): { group: string; execution: string } {
  const uses = usesOf(document, schema)
  const variables = Object.entries(variableValues.coerced)
  const without = (some: ReadonlySet<string>): object => Object.fromEntries(variables.filter(([name]) => !some.has(name)))
  const common = [teamId, accessScope(viewer), operationName ?? null, query]
  return { group: JSON.stringify([without(uses.cursors), ...common]), execution: JSON.stringify([without(uses.selecting), ...common]) }
}

/**
 * The variables that stand nowhere but in an argument of the subscription's field: as `after`, where they only say where to begin, and as any, where they
 * only say which messages come. What is answered of a message does not depend on them.
 */
type Uses = { cursors: ReadonlySet<string>; selecting: ReadonlySet<string> }
const usesByDocument = new WeakMap<DocumentNode, Uses>()

function usesOf(document: DocumentNode, schema: GraphQLSchema): Uses {
  let uses = usesByDocument.get(document)
  if (!uses) {
    uses = findUses(document, schema)
    usesByDocument.set(document, uses)
  }
  return uses
}

function findUses(document: DocumentNode, schema: GraphQLSchema): Uses {
  const types = new TypeInfo(schema)
  const all = new Set<string>()
  const [notCursors, notSelecting] = [new Set<string>(), new Set<string>()]
  /** The argument of the subscription's field that is being visited. */
  let argument: string | undefined
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      Argument: {
        enter(node) {
          if (types.getParentType() === schema.getSubscriptionType() && types.getDirective() == null) argument = node.name.value
        },
        leave() {
          argument = undefined
        },
      },
      Variable({ name: { value: name } }) {
        all.add(name)
        if (argument !== 'after') notCursors.add(name)
        if (argument === undefined) notSelecting.add(name)
      },
    }),
  )
  return { cursors: all.difference(notCursors), selecting: all.difference(notSelecting) }
}
