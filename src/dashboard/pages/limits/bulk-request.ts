import { ask, orRefused } from '../../api.ts'
import { graphql } from '../../gql/gql.ts'
import type { BulkMode } from '../../gql/graphql.ts'
import { itemOf, mostAtOnce, refusalOf, type BulkEdit, type BulkTarget, type ItemError, type Outcome } from './bulk-edit.ts'

const SetManyLimits = graphql(`
  mutation SetManyLimits($input: SetSpendLimitsInput!) {
    setSpendLimits(input: $input) {
      __typename
      ... on SetSpendLimitsSuccess {
        results {
          ...BulkItemResult
        }
      }
      ... on SpendLimitsRefused {
        refusals {
          ...BulkRefusal
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

const CopyLimit = graphql(`
  mutation CopyLimit($input: CopySpendLimitsInput!) {
    copySpendLimits(input: $input) {
      __typename
      ... on CopySpendLimitsSuccess {
        results {
          ...BulkItemResult
        }
      }
      ... on SpendLimitsRefused {
        refusals {
          ...BulkRefusal
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`)

export const bulkItemResult = graphql(`
  fragment BulkItemResult on SpendLimitItemResult {
    __typename
    ... on VersionConflictError {
      current {
        ...LimitOfRow
      }
    }
    ... on Error {
      message
    }
  }
`)

export const bulkRefusal = graphql(`
  fragment BulkRefusal on SpendLimitItemRefusal {
    index
    error {
      __typename
      message
      ... on VersionConflictError {
        current {
          ...LimitOfRow
        }
      }
    }
  }
`)

/** Changes many limits. What the API refuses of a few is told of each; what it refuses as a whole is thrown. */
export async function changeLimits(targets: readonly BulkTarget[], edit: BulkEdit, mode: BulkMode, key: string): Promise<Outcome[]> {
  const asked = targets.flatMap((target) => {
    const item = itemOf(target, edit)
    return item ? [{ target, item }] : []
  })
  const unchanged = targets.filter((target) => !itemOf(target, edit)).map((target): Outcome => ({ target, kind: 'unchanged' }))
  if (asked.length === 0 || asked.length > mostAtOnce) return unchanged
  const input = { mode, items: asked.map(({ item }) => item), idempotencyKey: key }
  const { setSpendLimits } = await ask(SetManyLimits, { input })
  const changed = asked.map(({ target }) => target)
  if (setSpendLimits.__typename === 'SpendLimitsRefused') return [...refusedAll(changed, setSpendLimits.refusals), ...unchanged]
  return [...outcomesOf(changed, orRefused(setSpendLimits, 'SetSpendLimitsSuccess').results), ...unchanged]
}

/** Gives groups the limit that another has, in place of theirs, whatever that is by now. */
export async function copyLimit(source: BulkTarget, targets: readonly BulkTarget[], mode: BulkMode, key: string): Promise<Outcome[]> {
  const input = {
    mode,
    fromGroupId: source.id,
    toGroupIds: targets.map(({ id }) => id),
    expectedVersion: source.limit?.version ?? 0,
    idempotencyKey: key,
  }
  const { copySpendLimits } = await ask(CopyLimit, { input })
  if (copySpendLimits.__typename === 'SpendLimitsRefused') return refusedAll(targets, copySpendLimits.refusals)
  return outcomesOf(targets, orRefused(copySpendLimits, 'CopySpendLimitsSuccess').results)
}

function outcomesOf(targets: readonly BulkTarget[], results: readonly ItemError[]): Outcome[] {
  return targets.map((target, index) => {
    const result = results[index]!
    return result.__typename === 'ChangedSpendLimit' ? { target, kind: 'changed' } : refusalOf(target, result)
  })
}

function refusedAll(targets: readonly BulkTarget[], refusals: readonly { index: number; error: ItemError }[]): Outcome[] {
  const errors = new Map(refusals.map(({ index, error }) => [index, error]))
  return targets.map((target, index) => {
    const error = errors.get(index)
    return error ? refusalOf(target, error) : { target, kind: 'heldBack' }
  })
}
