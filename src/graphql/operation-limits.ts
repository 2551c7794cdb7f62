import {
  getNamedType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  Lexer,
  parse,
  SchemaMetaFieldDef,
  Source,
  TokenKind,
  TypeMetaFieldDef,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ParseOptions,
  type SelectionSetNode,
} from 'graphql'
import type { Access } from '../access/viewer.ts'
import { declaredScopes, holds, refusalOf, type AuthScopes } from './authorization.ts'
import { badInput } from './errors.ts'
import { mostItemsOf } from './list-size.ts'
import { defaultPageSize, maxPageSize } from './page.ts'

const maxTokens = 2_000
/** Brackets in brackets; the parser takes them by recursion. */
const maxNesting = 100
const maxDepth = 15
const maxAliases = 100
/** Of one field in one selection. Validation compares each with each (GraphQL §5.3.2), whole subtrees of them. */
const maxRepeats = 20
/** So many types a union or interface of the schema has at most. */
export const maxTypes = 60
/** Fields that an answer may hold at most, pages counted as full. */
const maxCost = 200_000
const maxSelections = 20_000
/** Of a list without `first` that declares no size (list-size.ts), for counting. */
export const assumedListSize = 10

/** Parses a document, unless it is longer or more nested than any that a person or a program writes. */
export function parseWithinLimits(text: string, options?: ParseOptions): DocumentNode {
  try {
    const lexer = new Lexer(new Source(text))
    let nesting = 0
    for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens++) {
      if (tokens >= maxTokens) throw badInput(`The document has more than ${maxTokens} tokens.`)
      nesting += nestings[lexer.token.kind] ?? 0
      if (nesting > maxNesting) throw badInput(`The document is nested more than ${maxNesting} times.`)
    }
    const document = parse(text, options)
    const fragments = fragmentsOf(document)
    for (const definition of document.definitions)
      if ('selectionSet' in definition) refuseRepeats(definition.selectionSet, fragments, nothingSeen())
    return document
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const { message, source, positions } = error
    throw new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { spec: true, status: 400 } } })
  }
}

function fragmentsOf(document: DocumentNode): Fragments {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  )
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>
/** What one selection has so far: of each field how often, and for how many types; and the fragments that were spread into it. */
type Seen = { fields: Map<string, { count: number; types: Set<string> }>; fragments: Set<string> }
const nothingSeen = (): Seen => ({ fields: new Map(), fragments: new Set() })

/** Fragments are part of the selection that they stand in. `type`: of the innermost condition there; empty where there is none. */
function refuseRepeats({ selections }: SelectionSetNode, fragments: Fragments, seen: Seen, type = ''): void {
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      refuseRepeats(selection.selectionSet, fragments, seen, selection.typeCondition?.name.value ?? type)
    } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value)
      if (!fragment || seen.fragments.has(selection.name.value)) continue
      seen.fragments.add(selection.name.value)
      refuseRepeats(fragment.selectionSet, fragments, seen, fragment.typeCondition.name.value)
    } else {
      countField((selection.alias ?? selection.name).value, type, seen)
      if (selection.selectionSet) refuseRepeats(selection.selectionSet, fragments, nothingSeen())
    }
  }
}

function countField(name: string, type: string, { fields }: Seen): void {
  const field = fields.get(name) ?? { count: 0, types: new Set() }
  fields.set(name, field)
  field.count++
  field.types.add(type)
  // Once for each type of a union or interface is how they are selected.
  if (field.count > maxRepeats + Math.min(field.types.size - 1, maxTypes))
    throw badInput(`A selection has \`${name}\` more than ${maxRepeats} times. Once is enough.`)
}

const nestings: Partial<Record<TokenKind, number>> = {
  [TokenKind.BRACE_L]: 1,
  [TokenKind.BRACE_R]: -1,
  [TokenKind.BRACKET_L]: 1,
  [TokenKind.BRACKET_R]: -1,
  [TokenKind.PAREN_L]: 1,
  [TokenKind.PAREN_R]: -1,
}

export type Operation = {
  schema: GraphQLSchema
  document: DocumentNode
  operation: OperationDefinitionNode
  variables: Readonly<Record<string, unknown>>
  access: Access
}
/**
 * What an operation needs. `lacking`: what was declared of something that it selects (authorization.ts) and does not hold for who asks, with
 * one of the fields that it was declared for.
 */
export type Needs = { lacking: ReadonlyMap<AuthScopes, string>; readsChangeCursor: boolean }

/** Refuses an operation that is too large, by how deep it goes and how much it may answer, before anything is read. */
export function measure({ schema, document, operation, variables, access }: Operation): Needs {
  const fragments = fragmentsOf(document)
  const lacking = new Map<AuthScopes, string>()
  let readsChangeCursor = false
  let selections = 0
  let aliases = 0
  let cost = 0

  function walk(selectionSet: SelectionSetNode, type: GraphQLNamedType | undefined, depth: number, times: number, isRefused = false): void {
    if (depth > maxDepth) throw badInput(`The operation is more than ${maxDepth} fields deep.`)
    for (const selection of selectionSet.selections) {
      // Fragments in fragments multiply what is visited, so that is bounded too.
      if (++selections > maxSelections) throw badInput(`The operation selects more than ${maxSelections} fields.`)
      if (selection.kind === Kind.FIELD) walkField(selection, type, depth, times, isRefused)
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition
        walk(selection.selectionSet, condition ? schema.getType(condition.name.value) : type, depth, times, isRefused)
      } else {
        const fragment = fragments.get(selection.name.value)
        if (fragment) walk(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), depth, times, isRefused)
      }
    }
  }

  function walkField(node: FieldNode, type: GraphQLNamedType | undefined, depth: number, times: number, isRefused: boolean): void {
    if (node.alias && ++aliases > maxAliases) throw badInput(`The operation has more than ${maxAliases} aliases.`)
    cost += times
    if (cost > maxCost) throw badInput(`The answer could hold more than ${maxCost} fields. Take smaller pages, or fewer of them at once.`)
    const field = fieldOf(type, node.name.value)
    // A mutation answers its refusal as data, and nothing of what is selected beneath it.
    const isMutation = type !== undefined && type === schema.getMutationType()
    let isRefusedBeneath = isRefused
    if (type && field) {
      // What is answered is guarded too, also when nothing of it is selected but its name.
      for (const declared of [declaredOf(type), declaredOf(field), declaredOf(getNamedType(field.type))]) {
        if (isRefused || declared === undefined || holds(access, declared)) continue
        if (isMutation) isRefusedBeneath = true
        else lacking.set(declared, lacking.get(declared) ?? `${type.name}.${field.name}`)
      }
      if (type.name === 'Team' && field.name === 'changeCursor') readsChangeCursor = true
    }
    if (!node.selectionSet) return
    const size = sizeOf(node, type, field, operation, variables)
    walk(node.selectionSet, field && getNamedType(field.type), depth + 1, times * size, isRefusedBeneath)
  }

  walk(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, 1, 1)
  return { lacking, readsChangeCursor }
}

const introspection = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]))

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return introspection.get(name) ?? (isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined)
}

function declaredOf({ extensions }: { extensions: object }): AuthScopes | undefined {
  return declaredScopes((extensions as { pothosOptions?: { authScopes?: unknown } }).pothosOptions?.authScopes)
}

export function refuseUnauthorized(access: Access, { lacking }: Needs): void {
  if (lacking.size === 0) return
  throw new GraphQLError(refusalOf([...lacking.keys()], access), {
    extensions: { code: 'FORBIDDEN', fields: [...new Set(lacking.values())], http: { spec: true, status: 403 } },
  })
}

/** How many times what is selected beneath a field may be answered. The size of a connection is counted where its arguments stand. */
function sizeOf(
  node: FieldNode,
  type: GraphQLNamedType | undefined,
  field: GraphQLField<unknown, unknown> | undefined,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  if (!field || type?.name.endsWith('Connection')) return 1
  if (field.args.some((argument) => argument.name === 'first'))
    return Math.min(Math.max(requestedSize(node, operation, variables) ?? defaultPageSize, 0), maxPageSize)
  if (!isListType(isNonNullType(field.type) ? field.type.ofType : field.type)) return 1
  return mostItemsOf(field) ?? assumedListSize
}

function requestedSize(
  node: FieldNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  for (const { name, value } of node.arguments ?? []) {
    if (name.value !== 'first' && name.value !== 'last') continue
    if (value.kind === Kind.INT) return Number(value.value)
    if (value.kind !== Kind.VARIABLE) continue
    const given = variables[value.name.value]
    if (typeof given === 'number') return given
    const { defaultValue } = operation.variableDefinitions?.find(({ variable }) => variable.name.value === value.name.value) ?? {}
    if (given === undefined && defaultValue?.kind === Kind.INT) return Number(defaultValue.value)
  }
  return undefined
}

/** Refuses text that PostgreSQL cannot keep, wherever it stands, so that it is never a fault. */
export function refuseBrokenText(document: DocumentNode, variables: unknown): void {
  if (hasBrokenLiteral(document) || hasBrokenText(variables))
    throw badInput('A string holds U+0000 or half of a surrogate pair. Text cannot hold those.')
}

const knownDocuments = new WeakMap<DocumentNode, boolean>()

function hasBrokenLiteral(document: DocumentNode): boolean {
  let isBroken = knownDocuments.get(document)
  if (isBroken === undefined) {
    isBroken = false
    visit(document, { StringValue: ({ value }) => void (isBroken ||= isBrokenText(value)) })
    knownDocuments.set(document, isBroken)
  }
  return isBroken
}

// Without recursion: variables may be nested as deep as a body is long.
function hasBrokenText(value: unknown): boolean {
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string' && isBrokenText(next)) return true
    if (next !== null && typeof next === 'object') for (const inner of Object.values(next)) waiting.push(inner)
  }
  return false
}

function isBrokenText(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}
