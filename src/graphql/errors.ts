import type { ObjectRef } from '@pothos/core'
import { GraphQLError } from 'graphql'
import { DomainError, type DomainErrorCode } from '../domain/errors.ts'
import { builder } from './builder.ts'

/** A refusal as data: what a caller can do something about. Not an Error, because an executor throws those again. */
export type Refusal = Pick<DomainError, 'code' | 'message' | 'details'>

export const ErrorInterface = builder.interfaceRef<Refusal>('Error').implement({
  authScopes: { everybody: true },
  description: 'Why a request was refused, as data. `code` is stable; `message` is for people.',
  resolveType: (refusal) => errorTypes[refusal.code]?.name,
  fields: (t) => ({ code: t.exposeString('code'), message: t.exposeString('message') }),
})

function errorType(name: string, description: string): ObjectRef<typeof builder.$inferSchemaTypes, Refusal> {
  return builder.objectRef<Refusal>(name).implement({ description, authScopes: { everybody: true }, interfaces: [ErrorInterface] })
}

export const NotFoundError = errorType('NotFoundError', 'It does not exist, or is not yours to see.')
export const InvalidInputError = errorType('InvalidInputError', 'A value is not acceptable; `message` says which, and what is.')
export const VersionConflictError = errorType('VersionConflictError', 'Somebody was faster: it is not at the version that was expected.')
export const ForbiddenError = errorType('ForbiddenError', 'The credential does not allow this.')
const PlanRequiredError = errorType('PlanRequiredError', 'The plan of the team does not include this.')
const RecentSignInRequiredError = errorType(
  'RecentSignInRequiredError',
  'This needs a person who signed in a moment ago: sign in once more, then try again.',
)
export const SpendDeniedError = errorType('SpendDeniedError', 'The user may not spend this much now; nothing was reserved.')
export const ReservationClosedError = errorType(
  'ReservationClosedError',
  'The reservation was settled or released before, or has expired, so that it holds nothing.',
)
const IdempotencyConflictError = errorType(
  'IdempotencyConflictError',
  'This idempotency key was used for another request. Nothing was done; use a new key for a new request.',
)
const CurrencyMismatchError = errorType('CurrencyMismatchError', "The amount is not in minor units of the team's currency.")
export const SpendLimitsRefused = errorType(
  'SpendLimitsRefused',
  'With ALL_OR_NOTHING: items were refused, so nothing was changed. `refusals` says which, and why.',
)
const SsoRequiredError = errorType('SsoRequiredError', 'The team needs an active SSO connection first.')

/** What each refusal is in a result union; null where no mutation can be refused so, and it is a top-level error with this code. */
export const errorTypes = {
  NOT_FOUND: NotFoundError,
  INVALID_INPUT: InvalidInputError,
  VERSION_CONFLICT: VersionConflictError,
  FORBIDDEN: ForbiddenError,
  PLAN_REQUIRED: PlanRequiredError,
  SSO_REQUIRED: SsoRequiredError,
  RECENT_SIGN_IN_REQUIRED: RecentSignInRequiredError,
  SPEND_DENIED: SpendDeniedError,
  RESERVATION_CLOSED: ReservationClosedError,
  IDEMPOTENCY_CONFLICT: IdempotencyConflictError,
  CURRENCY_MISMATCH: CurrencyMismatchError,
  ITEMS_REFUSED: SpendLimitsRefused,
  SIGN_IN_REFUSED: null,
  NOT_UNIQUE: null,
  AMBIGUOUS: null,
  UNKNOWN_MEMBERS: null,
  OVERLOADED: null,
  RATE_LIMITED: null,
  REMOVALS_PAUSED: null,
  NOT_ADMITTED: null,
} satisfies Record<DomainErrorCode, ObjectRef<typeof builder.$inferSchemaTypes, Refusal> | null> as Record<
  DomainErrorCode,
  ObjectRef<typeof builder.$inferSchemaTypes, Refusal> | null
>

export type UnionCode = Exclude<
  DomainErrorCode,
  'SIGN_IN_REFUSED' | 'NOT_UNIQUE' | 'AMBIGUOUS' | 'UNKNOWN_MEMBERS' | 'OVERLOADED' | 'RATE_LIMITED' | 'REMOVALS_PAUSED' | 'NOT_ADMITTED'
>

/** The union of a mutation's success and the refusals that it may answer. */
export function resultUnion<Success extends object>(
  name: string,
  success: ObjectRef<typeof builder.$inferSchemaTypes, Success>,
  codes: readonly UnionCode[],
) {
  return builder.unionType(name, {
    types: [success, ...codes.map((code) => errorTypes[code]!)],
    resolveType: (value) => (isRefusal(value) ? errorTypes[value.code]! : success),
  })
}

export function isRefusal(value: object): value is Refusal {
  return 'code' in value && typeof value.code === 'string' && value.code in errorTypes && 'details' in value
}

/** Runs a mutation; a refusal of these codes is its answer, and anything else is thrown on. */
export async function orRefusal<Success>(codes: readonly UnionCode[], act: () => Promise<Success>): Promise<Success | Refusal> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof DomainError && (codes as readonly DomainErrorCode[]).includes(error.code)) return toRefusal(error)
    throw error
  }
}

export function toRefusal({ code, message, details }: DomainError): Refusal {
  return { code, message, details }
}

/** A request that cannot be answered because of how it was put; for queries, which have no result union. */
export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}

type Written = { error(details: object, message: string): void }

/**
 * Errors as a client gets them: each with a code and the request's id. Of a fault the client learns nothing else; its cause goes to the log.
 * `isAnswered` says that there is data beside them, so that HTTP does not call the whole request failed.
 */
export function toClientErrors(errors: readonly GraphQLError[], requestId: string, log: Written, isAnswered: boolean): GraphQLError[] {
  return errors.map((error) => {
    const { nodes, source, positions, path } = error
    const rewrite = (message: string, extensions: Record<string, unknown>): GraphQLError =>
      new GraphQLError(message, { nodes, source, positions, path, extensions: { ...extensions, requestId } })
    const cause = rootCause(error)
    if (cause instanceof DomainError) {
      const { retryAfterSeconds } = cause.details
      return rewrite(cause.message, { code: cause.code, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) })
    }
    if (cause !== undefined && !isRefusedVariable(error)) {
      log.error({ err: cause, requestId, path }, 'A GraphQL request failed')
      return rewrite('internal error', { code: 'INTERNAL', ...(isAnswered ? {} : { http: { status: 500 } }) })
    }
    const { code = 'BAD_USER_INPUT', ...extensions } = error.extensions
    // Without a path and without data nothing was executed: what was sent does not fit.
    const http = path || isAnswered ? {} : { http: { spec: true, status: 400 } }
    return rewrite(error.message, { code, ...http, ...extensions })
  })
}

/** What was thrown, when it was not a GraphQLError itself. */
function rootCause(error: GraphQLError): unknown {
  let cause: unknown = error
  while (cause instanceof GraphQLError) cause = cause.originalError ?? cause.cause
  return cause ?? undefined
}

// A scalar that refuses a variable throws too; its message is for the caller.
function isRefusedVariable(error: GraphQLError): boolean {
  return error.path === undefined && error.nodes !== undefined
}
