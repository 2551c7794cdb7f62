import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'

/** One way to ask for a field. `keys` is where it stands in the answer, lists left out. */
export type WayToAsk = { kind: 'query' | 'mutation' | 'subscription'; text: string; keys: readonly string[] }

/** From where to look for ways: which root, which fields not to go through, and what to give as arguments, by the field's place. */
export type Start = {
  kind: WayToAsk['kind']
  avoid: ReadonlySet<string>
  /** Types of which nothing is asked from here. */
  omit?: ReadonlySet<string>
  samples: Readonly<Record<string, string>>
}

type WithFields = GraphQLObjectType | GraphQLInterfaceType
/** A field, and on which type of what it answers the next one is selected. */
type Step = { call: string; key: string; on?: string }

const hasFields = (type: GraphQLNamedType): type is WithFields => isObjectType(type) || isInterfaceType(type)

/** Every field of the schema by its place, such as User.email, with the shortest way to it from each start that leads there. */
export function waysToAsk(schema: GraphQLSchema, starts: readonly Start[]): Map<string, WayToAsk[]> {
  const ways = new Map<string, WayToAsk[]>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !hasFields(type)) continue
    for (const name of Object.keys(type.getFields())) ways.set(`${type.name}.${name}`, [])
  }
  for (const start of starts) {
    for (const [type, steps] of stepsTo(schema, start)) {
      if (start.omit?.has(type.name)) continue
      for (const field of Object.values(type.getFields())) {
        const call = callOf(type, field, start)
        if (call === undefined) continue
        const leaf = isCompositeType(getNamedType(field.type)) ? `${call} { __typename }` : call
        const text = `${start.kind} ${steps.reduceRight(within, `{ ${leaf} }`)}`
        ways.get(`${type.name}.${field.name}`)!.push({ kind: start.kind, text, keys: [...steps.map(({ key }) => key), field.name] })
      }
    }
  }
  return ways
}

function within(inner: string, { call, on }: Step): string {
  return `{ ${call} ${on === undefined ? inner : `{ __typename ... on ${on} ${inner} }`} }`
}

/** Breadth first: the shortest way to each type on which fields can be selected. */
function stepsTo(schema: GraphQLSchema, start: Start): Map<WithFields, readonly Step[]> {
  const found = new Map<WithFields, readonly Step[]>([[schema.getRootType(start.kind as never)!, []]])
  for (const [type, steps] of found) {
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type)
      const call = callOf(type, field, start)
      if (!isCompositeType(named) || call === undefined || start.avoid.has(`${type.name}.${field.name}`)) continue
      const objects = isAbstractType(named) ? schema.getPossibleTypes(named) : [named]
      for (const target of new Set([...(hasFields(named) ? [named] : []), ...objects, ...objects.flatMap((one) => one.getInterfaces())])) {
        if (found.has(target)) continue
        found.set(target, [...steps, { call, key: field.name, ...(target === named ? {} : { on: target.name }) }])
      }
    }
  }
  return found
}

/** Undefined when the start has not what has to be given. */
function callOf(type: WithFields, field: GraphQLField<unknown, unknown>, { samples }: Start): string | undefined {
  const given = samples[`${type.name}.${field.name}`]
  if (given === undefined && field.args.some(isRequiredArgument)) return undefined
  return given === undefined ? field.name : `${field.name}(${given})`
}

/** Whether an answer has something at these keys, also null. */
export function isAnswered(data: unknown, keys: readonly string[]): boolean {
  const [key, ...rest] = keys
  if (key === undefined) return true
  if (Array.isArray(data)) return data.some((one) => isAnswered(one, keys))
  if (data === null || typeof data !== 'object' || !(key in data)) return false
  return isAnswered((data as Record<string, unknown>)[key], rest)
}
