import { builder } from './builder.ts'
import { currencyOf, type Context } from './context.ts'

export type MoneyShape = { amountMinor: number; currency: string }

export const Money = builder.objectRef<MoneyShape>('Money').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    amountMinor: t.expose('amountMinor', { type: 'SafeInt', description: "In the currency's minor unit, such as cents." }),
    currency: t.expose('currency', { type: 'CurrencyCode' }),
  }),
})

/** null stays null: unlimited has no amount. */
export async function inCurrencyOf(context: Context, teamId: string, amountMinor: number | null): Promise<MoneyShape | null> {
  return amountMinor === null ? null : { amountMinor, currency: await currencyOf(context, teamId) }
}

export const SpendLimitSource = builder.enumType('SpendLimitSource', {
  values: ['USER', 'GROUP', 'TEAM', 'NONE', 'INACTIVE_USER'] as const,
})
