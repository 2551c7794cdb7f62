import { useState } from 'react'
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components'
import { useLocale, useTranslations } from 'use-intl'
import { amountText, parseAmount } from './limit-editor-amount.ts'

export type AmountState = {
  text: string
  currency: string
  minorUnitDigits: number
  /** Undefined while the text is none. */
  amountMinor: number | undefined
  /** What is wrong, once it is time to say so. */
  error: string | undefined
  write(text: string): void
  /** From now on what is wrong is said. */
  complain(): void
}

const example = 1234

export function useAmount(initial: number | undefined, currency: { currency: string; minorUnitDigits: number }): AmountState {
  const t = useTranslations('limitEditor')
  const locale = useLocale()
  const { minorUnitDigits } = currency
  const [text, setText] = useState(() => (initial === undefined ? '' : amountText(initial, locale, minorUnitDigits)))
  const [complains, setComplains] = useState(false)
  const parsed = parseAmount(text, locale, currency)
  const problem = 'problem' in parsed ? parsed.problem : undefined
  const sample = amountText(example * 10 ** minorUnitDigits + (minorUnitDigits === 0 ? 0 : 5), locale, minorUnitDigits)
  // What cannot become right by typing on is said at once.
  const isHopeless = problem !== undefined && problem !== 'empty'
  return {
    ...currency,
    text,
    amountMinor: 'amountMinor' in parsed ? parsed.amountMinor : undefined,
    error:
      problem !== undefined && (complains || isHopeless)
        ? t(`problems.${problem}`, { example: sample, digits: minorUnitDigits, currency: currency.currency })
        : undefined,
    write: setText,
    complain: () => setComplains(true),
  }
}

export function AmountField({ amount }: { amount: AmountState }) {
  const t = useTranslations('limitEditor')
  return (
    <TextField className="field" value={amount.text} onChange={amount.write} isInvalid={amount.error !== undefined} autoComplete="off">
      <Label className="label">{t('amount', { currency: amount.currency })}</Label>
      <span className="amount">
        <Input className="input number" inputMode={amount.minorUnitDigits === 0 ? 'numeric' : 'decimal'} />
        <span className="amount-currency" aria-hidden="true">
          {amount.currency}
        </span>
      </span>
      <Text slot="description" className="hint">
        {t('amountHint')}
      </Text>
      <FieldError className="field-error">{amount.error}</FieldError>
    </TextField>
  )
}
