import { getNamedType, isAbstractType, isInterfaceType, isObjectType, type GraphQLNamedType } from 'graphql'
import { describe, expect, test } from 'vitest'
import type { Access } from '../../src/access/viewer.ts'
import type { ApiKeyScope } from '../../src/domain/directory.ts'
import { newId } from '../../src/store/id.ts'
import { declaredScopes, refusalOf, type AuthScopes } from '../../src/graphql/authorization.ts'
import { schema } from '../../src/graphql/schema.ts'

const declared = ({ extensions }: { extensions: object }): AuthScopes | undefined =>
  declaredScopes((extensions as { pothosOptions?: { authScopes?: unknown } }).pothosOptions?.authScopes)

const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!]
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && (isObjectType(type) || isInterfaceType(type)),
)

/** Connections and edges are guarded by what they hold. */
const isOfPages = ({ name }: GraphQLNamedType): boolean => name === 'PageInfo' || /(Connection|Edge)$/.test(name)

const keyWith = (...scopes: ApiKeyScope[]): Access => ({ kind: 'TEAM', teamId: newId(), isAdministrator: false, scopes })
const [member, read, limits, spend, setup] = [{ member: true }, { read: true }, { limits: true }, { spend: true }, { setup: true }] as const

describe('A key is told which scopes would do', () => {
  test.each<[string, AuthScopes[], string]>([
    ['one place', [read], 'READ'],
    ['a place of which members see their own', [member], 'READ'],
    ['a place where either of two is enough', [{ ...member, ...spend }], 'READ or SPEND'],
    ['places that one scope opens all', [{ ...member, ...spend }, { ...read, ...limits }, member], 'READ'],
    [
      'places that either of two opens',
      [
        { ...read, ...spend },
        { ...spend, ...member },
      ],
      'READ or SPEND',
    ],
    ['places that no single one opens', [read, limits], 'READ, and LIMITS'],
    ['the same place several times', [read, read, limits], 'READ, and LIMITS'],
    [
      'places that no single one opens, with a choice',
      [
        { ...read, ...spend },
        { ...limits, ...setup },
      ],
      'READ or SPEND, and LIMITS or SETUP',
    ],
    ['a choice that another place makes', [{ ...read, ...limits }, read, setup], 'READ, and SETUP'],
  ])('of %s', (_, lacking, scopes) => {
    expect(refusalOf(lacking, keyWith())).toBe(`This API key does not have the scope ${scopes}. Use one that has it.`)
  })

  test('unless no key may do it', () => {
    expect(refusalOf([read, { administrator: true }], keyWith('LIMITS'))).toMatch(/^Only a signed-in administrator/)
    expect(refusalOf([read, { administrator: true }, { platform: true }], keyWith('LIMITS'))).toMatch(/^Only the platform key/)
  })
})

describe('Who may read and do what is declared in the schema', () => {
  test('of every type', () => {
    const silent = types.filter((type) => !roots.includes(type as never) && !isOfPages(type) && !declared(type))
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  test('of every query, mutation and subscription', () => {
    const fields = roots.flatMap((root) => Object.values(root.getFields()).map((field) => ({ place: `${root.name}.${field.name}`, field })))
    expect(fields.filter(({ field }) => !declared(field)).map(({ place }) => place)).toEqual([])
  })

  test('by scopes that are asked for as they stand, so that an operation can be refused before anything is read', () => {
    const declarations = types.flatMap((type) => [
      type,
      ...(isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []),
    ])
    const other = declarations.filter((one) => {
      const { authScopes } = (one.extensions as { pothosOptions?: { authScopes?: unknown } }).pothosOptions ?? {}
      return authScopes !== undefined && Object.values(declared(one) ?? {}).some((value) => value !== true)
    })
    expect(other.map(({ name }) => name)).toEqual([])
  })

  test('of everything that a subscription tells by what all who share its execution have: reading, or being the member', () => {
    const shared = new Set(['everybody', 'member', 'read'])
    const reached = new Set<GraphQLNamedType>()
    const places: string[] = []
    const visit = (type: GraphQLNamedType): void => {
      if (reached.has(type)) return
      reached.add(type)
      if (isAbstractType(type)) schema.getPossibleTypes(type).forEach(visit)
      if (!isObjectType(type) && !isInterfaceType(type)) return
      for (const field of Object.values(type.getFields())) {
        for (const one of [declared(type), declared(field)])
          if (one && !Object.keys(one).some((scope) => shared.has(scope))) places.push(`${type.name}.${field.name}`)
        visit(getNamedType(field.type))
      }
    }
    visit(schema.getSubscriptionType()!)
    expect(places).toEqual([])
  })
})
