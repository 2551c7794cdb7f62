import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql'

/**
 * One operation for each place of the schema where a caller names something: each argument and each input field of type ID, ChangeCursor or cursor.
 * `text` takes it as the variable `$named`.
 */
export type NamingOperation = { place: string; kind: 'query' | 'mutation' | 'subscription'; text: string; type: string; argument: string }

/** Values for what has to be given beside the place that is asked about, by the argument's name and then by its type; as GraphQL literals. Of type `always`: what is
 * given although it could be left out, beside `asked`. */
export type Samples = (name: string, type: string, asked?: string) => string | undefined

const namingTypes = new Set(['ID', 'ChangeCursor'])
const cursorNames = new Set(['after', 'before'])
const deepest = 6

export function namingOperations(schema: GraphQLSchema, samples: Samples): NamingOperation[] {
  const operations: NamingOperation[] = []
  const kinds = ['query', 'mutation', 'subscription'] as const
  for (const kind of kinds) {
    const root = schema.getRootType(kind as never)
    if (root) walk(kind, root, [], new Set())
  }
  return operations

  function walk(kind: NamingOperation['kind'], type: GraphQLObjectType, path: readonly string[], seen: ReadonlySet<string>): void {
    if (path.length >= deepest) return
    for (const field of Object.values(type.getFields())) {
      const place = `${type.name}.${field.name}`
      if (seen.has(place)) continue
      for (const argument of field.args) {
        for (const { literal, leaf, leafType } of namings(argument)) {
          const given = call(field, argument, literal)
          const text = `${kind} ($named: ${leafType}) ${path.map((step) => `{ ${step} `).join('')}{ ${given}${selectionOf(schema, field.type, 2)} }${' }'.repeat(path.length)}`
          operations.push({ place: `${place}(${leaf})`, kind, text, type: leafType.replace(/[[\]!]/g, ''), argument: leaf })
        }
      }
      const next = getNamedType(field.type)
      // What a mutation answers is not walked on: its places are its input.
      if (kind === 'query' && isObjectType(next)) walk(kind, next, [...path, call(field)], new Set([...seen, place]))
    }
  }

  /** The ways in which one argument can name something, each as a literal with the variable in it. */
  function namings(argument: GraphQLArgument | GraphQLInputField): { literal: string; leaf: string; leafType: string }[] {
    const type = getNullableType(argument.type)
    const named = getNamedType(argument.type)
    const isList = isListType(type)
    if (isInputObjectType(named) && !isList) {
      return Object.values(named.getFields()).flatMap((inner) =>
        namings(inner).map(({ literal, leaf, leafType }) => ({
          literal: `{ ${[`${inner.name}: ${literal}`, ...(named.isOneOf ? [] : filled(Object.values(named.getFields()), inner))].join(', ')} }`,
          leaf: `${argument.name}.${leaf}`,
          leafType,
        })),
      )
    }
    const isNaming = namingTypes.has(named.name) || (named.name === 'String' && cursorNames.has(argument.name))
    if (!isNaming) return []
    return [{ literal: isList ? '[$named]' : '$named', leaf: argument.name, leafType: `${named.name}!` }]
  }

  /** The other arguments or input fields that have to be given. */
  function filled(
    all: readonly (GraphQLArgument | GraphQLInputField)[],
    except: GraphQLArgument | GraphQLInputField | undefined,
  ): string[] {
    return all
      .filter(
        (one) =>
          one !== except && (('deprecationReason' in one && isRequired(one)) || samples(one.name, 'always', except?.name) !== undefined),
      )
      .map((one) => `${one.name}: ${samples(one.name, 'always', except?.name) ?? sample(one.name, one.type)}`)
  }

  function isRequired(one: GraphQLArgument | GraphQLInputField): boolean {
    return 'astNode' in one && (isRequiredArgument(one as GraphQLArgument) || isRequiredInputField(one as GraphQLInputField))
  }

  function sample(name: string, type: GraphQLInputType): string {
    const given = samples(name, getNamedType(type).name)
    const bare = isNonNullType(type) ? type.ofType : type
    if (isListType(bare)) return `[${given ?? sample(name, bare.ofType as GraphQLInputType)}]`
    if (given !== undefined) return given
    if (isEnumType(bare)) return bare.getValues()[0]!.name
    if (isInputObjectType(bare)) {
      const fields = Object.values(bare.getFields())
      if (bare.isOneOf) return `{ ${fields[0]!.name}: ${sample(fields[0]!.name, fields[0]!.type)} }`
      return `{ ${filled(fields, undefined).join(', ')} }`
    }
    throw new Error(`There is no sample for ${name}: ${String(type)}`)
  }

  function call(field: GraphQLField<unknown, unknown>, argument?: GraphQLArgument, literal?: string): string {
    const given = [...(argument ? [`${argument.name}: ${literal}`] : []), ...filled(field.args, argument)]
    return given.length === 0 ? field.name : `${field.name}(${given.join(', ')})`
  }
}

/**
 * Everything that can be selected without arguments, some levels deep, within the limits of an operation: without aliases, so of fields that have one
 * name and different types in the members of a union, the first.
 */
export function selectionOf(schema: GraphQLSchema, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type)
  if (isUnionType(named) || isInterfaceType(named)) {
    const taken = new Map<string, string>()
    const inner = schema.getPossibleTypes(named).map((possible) => {
      const fields = fieldsOf(schema, possible, depth, taken)
      return fields === '' ? '' : `... on ${possible.name} { ${fields} }`
    })
    return ` { __typename ${inner.join(' ')} }`
  }
  if (!isObjectType(named)) return ''
  return ` { __typename ${fieldsOf(schema, named, depth, new Map())} }`
}

/** `taken`: the type of each field that is selected already beside these. */
function fieldsOf(schema: GraphQLSchema, type: GraphQLObjectType, depth: number, taken: Map<string, string>): string {
  return Object.values(type.getFields())
    .filter((field) => !field.args.some(isRequiredArgument))
    .flatMap((field) => {
      const inner = getNamedType(field.type)
      const isLeaf = !isObjectType(inner) && !isUnionType(inner) && !isInterfaceType(inner)
      if (!isLeaf && depth <= 1) return []
      // Selected in queries alone (Team.changeCursor).
      if (field.name === 'changeCursor' && type.name === 'Team') return []
      const kind = String(field.type)
      if ((taken.get(field.name) ?? kind) !== kind) return []
      taken.set(field.name, kind)
      return [isLeaf ? field.name : `${field.name}${selectionOf(schema, field.type, depth - 1)}`]
    })
    .join(' ')
}
