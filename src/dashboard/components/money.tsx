import { useFormatter, useTranslations } from 'use-intl'

export type MoneyFacts = { amountMinor: number; currency: string; minorUnitDigits: number }

/** An amount as the reader's region writes it, with the digits of its currency. */
export function useMoneyText(): (money: MoneyFacts) => string {
  const format = useFormatter()
  return ({ amountMinor, currency, minorUnitDigits }) =>
    format.number(amountMinor / 10 ** minorUnitDigits, {
      style: 'currency',
      currency,
      minimumFractionDigits: amountMinor % 10 ** minorUnitDigits === 0 ? 0 : minorUnitDigits,
      maximumFractionDigits: minorUnitDigits,
    })
}

/** What a limit says: an amount, unlimited, or that there is none. */
export function useLimitText(): (limit: { isUnlimited: boolean; amount: MoneyFacts | null } | null | undefined) => string {
  const t = useTranslations('common')
  const moneyText = useMoneyText()
  return (limit) => (!limit ? t('noLimit') : limit.isUnlimited || !limit.amount ? t('unlimited') : moneyText(limit.amount))
}

export function Money({ money }: { money: MoneyFacts }) {
  return <span className="number">{useMoneyText()(money)}</span>
}
