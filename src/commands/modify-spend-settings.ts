import type { Actor } from '../domain/change.ts'
import { notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import {
  changedSpendSettings,
  checkThresholdPercents,
  checkTimeZone,
  unknownTimeZone,
  type SpendSettings,
} from '../domain/spend-settings.ts'
import type { Transaction } from '../store/database.ts'
import { isTimeZoneKnown, updateSpendSettings } from '../store/spend-settings.ts'
import { lockTeam } from '../store/team.ts'
import type { Command } from '../store/transaction.ts'
import { checkVersion } from './match-version.ts'
import { eachOutcome } from './outcome.ts'

export type ModifySpendSettingsInput = {
  teamId: string
  actor: Actor
  /** What is not given stays. */
  timeZone?: string | undefined
  thresholdPercents?: readonly number[] | undefined
  /** The version that the caller read. */
  expectedVersion?: number | undefined
}

/**
 * Changes what a team's months and thresholds are, from this commit on. What was recorded stays in the month that it was counted in, and a percent that
 * was told of in a month is not told of again in it.
 */
export const modifySpendSettings: Command<ModifySpendSettingsInput, null> = {
  name: 'modifySpendSettings',
  position: 7,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, timeZone, thresholdPercents, expectedVersion }) => {
      const given = {
        ...(timeZone === undefined ? {} : { timeZone: await checkKnownTimeZone(transaction, timeZone) }),
        ...(thresholdPercents === undefined ? {} : { thresholdPercents: checkThresholdPercents(thresholdPercents) }),
      }
      const team = await lockTeam(transaction, teamId)
      if (!team) throw notFound(`Team ${toId('team', teamId)}`)
      checkVersion(
        `The spend settings of team ${team.name}`,
        team.spendSettingsVersion,
        expectedVersion === undefined ? undefined : [expectedVersion],
        'are',
      )
      const before: SpendSettings = { timeZone: team.timeZone, thresholdPercents: team.thresholdPercents }
      const after = { ...before, ...given }
      const attributes = changedSpendSettings(before, after)
      if (attributes.length === 0) return { value: null, changes: [] }
      const version = team.spendSettingsVersion + 1
      await updateSpendSettings(transaction, teamId, after, version)
      const states = { before: { ...before, version: team.spendSettingsVersion }, after: { ...after, version } }
      return { value: null, changes: [{ kind: 'SpendSettingsModified', actor, data: { ...states, attributes } }] }
    })
  },
}

/** A time zone that everybody who works with it knows. */
export async function checkKnownTimeZone(transaction: Transaction, timeZone: string): Promise<string> {
  const checked = checkTimeZone(timeZone)
  if (!(await isTimeZoneKnown(transaction, checked))) throw unknownTimeZone(timeZone)
  return checked
}
