export type QuotaOptions = {
  /** Of one key in one window. */
  most: number
  windowMilliseconds: number
  /** Keys beyond are refused, so that who makes them up fills no memory. */
  mostKeys: number
}

export type Quota = {
  /** How many were refused since the last one that was taken, when this one is taken; undefined when it is refused. */
  take(key: string): number | undefined
  /** What was taken is not used after all: so many count as refused. */
  giveBack(key: string, count: number): void
}

type Account = { since: number; taken: number; refused: number }

/** So many of each key in each window. `now` in milliseconds, from any start. */
export function createQuota({ most, windowMilliseconds, mostKeys }: QuotaOptions, now = () => performance.now()): Quota {
  const accounts = new Map<string, Account>()
  let sweptAt = -Infinity

  function open(key: string, at: number): Account | undefined {
    if (accounts.size >= mostKeys) sweep(at)
    if (accounts.size >= mostKeys) return undefined
    const account: Account = { since: at, taken: 0, refused: 0 }
    accounts.set(key, account)
    return account
  }

  /** Forgets whose window is over; once in a window, so that a flood of keys does not make each request walk all of them. */
  function sweep(at: number): void {
    if (at - sweptAt < windowMilliseconds) return
    sweptAt = at
    for (const [key, { since }] of accounts) if (at - since >= windowMilliseconds) accounts.delete(key)
  }

  return {
    take(key) {
      const at = now()
      const account = accounts.get(key) ?? open(key, at)
      if (!account) return undefined
      if (at - account.since >= windowMilliseconds) {
        account.since = at
        account.taken = 0
      }
      if (account.taken >= most) {
        account.refused++
        return undefined
      }
      account.taken++
      const { refused } = account
      account.refused = 0
      return refused
    },
    giveBack(key, count) {
      const account = accounts.get(key)
      if (account) account.refused += count
    },
  }
}
