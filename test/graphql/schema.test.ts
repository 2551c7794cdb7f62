import { readFile } from 'node:fs/promises'
import { isInputObjectType, isObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { changeKinds } from '../../src/domain/change.ts'
import { printedSchema, schemaFile } from '../../src/graphql/print-schema.ts'
import { schema } from '../../src/graphql/schema.ts'

describe('The schema', () => {
  test('is committed as it is printed', async () => {
    expect(await readFile(schemaFile, 'utf8')).toBe(printedSchema())
  })

  test('has no mutation that names a user or a group but as the target of a limit, as whose spend it is, as the group of the administrators, or in a question', () => {
    expect(Object.keys(schema.getMutationType()!.getFields()).toSorted()).toEqual([
      'addAdministrator',
      'clearSpendLimit',
      'copySpendLimits',
      'correctSpend',
      'createDirectory',
      'createTeam',
      'deactivateSso',
      'deleteDirectory',
      'issueApiKey',
      'issueDirectoryClient',
      'issueDirectoryToken',
      'issueSignInLink',
      'modifyDirectory',
      'modifySpendSettings',
      'reactivateSso',
      'recordSpend',
      'releaseSpend',
      'removeAdministrator',
      'reserveSpend',
      'revokeApiKey',
      'revokeDirectoryClient',
      'revokeDirectoryToken',
      'setAdministratorGroup',
      'setSpendLimit',
      'setSpendLimits',
      'setTeamPlan',
      'setUpSso',
      'settleSpend',
      'testDirectoryConnection',
    ])
    const naming = Object.values(schema.getTypeMap()).filter((type) => isInputObjectType(type) && !type.name.endsWith('Filter'))
    const inputs = naming.filter((type) => isInputObjectType(type) && ['userId', 'groupId'].some((field) => field in type.getFields()))
    expect(inputs.map(({ name }) => name).toSorted()).toEqual([
      'DiagnoseSpendLimitInput',
      'MembershipPreviewInput',
      'RecordSpendEntryInput',
      'ReserveSpendInput',
      'SetAdministratorGroupInput',
      'SpendLimitTargetInput',
    ])
  })

  test('has a type for every kind of change', () => {
    for (const kind of changeKinds) {
      const type = schema.getType(kind)
      expect(isObjectType(type) && type.getInterfaces().map(({ name }) => name)).toEqual(['Change'])
    }
  })

  test('has no way to read a hash', () => {
    expect(printedSchema()).not.toMatch(/hash/i)
  })
})
