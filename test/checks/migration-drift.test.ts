import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { prisma } from '../support/prisma.ts'

const repository = path.join(import.meta.dirname, '..', '..')
const schema = path.join(repository, 'prisma/schema.prisma')

function diff(toSchema: string): Promise<{ code: number; output: string }> {
  const args = ['migrate', 'diff', '--from-migrations', path.join(repository, 'prisma/migrations'), '--to-schema', toSchema, '--exit-code']
  return prisma(args, inject('postgresUrl'))
}

test('the migrations make exactly what schema.prisma says', async () => {
  // The text as well as the code: Prisma also ends with 0 when its engine has died.
  expect(await diff(schema)).toEqual({ code: 0, output: expect.stringContaining('No difference detected.') })
})

test('a model without a migration is noticed', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'headcount-drift-'))
  const drifted = path.join(folder, 'schema.prisma')
  await writeFile(drifted, `${await readFile(schema, 'utf8')}\nmodel Forgotten {\n  id String @id\n}\n`)
  expect(await diff(drifted)).toEqual({ code: 2, output: expect.stringContaining('Forgotten') })
  await rm(folder, { recursive: true })
})
