import { useEffect, useState } from 'react'
import { FieldError, Input, Label, NumberField, Radio, RadioGroup } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import type { MoneyFacts } from '../../components/money.tsx'
import type { BulkEdit } from './bulk-edit.ts'

type Action = BulkEdit['action']

/** What is to be set for all. `hasLimits`: there are limits to raise or to take away. Tells undefined while it says nothing yet. */
export function EditForm({
  money,
  hasLimits,
  onChange,
}: {
  money: MoneyFacts
  hasLimits: boolean
  onChange(edit: BulkEdit | undefined): void
}) {
  const t = useTranslations('limits')
  const [action, setAction] = useState<Action>('AMOUNT')
  const [amount, setAmount] = useState(Number.NaN)
  const [percent, setPercent] = useState(10)
  const actions: readonly Action[] = hasLimits ? ['AMOUNT', 'PERCENT', 'UNLIMITED', 'CLEAR'] : ['AMOUNT', 'UNLIMITED']
  const edit = editOf(action, amount, percent, money)
  const text = JSON.stringify(edit)
  useEffect(() => onChange(text === undefined ? undefined : (JSON.parse(text) as BulkEdit)), [text, onChange])
  return (
    <div className="form">
      <RadioGroup className="field" value={action} onChange={(value) => setAction(value as Action)}>
        <Label className="label">{t('edit.what')}</Label>
        {actions.map((value) => (
          <Radio key={value} value={value} className="limits-radio">
            <span className="limits-radio-dot" aria-hidden="true" />
            {t(`edit.actions.${value}`)}
          </Radio>
        ))}
      </RadioGroup>
      {action === 'AMOUNT' && <AmountField money={money} value={amount} onChange={setAmount} />}
      {action === 'PERCENT' && (
        <NumberField
          className="field"
          value={percent}
          onChange={setPercent}
          minValue={-100}
          maxValue={10_000}
          formatOptions={{ maximumFractionDigits: 2, signDisplay: 'exceptZero' }}
        >
          <Label className="label">{t('edit.percent')}</Label>
          <Input className="input limits-short" />
          <FieldError className="field-error" />
        </NumberField>
      )}
    </div>
  )
}

function AmountField({ money, value, onChange }: { money: MoneyFacts; value: number; onChange(value: number): void }) {
  const t = useTranslations('limits')
  const { currency, minorUnitDigits } = money
  return (
    <NumberField
      className="field"
      value={value}
      onChange={onChange}
      minValue={0}
      maxValue={Number.MAX_SAFE_INTEGER / 10 ** minorUnitDigits}
      formatOptions={{ minimumFractionDigits: 0, maximumFractionDigits: minorUnitDigits }}
    >
      <Label className="label">{t('edit.amount', { currency })}</Label>
      <Input className="input limits-short" />
      <FieldError className="field-error" />
    </NumberField>
  )
}

function editOf(action: Action, amount: number, percent: number, { minorUnitDigits }: MoneyFacts): BulkEdit | undefined {
  switch (action) {
    case 'AMOUNT':
      return Number.isFinite(amount) ? { action, amountMinor: Math.round(amount * 10 ** minorUnitDigits) } : undefined
    case 'PERCENT':
      return Number.isFinite(percent) && percent !== 0 ? { action, percent } : undefined
    case 'UNLIMITED':
    case 'CLEAR':
      return { action }
  }
}
