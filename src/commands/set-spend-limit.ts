import type { Actor } from '../domain/change.ts'
import { DomainError, notFound } from '../domain/errors.ts'
import { toId } from '../domain/id.ts'
import { checkAmountMinor } from '../domain/money.ts'
import { spendLimitState, type SpendLimit, type SpendLimitTarget } from '../domain/spend-limit.ts'
import { lockGroups } from '../store/group.ts'
import { newId } from '../store/id.ts'
import { lockSpendLimits, saveSpendLimit } from '../store/spend-limit.ts'
import { lockTeam, type Team } from '../store/team.ts'
import type { Transaction } from '../store/database.ts'
import type { Command } from '../store/transaction.ts'
import { lockUsers } from '../store/user.ts'
import { eachOutcome } from './outcome.ts'

export type SetSpendLimitInput = {
  teamId: string
  actor: Actor
  target: SpendLimitTarget
  /** Minor units of the team's currency; null is unlimited. */
  amountMinor: number | null
  /** When given, must be the team's. */
  currency?: string
  /** The version that the caller read; 0 when it read that there is none. */
  expectedVersion?: number
}

/** Sets the limit of one team, group or user. The same value again changes nothing. */
export const setSpendLimit: Command<SetSpendLimitInput, SpendLimit> = {
  name: 'setSpendLimit',
  position: 50,
  run(transaction, inputs) {
    return eachOutcome(inputs, async ({ teamId, actor, target, amountMinor, currency, expectedVersion }) => {
      const team = await lockTarget(transaction, teamId, target)
      if (amountMinor !== null) checkAmountMinor(amountMinor)
      if (currency !== undefined && currency !== team.currency) {
        throw new DomainError(
          'INVALID_INPUT',
          `This limit is in ${currency}; team ${team.name} is billed in ${team.currency}. Send the amount in ${team.currency}.`,
        )
      }
      const before = (await lockSpendLimits(transaction, [target])).get(target.id)
      checkExpectedVersion(before, expectedVersion)
      if (before?.isSet && before.amountMinor === amountMinor) return { value: before, changes: [] }
      const version = (before?.version ?? 0) + 1
      const after: SpendLimit = {
        id: before?.id ?? newId(),
        teamId,
        target,
        isSet: true,
        amountMinor,
        version,
        setAt: new Date(),
        setBy: actor.label,
        expiresAt: null,
      }
      await saveSpendLimit(transaction, after)
      const data = { before: before?.isSet ? spendLimitState(before, team.currency) : null, after: spendLimitState(after, team.currency) }
      return { value: after, changes: [{ kind: 'SpendLimitSet', actor, data }] }
    })
  },
}

/** The team, once the target is known to be its own and held so that it cannot be deleted before the commit. */
export async function lockTarget(transaction: Transaction, teamId: string, target: SpendLimitTarget): Promise<Team> {
  const missing = (): DomainError => notFound(`${names[target.kind]} ${toId(kinds[target.kind], target.id)}`)
  if (target.kind === 'TEAM' && target.id !== teamId) throw missing()
  if (target.kind === 'USER' && !(await lockUsers(transaction, teamId, [target.id])).has(target.id)) throw missing()
  if (target.kind === 'GROUP' && !(await lockGroups(transaction, teamId, [target.id])).has(target.id)) throw missing()
  const team = await lockTeam(transaction, teamId)
  if (!team) throw notFound(`Team ${toId('team', teamId)}`)
  return team
}

const names = { TEAM: 'Team', GROUP: 'Group', USER: 'User' } as const
const kinds = { TEAM: 'team', GROUP: 'group', USER: 'user' } as const

export function checkExpectedVersion(limit: SpendLimit | undefined, expectedVersion: number | undefined): void {
  if (expectedVersion !== undefined && expectedVersion < 0) {
    throw new DomainError('INVALID_INPUT', `expectedVersion is ${expectedVersion}; it is 0 for none, or the version that was read.`)
  }
  const current = limit?.isSet ? limit : undefined
  if (expectedVersion === undefined || expectedVersion === (current?.version ?? 0)) return
  const found = current ? `is at version ${current.version}` : 'has no limit'
  throw new DomainError(
    'VERSION_CONFLICT',
    `Version ${expectedVersion} was expected, but the target ${found}. Read it again, then decide.`,
    { current: current ?? null },
  )
}
