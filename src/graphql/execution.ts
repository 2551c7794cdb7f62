import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga'
import { getOperationAST, GraphQLError, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import { accessOf, type Viewer } from '../access/viewer.ts'
import { inSnapshot, isTransactionTimeout, type Database } from '../store/database.ts'
import type { Context, Door, Kept, Log } from './context.ts'
import { badInput, toClientErrors } from './errors.ts'
import { measure, parseWithinLimits, refuseBrokenText, refuseUnauthorized, type Needs } from './operation-limits.ts'
import { schema } from './schema.ts'
import type { NamedDocument, TrustedDocuments } from './trusted-documents.ts'

/** Who asks, how, and where it is written. */
export type Caller = Pick<Context, 'viewer' | 'requestId' | 'log' | 'transport' | 'lastEventId'>
export type Yoga = YogaServerInstance<Caller, Context>

const snapshotMilliseconds = 10_000

export function createExecution(door: Door & Kept, database: Database, trustedDocuments?: TrustedDocuments): Yoga {
  return createYoga<Caller, Context>({
    schema,
    context: ({ viewer, requestId, log, transport }): Context => ({
      ...door,
      viewer,
      access: accessOf(viewer),
      requestId,
      log,
      transport,
      database,
      batches: new Map(),
      currencies: new Map(),
    }),
    plugins: [...(trustedDocuments ? [onlyTrusted(trustedDocuments)] : []), limits(database), clientErrors()],
    extraParamNames: trustedDocuments ? ['documentId'] : [],
    // A client's documents are few and small; a long one is not worth the memory.
    parserAndValidationCache: { documentCache: ofSmallDocuments<DocumentNode>(), errorCache: ofSmallDocuments<unknown>() },
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    multipart: false,
    cors: false,
    maskedErrors: false,
    logging: false,
  })
}

/** Refuses what is too large, malformed or not allowed, before anything is read, by throwing a GraphQLError. Answers what the rest needs. */
export function refuseOperation(
  caller: { viewer: Viewer; transport: Context['transport'] },
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: unknown,
): Needs {
  const operation = getOperationAST(document, operationName)
  if (!operation) throw badInput('The document has several operations, or none of that name: operationName says which one is meant.')
  if (operation.operation === 'subscription' && caller.transport === 'HTTP') {
    throw badInput(
      'Subscriptions are served at this address over WebSocket, by the protocol graphql-transport-ws, and as an event stream to who accepts text/event-stream.',
    )
  }
  refuseBrokenText(document, variables)
  const access = accessOf(caller.viewer)
  const needs = measure({ schema, document, operation, variables: asObject(variables), access })
  if (needs.readsChangeCursor && operation.operation !== 'query') {
    throw badInput(
      "Team.changeCursor can be selected in queries only, where all is read in one snapshot. A mutation's result has its own changeCursor.",
    )
  }
  refuseUnauthorized(access, needs)
  return needs
}

export type Asked = {
  caller: Caller
  query: string
  operationName: string | null | undefined
  variables: Record<string, unknown> | null | undefined
}
export type Prepared = { document: DocumentNode; isSubscription: boolean; enveloped: ReturnType<Yoga['getEnveloped']> }

/** Parses, validates and refuses as every operation is; answers what is needed to run it, or why it is refused. */
export function prepareOperation(yoga: Yoga, { caller, query, operationName, variables }: Asked): Prepared | readonly GraphQLError[] {
  const enveloped = yoga.getEnveloped(caller as never)
  try {
    const document = enveloped.parse(query) as DocumentNode
    const errors = enveloped.validate(enveloped.schema, document)
    if (errors.length > 0) return errors as readonly GraphQLError[]
    refuseOperation(caller, document, operationName, variables)
    return { document, isSubscription: getOperationAST(document, operationName)?.operation === 'subscription', enveloped }
  } catch (error) {
    if (error instanceof GraphQLError) return [error]
    throw error
  }
}

function onlyTrusted(documents: TrustedDocuments): Plugin<Context> {
  return {
    onParams({ params, request, setParams }) {
      const { documentId = new URL(request.url).searchParams.get('documentId') ?? undefined } = params as NamedDocument
      const text = documents.textOf({ ...params, documentId })
      if (text instanceof GraphQLError) throw text
      setParams({ ...params, query: text })
    },
  }
}

function limits(database: Database): Plugin<Context> {
  return {
    onParse({ setParseFn }) {
      setParseFn(parseWithinLimits)
    },
    onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
      const needs = refuseInto(args, setResultAndStopExecution)
      if (needs?.readsChangeCursor) setExecuteFn((asked: ExecutionArgs) => executeInSnapshot(database, asked, executeFn))
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      refuseInto(args, setResultAndStopExecution)
    },
  }
}

function refuseInto(args: ExecutionArgs, setResult: (result: ExecutionResult) => void): Needs | undefined {
  try {
    return refuseOperation(args.contextValue as Context, args.document, args.operationName, args.variableValues)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    setResult({ errors: [error] })
    return undefined
  }
}

type Execute = (args: ExecutionArgs) => unknown

/** A query that selects Team.changeCursor is read wholly in one snapshot, so that what it answers is what the log says up to there. */
async function executeInSnapshot(database: Database, asked: ExecutionArgs, execute: Execute): Promise<ExecutionResult> {
  try {
    return await inSnapshot(database, snapshotMilliseconds, async (snapshot) => {
      const context = asked.contextValue as Context
      const contextValue: Context = { ...context, database: snapshot, batches: new Map(), currencies: new Map() }
      return (await execute({ ...asked, contextValue })) as ExecutionResult
    })
  } catch (error) {
    if (!isTransactionTimeout(error)) throw error
    const message = `This could not be read in one snapshot within ${snapshotMilliseconds / 1000} seconds. Take smaller pages.`
    return { errors: [new GraphQLError(message, { extensions: { code: 'TIMEOUT', http: { status: 503 } } })] }
  }
}

function clientErrors(): Plugin<Context, Caller> {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      if (Array.isArray(result) || !('errors' in result) || !result.errors) return
      setResult(withClientErrors(result, serverContext as unknown as Caller))
    },
  }
}

export function withClientErrors<Result extends ExecutionResult>(
  result: Result,
  { requestId, log }: { requestId: string; log: Log },
): Result {
  return result.errors ? { ...result, errors: toClientErrors(result.errors, requestId, log, result.data != null) } : result
}

function ofSmallDocuments<Value>() {
  const known = new Map<string, Value>()
  return {
    get: (source: string) => known.get(source),
    set(source: string, value: Value) {
      if (source.length > 20_000) return
      // The oldest goes; what is in use comes back with its next request.
      if (known.size >= 1_000) known.delete(known.keys().next().value!)
      known.set(source, value)
    },
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}
