import { amountText, minorUnitDigits } from '../domain/money.ts'
import { builder } from './builder.ts'
import { currencyOf, type Context } from './context.ts'

export type MoneyShape = { amountMinor: number; currency: string }

export const Money = builder.objectRef<MoneyShape>('Money').implement({
  authScopes: { everybody: true },
  fields: (t) => ({
    amountMinor: t.expose('amountMinor', { type: 'SafeInt', description: "In the currency's minor unit, such as cents." }),
    currency: t.expose('currency', { type: 'CurrencyCode' }),
    minorUnitDigits: t.int({
      description: 'How many digits of amountMinor stand after the point, as ISO 4217 says: 2 of EUR, 0 of JPY, 3 of BHD.',
      resolve: ({ currency }) => minorUnitDigits(currency),
    }),
    text: t.string({
      description: 'For people: `EUR 12.50`. Programs take amountMinor.',
      resolve: ({ amountMinor, currency }) => amountText(amountMinor, currency),
    }),
  }),
})

/** null stays null: unlimited has no amount. */
export async function inCurrencyOf(context: Context, teamId: string, amountMinor: number | null): Promise<MoneyShape | null> {
  return amountMinor === null ? null : { amountMinor, currency: await currencyOf(context, teamId) }
}

export const SpendLimitSource = builder.enumType('SpendLimitSource', {
  values: ['USER', 'GROUP', 'TEAM', 'NONE', 'INACTIVE_USER'] as const,
})
