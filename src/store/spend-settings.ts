import type { SpendSettings } from '../domain/spend-settings.ts'
import type { Transaction } from './database.ts'

/** Whether the database knows a time zone, by this very name: it takes other spellings as well, which nobody else would know. */
export async function isTimeZoneKnown(transaction: Transaction, timeZone: string): Promise<boolean> {
  const rows = await transaction.$queryRaw<{ isKnown: boolean }[]>`
    SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = ${timeZone}) AS "isKnown"`
  return rows[0]!.isKnown
}

export async function updateSpendSettings(
  transaction: Transaction,
  teamId: string,
  settings: SpendSettings,
  version: number,
): Promise<void> {
  await transaction.team.update({ where: { id: teamId }, data: { ...settings, spendSettingsVersion: version } })
}
