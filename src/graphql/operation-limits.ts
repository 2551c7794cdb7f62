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
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ParseOptions,
  type SelectionSetNode,
} from 'graphql'
import { hasScope, type Viewer } from '../access/viewer.ts'
import type { ApiKeyScope } from '../domain/directory.ts'
import { badInput } from './errors.ts'
import { defaultPageSize, maxPageSize } from './page.ts'

const maxTokens = 2_000
/** Brackets in brackets; the parser takes them by recursion. */
const maxNesting = 100
const maxDepth = 15
const maxAliases = 100
/** Fields that an answer may hold at most, pages counted as full. */
const maxCost = 200_000
const maxSelections = 20_000
/** Of a list without `first`, for counting. */
const assumedListSize = 10

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
    return parse(text, options)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const { message, source, positions } = error
    throw new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { spec: true, status: 400 } } })
  }
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
}
/** What an operation that may run needs. */
export type Needs = { scopes: ReadonlySet<ApiKeyScope>; readsChangeCursor: boolean }

/** Refuses an operation that is too large, by how deep it goes and how much it may answer, before anything is read. */
export function measure({ schema, document, operation, variables }: Operation): Needs {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  )
  const scopes = new Set<ApiKeyScope>()
  let readsChangeCursor = false
  let selections = 0
  let aliases = 0
  let cost = 0

  function walk(selectionSet: SelectionSetNode, type: GraphQLNamedType | undefined, depth: number, times: number): void {
    if (depth > maxDepth) throw badInput(`The operation is more than ${maxDepth} fields deep.`)
    for (const selection of selectionSet.selections) {
      // Fragments in fragments multiply what is visited, so that is bounded too.
      if (++selections > maxSelections) throw badInput(`The operation selects more than ${maxSelections} fields.`)
      if (selection.kind === Kind.FIELD) walkField(selection, type, depth, times)
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : type, depth, times)
      } else {
        const fragment = fragments.get(selection.name.value)
        if (fragment) walk(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), depth, times)
      }
    }
  }

  function walkField(node: FieldNode, type: GraphQLNamedType | undefined, depth: number, times: number): void {
    if (node.alias && ++aliases > maxAliases) throw badInput(`The operation has more than ${maxAliases} aliases.`)
    cost += times
    if (cost > maxCost) throw badInput(`The answer could hold more than ${maxCost} fields. Take smaller pages, or fewer of them at once.`)
    const field = fieldOf(type, node.name.value)
    if (type && field) {
      for (const { extensions } of [type, field]) {
        const { scope } = extensions as { scope?: ApiKeyScope }
        if (scope !== undefined) scopes.add(scope)
      }
      if (type.name === 'Team' && field.name === 'changeCursor') readsChangeCursor = true
    }
    if (node.selectionSet)
      walk(node.selectionSet, field && getNamedType(field.type), depth + 1, times * sizeOf(node, type, field, operation, variables))
  }

  walk(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, 1, 1)
  return { scopes, readsChangeCursor }
}

const introspection = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]))

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return introspection.get(name) ?? (isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined)
}

export function refuseScopes(viewer: Viewer, { scopes }: Needs): void {
  const lacking = [...scopes].filter((scope) => !hasScope(viewer, scope))
  if (lacking.length === 0) return
  throw new GraphQLError(`This API key does not have the scope ${lacking.join(', ')}. Use one that has it.`, {
    extensions: { code: 'FORBIDDEN', http: { spec: true, status: 403 } },
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
  return isListType(isNonNullType(field.type) ? field.type.ofType : field.type) ? assumedListSize : 1
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
