import type { Browser } from 'playwright-core'
import type { Product } from '../product.ts'
import type { SpendTeam } from '../spend/spend-context.ts'

/** A large team, a browser, and the Cookie of an administrator. */
export type DashboardContext = {
  product: Product
  team: SpendTeam
  browser: Browser
  url: string
  sessionSecret: string
  rounds: number
  minutes: number
  say(text: string): void
}

export const changesPerSecond = 50
