import type { Administrator } from '../generated/prisma/client.ts'
import type { ReadDatabase, Transaction } from './database.ts'

export type { Administrator }

export async function findAdministratorByEmail(
  database: ReadDatabase | Transaction,
  teamId: string,
  emailKey: string,
): Promise<Administrator | undefined> {
  return (await database.administrator.findUnique({ where: { teamId_emailKey: { teamId, emailKey } } })) ?? undefined
}

export async function insertAdministrator(transaction: Transaction, administrator: Administrator): Promise<void> {
  await transaction.administrator.create({ data: administrator })
}
