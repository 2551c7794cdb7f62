import type { AuthFailure, ForbiddenResult } from '@pothos/plugin-scope-auth'
import type { Access } from '../access/viewer.ts'
import { DomainError } from '../domain/errors.ts'

/**
 * Who may read and do what is declared in the schema, where the type, field or mutation is, and nowhere else:
 *
 * - A type says who may read its fields: `builder.objectType(…, { authScopes: { read: true }, … })`. Of several scopes one is enough.
 * - A field says so too when it is for fewer than its type: `t.string({ authScopes: { read: true }, … })`. Both have to hold.
 * - A query or subscription field likewise: `t.field({ authScopes: { member: true }, … })`.
 * - A mutation is declared with `...requires('setup')` in its options. Whoever may not gets a ForbiddenError in the result union, which has to have
 *   the code FORBIDDEN; the resolver is not called.
 * - What everybody gets where it stands (an error, the success of a mutation, an amount) is `authScopes: { everybody: true }`. Connections and their edges
 *   need none: they are guarded by what they hold.
 *
 * A type or root field that says nothing does not pass test/graphql/authorization.test.ts; test/graphql/access-table.test.ts asks each field for each
 * kind of viewer.
 *
 * There are two locks, of one key. Before anything is read, operation-limits.ts holds the declarations of all that an operation selects against the access
 * of who asks, and refuses the whole operation with a sentence. While it runs, the plugin asks again at each field. Both ask for the access, never for
 * the viewer: a shared execution has no viewer (shared-execution.ts).
 */
export type Scope =
  /** Whoever was let in. */
  | 'everybody'
  /** Who may read the team; and a member, of what is their own. */
  | 'member'
  /** An API key with the scope READ, an administrator, the platform key. */
  | 'read'
  /** An API key with the scope LIMITS, an administrator, the platform key. */
  | 'limits'
  /** An API key with the scope SPEND, an administrator, the platform key. */
  | 'spend'
  /** An API key with the scope SETUP, an administrator, the platform key. */
  | 'setup'
  /** A person who is an administrator, or the platform key. An API key is neither, whatever its scopes: it could make itself an administrator otherwise. */
  | 'administrator'
  | 'platform'

/** One of them is enough. */
export type AuthScopes = { readonly [Name in Scope]?: true }
export type Scopes = Record<Scope, boolean>

const known = new WeakMap<Access, Scopes>()

export function scopesOf(access: Access): Scopes {
  let scopes = known.get(access)
  if (!scopes) {
    scopes = findScopes(access)
    known.set(access, scopes)
  }
  return scopes
}

function findScopes(access: Access): Scopes {
  const none = {
    everybody: true,
    member: false,
    read: false,
    limits: false,
    spend: false,
    setup: false,
    administrator: false,
    platform: false,
  }
  switch (access.kind) {
    case 'PLATFORM':
      return { everybody: true, member: true, read: true, limits: true, spend: true, setup: true, administrator: true, platform: true }
    case 'TEAM': {
      const read = access.scopes.includes('READ')
      const [limits, spend, setup] = (['LIMITS', 'SPEND', 'SETUP'] as const).map((scope) => access.scopes.includes(scope)) as [
        boolean,
        boolean,
        boolean,
      ]
      return { ...none, member: read, read, limits, spend, setup, administrator: access.isAdministrator }
    }
    case 'MEMBER':
      return { ...none, member: true }
    case 'NONE':
      return none
  }
}

export function holds(access: Access, declared: AuthScopes): boolean {
  const scopes = scopesOf(access)
  return (Object.keys(declared) as Scope[]).some((name) => scopes[name])
}

type Refusal = { code: 'FORBIDDEN'; message: string; details: Readonly<Record<string, unknown>> }

/** Of a mutation: who may, and what others get. */
export function requires(scope: Scope): { authScopes: AuthScopes; unauthorizedResolver: () => never } {
  // Typed as if it did not return: the plugin wants the type of the union, which the mutation's own codes have a place for this in.
  const unauthorizedResolver = ((_: unknown, __: unknown, { access }: { access: Access }): Refusal => ({
    code: 'FORBIDDEN',
    message: refusalOf([{ [scope]: true }], access),
    details: {},
  })) as unknown as () => never
  return { authScopes: { [scope]: true }, unauthorizedResolver }
}

type Member = Extract<Access, { kind: 'MEMBER' }>
type Asking = { access: Access }

/** Of a type that is one's own, or not: who has another of the scopes may read all of them, a member those that are `isOwn`. */
export function own<Parent>(isOwn: (parent: Parent, member: Member) => boolean, declared: AuthScopes = { member: true }) {
  const authScopes = (parent: Parent, { access }: Asking): AuthScopes | boolean =>
    access.kind === 'MEMBER' ? isOwn(parent, access) : declared
  return Object.assign(authScopes, { declared })
}

/** What was declared, however it was; undefined when nothing was. */
export function declaredScopes(authScopes: unknown): AuthScopes | undefined {
  if (typeof authScopes === 'function') return (authScopes as { declared?: AuthScopes }).declared
  return authScopes as AuthScopes | undefined
}

/** Why somebody is refused who lacks what was declared at one or several places. */
export function refusalOf(lacking: readonly AuthScopes[], access: Access): string {
  const names = new Set(lacking.flatMap((declared) => Object.keys(declared) as Scope[]))
  if (names.has('platform')) return 'Only the platform key may do this.'
  if (names.has('administrator')) return 'Only a signed-in administrator or the platform key may do this.'
  if (access.kind === 'MEMBER') return 'This is for administrators of the team. A member sees their own user, groups, limits and spend.'
  if (access.kind === 'NONE') return 'You are signed in and no user of a directory is yours. Ask an administrator of your team.'
  return `This API key does not have the scope ${scopesThatDo(lacking)}. Use one that has it.`
}

/** In words: the scopes one of which is enough for all places, or of each place those that are enough for it. */
function scopesThatDo(lacking: readonly AuthScopes[]): string {
  const places = lacking.map((declared) => new Set((Object.keys(declared) as Scope[]).map(keyScopeOf)))
  const enough = [...places[0]!].filter((scope) => places.every((place) => place.has(scope)))
  if (enough.length > 0) return enough.join(' or ')
  // What opens the one place opens the other, too.
  const needed = places.filter(
    (place, index) => !places.some((other, at) => other !== place && other.isSubsetOf(place) && (other.size < place.size || at < index)),
  )
  return needed.map((place) => [...place].join(' or ')).join(', and ')
}

/** The scope of an API key. Members have theirs by who they are. */
function keyScopeOf(scope: Scope): string {
  return scope === 'member' ? 'READ' : scope.toUpperCase()
}

/** The second lock's answer. What is read is not told of more than that. */
export function unauthorizedError(access: Access, { failure }: ForbiddenResult): Error {
  return new DomainError('FORBIDDEN', refusalOf([Object.fromEntries(scopesIn(failure).map((name) => [name, true]))], access))
}

// The plugin asks at one place after the other, so that all that failed together are alternatives.
function scopesIn(failure: AuthFailure): string[] {
  if ('failures' in failure) return failure.failures.flatMap(scopesIn)
  return 'scope' in failure ? [failure.scope] : []
}
